"""What the tables hold whoever writes: live loans, frozen columns, money that came back, the deposit."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from loans.models import CreditRating, Loan, LoanEvent, Repayment, RiskFundMovement, SubsidyLine, SubsidyQuarter
from tests.loans.conftest import APPLIED, DRAWN, FIFTY, TODAY

DUE = datetime.date(2019, 5, 10)


def refused(write):
    """Whether the database refuses the write; the transaction goes on."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def alike(loan, **values):
    """Another loan row like this one, not yet written."""
    fields = {field.attname: getattr(loan, field.attname) for field in Loan._meta.concrete_fields}
    return Loan(**{**fields, "id": None, "contract_number": "", **values})


NEW = {
    "state": "applied",
    "principal": 0,
    "approved_amount": None,
    "approved_by_id": None,
    **dict.fromkeys(("recommended_on", "confirmed_on", "approved_on", "drawn_on", "due_on")),
}


def test_one_live_pooled_loan_for_a_household(drawn):
    assert refused(alike(drawn, **NEW).save)
    assert not refused(alike(drawn, **NEW, kind="self_chosen").save)


def test_a_loan_starts_as_applied(drawn):
    assert refused(alike(drawn, kind="self_chosen").save)


@pytest.mark.parametrize("amount", ["0.00", "50000.01", "-1.00"])
def test_the_amount_stays_within_the_cap(drawn, amount):
    assert refused(alike(drawn, **NEW, kind="self_chosen", cap=FIFTY).save) is False
    Loan.unguarded.filter(state="applied").update(state="refused", refused_on=TODAY)
    assert refused(alike(drawn, **{**NEW, "applied_amount": Decimal(amount)}, kind="self_chosen").save)


