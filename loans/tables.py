"""Lists of the loans room. A row is known by the head's name; numbers of persons never stand in a list."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Household
from loans.models import (
    BenchmarkRate,
    CreditRating,
    Lender,
    Loan,
    LoanProduct,
    Repayment,
    RiskFundMovement,
    SubsidyLine,
    SubsidyQuarter,
)
from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn, NumberColumn, StateColumn

# Approved and prepared papers still wait for money; drawn loans are in order, what is settled is over.
LOAN_TONES = {"applied": "wait", "recommended": "wait", "confirmed": "wait", "approved": "wait", "settled": "plain"}
QUARTER_TONES = {"prepared": "wait", "approved": "wait"}


class LoanTable(BaseTable):
    """Loans with what is owed on the day."""

    household = tables.Column(accessor="household__head_name", verbose_name=_("Head of household"))
    household_number = tables.Column(accessor="household__number", verbose_name=_("Household number"))
    village = tables.Column(verbose_name=_("Village"))
    kind = tables.Column(verbose_name=_("Kind"))
    state = StateColumn(verbose_name=_("State"), tones=LOAN_TONES)
    amount = MoneyColumn(verbose_name=_("Amount (yuan)"), order_by=("approved_amount", "applied_amount"))
    outstanding = MoneyColumn(verbose_name=_("Outstanding (yuan)"))
    contract_number = tables.Column(verbose_name=_("Contract number"))
    applied_on = DayColumn(verbose_name=_("Applied on"))
    approved_on = DayColumn(verbose_name=_("Approved on"))
    drawn_on = DayColumn(verbose_name=_("Drawn on"))
    due_on = DayColumn(verbose_name=_("Due back on"))
    optional = ("household_number", "applied_on", "approved_on", "lender", "purpose")

    class Meta(BaseTable.Meta):
        model = Loan
        fields = (
            "household",
            "household_number",
            "village",
            "kind",
            "state",
            "amount",
            "outstanding",
            "contract_number",
            "applied_on",
            "approved_on",
            "drawn_on",
            "due_on",
            "lender",
            "purpose",
        )


class WithoutLoanTable(BaseTable):
    """Registered households with neither kind of loan."""

    head_name = tables.Column(verbose_name=_("Head of household"))
    number = tables.Column(verbose_name=_("Household number"))
    village = tables.Column(verbose_name=_("Village"))
    credit = MoneyColumn(verbose_name=_("Credit limit (yuan)"))
    registered_on = DayColumn(verbose_name=_("Registered on"))

    class Meta(BaseTable.Meta):
        model = Household
        fields = ("head_name", "number", "village", "credit", "registered_on")


class OfLoanTable(BaseTable):
    """Rows that belong to a loan: each opens the loan."""

    household = tables.Column(accessor="loan__household__head_name", verbose_name=_("Head of household"))
    contract_number = tables.Column(accessor="loan__contract_number", verbose_name=_("Contract number"))
    village = tables.Column(verbose_name=_("Village"))

    def row_url(self, record: Repayment | SubsidyLine) -> str:
        return reverse("loans:loan_detail", args=[record.loan_id])


class RepaymentTable(OfLoanTable):
    """What came back, latest first."""

    date = DayColumn(verbose_name=_("Date"))
    payer = tables.Column(verbose_name=_("Paid by"))
    principal = MoneyColumn(verbose_name=_("Principal (yuan)"))
    interest = MoneyColumn(verbose_name=_("Interest (yuan)"))
    note = tables.Column(verbose_name=_("Remark"))
    key_column = "household"

    class Meta(BaseTable.Meta):
        model = Repayment
        fields = ("date", "household", "contract_number", "village", "payer", "principal", "interest", "note")


class LineTable(OfLoanTable):
    """Lines of interest subsidy beside the bank's bill."""

    days = NumberColumn(verbose_name=_("Days"))
    bill_days = NumberColumn(verbose_name=_("Days on the bill"))
    rate_percent = NumberColumn(verbose_name=_("Rate (% a year)"))
    amount = MoneyColumn(verbose_name=_("Subsidy (yuan)"))
    bill_amount = MoneyColumn(verbose_name=_("On the bill (yuan)"))
    difference = MoneyColumn(verbose_name=_("Difference (yuan)"), orderable=False)
    quarter = tables.Column(verbose_name=_("Subsidy quarter"))
    taken_out_because = tables.Column(verbose_name=_("Taken out because"))
    optional = ("quarter", "rate_percent", "taken_out_because")

    class Meta(BaseTable.Meta):
        model = SubsidyLine
        fields = (
            "household",
            "contract_number",
            "village",
            "days",
            "bill_days",
            "rate_percent",
            "amount",
            "bill_amount",
            "difference",
            "quarter",
            "taken_out_because",
        )


