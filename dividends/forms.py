"""What people type in the dividends room. The services decide; these forms only give it shape."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dividends.models import Agreement, AgreementException, Enterprise, Participation, Payout, Scheme
from households.forms.papers import SHRUNK
from households.models import Member
from loans.models import Loan
from villages.models import Village
from yuping.accounts.pages import CountField, ScopedForm, YuanField
from yuping.core import clock
from yuping.core.money import CENT


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **options)


class EnterpriseForm(ScopedForm):
    name = forms.CharField(label=_("Enterprise"), max_length=80)
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=40, help_text=_("18 characters, as on the licence.")
    )
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=60)
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=20, required=False)
    address = forms.CharField(label=_("Address"), max_length=120)
    business = forms.CharField(label=_("Line of business"), max_length=120)
    registered_capital = YuanField(label=_("Registered capital (yuan)"), unit="", digits=12, initial=Decimal("0.00"))
    capacity_households = CountField(label=_("Households it can take"), least=1, most=100_000)
    bank_name = forms.CharField(label=_("Bank"), max_length=60)
    account_number = forms.CharField(label=_("Account number"), max_length=40)


class ReviewForm(ScopedForm):
    reviewed_on = _day(_("Reviewed on"))
    direction_ok = forms.BooleanField(label=_("The direction fits the county's industries"), required=False)
    risk_ok = forms.BooleanField(label=_("The risk can be borne"), required=False)
    project_ok = forms.BooleanField(label=_("The project is sound"), required=False)
    enterprise_ok = forms.BooleanField(label=_("The enterprise is sound"), required=False)
    opinion = forms.CharField(label=_("Opinion"), widget=forms.Textarea({"rows": 3}), max_length=1000)


class AgreementForm(ScopedForm):
    """An agreement with the list of its households' loans."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.all(), to_field_name="code")
    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.objects.all())
    number = forms.CharField(label=_("Agreement number"), max_length=40)
    signed_on = _day(_("Signed on"))
    first_due_on = _day(_("First dividend due on"))
    grace_days = CountField(label=_("Days of grace"), most=90, initial=0)
    monthly_wage_floor = YuanField(label=_("Lowest monthly wage of the job (yuan)"), unit="", initial=0)
    security = forms.CharField(label=_("Security"), widget=forms.Textarea({"rows": 2}), max_length=2000, required=False)
    exception = forms.ModelChoiceField(
        label=_("Exception"),
        queryset=AgreementException.objects.filter(confirmed_by__isnull=False, agreement__isnull=True),
        required=False,
        help_text=_("Only after the scheme's last date: the confirmed exception that allows this agreement."),
    )
    loans = forms.ModelMultipleChoiceField(
        label=_("Households with an approved pooled loan"),
        queryset=Loan.objects,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one household.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = free_loans(self.user).select_related("household", "village__township")
        self.fields["loans"].queryset = free.order_by("village", "household__name_pinyin", "pk")

    def by_village(self) -> list[tuple[Village, list[Loan]]]:
        """The households one may choose, village by village."""
        found: dict[str, tuple[Village, list[Loan]]] = {}
        for loan in self.fields["loans"].queryset:
            found.setdefault(loan.village_id, (loan.village, []))[1].append(loan)
        return list(found.values())

    @cached_property
    def chosen(self) -> set[int]:
        """The ids that were ticked; what was sent and is no id is left to the field's own check."""
        return {int(pk) for pk in self["loans"].value() or [] if str(pk).isdecimal()}


def free_loans(user: Any) -> Any:
    """Approved pooled loans that stand in no agreement, as far as this person may act on them."""
    standing = Count("participations", filter=Q(participations__ended_on__isnull=True))
    rows = Loan.objects.actionable_by(user, "dividends.sign_agreement").filter(kind="pooled", state="approved")
    return rows.annotate(standing=standing).filter(standing=0)


class ActivateForm(ScopedForm):
    funds_arrived_on = _day(_("Funds arrived on"))


class WithdrawForm(ScopedForm):
    reason = forms.CharField(label=_("Reason"), max_length=120, widget=forms.Textarea({"rows": 3}))


class ReceiptForm(ScopedForm):
    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.objects.all())
    received_on = _day(_("Received on"))
    amount = YuanField(label=_("Amount (yuan)"), unit="", least=CENT)
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=40)
    remark = forms.CharField(label=_("Remark"), max_length=120, required=False)
    ahead = forms.BooleanField(
        label=_("The amount was compared with the bank's slip; the enterprise pays ahead"), required=False
    )


