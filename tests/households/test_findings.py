"""Findings open, close, reopen and are exempted."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import services
from households.history import acts_on
from households.models import Finding, Household, Member, PayeeAccount
from households.rule_terms import in_general
from households.services.findings import update_findings
from households.templatetags.households import rule_text
from tests.households.factories import make_household, make_member, make_year
from tests.households.forms_of import CARD, account_facts, household_facts, year_facts
from villages.models import Village
from yuping.accounts import quality
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core import clock
from yuping.core.errors import BadInput


@pytest.fixture
def household(clerk: User, village: Village) -> Household:
    return services.register_household(
        actor=clerk, household=household_facts(village, years=(year_facts(main_cause="1"),))
    )


def open_rules(household: Household) -> set[str]:
    return set(Finding.unguarded.filter(household=household, state="open").values_list("rule", flat=True))


def test_registering_leaves_what_the_rules_find(household: Household) -> None:
    assert open_rules(household) == {"illness_cause_but_nobody_ill"}


def test_a_finding_closes_when_the_file_is_put_right(clerk: User, household: Household) -> None:
    services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts())

    finding = Finding.unguarded.get(household=household)
    assert (finding.state, finding.closed_on) == ("closed", clock.today())


def test_amounts_in_a_finding_are_written_like_everywhere() -> None:
    assert "2,968.00" in rule_text("exited_below_the_line", {"line": "2968.00"})


def test_a_new_year_alone_puts_nothing_right(clerk: User, household: Household) -> None:
    with clock.fixed(datetime.date(2017, 2, 1)):
        update_findings([household])
        assert "illness_cause_but_nobody_ill" in open_rules(household)

        services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts())
        assert "illness_cause_but_nobody_ill" not in open_rules(household)


def test_a_fault_that_comes_back_is_a_new_finding(clerk: User, household: Household) -> None:
    services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts())
    services.save_household_year(actor=clerk, household_id=household.pk, year=year_facts(main_cause="1"))

    states = Finding.unguarded.filter(household=household).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["closed", "open"]


def test_a_finding_that_stays_tells_the_values_of_today(clerk: User, household: Household) -> None:
    def counted() -> list[tuple[int, int]]:
        rows = Finding.unguarded.filter(household=household, rule="persons_differ")
        return [(row.facts["stated"], row.facts["listed"]) for row in rows]

    for number in (71, 72):
        make_member(household, number=number)
        update_findings([household])

    assert counted() == [(2, 4)]


def test_what_is_exempted_keeps_the_values_it_was_exempted_for(officer: User, household: Household) -> None:
    make_member(household, number=71)
    update_findings([household])
    finding = Finding.unguarded.get(household=household, rule="persons_differ")
    until = clock.today() + datetime.timedelta(days=30)
    services.exempt_finding(actor=officer, finding_id=finding.pk, until=until, reason="户口待迁入")

    make_member(household, number=72)
    update_findings([household])

    finding.refresh_from_db()
    assert (finding.state, finding.facts["listed"]) == ("exempted", 3)


def test_a_dead_head_blocks_payment(clerk: User, household: Household) -> None:
    head = household.members.get(is_head=True)
    services.record_life_event(
        actor=clerk, household_id=household.pk, kind="02", date=datetime.date(2016, 11, 1), member_id=head.pk
    )

    finding = Finding.unguarded.get(household=household, rule="head_deceased")
    assert (finding.level, finding.blocks_payment, finding.state) == ("error", True, "open")


def test_a_shared_account_blocks_both_households(clerk: User, second_clerk: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in (1, 2)]
    for household in households:
        _account(household, clerk, second_clerk)

    update_findings(households)

    assert Finding.unguarded.filter(rule="shared_account", blocks_payment=True).count() == 2


def _account(household: Household, proposer: User, confirmer: User) -> None:
    account = PayeeAccount.unguarded.create(
        household=household,
        village_id=household.village_id,
        member=household.members.get(),
        holder_name="王伟",
        bank_name="联社",
        kind="card",
        number=CARD,
        number_index="a" * 64,
        last4=CARD[-4:],
        proposed_by=proposer,
        proposed_on=clock.today(),
    )
    services.confirm_payee_account(actor=confirmer, account_id=account.pk)


def test_a_phone_shared_with_another_township_is_found(clerk: User, village: Village, far_village: Village) -> None:
    make_household(far_village, number=9, phone="13800000001", phone_index="p" * 64)
    mine = make_household(village, number=8, phone="13800000001", phone_index="p" * 64)

    update_findings([mine])

    assert open_rules(mine) >= {"shared_phone"}


def test_a_namesake_born_the_same_day_in_the_village_is_found(village: Village) -> None:
    first, second = (make_household(village, number=number, head_name="杨秀") for number in (1, 2))
    Member.unguarded.update(birth_date=datetime.date(1960, 1, 1))

    update_findings([first, second])

    assert Finding.unguarded.filter(rule="same_person").count() == 2


def test_an_exemption_ends(officer: User, household: Household) -> None:
    finding = Finding.unguarded.get(household=household)
    services.exempt_finding(
        actor=officer, finding_id=finding.pk, until=datetime.date(2016, 12, 20), reason="住院证明待补"
    )
    assert open_rules(household) == set()

    with clock.fixed(datetime.date(2016, 12, 21)):
        update_findings([household])

    assert open_rules(household) == {"illness_cause_but_nobody_ill"}


@pytest.mark.parametrize("days", [0, 400], ids=["today", "too long"])
def test_an_exemption_has_a_sensible_end(officer: User, household: Household, days: int) -> None:
    finding = Finding.unguarded.get(household=household)

    with pytest.raises(BadInput, match="exemption_period"):
        services.exempt_finding(
            actor=officer,
            finding_id=finding.pk,
            until=clock.today() + datetime.timedelta(days=days),
            reason="住院证明待补",
        )


def test_the_clerk_checks_the_files_of_his_township_alone(
    clerk: User, household: Household, far_village: Village
) -> None:
    far = make_household(far_village, number=9)
    make_year(far, main_cause="")

    services.refresh_findings(actor=clerk)

    assert open_rules(far) == set()
    assert AuditEntry.objects.get(verb="households.refresh_findings").facts["households"] == 1


def test_checking_asks_as_often_for_many_as_for_few(clerk: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in range(1, 33)]
    for household in households:
        make_year(household)
        make_member(household, number=500 + 2 * households.index(household))

    asked = []
    for some in (households[:2], households[2:]):
        with CaptureQueriesContext(connection) as captured:
            update_findings(some)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_an_account_waits_with_the_registered_household(clerk: User, village: Village) -> None:
    services.register_household(
        actor=clerk,
        household=household_facts(village, account=account_facts()),
    )

    assert PayeeAccount.unguarded.get().state == "proposed"


def test_a_check_of_the_area_is_an_act_on_no_family(clerk: User, village: Village) -> None:
    household = make_household(village)

    services.refresh_findings(actor=clerk)

    entry = AuditEntry.objects.get(verb="households.refresh_findings")
    assert (entry.object_type, entry.object_id) == ("accounts.User", str(clerk.pk))
    services.refresh_findings(actor=clerk, household_ids=[household.pk])
    latest = AuditEntry.objects.filter(verb="households.refresh_findings").latest("seq")
    assert latest.object_id == str(household.pk)


def test_the_history_says_which_problem_was_found(clerk: User, village: Village) -> None:
    household = make_household(village)
    services.refresh_findings(actor=clerk, household_ids=[household.pk])

    made = [title for act in acts_on(household) for title in act.made]

    assert any("没有本年度档案" in title for title in made)


def test_no_rule_is_shown_with_a_gap() -> None:
    for code, text in quality.texts().items():
        shown = in_general(text)
        assert "…" not in shown, code
        assert "%(" not in shown, code
