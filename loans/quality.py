"""The rules of data quality over loans: borrower, amount and term, credit rating, interest, maturity."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from loans import policy, workflow
from loans.models import CreditRating, Loan, SubsidyLine
from yuping.accounts import quality
from yuping.accounts.quality import Asked, Family, Level, Limit, Remedy, Source, audited, declared, of_scheme
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
UNION, OFFICE, CLERK, FINANCE = Role.CREDIT_UNION, Role.POVERTY_OFFICE, Role.TOWNSHIP_CLERK, Role.FINANCE_APPROVER
UNDRAWN_DAYS = Limit("undrawn_days", "days", ((2013, 365),))
GONE = ("removed", "extinct", "moved_out")


def _loans(asked: Asked, *states: str) -> QuerySet:
    return asked.within(Loan.unguarded.filter(state__in=states or sorted(workflow.GRANTED)).order_by())


def _of(rows: QuerySet, *columns: str) -> Iterator[tuple]:
    """One finding for each loan, with these columns as its facts; a column may be named for the sentence."""
    names = [column.rpartition("__")[2] for column in columns]
    for village, household, loan, *values in rows.values_list("village_id", "household_id", "pk", *columns):
        facts = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        yield village, household, None, f"loan:{loan}", facts


def _plain(value: object) -> object:
    return value if isinstance(value, int | str) or value is None else str(value)


def _age(part: str, until: str, since: str) -> Func:
    """The whole years between two days, or the days beyond the last whole month."""
    template = f"date_part('{part}', age(%(expressions)s))::int"
    return Func(F(until), F(since), template=template, output_field=IntegerField())


def _rule(reads: str, sources: list[Source] | tuple[Source, ...], owner: Role, level: Level = ERROR, **more):
    return declared(
        level=level, family=Family.LOAN, reads=reads, sources=sources, owner=owner, remedy=Remedy.LOAN, **more
    )


@_rule("loan.approved_amount loanproduct.max_amount", of_scheme("3.1"), UNION, WARNING)
def pooled_loan_of_another_amount(asked: Asked) -> Iterator[tuple]:
    """A pooled loan is placed whole: the scheme counts on its full amount."""
    rows = _loans(asked).filter(kind=policy.POOLED).exclude(approved_amount=F("product__max_amount"))
    return _of(rows, "approved_amount")


@_rule("loan.years loanproduct.max_years", of_scheme("3.1"), UNION)
def loan_for_too_many_years(asked: Asked) -> Iterator[tuple]:
    return _of(_loans(asked).filter(years__gt=F("product__max_years")), "years")


@_rule("loan.due_on loan.drawn_on loan.years", of_scheme("3.1"), UNION)
def loan_due_after_its_term(asked: Asked) -> Iterator[tuple]:
    rows = _loans(asked, *sorted(workflow.LENT))
    rows = rows.annotate(whole=_age("year", "due_on", "drawn_on"), rest=_age("day", "due_on", "drawn_on"))
    return _of(rows.filter(Q(whole__gt=F("years")) | Q(whole=F("years"), rest__gt=0)), "due_on")


@_rule("loan.borrower member.birth_date loan.applied_on", of_scheme("3.4"), UNION)
def borrower_out_of_age(asked: Asked) -> Iterator[tuple]:
    outside = Q(age__lt=F("product__borrower_min_age")) | Q(age__gt=F("product__borrower_max_age"))
    return _of(
        _loans(asked).annotate(age=_age("year", "applied_on", "borrower__birth_date")).filter(outside), "borrower__name"
    )


@_rule("loan.household member.household", audited("3", "18"), UNION)
def borrower_of_another_household(asked: Asked) -> Iterator[tuple]:
    return _of(_loans(asked).exclude(borrower__household=F("household")), "borrower__name")


@_rule("loan.state member.state", of_scheme("4.5"), CLERK, WARNING)
def borrower_is_gone(asked: Asked) -> Iterator[tuple]:
    rows = _loans(asked, workflow.DRAWN).filter(household__state="active").exclude(borrower__state="living_here")
    return _of(rows, "borrower__name")


@_rule("member.id_index loan.borrower loan.household", audited("18"), UNION)
def one_borrower_in_two_households(asked: Asked) -> Iterator[tuple]:
    live = Loan.unguarded.filter(state__in=(workflow.APPROVED, workflow.DRAWN)).exclude(borrower__id_index="")
    other = live.filter(borrower__id_index=OuterRef("borrower__id_index")).exclude(household=OuterRef("household"))
    return _of(asked.within(live.filter(Exists(other)).order_by()), "borrower__name")


@_rule("loan.kind loan.household loan.state", [*audited("18"), *of_scheme("4.5")], OFFICE, WARNING)
def counted_in_two_modes(asked: Asked) -> Iterator[tuple]:
    """A pooled loan and one for a project of its own, both in force."""
    live = Loan.unguarded.filter(state__in=(workflow.APPROVED, workflow.DRAWN)).order_by()
    own = live.filter(household=OuterRef("household"), kind=policy.SELF_CHOSEN)
    return _of(asked.within(live.filter(Exists(own), kind=policy.POOLED)))


@_rule("loan.approved_on creditrating.rated_on creditrating.valid_until", of_scheme("3.4"), UNION)
def granted_without_rating(asked: Asked) -> Iterator[tuple]:
    rated = CreditRating.unguarded.filter(
        household=OuterRef("household"), rated_on__lte=OuterRef("approved_on"), valid_until__gte=OuterRef("approved_on")
    )
    return _of(_loans(asked).filter(~Exists(rated)), "approved_on")


@_rule("loan.approved_amount creditrating.limit", of_scheme("3.4"), UNION)
def granted_above_the_credit_limit(asked: Asked) -> Iterator[tuple]:
    rated = CreditRating.unguarded.filter(
        household=OuterRef("household"), rated_on__lte=OuterRef("approved_on"), valid_until__gte=OuterRef("approved_on")
    )
    enough = rated.filter(limit__gte=OuterRef("approved_amount"))
    return _of(_loans(asked).filter(Exists(rated), ~Exists(enough)), "approved_amount")


@_rule("loan.due_on loan.state", of_scheme("3.7"), UNION, days=15)
def loan_overdue(asked: Asked) -> Iterator[tuple]:
    return _of(_loans(asked, workflow.DRAWN).filter(due_on__lt=asked.today), "due_on")


@_rule("loan.approved_on loan.drawn_on", audited("6"), UNION, WARNING, limits=[UNDRAWN_DAYS])
def approved_and_not_drawn(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=UNDRAWN_DAYS.of(asked.year))
    return _of(_loans(asked, workflow.APPROVED).filter(approved_on__lt=before), "approved_on")


@_rule("loan.state household.state", of_scheme("4.5"), OFFICE)
def loan_of_a_household_off_file(asked: Asked) -> Iterator[tuple]:
    return _of(_loans(asked, workflow.DRAWN).filter(household__state__in=GONE), "household__left_on")


@_rule("loan.applied_on household.registered_on", of_scheme("3.5"), UNION)
def loan_before_registration(asked: Asked) -> Iterator[tuple]:
    return _of(_loans(asked).filter(applied_on__lt=F("household__registered_on")), "applied_on")


@_rule("subsidyline.first_day loan.due_on", [*audited("23"), *of_scheme("3.3")], FINANCE)
def interest_beyond_the_term(asked: Asked) -> Iterator[tuple]:
    late = SubsidyLine.unguarded.filter(live=True, loan=OuterRef("pk"), first_day__gte=OuterRef("due_on"))
    return _of(_loans(asked, *sorted(workflow.LENT)).filter(Exists(late)), "due_on")


@_rule("subsidyline.first_day loan.settled_on", [*audited("23"), *of_scheme("3.3")], FINANCE)
def interest_of_a_settled_loan(asked: Asked) -> Iterator[tuple]:
    late = SubsidyLine.unguarded.filter(live=True, loan=OuterRef("pk"), first_day__gte=OuterRef("settled_on"))
    return _of(_loans(asked, workflow.SETTLED).filter(Exists(late)), "settled_on")


@_rule("subsidyline.amount subsidyline.bill_amount", of_scheme("3.3"), UNION, WARNING)
def subsidy_differs_from_the_bill(asked: Asked) -> Iterator[tuple]:
    differs = SubsidyLine.unguarded.filter(live=True, loan=OuterRef("pk"), bill_amount__isnull=False)
    rows = Loan.unguarded.filter(Exists(differs.exclude(bill_amount=F("amount")))).order_by()
    return _of(asked.within(rows))


quality.open_at("loan", "loans:loan_detail")
quality.say(
    {
        "pooled_loan_of_another_amount": _(
            "A pooled loan of %(approved_amount)s yuan: the scheme counts on the full amount."
        ),
        "loan_for_too_many_years": _("A loan for %(years)s years, longer than the product allows."),
        "loan_due_after_its_term": _("The loan is due on %(due_on)s, after the end of its term."),
        "borrower_out_of_age": _("%(name)s was not of borrowing age at the application."),
        "borrower_of_another_household": _("The borrower %(name)s belongs to another household."),
        "borrower_is_gone": _("The borrower %(name)s has died or left: the loan needs a successor."),
        "one_borrower_in_two_households": _("%(name)s borrows for another household too."),
        "counted_in_two_modes": _("A pooled loan and a loan for a project of its own are in force at once."),
        "granted_without_rating": _("The loan was granted on %(approved_on)s without a credit rating in force."),
        "granted_above_the_credit_limit": _("The loan of %(approved_amount)s yuan is above the credit limit."),
        "loan_overdue": _("The loan was due on %(due_on)s and is not repaid."),
        "approved_and_not_drawn": _("The loan was approved on %(approved_on)s and has not been drawn for a year."),
        "loan_of_a_household_off_file": _("The household left the file on %(left_on)s, but its loan is not settled."),
        "loan_before_registration": _("The loan was applied for on %(applied_on)s, before the registration."),
        "interest_beyond_the_term": _("Interest was subsidised beyond the due day %(due_on)s."),
        "interest_of_a_settled_loan": _("Interest was subsidised though the loan was settled on %(settled_on)s."),
        "subsidy_differs_from_the_bill": _("The subsidy differs from the bank's bill."),
    }
)
