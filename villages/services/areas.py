"""Verbs on areas, code lists and the calendar."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from villages.models import Township, Village, VillageGroup
from villages.services.loading import area_of, digest_of_rows, villages_for_action
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import codes
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.models import CodeItem, Holiday
from yuping.core.text import clean_line

CHANGE_HOLIDAY = "villages.change_holiday"


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


@dataclass(frozen=True)
class VillageRow:
    """A village as in the list of the statistics office, and whether the county's totals hold it."""

    code: str
    name: str
    short_name: str
    kind: str
    valid_from: datetime.date
    counts_in_county: bool = True
    not_counted_because: str = ""


def register_village(*, actor: User, row: VillageRow, reason: str = "") -> Village:
    """Add a village of a township within reach; raises BadInput for a code that does not fit."""
    verb = "villages.register_village"
    with transaction.atomic():
        township = Township.objects.for_action(actor, verb).filter(pk=row.code[:9]).first()
        if township is None or len(row.code) != 12 or not row.code.isdecimal():
            raise BadInput("village_code", field="code")
        if Village.objects.actionable_by(actor, verb).filter(pk=row.code).exists():
            raise BadInput("village_code_taken", field="code")
        village = _described(Village(code=row.code, township=township, valid_from=row.valid_from), row)
        village.save(force_insert=True)
        record_act(actor=actor, verb=verb, obj=village, area_code=village.pk, reason=reason)
        return village


def change_village(*, actor: User, row: VillageRow, reason: str) -> Village:
    """Change a village's names, kind, or whether it is counted; the code and its first day stay."""
    verb = "villages.change_village"
    with transaction.atomic():
        village = _described(villages_for_action(actor, verb, [row.code])[row.code], row)
        if not reason.strip():
            raise BadInput("village_change_reason", field="reason")
        village.save(update_fields=["name", "short_name", "kind", "counts_in_county", "not_counted_because"])
        record_act(actor=actor, verb=verb, obj=village, area_code=village.pk, reason=reason)
        return village


def recode_village(*, actor: User, old_code: str, new_code: str, last_day: datetime.date, reason: str) -> Village:
    """End a village that was recoded or merged into another; its rows stay with it, its successor's posts see them."""
    verb = "villages.recode_village"
    with transaction.atomic():
        villages = villages_for_action(actor, verb, [old_code, new_code])
        old, new = villages[old_code], villages[new_code]
        if not reason.strip():
            raise BadInput("village_change_reason", field="reason")
        if old.pk == new.pk or old.successor_id or new.successor_id or last_day < old.valid_from:
            raise NotAllowedNow("village_recode")
        old.valid_to, old.successor = last_day, new
        old.save(update_fields=["valid_to", "successor"])
        record_act(actor=actor, verb=verb, obj=old, area_code=old.pk, reason=reason, facts={"successor": new.pk})
        return old


def _described(village: Village, row: VillageRow) -> Village:
    village.name, village.short_name = clean_line(row.name, max_length=40), clean_line(row.short_name, max_length=40)
    if not (village.name and village.short_name):
        raise BadInput("village_names_needed", field="name")
    village.kind, village.counts_in_county = row.kind, row.counts_in_county
    village.not_counted_because = "" if row.counts_in_county else clean_line(row.not_counted_because)
    if not row.counts_in_county and not village.not_counted_because:
        raise BadInput("village_left_out_reason", field="not_counted_because")
    return village


def change_code(
    *, actor: User, set_name: str, version: str, code: str, label: str, label_en: str = "", reason: str = ""
) -> CodeItem:
    """Add a code to a list or change its labels; rows store the code, so they show the new label."""
    verb = "villages.change_code"
    with transaction.atomic():
        access.require(actor, verb)
        label = clean_line(label, max_length=60)
        listed = CodeItem.objects.select_for_update().filter(set=set_name, version=version)
        if not label or listed.exclude(code=code).filter(label=label).exists():
            raise BadInput("code_label", field="label")
        item = listed.filter(code=code).first() or CodeItem(
            set=clean_line(set_name, max_length=40),
            version=clean_line(version, max_length=10),
            code=clean_line(code, max_length=10),
            position=listed.count(),
        )
        before, item.label = item.label, label
        item.label_en = clean_line(label_en, max_length=60)
        item.save()
        codes.forget()
        record_act(actor=actor, verb=verb, obj=item, reason=reason, facts={"before": before, "after": label})
        return item


def change_holiday(*, actor: User, day: datetime.date, is_workday: bool, name: str = "", reason: str = "") -> Holiday:
    """Say whether a day is worked. Notice days that were counted before keep the days they were frozen with."""
    with transaction.atomic():
        access.require(actor, CHANGE_HOLIDAY)
        before = Holiday.objects.select_for_update().filter(day=day).first()
        holiday, _created = Holiday.objects.update_or_create(
            day=day, defaults={"is_workday": is_workday, "name": clean_line(name, max_length=40)}
        )
        record_act(
            actor=actor,
            verb=CHANGE_HOLIDAY,
            obj=holiday,
            reason=reason,
            facts={
                "day": day,
                "worked_before": before.is_workday if before else None,
                "worked": is_workday,
            },
        )
        return holiday
