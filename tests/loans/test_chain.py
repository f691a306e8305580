"""From the application to the paid-out loan: what each step writes, and whom it refuses."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from households.models import Household, LifeEvent
from loans.models import Loan, LoanEvent
from loans.services import (
    Contract,
    RatedHousehold,
    apply_for_loan,
    approve_loan,
    confirm_borrower,
    draw_loan,
    rate_credit,
    recommend_loan,
    refuse_loan,
)
from tests.households.factories import make_household, make_member
from tests.loans.conftest import APPLIED, CONTRACT, DRAWN, FIFTY, TODAY, application
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, PolicyRefused
from yuping.ledger.models import JournalEntry
from yuping.ledger.models import Posting as LedgerPosting


def audit(verb):
    return AuditEntry.objects.filter(verb=verb)


def test_a_loan_goes_from_application_to_money(drawn, lender):
    assert drawn.state == "drawn"
    assert (drawn.principal, drawn.approved_amount) == (FIFTY, FIFTY)
    assert (drawn.drawn_on, drawn.due_on) == (DRAWN, datetime.date(2019, 5, 10))
    assert drawn.contract_number == f"JFD2016-{drawn.pk:07d}"
    assert [step.move for step in drawn.steps.all()] == ["apply", "recommend", "confirm", "approve", "draw"]


def test_each_step_leaves_one_audit_entry_for_the_whole_list(chain, village):
    chain([make_household(village, number=number) for number in (1, 2, 3)])
    for verb in ("apply_for_loan", "recommend_loan", "confirm_borrower", "approve_loan", "draw_loan"):
        entry = audit(f"loans.{verb}").get()
        assert entry.facts["count"] == 3
        assert len(entry.facts["digest"]) == 64
        assert entry.area_code == village.pk


def test_the_event_keeps_the_facts_on_which_it_rested(drawn):
    facts = drawn.steps.get(move="confirm").facts
    assert facts["age"] == 45
    assert facts["registered_on"] == "2014-06-01"
    assert facts["product"] == "JFD-2014"
    assert facts["earlier"] == []


def test_drawing_posts_the_principal_by_village_and_not_by_household(chain, village, lender):
    chain([make_household(village, number=number) for number in (1, 2, 3)])
    entry = JournalEntry.objects.get(text="Principal of loans paid out")
    postings = LedgerPosting.objects.filter(entry=entry)
    assert {(row.account.code, row.village_code, row.debit, row.credit) for row in postings} == {
        ("outstanding", village.pk, FIFTY * 3, Decimal("0.00")),
        ("lender_funds", "", Decimal("0.00"), FIFTY * 3),
    }


def test_an_approved_loan_is_not_drawn(chain, household):
    loan = Loan.unguarded.get(pk=chain([household], last="approve")[0])
    assert (loan.state, loan.approved_amount, loan.principal) == ("approved", FIFTY, 0)
    assert not JournalEntry.objects.exists()


def test_an_application_the_rules_forbid_comes_back_with_every_reason(teller, lender, village, household):
    young = make_household(village, number=7)
    young.members.update(birth_date=datetime.date(2000, 1, 1))
    outcome = apply_for_loan(
        actor=teller,
        lender_id=lender.pk,
        applications=[application(household), application(young, years=5)],
        on=APPLIED,
    )
    assert len(outcome.done) == 1
    assert outcome.refused == {young.pk: ["borrower_too_young", "term_out_of_range"]}


def test_a_household_that_is_only_watched_does_not_borrow(teller, lender, village):
    edge = make_household(village, number=7, state="at_risk", never_registered=True)

    with pytest.raises(PolicyRefused) as refused:
        apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(edge)], on=APPLIED)

    assert refused.value.params["rows"] == {edge.pk: ["household_only_watched"]}


def test_no_household_that_was_split_off_gets_a_second_loan(teller, lender, village, chain):
    origin = make_household(village, number=7)
    chain([origin])
    parted = [make_household(village, number=number) for number in (8, 9)]
    for row in parted:
        LifeEvent.unguarded.create(
            household=origin,
            village=village,
            kind="05",
            date=DRAWN,
            other_household=row,
            recorded_by=teller,
        )
    LifeEvent.unguarded.update(state="settled", settled_on=DRAWN, settled_by=teller)

    with pytest.raises(PolicyRefused) as refused:
        apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(row) for row in parted], on=TODAY)

    assert set(refused.value.params["rows"]) == {row.pk for row in parted}
    assert all("live_pooled_loan" in reasons for reasons in refused.value.params["rows"].values())


def test_when_every_application_is_refused_nothing_is_written(teller, lender, household):
    with pytest.raises(PolicyRefused) as refused:
        apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(household, years=9)], on=APPLIED)
    assert refused.value.params["rows"] == {household.pk: ["term_out_of_range"]}
    assert not LoanEvent.unguarded.exists()
    assert not audit("loans.apply_for_loan").exists()


def test_a_household_twice_in_one_list_gets_one_loan(teller, lender, household):
    outcome = apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(household)] * 2, on=APPLIED)
    assert len(outcome.done) == 1
    assert outcome.refused[household.pk] == ["live_pooled_loan", "household_limit"]


def test_the_borrower_belongs_to_the_household(teller, lender, household, village):
    other = make_household(village, number=9)
    wrong = replace(application(household), borrower_id=application(other).borrower_id)
    with pytest.raises(PolicyRefused):
        apply_for_loan(actor=teller, lender_id=lender.pk, applications=[wrong], on=APPLIED)


def test_a_member_other_than_the_head_may_borrow(teller, lender, household):
    wife = make_member(household, number=2)
    outcome = apply_for_loan(
        actor=teller,
        lender_id=lender.pk,
        applications=[replace(application(household), borrower_id=wife.pk)],
        on=APPLIED,
    )
    assert Loan.unguarded.get(pk=outcome.done[0]).borrower == wife


def test_a_borrower_whose_capacity_is_in_doubt_needs_proof(teller, lender, household):
    household.members.update(disability_class="6", disability_grade="2")
    with pytest.raises(PolicyRefused):
        apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(household)], on=APPLIED)
    proven = application(household, capacity_confirmed=True)
    assert apply_for_loan(actor=teller, lender_id=lender.pk, applications=[proven], on=APPLIED).done


def test_a_household_of_another_township_is_out_of_reach(clerk, lender, far_household):
    with pytest.raises(Household.DoesNotExist):
        apply_for_loan(actor=clerk, lender_id=lender.pk, applications=[application(far_household)], on=APPLIED)


def test_a_loan_of_another_township_is_out_of_reach(chain, household, far_clerk):
    loans = chain([household], last="apply")
    with pytest.raises(Loan.DoesNotExist):
        recommend_loan(actor=far_clerk, loan_ids=loans)


def test_the_township_does_not_approve(chain, household, clerk):
    loans = chain([household], last="confirm")
    with pytest.raises(MissingVerb):
        approve_loan(actor=clerk, loan_ids=loans, contract=CONTRACT)


def test_who_entered_the_application_does_not_approve_it(chain, household, teller):
    loans = chain([household], last="confirm")
    with pytest.raises(PolicyRefused) as refused:
        approve_loan(actor=teller, loan_ids=loans, contract=CONTRACT)
    assert refused.value.params["reasons"] == ["same_person"]


def test_a_step_can_not_be_skipped(chain, household, banker):
    loans = chain([household], last="apply")
    with pytest.raises(PolicyRefused) as refused:
        draw_loan(actor=banker, loan_ids=loans)
    assert refused.value.params["reasons"] == ["wrong_state"]


def test_a_step_answers_row_by_row(chain, village, clerk):
    first, second = (make_household(village, number=number) for number in (1, 2))
    done = chain([first], last="recommend") + chain([second], last="apply")
    outcome = recommend_loan(actor=clerk, loan_ids=done)
    assert outcome.done == done[1:]
    assert outcome.refused == {done[0]: ["wrong_state"]}


def test_the_same_step_twice_changes_nothing(chain, household, banker):
    loans = chain([household])
    with pytest.raises(PolicyRefused):
        draw_loan(actor=banker, loan_ids=loans)
    assert JournalEntry.objects.count() == 1


def test_a_step_before_the_step_before_is_refused(chain, household, clerk):
    loans = chain([household], last="apply")
    with pytest.raises(PolicyRefused) as refused:
        recommend_loan(actor=clerk, loan_ids=loans, on=APPLIED - datetime.timedelta(1))
    assert refused.value.params["reasons"] == ["before_the_step_before"]


def test_a_day_to_come_is_refused(chain, household, clerk):
    loans = chain([household], last="apply")
    with pytest.raises(BadInput):
        recommend_loan(actor=clerk, loan_ids=loans, on=TODAY + datetime.timedelta(1))


def test_a_household_that_left_meanwhile_is_not_confirmed(chain, household, officer):
    loans = chain([household], last="recommend")
    Household.unguarded.filter(pk=household.pk).update(state="removed", left_on=APPLIED)
    with pytest.raises(PolicyRefused) as refused:
        confirm_borrower(actor=officer, loan_ids=loans)
    assert refused.value.params["reasons"] == ["household_left"]


def test_no_money_to_a_borrower_who_died(chain, household, banker):
    loans = chain([household], last="approve")
    household.members.update(state="died", left_on=DRAWN)
    with pytest.raises(PolicyRefused) as refused:
        draw_loan(actor=banker, loan_ids=loans)
    assert refused.value.params["reasons"] == ["borrower_not_in_household"]


def test_without_a_rating_there_is_no_approval(teller, clerk, officer, banker, lender, household):
    asked = [application(household)]
    loans = apply_for_loan(actor=teller, lender_id=lender.pk, applications=asked, on=APPLIED).done
    recommend_loan(actor=clerk, loan_ids=loans)
    confirm_borrower(actor=officer, loan_ids=loans)
    with pytest.raises(PolicyRefused) as refused:
        approve_loan(actor=banker, loan_ids=loans, contract=CONTRACT)
    assert refused.value.params["reasons"] == ["no_rating_in_force"]


def test_approval_may_grant_less_and_names_the_lenders_contract(chain, household, banker):
    loans = chain([household], last="confirm")
    less = Contract(
        CONTRACT.rate_percent,
        CONTRACT.rate_basis,
        numbers={loans[0]: "玉信2016字001号"},
        amounts={loans[0]: Decimal("30000.00")},
    )
    approve_loan(actor=banker, loan_ids=loans, contract=less)
    loan = Loan.unguarded.get(pk=loans[0])
    assert (loan.approved_amount, loan.contract_number) == (Decimal("30000.00"), "玉信2016字001号")


def test_a_rate_that_names_a_published_one_has_to_be_it(chain, household, banker):
    loans = chain([household], last="confirm")
    with pytest.raises(BadInput) as wrong:
        approve_loan(actor=banker, loan_ids=loans, contract=replace(CONTRACT, rate_percent=Decimal("4.35")))
    assert wrong.value.params["field"] == "rate_percent"


@pytest.mark.parametrize(("basis", "rate"), [("benchmark_1y", "4.35"), ("agreed", "6.10")])
def test_the_rate_is_the_contracts_and_not_the_terms(chain, household, banker, basis, rate):
    loans = chain([household], last="confirm")
    approve_loan(actor=banker, loan_ids=loans, contract=Contract(Decimal(rate), basis))
    assert Loan.unguarded.get(pk=loans[0]).rate_percent == Decimal(rate)


def test_a_refused_loan_frees_the_household_for_another(chain, household, teller, lender, clerk):
    loans = chain([household], last="recommend")
    refuse_loan(actor=clerk, loan_ids=loans, reason="申请人撤回")
    assert Loan.unguarded.get(pk=loans[0]).refused_on == TODAY
    assert audit("loans.refuse_loan").get().reason == "申请人撤回"
    assert apply_for_loan(actor=teller, lender_id=lender.pk, applications=[application(household)]).done


def test_a_rating_within_the_product_and_for_known_households(teller, lender, household):
    with pytest.raises(BadInput):
        rate_credit(actor=teller, lender_id=lender.pk, ratings=[RatedHousehold(household.pk, "AAA", Decimal(50001))])
    with pytest.raises(Household.DoesNotExist):
        rate_credit(actor=teller, lender_id=lender.pk, ratings=[RatedHousehold(0, "AAA", FIFTY)])


def test_a_rating_holds_for_three_years_less_a_day(teller, lender, household):
    rows = rate_credit(
        actor=teller, lender_id=lender.pk, ratings=[RatedHousehold(household.pk, "AAA", FIFTY)], on=APPLIED
    )
    assert rows[0].valid_until == datetime.date(2019, 3, 31)
    assert rows[0].village_id == household.village_id
