"""Saving a year's answers and the members of a household."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from households import services
from households.models import Finding, Household, HouseholdYear, Member, MemberYear
from households.services.reading import member_facts
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.forms_of import answers, head_facts, household_facts, spouse_facts, year_facts
from villages.models import Village, VillageGroup
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def test_a_new_year_leaves_the_old_one_alone(clerk: User, household: Household) -> None:
    make_year(household, year=2015, wage_income=Decimal("7.00"), exit_flag="2", exit_year=2015)

    record = services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts())

    assert (record.exit_flag, record.exit_year) == ("2", 2015)
    assert HouseholdYear.unguarded.get(household=household, year=2015).wage_income == Decimal("7.00")


def test_a_correction_names_the_changed_answers(clerk: User, household: Household) -> None:
    services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts())

    services.save_household_year(
        actor=clerk, household_id=household.pk, year=year_facts(wage_income=Decimal("1.00"), exit_flag="2")
    )

    record = HouseholdYear.unguarded.get(household=household)
    assert (record.wage_income, record.exit_flag) == (Decimal("1.00"), "1")
    entry = AuditEntry.objects.filter(verb="households.save_household_year").order_by("seq").last()
    assert entry.facts == {"year": 2016, "changed": ["wage_income"]}


def test_a_year_that_breaks_the_form_is_refused(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused):
        services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts(second_cause="7"))

    assert not HouseholdYear.unguarded.exists()


def test_another_dividend_than_the_paid_one_needs_a_reason(clerk: User, household: Household) -> None:
    make_year(household, dividend_income=Decimal("4000.00"), dividends_recorded=Decimal("4000.00"))
    other = year_facts(dividend_income=Decimal("3000.00"))

    with pytest.raises(PolicyRefused) as refused:
        services.save_household_year(actor=clerk, household_id=household.pk, year=other)
    assert [one.code for one in refused.value.params["reasons"]] == ["households.reason_for_dividend"]
    services.save_household_year(actor=clerk, household_id=household.pk, year=other, reason="核实更正")

    assert Finding.unguarded.get(household=household, rule="dividend_differs").facts["stated"] == "3000.00"


def test_the_village_cadre_saves_the_year_of_his_village(cadre_user: User, household: Household) -> None:
    services.save_household_year(actor=cadre_user, household_id=household.pk, year=year_facts())

    assert HouseholdYear.unguarded.filter(household=household).exists()


def test_another_townships_household_does_not_exist(far_clerk: User, household: Household) -> None:
    with pytest.raises(Household.DoesNotExist):
        services.save_household_year(actor=far_clerk, household_id=household.pk, year=year_facts())


def test_without_the_verb_no_year_is_saved(leader: User, household: Household) -> None:
    with pytest.raises(MissingVerb):
        services.save_household_year(actor=leader, household_id=household.pk, year=year_facts())


def test_a_household_that_left_is_not_edited(clerk: User, village: Village) -> None:
    gone = make_household(village, number=7, state="moved_out", left_on=datetime.date(2016, 5, 1))

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        services.save_household_year(actor=clerk, household_id=gone.pk, year=year_facts())


def test_a_newcomer_joins_the_household(clerk: User, household: Household) -> None:
    baby = spouse_facts(
        name="王小宝",
        relation="03",
        id_number="",
        sex="1",
        birth_date=datetime.date(2016, 11, 2),
        join_kind="1",
        joined_on=datetime.date(2016, 11, 2),
        years=(),
    )

    services.save_member(actor=clerk, household_id=household.pk, member=baby)

    member = Member.unguarded.get(household=household, name="王小宝")
    assert (member.id_kind, member.id_index, member.name_initials) == ("none", "", "wxb")
    assert Finding.unguarded.filter(member=member, rule="no_identity").exists() is False
    assert Finding.unguarded.filter(household=household, rule="no_year_record").exists()


def test_a_number_not_typed_again_stays(clerk: User, household: Household) -> None:
    head = household.members.get()
    edited = replace(member_facts(head), id_number="", phone="13900000000", name="王大伟", years=(answers(),))

    services.save_member(actor=clerk, household_id=household.pk, member=edited)

    head.refresh_from_db()
    household.refresh_from_db()
    assert head.id_number.open() == id_of(1)
    assert head.phone.open() == "13900000000"
    assert (household.head_name, household.name_pinyin) == ("王大伟", "wangdawei")
    assert MemberYear.unguarded.get(member=head).education == "3"


def test_the_answers_of_a_year_are_corrected_in_place(clerk: User, household: Household) -> None:
    head = household.members.get()
    first = replace(member_facts(head), id_number="", years=(answers(),))
    services.save_member(actor=clerk, household_id=household.pk, member=first)

    services.save_member(
        actor=clerk, household_id=household.pk, member=replace(first, years=(answers(health=("2", "4")),))
    )

    assert MemberYear.unguarded.get(member=head).health == ["2", "4"]


def test_a_second_head_is_refused(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        services.save_member(actor=clerk, household_id=household.pk, member=spouse_facts(relation="01"))

    assert "households.one_head" in [problem.code for problem in refusal.value.params["reasons"]]


def test_the_head_does_not_change_by_editing(clerk: User, household: Household) -> None:
    head = household.members.get()

    with pytest.raises(BadInput, match="head_stays"):
        services.save_member(
            actor=clerk, household_id=household.pk, member=replace(member_facts(head), id_number="", relation="99")
        )


def test_a_person_of_another_household_is_refused(clerk: User, household: Household, far_village: Village) -> None:
    make_household(far_village, number=51)

    with pytest.raises(PolicyRefused) as refusal:
        services.save_members(
            actor=clerk,
            household_id=household.pk,
            members=[spouse_facts(102), spouse_facts(101, relation="03", sex="")],
        )

    problems = refusal.value.params["reasons"]
    assert [(problem.code, problem.member) for problem in problems] == [("households.person_on_file", 1)]


def test_a_member_of_another_household_is_not_edited(clerk: User, household: Household, far_village: Village) -> None:
    stranger = make_household(far_village, number=51).members.get()

    with pytest.raises(BadInput, match="not_a_member"):
        services.save_member(actor=clerk, household_id=household.pk, member=member_facts(stranger))


def test_particulars_are_corrected(clerk: User, household: Household, village: Village) -> None:
    VillageGroup.unguarded.create(village=village, name="三组")
    given = services.Particulars(group="三组", address="三组12号", phone="139 0000 0000")

    services.edit_household(actor=clerk, household_id=household.pk, particulars=given)

    household.refresh_from_db()
    assert (household.group.name, household.address, household.phone.open()) == ("三组", "三组12号", "13900000000")


def test_a_group_of_another_village_is_refused(clerk: User, household: Household, far_village: Village) -> None:
    VillageGroup.unguarded.create(village=far_village, name="九组")

    with pytest.raises(BadInput, match="group_unknown"):
        services.edit_household(actor=clerk, household_id=household.pk, particulars=services.Particulars(group="九组"))


@pytest.mark.parametrize(("kind", "value"), [("identity", id_of(1)), ("phone", "13800000000")], ids=["id", "phone"])
def test_a_full_number_is_shown_for_a_reason_and_recorded(clerk: User, village: Village, kind: str, value: str) -> None:
    household = make_household(village, phone="13800000000")
    pk = household.members.get().pk if kind == "identity" else household.pk

    shown = services.reveal(actor=clerk, kind=kind, pk=pk, reason="电话核实")

    assert shown == value
    entry = AuditEntry.objects.get(verb="households.reveal")
    assert (entry.reason, entry.facts, value in str(entry.__dict__)) == ("电话核实", {"kind": kind}, False)


def test_without_a_reason_nothing_is_shown(clerk: User, household: Household) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        services.reveal(actor=clerk, kind="identity", pk=household.members.get().pk, reason=" ")


def test_a_number_of_another_township_is_not_shown(far_clerk: User, household: Household) -> None:
    with pytest.raises(Member.DoesNotExist):
        services.reveal(actor=far_clerk, kind="identity", pk=household.members.get().pk, reason="核实")


def test_who_may_not_reveal_sees_nothing(leader: User, household: Household) -> None:
    with pytest.raises(MissingVerb):
        services.reveal(actor=leader, kind="identity", pk=make_member(household).pk, reason="核实")


@pytest.mark.parametrize("typed", ["王　伟", "王 伟", " 王\u3000\u3000伟"])
def test_spaces_inside_a_han_name_are_not_kept(clerk: User, village: Village, typed: str) -> None:
    facts = household_facts(village, members=(head_facts(name=typed), spouse_facts(name="阿 • 旺")))

    household = services.register_household(actor=clerk, household=facts)

    assert household.head_name == "王伟"
    assert [row.name for row in Member.unguarded.filter(household=household).order_by("pk")] == ["王伟", "阿·旺"]


def test_a_member_is_saved_under_the_name_without_spaces(clerk: User, household: Household) -> None:
    saved = services.save_member(actor=clerk, household_id=household.pk, member=spouse_facts(name="李 秀 英"))

    assert (saved.name, saved.name_pinyin) == ("李秀英", "lixiuying")


def test_a_name_with_hidden_characters_is_refused_at_the_name(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        services.save_member(actor=clerk, household_id=household.pk, member=spouse_facts(name="李\u202e英"))

    assert [(one.code, one.field) for one in refusal.value.params["reasons"]] == [("text_control", "name")]


def test_a_stored_name_with_a_space_stays_until_somebody_types_it_otherwise(clerk: User, village: Village) -> None:
    household = make_household(village, number=7, head_name="王　伟")
    head = member_facts(household.members.get(), opened=True)

    services.save_member(actor=clerk, household_id=household.pk, member=replace(head, ethnic_group="12"))
    assert household.members.get().name == "王　伟"
    services.save_member(actor=clerk, household_id=household.pk, member=replace(head, name="王伟"))

    household.refresh_from_db()
    assert (household.members.get().name, household.head_name) == ("王伟", "王伟")
