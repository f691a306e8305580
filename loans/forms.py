"""Forms of the loans pages: the shape of what is typed. The services decide whether it holds."""

import hashlib
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import Member
from loans.bill_file import read_bill
from loans.models import (
    BenchmarkRate,
    Lender,
    Loan,
    LoanKind,
    MovementKind,
    Payer,
    RateBasis,
    RateType,
)
from loans.querysets import contract_taken
from loans.services import BillRow
from loans.services.eligibility import LIVING_HERE
from yuping.accounts import sentences
from yuping.accounts.pages import CountField, NumberField, ReasonForm, ScopedForm, ScopedModelForm, YuanField
from yuping.core.codes import choices_of
from yuping.core.errors import BadInput

PAYERS = [choice for choice in Payer.choices if choice[0] != Payer.COUNTY]


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


def _remark(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Remark"), max_length=200, required=False, widget=forms.Textarea({"rows": 2}), **kwargs
    )


def _lender() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Lender.objects.filter(active=True), label=_("Lender"))


class DayForm(ScopedForm):
    """The business date of a step, and a remark."""

    on = _day(_("Date"))
    note = _remark()


class RefusalForm(ReasonForm):
    """Why a loan is refused or withdrawn, and on which day."""

    on = _day(_("Date"))
    field_order = ("on", "reason")
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}))


class ContractForm(ScopedForm):
    """The terms of the contracts that are made."""

    on = _day(_("Date"))
    rate_basis = forms.ChoiceField(label=_("Basis of the rate"), choices=RateBasis.choices)
    rate_percent = NumberField(label=_("Rate (% a year)"), places=3, most=24)
    rate_type = forms.ChoiceField(label=_("Fixed or floating"), choices=RateType.choices)
    note = _remark()


class OneContractForm(ContractForm):
    """The contract of one loan, with its amount and its number."""

    amount = YuanField(label=_("Approved amount"))
    number = forms.CharField(
        label=_("Contract number"), max_length=40, required=False, help_text=_("Left empty, a number is made.")
    )
    field_order = ("on", "amount", "rate_basis", "rate_percent", "rate_type", "number", "note")

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loan = loan

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if not number:
            return ""
        if contract_taken(self.loan.lender_id, number):
            raise forms.ValidationError(sentences.sentence("contract_taken"))
        return number


class ApplicationForm(ScopedForm):
    """What a list of households asks for; each head borrows."""

    verb = "loans.apply_for_loan"

    on = _day(_("Date"))
    lender = _lender()
    kind = forms.ChoiceField(label=_("Kind"), choices=LoanKind.choices)
    amount = YuanField(label=_("Amount"))
    years = CountField(label=_("Term (years)"), least=1, most=10)
    purpose = forms.CharField(label=_("Use of the money"), max_length=120)


class OneApplicationForm(ApplicationForm):
    """What one household asks for, and which of its members borrows."""

    borrower = forms.ModelChoiceField(Member.objects.all(), label=_("Borrower"))
    capacity_confirmed = forms.BooleanField(
        label=_("Proof of full civil capacity was seen"),
        required=False,
        help_text=_("Needed only for a borrower with a certificate of intellectual or mental disability."),
    )
    field_order = ("on", "borrower", "kind", "amount", "years", "purpose", "lender", "capacity_confirmed")

    def __init__(self, *args: Any, household_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine: QuerySet[Member] = self.fields["borrower"].queryset
        living = mine.filter(household_id=household_id, state=LIVING_HERE)
        self.fields["borrower"].queryset = living.defer("id_number", "phone").order_by("-is_head", "pk")


class RatingForm(ScopedForm):
    """What the rating committee found."""

    on = _day(_("Rated on"))
    lender = _lender()
    grade = forms.ChoiceField(label=_("Grade"))
    score = CountField(label=_("Score"), most=100, required=False)
    limit = YuanField(label=_("Limit"), help_text=_("0 for the grade without credit."))
    valid_years = CountField(label=_("Valid for (years)"), least=1, most=10)
    committee = forms.CharField(label=_("Rating committee"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "—"), *choices_of("credit_grade")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("grade") == "B" and data.get("limit"):
            self.add_error("limit", _("The grade without credit has no limit."))
        return data


class LenderForm(ScopedModelForm):
    """A lender."""

    class Meta:
        model = Lender
        fields = ("code", "name", "contact", "phone")
        labels = {"code": _("Code"), "name": _("Name"), "contact": _("Contact"), "phone": _("Phone")}
        help_texts = {"code": _("2 to 20 capital letters and digits; it stays for good.")}

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip().upper()


class RepaymentForm(ScopedForm):
    """What came back of one loan."""

    on = _day(_("Date"))
    payer = forms.ChoiceField(label=_("Paid by"), choices=PAYERS)
    principal = YuanField(label=_("Principal"))
    interest = YuanField(label=_("Interest"))
    note = _remark()


class WholeRepaymentForm(ScopedForm):
    """Who has repaid all that a list of loans still owed."""

    on = _day(_("Date"))
    payer = forms.ChoiceField(label=_("Paid by"), choices=PAYERS)
    note = _remark()


class QuarterForm(ScopedForm):
    """For which lender and quarter the subsidy is prepared."""

    lender = _lender()
    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, quarters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters


class BillForm(ScopedForm):
    """The bank's bill as a file."""

    file = forms.FileField(
        label=_("The bank's bill"),
        help_text=_("An .xlsx or .csv file with the columns contract number, days and interest."),
    )
    rows: list[BillRow]
    sha256 = ""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        content = upload.read()
        self.sha256 = hashlib.sha256(content).hexdigest()
        try:
            self.rows = read_bill(content, upload.name)
        except BadInput as error:
            raise forms.ValidationError(sentences.sentence(error.code, error.params)) from error
        return upload


class VoucherForm(ScopedForm):
    """The payment as the cashier made it."""

    on = _day(_("Paid on"))
    voucher = forms.CharField(label=_("Voucher number"), max_length=60)


class MovementForm(ScopedForm):
    """A movement of the risk deposit."""

    date = _day(_("Date"))
    kind = forms.ChoiceField(label=_("Kind"), choices=MovementKind.choices)
    amount = YuanField(label=_("Amount"))
    lender = _lender()
    loan_id = forms.CharField(
        label=_("Contract number of the loan"),
        max_length=40,
        required=False,
        help_text=_("Only for compensation and recovery."),
    )
    document = forms.CharField(label=_("Document"), max_length=80, help_text=_("Number of the paper it rests on."))
    note = _remark()

    def clean_loan_id(self) -> int | None:
        number = self.cleaned_data["loan_id"].strip()
        if not number:
            return None
        found = Loan.objects.actionable_by(self.user, "loans.record_risk_fund").filter(contract_number=number)
        loan_id = found.values_list("pk", flat=True).first()
        if loan_id is None:
            raise forms.ValidationError(sentences.sentence("loan_unknown"))
        return loan_id


def published_on(on: Any) -> list[tuple[str, str]]:
    """(term, rate) of the published rates in force on the day, for the hint beside a rate."""
    found: dict[tuple[str, str], BenchmarkRate] = {}
    for rate in BenchmarkRate.objects.filter(effective_from__lte=on).order_by("effective_from"):
        found[rate.kind, rate.term] = rate
    return [
        (f"{rate.get_kind_display()} · {rate.get_term_display()}", f"{rate.percent.normalize():f} %")
        for rate in found.values()
    ]
