"""Verbs on areas and on the calendar: village groups, holidays."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from villages.models import VillageGroup
from villages.services.loading import area_of, digest_of_rows, villages_for_action
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.models import Holiday
from yuping.core.text import clean_line


def register_village_group(*, actor: User, village_code: str, name: str, reason: str = "") -> VillageGroup:
    """Add a villagers' group to a village; one of that name is returned as it is."""
    register_village_groups(actor=actor, rows=[(village_code, name)], reason=reason)
    return VillageGroup.objects.actionable_by(actor, "villages.register_village_group").get(
        village_id=village_code, name=clean_line(name)
    )


def register_village_groups(*, actor: User, rows: Sequence[tuple[str, str]], reason: str = "") -> int:
    """Add groups given as (village code, name); those that exist stay. Returns how many are new."""
    verb = "villages.register_village_group"
    with transaction.atomic():
        villages = villages_for_action(actor, verb, (code for code, _name in rows))
        taken = set(VillageGroup.objects.actionable_by(actor, verb).values_list("village_id", "name"))
        named = dict.fromkeys((code, clean_line(name, max_length=40)) for code, name in rows)
        if any(not name for _code, name in named):
            raise BadInput("village_group_name_needed", field="name")
        new = [pair for pair in named if pair not in taken]
        places = {code: sum(village == code for village, _name in taken) for code in villages}
        groups = []
        for code, name in new:
            places[code] += 1
            groups.append(VillageGroup(village_id=code, name=name, position=places[code]))
        VillageGroup.objects.bulk_create(groups)
        if groups:
            record_act(
                actor=actor,
                verb=verb,
                obj=groups[0] if len(groups) == 1 else villages[groups[0].village_id],
                area_code=area_of(villages),
                reason=reason,
                facts={"count": len(groups), "digest": digest_of_rows(new)},
            )
        return len(groups)


def change_holiday(*, actor: User, day: datetime.date, is_workday: bool, name: str = "", reason: str = "") -> Holiday:
    """Say whether a day is worked. Notice days that were counted before keep the days they were frozen with."""
    verb = "villages.change_holiday"
    with transaction.atomic():
        access.require(actor, verb)
        before = Holiday.objects.select_for_update().filter(day=day).first()
        holiday, _created = Holiday.objects.update_or_create(
            day=day, defaults={"is_workday": is_workday, "name": clean_line(name, max_length=40)}
        )
        record_act(
            actor=actor,
            verb=verb,
            obj=holiday,
            reason=reason,
            facts={
                "day": day,
                "worked_before": before.is_workday if before else None,
                "worked": is_workday,
            },
        )
        return holiday
