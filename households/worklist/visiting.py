"""The households that wait for a visit: for a cadre by who is in charge, for a township by village, for the county by
township."""

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.filters.visits import NOBODY
from households.models import Household
from households.policy.visiting import due_since, is_late, visited_since
from villages.models import Cadre, Township, Village
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.roles import TOWNSHIP, VILLAGE
from yuping.accounts.worklist import Hurts, Part, WorkItem

RECORD = "households.record_visit"
Words = dict[Any, str | Promise]


def to_visit(user: User, today: datetime.date) -> WorkItem:
    """Everybody who is due, and how many of them fall to each helper, village or township; the longest first."""
    due = Household.objects.actionable_by(user, RECORD).active().unvisited_since(visited_since(today)).order_by()
    page = reverse("households:visit_due")
    name, named = _shares(user)
    whose = F("helper") if name == "helper" else Left("village_id", _LENGTHS[name])
    shared = due.with_helper().annotate(share=whose) if name == "helper" else due.annotate(share=whose)
    found = list(shared.values("share").annotate(rows=Count("pk"), oldest=Min("last_seen")).order_by("oldest", "share"))
    words = named([row["share"] for row in found])
    parts = [
        Part(
            words.get(row["share"], NOBODY_WORDS),
            row["rows"],
            f"{page}?{urlencode({name: NOBODY if row['share'] is None else row['share']})}",
            is_late(row["oldest"], today),
        )
        for row in found
    ]
    oldest = min((row["oldest"] for row in found), default=None)
    return WorkItem(
        _("Households to be visited"),
        sum(part.count for part in parts),
        page,
        due_since(oldest) if oldest else None,
        any(part.late for part in parts),
        tuple(parts) if len(parts) > 1 else (),
        Hurts.ROUND,
    )


def _shares(user: User) -> tuple[str, Callable[[list[Any]], Words]]:
    """By what the work is shared out, and what the shares are called."""
    scope = access.scope_of(user, RECORD)
    if scope.whole_county:
        return "township", _townships
    if any(len(code) == TOWNSHIP for code in scope.codes):
        return "village", _villages
    return "helper", _helpers


def _townships(codes: list[str]) -> Words:
    return {row.pk: str(row) for row in Township.unguarded.filter(pk__in=codes).only("pk", "name")}


def _villages(codes: list[str]) -> Words:
    return {row.pk: str(row) for row in Village.unguarded.filter(pk__in=codes).only("pk", "short_name")}


def _helpers(keys: list[int | None]) -> Words:
    return dict(Cadre.unguarded.filter(pk__in=[key for key in keys if key is not None]).values_list("pk", "name"))


_LENGTHS = {"township": TOWNSHIP, "village": VILLAGE}
NOBODY_WORDS = _("no cadre in charge")
