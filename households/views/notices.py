"""The notices that are put up in a village while its applications are on their way to the county's decision."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from households.models import Identification, IdentificationState, IdentificationStep
from households.services.identification import NOTICE_DAYS
from villages.models import Village
from yuping.accounts.pages import PrintPage
from yuping.core import clock


@dataclass(frozen=True)
class Round:
    """A notice: its title, the states whose applications stand on it, and the step that put it up."""

    title: str | Promise
    states: tuple[str, ...]
    move: str


ROUNDS = {
    "first": Round(
        _("First public notice of households to be put on file"),
        (IdentificationState.VILLAGE_REVIEWED, IdentificationState.FIRST_NOTICE),
        "publish_first",
    ),
    "second": Round(
        _("Second public notice of households to be put on file"),
        (IdentificationState.TOWNSHIP_REVIEWED, IdentificationState.SECOND_NOTICE),
        "publish_second",
    ),
    "decision": Round(_("Announcement of households put on file"), (IdentificationState.ACCEPTED,), "accept"),
}


@dataclass(frozen=True)
class NoticeLine:
    """What the village reads of an applicant: no number, phone, account, illness or cause of poverty."""

    name: str
    group: str
    persons: int
    votes: IdentificationStep | None


class VillageNotice(PrintPage):
    """The notice of one village, ``?round=`` first, second or decision: printed before it is put up, or again later.

    The announcement holds who was put on file this year.
    """

    model, permission, lookup = Village, "households.view_identification", "code"
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
        return f"{reverse('households:identification_list')}?village={self.object.pk}"

    def applications(self) -> list[Identification]:
        taken = IdentificationStep.objects.actionable_by(self.user, self.permission)
        steps = Prefetch("steps", taken.order_by("pk"), "shown_steps")
        rows = Identification.objects.visible_to(self.user).filter(village=self.object, state__in=self.round.states)
        if self.round.move == "accept":
            rows = rows.filter(state_on__year=clock.today().year)
        return list(rows.select_related("group").prefetch_related(steps).order_by("group", "applied_on", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.applications()
        steps = [{step.move: step for step in row.shown_steps} for row in found]
        posted = [taken[self.round.move] for taken in steps if self.round.move in taken]
        return super().get_context_data(
            village=self.object,
            lines=[
                NoticeLine(row.applicant, str(row.group or ""), row.persons, taken.get("review_in_village"))
                for row, taken in zip(found, steps, strict=True)
            ],
            rounds=[(key, one.title, one is self.round) for key, one in ROUNDS.items()],
            decided=self.round.move == "accept",
            from_on=_only(step.date for step in posted),
            to_on=_only(step.notice_to for step in posted),
            days=NOTICE_DAYS,
            **kwargs,
        )


def notice_of(found: Identification) -> str:
    """The address of the notice on which an application stands now; before and beside them, the first one."""
    key = next((key for key, one in ROUNDS.items() if found.state in one.states), "first")
    return f"{reverse('households:village_notice', kwargs={'code': found.village_id})}?round={key}"


def _only(days: Any) -> datetime.date | None:
    """The day if all have the same one; else it is written in by hand."""
    found = set(days)
    return found.pop() if len(found) == 1 else None
