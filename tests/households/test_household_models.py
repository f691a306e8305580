"""What the database itself holds about household files."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from households.models import Household, HouseholdYear, Member, MemberYear, PayeeAccount
from tests.households.conftest import TODAY
from tests.households.factories import make_household, make_member, make_year
from villages.models import Village
from yuping.accounts.models import User


def test_per_head_income_is_computed_by_the_database_half_up_to_the_fen(village: Village) -> None:
    record = make_year(
        make_household(village),
        wage_income=Decimal("10000.00"),
        dividend_income=Decimal("0.01"),
        population_end=8,
    )

    record.refresh_from_db()

    assert record.total_income == Decimal("10000.01")
    assert record.per_head_net_income == Decimal("1250.00")


@pytest.mark.parametrize(
    ("expense", "per_head"),
    [("999.97", "0.02"), ("1000.03", "-0.02"), ("1004.00", "-2.00")],
    ids=["half up", "half away from zero below it", "negative"],
)
def test_net_income_may_be_negative(village: Village, expense: str, per_head: str) -> None:
    record = make_year(
        make_household(village),
        business_income=Decimal("1000.00"),
        business_expense=Decimal(expense),
        population_end=2,
    )

    record.refresh_from_db()

    assert record.per_head_net_income == Decimal(per_head)


def test_a_household_without_persons_has_no_income_per_head(village: Village) -> None:
    record = make_year(make_household(village), population_end=0)

    record.refresh_from_db()

    assert record.per_head_net_income is None


def test_a_household_has_one_record_a_year(village: Village) -> None:
    household = make_household(village)
    make_year(household)

    with pytest.raises(IntegrityError, match="households_one_record_a_year"):
        make_year(household)


@pytest.mark.parametrize(
    "causes",
    [("1", "1", ""), ("1", "2", "2"), ("1", "2", "1"), ("", "2", ""), ("1", "", "2")],
    ids=["second is main", "third is second", "third is main", "no main", "no second"],
)
def test_causes_are_distinct_and_in_order(village: Village, causes: tuple[str, str, str]) -> None:
    household = make_household(village)

    with pytest.raises(IntegrityError, match="households_(causes|main_cause)"):
        make_year(household, main_cause=causes[0], second_cause=causes[1], third_cause=causes[2])


def test_irrigated_land_lies_within_the_farmland(village: Village) -> None:
    household = make_household(village)

    with pytest.raises(IntegrityError, match="households_irrigated_within_farmland"):
        make_year(household, farmland=Decimal("2.00"), irrigated=Decimal("2.01"))


def test_a_person_lives_in_one_household(village: Village, far_village: Village) -> None:
    make_household(village, number=1)

    with pytest.raises(IntegrityError, match="households_person_once"):
        make_member(make_household(far_village, number=2), number=1)


def test_a_household_has_one_head(village: Village) -> None:
    household = make_household(village)

    with pytest.raises(IntegrityError, match="households_one_head"):
        make_member(household, is_head=True, relation="01")


def test_a_household_without_head_is_refused_at_commit(village: Village) -> None:
    Household.unguarded.create(number="520600000009", village=village, head_name="无人", registered_on=TODAY)

    with pytest.raises(IntegrityError, match="a household has a head"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_household_does_not_lose_its_head(village: Village) -> None:
    household = make_household(village)
    Member.unguarded.filter(household=household).update(is_head=False, relation="99")

    with pytest.raises(IntegrityError, match="a household has a head"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_is_healthy_has_no_illness(village: Village) -> None:
    household = make_household(village)
    member = household.members.get()

    with pytest.raises(IntegrityError, match="households_healthy"):
        MemberYear.unguarded.create(household=household, village=village, member=member, year=2016, health=["1", "2"])


@pytest.mark.parametrize("answers", [{"public_post": True}, {"public_post_months": 3}], ids=["post", "months"])
def test_a_public_post_and_its_months_go_together(village: Village, answers: dict[str, object]) -> None:
    household = make_household(village)
    member = household.members.get()

    with pytest.raises(IntegrityError, match="households_public_post"):
        MemberYear.unguarded.create(household=household, village=village, member=member, year=2016, **answers)


def test_an_account_starts_as_proposed(village: Village, clerk: User) -> None:
    with pytest.raises(IntegrityError, match="a row starts as proposed"):
        _account(village, clerk, state="verified", confirmed_by=clerk, confirmed_on=TODAY)


def test_who_proposed_an_account_does_not_confirm_it(village: Village, clerk: User) -> None:
    account = _account(village, clerk)
    account.state, account.confirmed_by, account.confirmed_on = "verified", clerk, TODAY

    with pytest.raises(IntegrityError, match="households_account_two_people"):
        account.save()


def test_the_number_of_an_account_is_frozen(village: Village, clerk: User) -> None:
    account = _account(village, clerk)

    with pytest.raises(IntegrityError, match="frozen"):
        PayeeAccount.unguarded.filter(pk=account.pk).update(last4="9999")


def _account(village: Village, actor: User, **values: object) -> PayeeAccount:
    household = make_household(village)
    return PayeeAccount.unguarded.create(
        household=household,
        village=village,
        member=household.members.get(),
        holder_name="王伟",
        bank_name="玉屏农村信用联社",
        kind="card",
        number="6229990000000000019",
        number_index="x" * 64,
        last4="0019",
        proposed_by=actor,
        proposed_on=TODAY,
        **values,
    )


def test_a_household_does_not_change_its_village(village: Village, far_village: Village) -> None:
    household = make_household(village)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Household.unguarded.filter(pk=household.pk).update(village=far_village)


def test_personal_values_are_stored_sealed_and_stay_out_of_the_history(village: Village) -> None:
    household = make_household(village, phone="13800000000")

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM households_household WHERE id = %s", [household.pk])
        stored = cursor.fetchone()[0]

    assert stored.startswith("v1:")
    assert "phone" not in {field.name for field in Household.pgh_event_model._meta.fields}


def test_history_keeps_every_value_of_a_yearly_record(village: Village) -> None:
    record = make_year(make_household(village))
    HouseholdYear.unguarded.filter(pk=record.pk).update(wage_income=Decimal("5.00"))

    kept = HouseholdYear.pgh_event_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")

    assert [row.wage_income for row in kept] == [Decimal("0.00"), Decimal("5.00")]
