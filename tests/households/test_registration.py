"""Putting households on file, singly and by the thousand."""

import pytest

from households import services
from households.facts import HouseholdFacts, ImportBatch
from households.models import Household, HouseholdYear, Member, MemberYear, PayeeAccount, StatusChange
from tests.households.factories import id_of, make_household
from tests.households.forms_of import CARD, account_facts, head_facts, household_facts, spouse_facts
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import MissingVerb, PolicyRefused


def codes(refusal: PolicyRefused) -> list[str]:
    return [problem.code.removeprefix("households.") for problem in refusal.params["reasons"]]


def test_a_registered_household_stands_with_all_its_rows(clerk: User, village: Village) -> None:
    facts = household_facts(village, account=account_facts(holder=1))

    household = services.register_household(actor=clerk, household=facts)

    assert household.head_name == "王伟"
    assert (household.name_pinyin, household.name_initials) == ("wangwei", "ww")
    assert [record.year for record in household.householdyears.all()] == [2016]
    assert [member.name for member in Member.unguarded.filter(household=household)] == ["王伟", "李秀英"]
    assert MemberYear.unguarded.filter(household=household).count() == 2
    account = PayeeAccount.unguarded.get(household=household)
    assert (account.state, account.holder_name, account.last4) == ("proposed", "李秀英", CARD[-4:])
    assert StatusChange.unguarded.get(household=household).state_after == "active"


def test_the_audit_holds_counts_and_a_digest_and_no_personal_value(clerk: User, village: Village) -> None:
    services.register_household(actor=clerk, household=household_facts(village))

    entry = AuditEntry.objects.get(verb="households.register_household")

    assert (entry.facts["households"], entry.facts["members"]) == (1, 2)
    assert entry.area_code == village.pk
    assert id_of(101) not in str(entry.facts)


def test_another_townships_village_is_refused(clerk: User, far_village: Village) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=household_facts(far_village))

    assert codes(refusal.value) == ["village_out_of_reach"]
    assert not Household.unguarded.exists()


def test_without_the_verb_nothing_is_registered(leader: User, village: Village) -> None:
    with pytest.raises(MissingVerb):
        services.register_household(actor=leader, household=household_facts(village))


@pytest.mark.parametrize(
    "form",
    [id_of(1), id_of(1)[:6] + id_of(1)[8:17], id_of(1) + "31", id_of(1) + "31B1"],
    ids=["18", "15", "20", "22"],
)
def test_a_person_on_file_is_found_in_every_form_of_the_number(clerk: User, village: Village, form: str) -> None:
    make_household(village, number=1)

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(
            actor=clerk, household=household_facts(village, members=(head_facts(id_number=form), spouse_facts()))
        )

    assert codes(refusal.value) == ["person_on_file"]


def test_a_person_on_file_in_another_township_is_refused_too(
    clerk: User, village: Village, far_village: Village
) -> None:
    make_household(far_village, number=51)

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=household_facts(village))

    assert codes(refusal.value) == ["person_on_file"]


def test_a_taken_household_number_is_refused(clerk: User, village: Village) -> None:
    make_household(village, number=1)

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=household_facts(village, number="520600000001"))

    assert codes(refusal.value) == ["number_taken"]


def two(place: Village, **second: object) -> ImportBatch:
    first = household_facts(place, account=account_facts())
    given = {
        "number": "5206000000002",
        "members": (head_facts(201), spouse_facts(202)),
        "account": account_facts(number="6217999900000123453"),
    }
    return ImportBatch([first, household_facts(place, **{**given, **second})], source_digest="f" * 64)


def test_an_import_is_one_act(clerk: User, village: Village) -> None:
    written = services.import_households(actor=clerk, batch=two(village))

    entry = AuditEntry.objects.get(verb="households.import_households")
    assert len(written) == 2
    assert (entry.facts["households"], entry.facts["members"], entry.facts["file"]) == (2, 4, "f" * 64)


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"number": "5206000000001"}, ["number_twice", "number_twice"]),
        ({"members": (head_facts(101), spouse_facts(202))}, ["person_in_two_households", "person_in_two_households"]),
        ({"account": account_facts()}, ["account_twice", "account_twice"]),
        ({"group": "无此组"}, ["group_unknown"]),
        ({"village": "520622103201"}, ["village_out_of_reach"]),
        ({"village": "nowhere"}, ["village_out_of_reach"]),
    ],
    ids=["number", "person", "account", "group", "village", "no village"],
)
def test_one_bad_household_stops_the_whole_import(
    clerk: User, village: Village, second: dict[str, object], found: list[str]
) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        services.import_households(actor=clerk, batch=two(village, **second))

    assert codes(refusal.value) == found
    assert not Household.unguarded.exists()
    assert not AuditEntry.objects.filter(verb="households.import_households").exists()


def test_an_account_of_another_household_is_refused(clerk: User, village: Village) -> None:
    services.register_household(actor=clerk, household=household_facts(village, account=account_facts()))
    other = household_facts(
        village, number="5206000000003", members=(head_facts(301), spouse_facts(302)), account=account_facts()
    )

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=other)

    assert codes(refusal.value) == ["account_taken"]


def test_an_import_asks_the_database_as_often_for_many_as_for_two(
    clerk: User, village: Village, django_assert_max_num_queries: object
) -> None:
    many = [_numbered(village, number) for number in range(1, 41)]

    with django_assert_max_num_queries(45):
        services.import_households(actor=clerk, batch=ImportBatch(many))

    assert HouseholdYear.unguarded.count() == 40


def _numbered(village: Village, number: int) -> HouseholdFacts:
    members = (head_facts(number * 2 + 301), spouse_facts(number * 2 + 302))
    return household_facts(village, number=f"52060{number:08d}", members=members)
