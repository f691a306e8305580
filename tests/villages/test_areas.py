"""Areas: what the fixture brings, who sees them, and what follows a recode."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.villages.conftest import COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, Hire
from villages.models import Indicator, Township, Village
from villages.querysets import predecessors
from villages.reference import load_areas, load_indicators
from yuping.accounts.access import Scope
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.errors import MissingVerb


def test_the_county_has_its_counted_villages(db: None) -> None:
    counted = Village.objects.all_areas(reason="test").counted(datetime.date(2016, 12, 31))

    assert (counted.count(), Village.unguarded.count(), Township.unguarded.count()) == (69, 93, 7)


def test_loading_the_areas_again_changes_nothing(db: None) -> None:
    before = list(Village.unguarded.values())

    assert load_areas() == 100
    assert list(Village.unguarded.values()) == before


def test_loading_the_indicators_again_changes_nothing(db: None) -> None:
    before = list(Indicator.objects.values())

    assert load_indicators() == len(before)
    assert list(Indicator.objects.values()) == before


def test_a_clerk_sees_the_villages_of_his_township_alone(clerk: User) -> None:
    codes = set(Village.objects.visible_to(clerk).values_list("pk", flat=True))

    assert codes
    assert all(code.startswith(TOWNSHIP) for code in codes)


def test_a_village_cadre_sees_the_township_around_him_and_no_other(hire: Hire) -> None:
    cadre = hire(Role.VILLAGE_CADRE, VILLAGE)

    assert [row.pk for row in Township.objects.visible_to(cadre)] == [TOWNSHIP]


def test_a_village_cadre_acts_on_no_township(hire: Hire) -> None:
    cadre = hire(Role.VILLAGE_CADRE, VILLAGE)

    assert list(Township.objects.actionable_by(cadre, "villages.enter_indicator")) == []


def test_a_person_without_a_posting_sees_no_village(db: None) -> None:
    nobody = User.objects.create(username="nobody", full_name="nobody", unit="")

    assert not Village.objects.visible_to(nobody).exists()
    with pytest.raises(MissingVerb):
        Village.objects.for_action(nobody, "villages.record_collective_entry")


def test_a_recoded_village_stays_in_the_scope_of_its_successor(clerk: User) -> None:
    Village.unguarded.filter(pk=OTHER_VILLAGE).update(valid_to=datetime.date(2016, 6, 30), successor=VILLAGE)

    assert predecessors([TOWNSHIP]) == {OTHER_VILLAGE}
    assert predecessors([COUNTY]) == frozenset()
    assert Village.objects.visible_to(clerk).filter(pk=OTHER_VILLAGE).exists()
    assert (
        not Village.objects.in_area(Scope(frozenset({TOWNSHIP})))
        .existing(datetime.date(2016, 12, 31))
        .filter(pk=OTHER_VILLAGE)
    )


def test_a_village_lies_in_the_township_of_its_code(db: None) -> None:
    with pytest.raises(IntegrityError, match="villages_village_in_its_township"), transaction.atomic():
        Village.unguarded.create(
            code="520622001999",
            township_id="520622102",
            name="x",
            short_name="x",
            kind="village",
            valid_from=datetime.date(2016, 1, 1),
        )


def test_a_village_left_out_of_the_totals_says_why(db: None) -> None:
    with pytest.raises(IntegrityError, match="left_out_for_a_reason"), transaction.atomic():
        Village.unguarded.filter(pk=VILLAGE).update(counts_in_county=False)
