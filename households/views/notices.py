"""The notices that are put up in a village while its cases are on their way to the county's decision."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from households.models import (
    Adjustment,
    AdjustmentStep,
    CaseStep,
    Identification,
    IdentificationState,
    IdentificationStep,
)
from households.procedures import ADJUSTMENTS, IDENTIFICATION, Days, Kind
from households.services.steps import Case
from villages.models import Village
from yuping.accounts.pages import Page, PrintPage
from yuping.core import clock

VIEW, VIEW_ADJUSTMENT = "households.view_identification", "households.view_adjustment"
UP_FOR_NOTICE = _("Whose case the village has reviewed and checked is published herewith:")


@dataclass(frozen=True)
class Round:
    """A notice: its title and first sentence, the states whose cases stand on it, and the step that put it up.

    ``kind`` is that of an adjustment; empty for identification. Without ``days`` it is an announcement of the year.
    """

    title: str | Promise
    opening: str | Promise
    states: tuple[str, ...]
    move: str
    days: Days | None = None
    kind: str = ""

    @property
    def decided(self) -> bool:
        return self.days is None


def _notice(kind: Kind, title: str | Promise, opening: str | Promise = UP_FOR_NOTICE) -> Round:
    """The notice of a kind of adjustment: who is to be put up now, and who hangs there."""
    procedure = ADJUSTMENTS[kind]
    (publish,) = (move for name, move in procedure.workflow.moves.items() if procedure.steps[name].notice)
    days = procedure.steps[publish.name].notice
    return Round(title, opening, (*publish.sources, publish.target), publish.name, days, kind)


ROUNDS = {
    "first": Round(
        _("First public notice of households to be put on file"),
        _(
            "After their application and the democratic review of the village meeting, these households are to be put "
            "on file; they are published herewith:"
        ),
        (IdentificationState.VILLAGE_REVIEWED, IdentificationState.FIRST_NOTICE),
        "publish_first",
        IDENTIFICATION.steps["publish_first"].notice,
    ),
    "second": Round(
        _("Second public notice of households to be put on file"),
        _(
            "After their application and the democratic review of the village meeting, these households are to be put "
            "on file; they are published herewith:"
        ),
        (IdentificationState.TOWNSHIP_REVIEWED, IdentificationState.SECOND_NOTICE),
        "publish_second",
        IDENTIFICATION.steps["publish_second"].notice,
    ),
    "decision": Round(
        _("Announcement of households put on file"),
        _(
            "After two public notices, comparison of the data and the county's decision, these households are put on "
            "file:"
        ),
        (IdentificationState.ACCEPTED, IdentificationState.ANNOUNCED),
        "accept",
    ),
    "exit": _notice(
        Kind.EXIT,
        _("Public notice of households to exit poverty"),
        _("Reviewed by the village, checked on the spot and with their own agreement, these households are to exit:"),
    ),
    "exit_decision": Round(
        _("Announcement of households that have exited poverty"),
        _("After public notice and the county's decision, these households have exited poverty:"),
        ("approved", "announced"),
        "approve",
        kind=Kind.EXIT,
    ),
    "return": _notice(Kind.RETURN, _("Public notice of households to be recorded as returned into poverty")),
    "return_decision": Round(
        _("Announcement of households that returned into poverty"),
        _("After public notice and the county's decision, these households are on file as returned:"),
        ("approved", "announced"),
        "approve",
        kind=Kind.RETURN,
    ),
    "removal": _notice(Kind.REMOVAL, _("Public notice of households to be removed from the file")),
    "removal_decision": Round(
        _("Announcement of households removed from the file"),
        _("After public notice and the county's decision, these households are removed from the file:"),
        ("approved", "announced"),
        "approve",
        kind=Kind.REMOVAL,
    ),
    "watch": _notice(Kind.WATCH, _("Public notice of households to be watched")),
    "watch_end": _notice(Kind.WATCH_END, _("Public notice of households whose risk is over")),
}


@dataclass(frozen=True)
class NoticeLine:
    """What the village reads of a household: no number, phone, account, illness or cause of poverty."""

    name: str
    group: str
    persons: int
    votes: CaseStep | None


def cases_of(user: Any, one: Round) -> QuerySet[Any]:
    """The cases that this person may see and that stand on a notice; an announcement holds those of this year."""
    if one.kind:
        rows = Adjustment.objects.visible_to(user).filter(kind=one.kind)
    else:
        rows = Identification.objects.visible_to(user)
    rows = rows.filter(state__in=one.states)
    return rows.filter(steps__move=one.move, steps__date__year=clock.today().year) if one.decided else rows


class VillageNotice(PrintPage):
    """The notice of one village, ``?round=`` one of ROUNDS: printed before it is put up, or again later."""

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

    def get_title(self) -> str:
        return str(self.round.title)

    def back_url(self) -> str:
        return reverse("households:notice_list")

    def cases(self) -> list[Any]:
        one = self.round
        model, verb = (AdjustmentStep, VIEW_ADJUSTMENT) if one.kind else (IdentificationStep, VIEW)
        steps = Prefetch("steps", model.objects.actionable_by(self.user, verb).order_by("pk"), "shown_steps")
        rows = cases_of(self.user, one).filter(village=self.object).prefetch_related(steps)
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
        posted = [taken[self.round.move] for taken in steps if self.round.move in taken]
        return super().get_context_data(
            village=self.object,
            lines=[_line(row, taken.get("review_in_village")) for row, taken in zip(found, steps, strict=True)],
            rounds=[(key, one.title, one is self.round) for key, one in ROUNDS.items()],
            shown=self.round,
            from_on=_only(step.date for step in posted),
            to_on=_only(step.notice_to for step in posted),
            **kwargs,
        )


def _line(row: Any, votes: CaseStep | None) -> NoticeLine:
    if isinstance(row, Identification):
        return NoticeLine(row.applicant, str(row.group or ""), row.persons, votes)
    return NoticeLine(row.household.head_name, str(row.household.group or ""), row.living, votes)


def notice_of(found: Case) -> str:
    """The address of the notice on which a case stands now; before and beside them, the first one of its kind."""
    kind = getattr(found, "kind", "")
    mine = {key: one for key, one in ROUNDS.items() if one.kind == kind}
    key = next((key for key, one in mine.items() if found.state in one.states), next(iter(mine)))
    return f"{reverse('households:village_notice', kwargs={'code': found.village_id})}?round={key}"


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


class NoticeList(Page):
    """Every village with cases to be published, on notice, or decided this year, with its papers to print."""

    permission, template_name = VIEW, "households/notice_list.html"
    title = _("Notices of the villages")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(notices=list(self.notices())))

    def notices(self) -> Iterator[HungNotice]:
        counted = {key: self.counted(one) for key, one in ROUNDS.items()}
        hanging = {key: {} if one.decided else self.hanging(one) for key, one in ROUNDS.items()}
        codes = {code for rows in counted.values() for code in rows}
        villages = Village.objects.visible_to(self.user).filter(pk__in=codes).select_related("township")
        for village in villages.order_by("pk"):
            for key, one in ROUNDS.items():
                if cases := counted[key].get(village.pk):
                    url = f"{reverse('households:village_notice', kwargs={'code': village.pk})}?round={key}"
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
