"""Verbs on responsibilities: who answers for which area, dated (三位一体)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from villages.models import Cadre, Responsibility, ResponsibilityKind, Township, Village, VillageGroup
from villages.services.loading import area_of, digest_of_rows, not_in_future
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow

ASSIGN = "villages.assign_responsibility"


@dataclass(frozen=True)
class ResponsibilityRow:
    """A cadre answers for an area from a day on: a township (9 digits) or village (12), a group, a household."""

    cadre_id: int
    kind: str
    area_code: str
    valid_from: datetime.date
    group_id: int | None = None
    household_number: str = ""


def assign_responsibility(
    *,
    actor: User,
    cadre_id: int,
    kind: str,
    area_code: str,
    valid_from: datetime.date,
    group_id: int | None = None,
    household_number: str = "",
    reason: str = "",
) -> Responsibility:
    """Assign one responsibility; see ``assign_responsibilities``."""
    row = ResponsibilityRow(cadre_id, kind, area_code, valid_from, group_id, household_number)
    return assign_responsibilities(actor=actor, rows=[row], reason=reason)[0]


def assign_responsibilities(
    *, actor: User, rows: Sequence[ResponsibilityRow], reason: str = ""
) -> list[Responsibility]:
    """Assign responsibilities; raises BadInput for what does not fit, NotAllowedNow for one that is in force."""
    with transaction.atomic():
        scope = access.require(actor, ASSIGN)
        areas = {row.area_code for row in rows}
        if not all(scope.covers(code) for code in areas) or not _all_exist(actor, areas):
            raise BadInput("responsibility_area", field="area_code")
        not_in_future(*(row.valid_from for row in rows), field="valid_from")
        _refuse_unfitting(actor, rows)
        found = [
            Responsibility(
                cadre_id=row.cadre_id,
                kind=row.kind,
                area_code=row.area_code,
                group_id=row.group_id,
                household_number=row.household_number,
                valid_from=row.valid_from,
            )
            for row in rows
        ]
        try:
            with transaction.atomic():
                Responsibility.objects.bulk_create(found)
        except IntegrityError as error:
            raise NotAllowedNow("responsibility_in_force") from error
        record_act(
            actor=actor,
            verb=ASSIGN,
            obj=found[0],
            area_code=area_of(areas),
            reason=reason,
            facts={"count": len(found), "digest": digest_of_rows((r.cadre_id, r.kind, r.area_code) for r in found)},
        )
        return found


def _all_exist(actor: User, codes: set[str]) -> bool:
    townships = Township.objects.actionable_by(actor, ASSIGN).filter(pk__in=codes).count()
    return townships + Village.objects.actionable_by(actor, ASSIGN).filter(pk__in=codes).count() == len(codes)


def _refuse_unfitting(actor: User, rows: Sequence[ResponsibilityRow]) -> None:
    cadres = {row.cadre_id for row in rows}
    if Cadre.objects.visible_to(actor).in_office().filter(pk__in=cadres).count() < len(cadres):
        raise BadInput("responsibility_cadre", field="cadre_id")
    groups = {row.group_id for row in rows if row.group_id}
    places = dict(
        VillageGroup.objects.actionable_by(actor, ASSIGN).filter(pk__in=groups).values_list("pk", "village_id")
    )
    for row in rows:
        kind = row.kind
        if len(row.area_code) == 9 and kind != ResponsibilityKind.COUNTY_LEADER:
            raise BadInput("responsibility_township", field="area_code")
        if row.group_id and (kind != ResponsibilityKind.SECTION_CHIEF or places.get(row.group_id) != row.area_code):
            raise BadInput("responsibility_group", field="group_id")
        if row.household_number and kind != ResponsibilityKind.STATIONED:
            raise BadInput("responsibility_household", field="household_number")


def end_responsibility(*, actor: User, responsibility_id: int, valid_to: datetime.date, reason: str) -> Responsibility:
    """End a responsibility on a day that is not in the future, with a reason."""
    verb = "villages.end_responsibility"
    with transaction.atomic():
        row = Responsibility.objects.for_action(actor, verb).get(pk=responsibility_id)
        if row.valid_to:
            raise NotAllowedNow("responsibility_over")
        not_in_future(valid_to, field="valid_to")
        if valid_to < row.valid_from:
            raise BadInput("responsibility_period", field="valid_to")
        if not reason.strip():
            raise BadInput("responsibility_reason", field="reason")
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        record_act(actor=actor, verb=verb, obj=row, area_code=row.area_code, reason=reason)
        return row
