"""The notices that are put up in a village while its cases are on their way to the county's decision."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from households.models import (
    AdjustmentStep,
    CaseStep,
    Identification,
    IdentificationStep,
)
from households.notices import ROUNDS, Round, all_cases_of, cases_of, notice_url, notices_of
from villages.models import Village
from villages.views.areas import year_of
from yuping.accounts.pages import Page, PrintPage
from yuping.accounts.pages.moves import PRIMARY_KEY
from yuping.core import clock

VIEW, VIEW_ADJUSTMENT = "households.view_identification", "households.view_adjustment"
YEARS_SHOWN = 5


@dataclass(frozen=True)
class NoticeLine:
    """What the village reads of a household: no number, phone, account, illness or cause of poverty."""

    name: str
    group: str
    persons: int
    votes: CaseStep | None


class VillageNotice(PrintPage):
    """The notice of one village, ``?round=`` one of ROUNDS: printed before it is put up, or while it hangs.

    ``?on=`` the day on which one was put up: as it hung then, though its cases have gone on. ``?case=`` the case from
    whose page one came: the way back leads there, and the other papers offered are its own.
    """

    model, permission, lookup = Village, VIEW, "code"
    template_name = "households/notice_print.html"

    def rows(self) -> QuerySet[Village]:
        return Village.objects.visible_to(self.user).select_related("township")

    @cached_property
    def round(self) -> Round:
        asked = self.request.GET.get("round", "first")
        if asked not in ROUNDS:
            raise Http404
        return ROUNDS[asked]

    @cached_property
    def put_up_on(self) -> datetime.date | None:
        asked = self.request.GET.get("on")
        if asked is None:
            return None
        try:
            day = parse_date(asked)
        except ValueError:
            day = None
        if day is None:
            raise Http404
        return day

    def get_title(self) -> str:
        return str(self.round.title)

    @cached_property
    def case(self) -> Any:
        """The case from whose page one came; None from the list of notices. 404 for one that isn't his or its kind."""
        asked = self.request.GET.get("case")
        if asked is None:
            return None
        if not PRIMARY_KEY.fullmatch(asked):
            raise Http404
        rows = all_cases_of(self.user, self.round).filter(village=self.object).prefetch_related("steps")
        return get_object_or_404(rows, pk=int(asked))

    def back_url(self) -> str:
        if self.case is not None:
            return str(self.case.get_absolute_url())
        year = self.put_up_on.year if self.put_up_on else clock.today().year
        address = reverse("households:notice_list")
        return address if year == clock.today().year else f"{address}?year={year}"

    def papers(self) -> list[tuple[str, str | Promise, bool]]:
        """The other papers one may choose: address, title, whether it is the one shown."""
        if self.case is not None:
            return [(address, one.title, one is self.round) for _key, one, address in notices_of(self.case)]
        return [(f"?round={key}", one.title, one is self.round) for key, one in ROUNDS.items()]

    def cases(self) -> list[Any]:
        one = self.round
        model, verb = (AdjustmentStep, VIEW_ADJUSTMENT) if one.kind else (IdentificationStep, VIEW)
        steps = Prefetch("steps", model.objects.actionable_by(self.user, verb).order_by("pk"), "shown_steps")
        rows = cases_of(self.user, one, on=self.put_up_on).filter(village=self.object).prefetch_related(steps)
        if not one.kind:
            return list(rows.select_related("group").order_by("group", "applied_on", "pk"))
        # Of a household that left the file in the meantime, those who left with it.
        belongs = Q(household__members__state="living_here") | Q(household__members__left_on=F("household__left_on"))
        living = Count("household__members", filter=belongs)
        rows = rows.select_related("household__group").annotate(living=living)
        return list(rows.order_by("household__group", "household__number"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.cases()
        steps = [{step.move: step for step in row.shown_steps} for row in found]
        posted = [taken[self.round.hung_by] for taken in steps if self.round.hung_by in taken]
        # One that waits to be hung has no day yet, though others of its sheet have.
        posted = posted if len(posted) == len(found) else []
        return super().get_context_data(
            village=self.object,
            lines=[_line(row, taken.get("review_in_village")) for row, taken in zip(found, steps, strict=True)],
            papers=self.papers(),
            shown=self.round,
            from_on=_only(step.date for step in posted),
            to_on=_only(step.notice_to for step in posted),
            **kwargs,
        )


def _line(row: Any, votes: CaseStep | None) -> NoticeLine:
    if isinstance(row, Identification):
        return NoticeLine(row.applicant, str(row.group or ""), row.persons, votes)
    return NoticeLine(row.household.head_name, str(row.household.group or ""), row.living, votes)


def _only(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The day if all have the same one; else it is written in by hand."""
    found = set(days)
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Hanging:
    """How many cases hang on a notice, since and until when, and where."""

    cases: int
    from_on: datetime.date
    last_from_on: datetime.date
    to_on: datetime.date
    places: list[str]

    @property
    def days_left(self) -> int:
        """Days for which the notice still has to stand; below nothing once it may be taken down."""
        return (self.to_on - clock.today()).days


@dataclass(frozen=True)
class HungNotice:
    """A notice of one village: how many cases stand on it, and how many of them hang there already."""

    village: Village
    title: str | Promise
    url: str
    cases: int
    decided: bool
    hanging: Hanging | None


@dataclass(frozen=True)
class PastNotice:
    """A notice that has been taken down, or an announcement that was made: that one has no last day."""

    village: Village
    title: str | Promise
    url: str
    cases: int
    from_on: datetime.date
    to_on: datetime.date | None


class NoticeList(Page):
    """Every village with cases to be published, on notice, or decided this year, with its papers to print.

    ``?year=`` the year whose papers have been taken down or announced.
    """

    permission, template_name = VIEW, "households/notice_list.html"
    title = _("Notices of the villages")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        this_year = clock.today().year
        year = year_of(request.GET.get("year"), this_year, default=this_year)
        context = self.get_context_data(
            notices=list(self.notices()),
            past=list(self.past(year)),
            year=year,
            years=range(this_year, this_year - YEARS_SHOWN, -1),
        )
        return self.render_to_response(context)

    def past(self, year: int) -> Iterator[PastNotice]:
        """The notices of a year that have been taken down, and its announcements, as they hung."""
        taken = {
            key: all_cases_of(self.user, one)
            .exclude(state="" if one.decided else one.states[-1])
            .filter(steps__move=one.hung_by, steps__date__year=year)
            .order_by()
            .values_list("village", "steps__date", "steps__notice_to")
            .annotate(cases=Count("pk", distinct=True))
            for key, one in ROUNDS.items()
        }
        found = [(village, day, to, key, cases) for key, rows in taken.items() for village, day, to, cases in rows]
        villages = Village.objects.visible_to(self.user).select_related("township").in_bulk({row[0] for row in found})
        for village, day, to, key, cases in sorted(found, key=lambda row: (row[1], row[0]), reverse=True):
            if village in villages:
                url = notice_url(village, key, on=day)
                yield PastNotice(villages[village], ROUNDS[key].title, url, cases, day, to)

    def notices(self) -> Iterator[HungNotice]:
        counted = {key: self.counted(one) for key, one in ROUNDS.items()}
        hanging = {key: {} if one.decided else self.hanging(one) for key, one in ROUNDS.items()}
        codes = {code for rows in counted.values() for code in rows}
        villages = Village.objects.visible_to(self.user).filter(pk__in=codes).select_related("township")
        for village in villages.order_by("pk"):
            for key, one in ROUNDS.items():
                if cases := counted[key].get(village.pk):
                    url = notice_url(village.pk, key)
                    yield HungNotice(village, one.title, url, cases, one.decided, hanging[key].get(village.pk))

    def counted(self, one: Round) -> dict[str, int]:
        """By village, how many cases stand on the notice."""
        rows = cases_of(self.user, one).order_by().values_list("village")
        return dict(rows.annotate(cases=Count("pk", distinct=True)))

    def hanging(self, one: Round) -> dict[str, Hanging]:
        """By village, what hangs: of each case the step that put it up."""
        rows = cases_of(self.user, one).filter(state=one.states[-1], steps__move=one.move).order_by()
        found = rows.values("village").annotate(
            cases=Count("pk", distinct=True),
            from_on=Min("steps__date"),
            last_from_on=Max("steps__date"),
            to_on=Max("steps__notice_to"),
            places=ArrayAgg("steps__place", distinct=True),
        )
        return {values.pop("village"): Hanging(**values) for values in found}