class BatchForm(ScopedForm):
    """The key is born with the page, so that sending the form twice makes one batch."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.all(), to_field_name="code")
    due_year = CountField(label=_("Dividend year"), least=2014, most=2040)
    agreements = forms.ModelMultipleChoiceField(
        label=_("Only these agreements"),
        queryset=Agreement.objects,
        required=False,
        help_text=_("Leave empty to take every agreement in force."),
    )
    key = forms.UUIDField(label=_("idempotency key"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreements"].queryset = Agreement.objects.visible_to(self.user).filter(state="active")
        self.initial.setdefault("due_year", clock.today().year)
        self.initial.setdefault("key", uuid.uuid4())


class ReissueForm(ScopedForm):
    """The key is born with the page, so that sending the form twice makes one batch."""

    key = forms.UUIDField(label=_("idempotency key"), widget=forms.HiddenInput)


class ExceptionForm(ScopedForm):
    """The named document on which an agreement after the scheme's last date rests."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.all(), to_field_name="code")
    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.objects.all())
    document = forms.CharField(
        label=_("Document"), max_length=120, help_text=_("Who issued it, its number and its date.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class JobForm(ScopedForm):
    """A post for a member of the participating household."""

    member = forms.ModelChoiceField(label=_("Person"), queryset=Member.objects)
    post = forms.CharField(label=_("Post"), max_length=60)
    monthly_wage = YuanField(label=_("Monthly wage (yuan)"), unit="", least=CENT)
    started_on = _day(_("From"))

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Member.objects.visible_to(self.user).living_here()
        self.fields["member"].queryset = members.filter(household=participation.household_id)


class EndJobForm(ScopedForm):
    ended_on = _day(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class NoticeForm(ScopedForm):
    village = forms.ModelChoiceField(label=_("Village"), queryset=Village.objects)
    place = forms.CharField(label=_("Place"), max_length=80)
    starts_on = _day(_("From"))
    ends_on = _day(_("To"))
    photo = forms.FileField(
        label=_("Photograph of the notice"),
        help_text=_("JPEG or PNG, at most 5 MB. A larger photograph is made smaller by this page before it is sent."),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png", **SHRUNK}),
    )


class HoldForm(ScopedForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ObjectionForm(ScopedForm):
    """What a villager says; a line it concerns is not paid before the answer."""

    raised_by = forms.CharField(label=_("Raised by"), max_length=60)
    payout = forms.ModelChoiceField(
        label=_("Concerns the household"),
        queryset=Payout.objects,
        required=False,
        help_text=_("Leave empty when it concerns the whole list."),
    )
    raised_on = _day(_("Raised on"))
    text = forms.CharField(label=_("Objection"), widget=forms.Textarea({"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["raised_on"].initial = clock.today
        self.fields["payout"].label_from_instance = lambda payout: f"{payout.head_name} · {payout.household}"


class AnswerForm(ScopedForm):
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea({"rows": 3}), max_length=1000)


class ResultForm(ScopedForm):
    file = forms.FileField(label=_("Result file of the bank"), help_text=_("CSV as the bank sends it."))


class SheetForm(ScopedForm):
    village = forms.ModelChoiceField(label=_("Village"), queryset=Village.objects)
    handed_in_on = _day(_("Handed in on"))
    signed_count = CountField(label=_("Signatures"))
    signed_amount = YuanField(label=_("Amount signed for (yuan)"), unit="")
    missing_reason = forms.CharField(label=_("Reason for what is missing"), max_length=200, required=False)


class CloseForm(ScopedForm):
    """One reason for each village without a sheet."""

    def __init__(self, *args: Any, missing: list[Village], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = missing
        for village in missing:
            self.fields[f"reason_{village.pk}"] = forms.CharField(label=str(village), max_length=200, required=False)

    @property
    def reasons(self) -> dict[str, str]:
        return {village.pk: self.cleaned_data[f"reason_{village.pk}"] for village in self.missing}