class QuarterTable(BaseTable):
    """Papers of interest subsidy; sums are those of the person's area."""

    quarter = tables.Column(verbose_name=_("Quarter"), order_by=("year", "number"))
    lender = tables.Column(verbose_name=_("Lender"))
    state = StateColumn(verbose_name=_("State"), tones=QUARTER_TONES)
    line_count = NumberColumn(verbose_name=_("Loans"))
    line_total = MoneyColumn(verbose_name=_("Subsidy (yuan)"))
    prepared_on = DayColumn(verbose_name=_("Prepared on"))
    approved_on = DayColumn(verbose_name=_("Approved on"))
    paid_on = DayColumn(verbose_name=_("Paid on"))
    voucher = tables.Column(verbose_name=_("Voucher number"))
    optional = ("voucher",)

    class Meta(BaseTable.Meta):
        model = SubsidyQuarter
        fields = (
            "quarter",
            "lender",
            "state",
            "line_count",
            "line_total",
            "prepared_on",
            "approved_on",
            "paid_on",
            "voucher",
        )


class MovementTable(BaseTable):
    """Movements of the risk deposit; what left it stands below zero."""

    date = DayColumn(verbose_name=_("Date"))
    kind = tables.Column(verbose_name=_("Kind"))
    signed = MoneyColumn(verbose_name=_("Amount (yuan)"))
    lender = tables.Column(verbose_name=_("Lender"))
    household = tables.Column(accessor="loan__household__head_name", verbose_name=_("Head of household"))
    document = tables.Column(verbose_name=_("Document"))
    note = tables.Column(verbose_name=_("Remark"))

    class Meta(BaseTable.Meta):
        model = RiskFundMovement
        fields = ("date", "kind", "signed", "lender", "household", "document", "note")

    def row_url(self, record: RiskFundMovement) -> str:
        return reverse("loans:loan_detail", args=[record.loan_id]) if record.loan_id else ""


class RatingTable(BaseTable):
    """Credit ratings of households."""

    household = tables.Column(accessor="household__head_name", verbose_name=_("Head of household"))
    household_number = tables.Column(accessor="household__number", verbose_name=_("Household number"))
    village = tables.Column(verbose_name=_("Village"))
    grade = tables.Column(accessor="get_grade_display", verbose_name=_("Grade"), order_by="grade")
    score = NumberColumn(verbose_name=_("Score"))
    limit = MoneyColumn(verbose_name=_("Limit (yuan)"))
    rated_on = DayColumn(verbose_name=_("Rated on"))
    valid_until = DayColumn(verbose_name=_("Valid until"))
    lender = tables.Column(verbose_name=_("Lender"))
    optional = ("household_number", "lender")

    class Meta(BaseTable.Meta):
        model = CreditRating
        fields = (
            "household",
            "household_number",
            "village",
            "grade",
            "score",
            "limit",
            "rated_on",
            "valid_until",
            "lender",
        )


class LenderTable(BaseTable):
    """Lenders."""

    active = StateColumn(verbose_name=_("Lends now"))

    class Meta(BaseTable.Meta):
        model = Lender
        fields = ("name", "code", "contact", "phone", "active")

    def render_active(self, value: bool) -> str:
        return _("yes") if value else _("no")


class ProductTable(BaseTable):
    """Editions of the product."""

    max_amount = MoneyColumn(verbose_name=_("Largest amount (yuan)"))
    max_years = NumberColumn(verbose_name=_("Longest term (years)"))
    ages = tables.Column(empty_values=(), orderable=False, verbose_name=_("Borrower's age"))
    compensation_percent = NumberColumn(verbose_name=_("Risk fund pays (% of a loss)"))
    effective_from = DayColumn(verbose_name=_("In force from"))
    effective_until = DayColumn(verbose_name=_("In force until"))

    class Meta(BaseTable.Meta):
        model = LoanProduct
        fields = (
            "title",
            "code",
            "max_amount",
            "max_years",
            "ages",
            "compensation_percent",
            "effective_from",
            "effective_until",
        )

    def render_ages(self, record: LoanProduct) -> str:
        return f"{record.borrower_min_age}–{record.borrower_max_age}"


class RateTable(BaseTable):
    """Published rates, latest first."""

    effective_from = DayColumn(verbose_name=_("In force from"))
    kind = tables.Column(verbose_name=_("Kind"))
    term = tables.Column(verbose_name=_("Term"))
    percent = NumberColumn(verbose_name=_("Rate (% a year)"))

    class Meta(BaseTable.Meta):
        model = BenchmarkRate
        fields = ("effective_from", "kind", "term", "percent")
