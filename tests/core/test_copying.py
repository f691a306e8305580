"""Rows written by COPY are the rows an insert would have written."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, models

from households.models import Household, HouseholdYear, Member, MemberYear
from tests.households.factories import id_of, make_household, make_member
from villages.models import Village
from yuping.core import clock
from yuping.core.copying import copy_rows

ODD_TEXT = '𠮷\\N "反斜杠" 制表\t换行\n单引号\' 㛃·\\t {a,b} \\.'


@pytest.fixture
def household(db: None) -> Household:
    village = Village.objects.all_areas(reason="a place for the rows").order_by("pk").first()
    with clock.fixed(datetime.date(2016, 12, 1)):
        return make_household(village)


def stored(row: models.Model) -> dict[str, object]:
    return type(row).unguarded.filter(pk=row.pk).values().get()


def test_every_kind_of_value_comes_back_as_it_was(household: Household) -> None:
    place = {"household": household, "village_id": household.village_id}
    year = HouseholdYear(
        **place,
        year=2016,
        population_end=3,
        cause_note=ODD_TEXT,
        farmland=Decimal("3.05"),
        unsafe_house=False,
        safe_water=None,
        income_from=datetime.date(2015, 10, 1),
        wage_income=Decimal("12345.67"),
        not_counted_for_exit=['a"b', "c\\d", "e,f", "{}"],
    )
    person = MemberYear(**place, member=make_member(household), year=2016, health=["2", "4"], work_months=7)

    copy_rows([year])
    copy_rows([person])

    found = HouseholdYear.unguarded.get(pk=year.pk)
    assert (found.cause_note, found.farmland, found.unsafe_house, found.safe_water) == (
        ODD_TEXT,
        Decimal("3.05"),
        False,
        None,
    )
    assert found.not_counted_for_exit == ['a"b', "c\\d", "e,f", "{}"]
    assert (found.income_from, found.net_income) == (datetime.date(2015, 10, 1), Decimal("12345.67"))
    assert MemberYear.unguarded.get(pk=person.pk).health == ["2", "4"]


def test_sealed_values_are_sealed(household: Household) -> None:
    member = make_member(household)
    values = {**stored(member), "id": None, "id_number": id_of(77), "id_index": "x", "phone": None}

    (copied,) = copy_rows([Member(**values)])

    found = Member.unguarded.get(pk=copied.pk)
    assert found.id_number.token.startswith("v1:")
    assert found.id_number.open() == id_of(77)
    assert found.phone is None


def test_history_and_constraints_work_as_with_any_insert(household: Household) -> None:
    year = {"household": household, "village_id": household.village_id, "year": 2016, "population_end": 3}
    (first,) = copy_rows([HouseholdYear(**year)])

    events = apps.get_model("households", "HouseholdYearEvent")
    assert events.objects.filter(pgh_obj_id=first.pk, pgh_label="insert").count() == 1
    with pytest.raises(IntegrityError, match="households_one_record_a_year"):
        copy_rows([HouseholdYear(**year)])


def test_nothing_to_write_is_nothing_written() -> None:
    assert copy_rows([]) == []
