"""What goes along with members who go over into another household, and what ends with a file."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from households import services
from households.facts import HouseholdYearFacts
from households.models import Household, HouseholdYear, LifeEvent, Member, MemberYear, Pairing
from households.services.reading import year_facts
from households.services.status import apply_change
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import make_household, make_member, make_year
from tests.people import browser
from villages.models import Cadre, Village
from yuping.accounts.models import User

NUMBER = "520600000099"


def answer(member: Member, year: int, **values: object) -> MemberYear:
    return MemberYear.unguarded.create(
        member=member, household=member.household, village_id=member.village_id, year=year, **values
    )


def split(clerk: User, household: Household, *along: Member) -> Household:
    goes = household.members.get(relation="02")
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind="05", date=NOV, member_id=goes.pk)
    parted = services.Split(number=NUMBER, member_ids=tuple(row.pk for row in along))
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已分户", split=parted)
    return Household.unguarded.get(number=NUMBER)


def merge(clerk: User, leaving: Household, staying: Household) -> LifeEvent:
    event = services.record_life_event(
        actor=clerk, household_id=leaving.pk, kind="06", date=NOV, other_household_id=staying.pk
    )
    return services.settle_life_event(actor=clerk, event_id=event.pk, settlement="并入亲属家")


def test_the_answers_of_the_year_and_later_files_go_along_in_a_split(clerk: User, household: Household) -> None:
    goes, child = household.members.get(relation="02"), make_member(household, number=60, name="石小", relation="03")
    answer(goes, 2015, education="1")
    answer(goes, 2016, education="2", health=["2"], resident_insurance=True)
    answer(goes, 2017, education="2", work_months=10)
    answer(child, 2015, education="1")

    opened = split(clerk, household, child)

    taken = {(row.member.name, row.year): row for row in MemberYear.unguarded.filter(household=opened)}
    assert set(taken) == {("李秀英", 2016), ("李秀英", 2017), ("石小", 2015)}
    year = taken["李秀英", 2016]
    assert (year.education, year.health, year.resident_insurance) == ("2", ["2"], True)
    # What was said in the household left stays there.
    assert MemberYear.unguarded.filter(household=household).count() == 4


def test_the_answers_go_along_in_a_merger(clerk: User, household: Household, village: Village) -> None:
    staying = make_household(village, number=78, head_name="胡贵贵")
    answer(household.members.get(relation="02"), 2016, health=["1"], low_income_aid=True)

    event = merge(clerk, household, staying)

    taken = MemberYear.unguarded.get(household=staying)
    assert (taken.member.name, taken.year, taken.low_income_aid) == ("李秀英", 2016, True)
    shown = body(browser(clerk), event.get_absolute_url())
    assert url("household_members", pk=staying.pk) in shown
    assert url("household_years", pk=staying.pk) in shown


def test_the_new_household_begins_with_what_the_old_one_said_but_not_its_income(
    clerk: User, household: Household
) -> None:
    make_year(household, attribute="1", main_cause="7", unsafe_house=True, wage_income=Decimal(9000), population_end=2)
    opened = split(clerk, household)
    client, address = browser(clerk), url("year_edit", pk=opened.pk, year=2016)

    page = client.get(address)

    initial = page.context["form"].initial
    assert (initial["attribute"], initial["main_cause"], initial["unsafe_house"]) == ("1", "7", "yes")
    assert "wage_income" not in initial
    assert (initial["population_start"], initial["population_end"]) == (None, 1)
    assert household.number in page.content.decode()
    # Until it is entered there is no record: a household without income is not one with none.
    assert not HouseholdYear.unguarded.filter(household=opened).exists()


def test_exit_of_the_old_household_stands_in_the_first_record_of_the_new_one(clerk: User, household: Household) -> None:
    record = make_year(household, attribute="1", exit_flag="2", exit_year=2015)
    opened = split(clerk, household)

    begun = save_year(clerk, opened, 2016)

    assert (begun.exit_flag, begun.exit_year) == ("2", 2015)
    record.refresh_from_db()
    assert (record.population_end, record.wage_income) == (3, Decimal(0))


def test_an_exit_after_the_split_is_not_the_new_households(clerk: User, household: Household) -> None:
    record = make_year(household, attribute="1", exit_flag="1")
    opened = split(clerk, household)
    apply_change(clerk, household, record, kind="2", date=datetime.date(2016, 12, 1), reason="已脱贫")

    assert save_year(clerk, opened, 2016).exit_flag == "1"


def save_year(clerk: User, household: Household, year: int) -> HouseholdYear:
    facts = HouseholdYearFacts(year=year, attribute="1", main_cause="7", population_end=1, wage_income=Decimal(500))
    return services.save_household_year(actor=clerk, household_id=household.pk, year=facts)


def test_the_second_year_goes_on_from_the_households_own_record(clerk: User, household: Household) -> None:
    make_year(household, attribute="1", main_cause="7")
    opened = split(clerk, household)
    save_year(clerk, opened, 2016)

    later = browser(clerk).get(url("year_edit", pk=opened.pk, year=2017))

    assert later.context["copied_from"].household_id == opened.pk
    assert year_facts(later.context["copied_from"]).wage_income == Decimal(500)


def end(clerk: User, household: Household) -> None:
    services.change_status(actor=clerk, household_id=household.pk, kind="6", date=NOV, reason="整户迁往外县")


def remove(clerk: User, household: Household) -> None:
    apply_change(clerk, household, None, kind="4", date=NOV, reason="错评")


def merge_away(clerk: User, household: Household) -> None:
    merge(clerk, household, make_household(household.village, number=78, head_name="胡贵贵"))


def die_out(clerk: User, household: Household) -> None:
    for member in household.members.order_by("is_head"):
        event = services.record_life_event(
            actor=clerk, household_id=household.pk, kind="02", date=NOV, member_id=member.pk, note="病故"
        )
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="整户消亡")


@pytest.mark.parametrize("leave", [end, remove, merge_away, die_out])
def test_the_cadres_charge_ends_with_the_file(
    clerk: User, household: Household, cadre: Cadre, leave: Callable[[User, Household], None]
) -> None:
    began = datetime.date(2015, 3, 1)
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=began)
    second = Cadre.unguarded.create(name="吴兰", unit="镇政府", area_code=cadre.area_code)
    waiting = services.pair_cadre(
        actor=clerk, household_id=household.pk, cadre_id=second.pk, from_on=datetime.date(2016, 11, 15)
    )

    leave(clerk, household)

    ends = dict(Pairing.unguarded.filter(household=household).values_list("cadre", "to_on"))
    # A hand-over that was to begin after that day never did.
    assert ends == {cadre.pk: NOV, second.pk: waiting.from_on}
    assert "包户关系随户离档终止" in body(browser(clerk), url("household_detail", pk=household.pk))
