"""Verbs on the assistance given: measures, training, relocation."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, models, transaction

from households.models import Household, Measure, Member, Relocation, Training
from households.services.loading import households_for, not_in_future
from households.services.typed import filled, require_code
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import ZERO
from yuping.core.text import clean_line

MEASURE = "households.record_measure"
TRAINING = "households.record_training"
RELOCATION = "households.record_relocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A line of assistance; cost in yuan."""

    household_id: int
    date: datetime.date
    category: str
    unit: str
    content: str
    cost: Decimal = ZERO
    signed_by_head: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """A course that a member of the household took."""

    household_id: int
    member_id: int
    course: str
    organiser: str
    from_on: datetime.date
    days: int
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelocationRow:
    """A household's relocation; floor area in square metres."""

    household_id: int
    year: int
    from_place: str
    to_place: str
    placement: str
    mode: str = ""
    site: str = ""
    floor_area: Decimal | None = None
    moved_in_on: datetime.date | None = None
    old_house_gone: bool = False
    difficulty: str = ""


def record_measure(*, actor: User, row: MeasureRow, reason: str = "") -> Measure:
    """Record one measure; see ``record_measures``."""
    return record_measures(actor=actor, rows=[row], reason=reason)[0]


def record_measures(*, actor: User, rows: Sequence[MeasureRow], reason: str = "") -> list[Measure]:
    """Record measures, all or none; raises BadInput."""
    with transaction.atomic():
        households = households_for(actor, MEASURE, [row.household_id for row in rows])
        measures = [measure_of(actor, row, households[row.household_id]) for row in rows]
        return _write(actor, MEASURE, Measure, measures, reason)


def measure_of(actor: User, row: MeasureRow, household: Household) -> Measure:
    """The measure as it is to be written; part of the verbs that record or correct it."""
    not_in_future(row.date)
    require_code("measure_category", row.category, "category", row.date.year)
    return Measure(
        household=household,
        village_id=household.village_id,
        year=row.date.year,
        date=row.date,
        category=row.category,
        unit=filled(row.unit, "unit", 80),
        content=filled(row.content, "content", 500),
        cost=row.cost,
        signed_by_head=row.signed_by_head,
        note=clean_line(row.note),
        recorded_by=actor,
    )


def record_training(*, actor: User, row: TrainingRow, reason: str = "") -> Training:
    """Record one course; see ``record_trainings``."""
    return record_trainings(actor=actor, rows=[row], reason=reason)[0]


def record_trainings(*, actor: User, rows: Sequence[TrainingRow], reason: str = "") -> list[Training]:
    """Record courses, all or none; raises BadInput for a person outside the household."""
    with transaction.atomic():
        households = households_for(actor, TRAINING, [row.household_id for row in rows])
        members = Member.unguarded.filter(household__in=households, pk__in=[row.member_id for row in rows])
        homes = dict(members.values_list("pk", "household_id"))
        trainings = [_training(actor, row, households[row.household_id], homes) for row in rows]
        return _write(actor, TRAINING, Training, trainings, reason)


def _training(actor: User, row: TrainingRow, household: Household, homes: dict[int, int]) -> Training:
    not_in_future(row.from_on, field="from_on")
    if homes.get(row.member_id) != household.pk:
        raise BadInput("households.not_a_member", field="member")
    if row.days < 1:
        raise BadInput("households.out_of_range", field="days")
    return Training(
        household=household,
        village_id=household.village_id,
        member_id=row.member_id,
        course=filled(row.course, "course", 100),
        organiser=filled(row.organiser, "organiser", 80),
        from_on=row.from_on,
        days=row.days,
        certificate=clean_line(row.certificate, max_length=80),
        recorded_by=actor,
    )


def record_relocation(*, actor: User, row: RelocationRow, reason: str = "") -> Relocation:
    """Record one relocation; see ``record_relocations``."""
    return record_relocations(actor=actor, rows=[row], reason=reason)[0]


def record_relocations(*, actor: User, rows: Sequence[RelocationRow], reason: str = "") -> list[Relocation]:
    """Record relocations, all or none; raises BadInput, NotAllowedNow for a second one of the year."""
    with transaction.atomic():
        households = households_for(actor, RELOCATION, [row.household_id for row in rows])
        relocations = [_relocation(actor, row, households[row.household_id]) for row in rows]
        try:
            with transaction.atomic():
                return _write(actor, RELOCATION, Relocation, relocations, reason)
        except IntegrityError as error:
            raise NotAllowedNow("households.relocated_already") from error


def _relocation(actor: User, row: RelocationRow, household: Household) -> Relocation:
    for name in ("mode", "placement", "site", "difficulty"):
        code = getattr(row, name)
        if code or name == "placement":
            require_code(f"relocation_{name}", code, name, row.year)
    if row.moved_in_on is not None:
        not_in_future(row.moved_in_on, field="moved_in_on")
    if row.floor_area is not None and not 0 < row.floor_area < 100_000:
        raise BadInput("households.out_of_range", field="floor_area")
    return Relocation(
        household=household,
        village_id=household.village_id,
        year=row.year,
        mode=row.mode,
        from_place=filled(row.from_place, "from_place", 120),
        placement=row.placement,
        site=row.site,
        to_place=filled(row.to_place, "to_place", 120),
        floor_area=row.floor_area,
        moved_in_on=row.moved_in_on,
        old_house_gone=row.old_house_gone,
        difficulty=row.difficulty,
        recorded_by=actor,
    )


def _write(actor: User, verb: str, model: type[models.Model], rows: list, reason: str) -> list:
    model.objects.bulk_create(rows, batch_size=500)
    record_act(
        actor=actor,
        verb=verb,
        obj=rows[0],
        area_code=area_of(row.village_id for row in rows),
        reason=reason,
        facts={"count": len(rows), "digest": digest_of_rows((row.household_id, str(row)) for row in rows)},
    )
    return rows
