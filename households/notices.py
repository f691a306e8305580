"""The rounds of notices in a village: which cases stand on which, and the address of each."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import Adjustment, Identification, IdentificationState
from households.procedures import ADJUSTMENTS, IDENTIFICATION, Days, Kind
from households.services.steps import Case
from yuping.core import clock

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

    @property
    def hung_by(self) -> str:
        """The step that records that it hangs; an announcement hangs after the decision that it tells."""
        return "announce" if self.decided else self.move


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


def all_cases_of(user: Any, one: Round) -> QuerySet[Any]:
    """Every case of the kind that a notice is about, as far as the person may see it."""
    if one.kind:
        return Adjustment.objects.visible_to(user).filter(kind=one.kind)
    return Identification.objects.visible_to(user)


def cases_of(user: Any, one: Round, *, on: datetime.date | None = None) -> QuerySet[Any]:
    """The cases that this person may see and that stand on a notice.

    An announcement holds those that wait for it, whenever they were decided, and those decided and announced this year.
    With a day, the cases of the notice that was put up then, wherever they stand by now.
    """
    rows = all_cases_of(user, one)
    if on is not None:
        return rows.filter(steps__move=one.hung_by, steps__date=on)
    rows = rows.filter(state__in=one.states)
    if not one.decided:
        return rows
    waiting, _announced = one.states
    return rows.filter(Q(state=waiting) | Q(steps__date__year=clock.today().year), steps__move=one.move)


def notices_of(found: Case) -> Iterator[tuple[str, Round, str]]:
    """The notices of a case so far, in their order: key, notice and address, as it hung or as it is to be printed.

    Of those before it the one on which it will stand first, so that it can be looked at.
    """
    hung = {step.move: step.date for step in found.steps.all()}
    mine = [(key, one) for key, one in ROUNDS.items() if one.kind == getattr(found, "kind", "")]
    reached = [(key, one) for key, one in mine if one.hung_by in hung or found.state in one.states]
    for key, one in reached or mine[:1]:
        yield key, one, notice_url(found.village_id, key, on=hung.get(one.hung_by), case=found.pk)


def notice_of(found: Case) -> str:
    """The address of the last notice of a case: where it stands now, or stood last."""
    return [address for _key, _one, address in notices_of(found)][-1]


def notice_url(village: str, key: str, *, on: datetime.date | None = None, case: int | None = None) -> str:
    """The address of a notice, or of one as it hung from a day on; with a case, the way back leads to it."""
    query = {"round": key} | ({"on": on.isoformat()} if on else {}) | ({"case": str(case)} if case else {})
    return f"{reverse('households:village_notice', kwargs={'code': village})}?{urlencode(query)}"