@pytest.mark.parametrize(
    "change",
    [
        {"village_id": "520622103200"},
        {"household_id": 0},
        {"applied_amount": Decimal(1)},
        {"principal": Decimal(1)},
        {"rate_percent": Decimal(9)},
        {"due_on": datetime.date(2030, 1, 1)},
        {"drawn_on": APPLIED},
        {"contract_number": "other"},
        {"state": "applied"},
        {"state": "refused", "refused_on": TODAY, "principal": 0, "drawn_on": None, "due_on": None},
        {"state": "settled", "settled_on": TODAY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_drawn_loan_stays_as_it_was_drawn(drawn, change):
    assert refused(lambda: Loan.unguarded.filter(pk=drawn.pk).update(**change))


def test_who_entered_a_loan_is_not_who_approved_it(chain, household):
    loans = Loan.unguarded.filter(pk=chain([household], last="confirm")[0])
    grant = {"approved_amount": FIFTY, "approved_on": TODAY, "rate_percent": 4, "contract_number": "x"}
    assert refused(lambda: loans.update(state="approved", approved_by=loans.get().applied_by_id, **grant))


def repay(loan, amount, *, day=TODAY, **values):
    return lambda: Repayment.unguarded.create(
        loan=loan,
        village_id=loan.village_id,
        date=day,
        payer="household",
        principal=Decimal(amount),
        recorded_by=loan.applied_by,
        **values,
    )


def test_no_more_comes_back_than_went_out(drawn):
    assert not refused(repay(drawn, "30000"))
    assert refused(repay(drawn, "20000.01"))
    assert not refused(repay(drawn, "20000"))


def test_nothing_comes_back_before_the_money_went_out_or_of_an_undrawn_loan(drawn, chain, village):
    from tests.households.factories import make_household

    undrawn = Loan.unguarded.get(pk=chain([make_household(village, number=2)], last="approve")[0])
    assert refused(repay(drawn, "1", day=DRAWN - datetime.timedelta(1)))
    assert refused(repay(undrawn, "1"))


def test_a_reversal_mirrors_its_original_once(drawn):
    original = repay(drawn, "30000")()
    assert refused(repay(drawn, "-29999", reverses=original))
    assert refused(repay(drawn, "-30000"))
    assert not refused(repay(drawn, "-30000", reverses=original))
    assert refused(repay(drawn, "-30000", reverses=original))


def move(loan, kind, amount, day=TODAY, *, of_loan=False):
    return lambda: RiskFundMovement.unguarded.create(
        lender=loan.lender,
        kind=kind,
        amount=Decimal(amount),
        date=day,
        loan=loan if of_loan else None,
        recorded_by=loan.applied_by,
    )


def test_the_deposit_is_never_below_zero_on_any_day(drawn):
    late = DUE + datetime.timedelta(10)
    assert refused(move(drawn, "compensation", "50000", late, of_loan=True))
    assert not refused(move(drawn, "deposit", "50000", late))
    assert refused(move(drawn, "compensation", "50000", DUE, of_loan=True))
    assert not refused(move(drawn, "compensation", "50000", late, of_loan=True))


def test_a_loan_is_compensated_once_and_only_when_overdue(drawn):
    move(drawn, "deposit", "200000")()
    assert refused(move(drawn, "compensation", "1", TODAY, of_loan=True))
    assert refused(move(drawn, "compensation", "50000.01", DUE, of_loan=True))
    assert not refused(move(drawn, "compensation", "20000", DUE, of_loan=True))
    assert refused(move(drawn, "compensation", "1", DUE, of_loan=True))


def test_no_more_is_recovered_than_was_compensated(drawn):
    move(drawn, "deposit", "200000")()
    assert refused(move(drawn, "recovery", "1", DUE, of_loan=True))
    move(drawn, "compensation", "20000", DUE, of_loan=True)()
    assert refused(move(drawn, "recovery", "20000.01", DUE, of_loan=True))
    assert not refused(move(drawn, "recovery", "20000", DUE, of_loan=True))


@pytest.mark.parametrize(("kind", "of_loan"), [("deposit", True), ("interest", True), ("compensation", False)])
def test_only_compensation_and_recovery_name_a_loan(drawn, kind, of_loan):
    move(drawn, "deposit", "200000")()
    assert refused(move(drawn, kind, "1", DUE, of_loan=of_loan))


def line(quarter, loan, **values):
    first = {"first_day": quarter.first_day, "days": 42, "numbers": 2100000, "rate_percent": loan.rate_percent}
    given = {**first, "amount": Decimal("277.08"), **values}
    return lambda: SubsidyLine.unguarded.create(quarter=quarter, loan=loan, village_id=loan.village_id, **given)


def test_one_line_for_a_loan_and_quarter(quarter, drawn):
    assert refused(line(quarter, drawn))
    SubsidyLine.unguarded.filter(quarter=quarter).update(live=False, taken_out_because="again")
    assert not refused(line(quarter, drawn))


def test_a_line_needs_a_loan_that_lived_in_the_quarter(quarter, chain, village):
    from tests.households.factories import make_household

    later = Loan.unguarded.get(pk=chain([make_household(village, number=2)], drawn_on=datetime.date(2016, 6, 21))[0])
    undrawn = Loan.unguarded.get(pk=chain([make_household(village, number=3)], last="approve")[0])
    assert refused(line(quarter, later))
    undrawn.rate_percent = Decimal("4.75")
    assert refused(line(quarter, undrawn))


def test_the_amount_of_a_line_never_changes(quarter):
    assert refused(lambda: SubsidyLine.unguarded.update(amount=Decimal(1)))


def test_a_subsidy_quarter_needs_two_people(quarter):
    papers = SubsidyQuarter.unguarded.filter(pk=quarter.pk)
    whole = {"approved_on": TODAY, "approved_total": 1, "approved_digest": "x"}
    assert refused(lambda: papers.update(state="approved", approved_by=quarter.prepared_by_id, **whole))
    assert refused(lambda: papers.update(state="paid", paid_on=TODAY))


@pytest.mark.parametrize("model", [LoanEvent, CreditRating, Repayment, RiskFundMovement])
def test_what_happened_is_never_changed_or_deleted(drawn, model):
    move(drawn, "deposit", "1")()
    repay(drawn, "1")()
    table = model._meta.db_table
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied|never"), transaction.atomic():
        cursor.execute(f"UPDATE {table} SET id = id")
    assert model.unguarded.exists()
