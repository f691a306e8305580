"""Lists of the dividends room."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import columns

from dividends.filters import ACCOUNT_NOW
from dividends.models import (
    Agreement,
    AgreementException,
    Batch,
    Enterprise,
    Hold,
    Instalment,
    Job,
    Objection,
    Participation,
    Payout,
    Receipt,
    VillageShare,
)
from dividends.workflow import BEFORE_ISSUE
from yuping.accounts import access
from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn, NumberColumn, StateColumn
from yuping.core import show
from yuping.core.templatetags.core import badge


class EnterpriseTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Enterprise
        fields = ("name", "credit_code", "legal_representative", "business", "capacity_households", "registered_on")

    capacity_households = NumberColumn()
    registered_on = DayColumn()


class AgreementTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Agreement
        fields = (
            "number",
            "enterprise",
            "state",
            "own_households",
            "own_principal",
            "signed_on",
            "first_due_on",
            "matures_on",
        )

    state = StateColumn()
    own_households = NumberColumn(verbose_name=_("households"))
    own_principal = MoneyColumn(verbose_name=_("principal"))
    signed_on = DayColumn()
    first_due_on = DayColumn()
    matures_on = DayColumn()


class ParticipationTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Participation
        fields = ("household", "village", "agreement", "principal", "starts_on", "ended_on")

    principal = MoneyColumn()
    starts_on = DayColumn()
    ended_on = DayColumn()


class InstalmentTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Instalment
        fields = (
            "participation__household",
            "village",
            "participation__agreement",
            "number",
            "part",
            "due_on",
            "household_amount",
            "village_amount",
            "principal_amount",
            "received",
            "missing",
            "late",
        )

    optional = ("number",)
    participation__household = columns.Column(_("Household"))
    participation__agreement = columns.Column(_("Agreement"))
    number = NumberColumn()
    due_on = DayColumn()
    household_amount = MoneyColumn()
    village_amount = MoneyColumn()
    principal_amount = MoneyColumn()
    received = MoneyColumn(_("Received (yuan)"))
    missing = MoneyColumn(_("Not received (yuan)"))
    late = columns.Column(_("Late"))

    def render_late(self, value: bool) -> str:
        return badge(_("overdue"), "overdue") if value else ""


class JobTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Job
        fields = (
            "member",
            "post",
            "participation__agreement__enterprise",
            "village",
            "monthly_wage",
            "started_on",
            "ended_on",
        )

    monthly_wage = MoneyColumn()
    started_on = DayColumn()
    ended_on = DayColumn()


class ExceptionTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = AgreementException
        fields = (
            "document",
            "enterprise",
            "reason",
            "requested_by",
            "requested_on",
            "confirmed_by",
            "confirmed_on",
            "used_by",
        )

    document = columns.Column(linkify=lambda record: _confirm_address(record))
    used_by = columns.Column(_("Agreement signed under it"), accessor="agreement")
    requested_on = DayColumn()
    confirmed_on = DayColumn()


def _confirm_address(exception: AgreementException) -> str | None:
    """A request that waits leads to its confirmation; a confirmed one has nothing more to be done."""
    if exception.confirmed_by_id is not None:
        return None
    return reverse("dividends:exception_confirm", args=[exception.pk])


class FailedTable(BaseTable):
    """Why each line was not paid."""

    class Meta(BaseTable.Meta):
        model = Payout
        fields = ("head_name", "village", "batch", "state", "amount", "village_amount", "why", "account_now")

    state = StateColumn()
    amount = MoneyColumn()
    village_amount = MoneyColumn()
    why = columns.Column(_("Reason"))
    account_now = columns.Column(_("Account since the return"))

    def render_account_now(self, value: str, record: Payout) -> str:
        """In words; it leads to the household's accounts for who may open them."""
        word = badge(dict(ACCOUNT_NOW)[value], tone={"same": "risk", "proposed": "wait"}.get(value, "done"))
        if not access.may(self.request.user, "households.view_payeeaccount"):
            return word
        return format_html(
            '<a href="{}">{}</a>', reverse("households:household_accounts", args=[record.household_id]), word
        )


class FailedShareTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = VillageShare
        fields = ("village", "batch", "state", "households", "amount", "return_reason")

    state = StateColumn()
    households = NumberColumn()
    amount = MoneyColumn()


class HoldTable(BaseTable):
    """A hold that waits opens its confirmation; a confirmed one opens the line."""

    class Meta(BaseTable.Meta):
        model = Hold
        fields = (
            "household",
            "village",
            "batch",
            "amount",
            "reason",
            "proposed_by",
            "proposed_on",
            "confirmed_by",
            "confirmed_on",
        )

    household = columns.Column(_("Household"), accessor="payout__head_name")
    batch = columns.Column(_("Batch"), accessor="payout__batch")
    amount = MoneyColumn(_("Amount (yuan)"), accessor="payout__amount")
    proposed_on = DayColumn()
    confirmed_on = DayColumn()

    def row_url(self, record: Hold) -> str:
        waits = record.confirmed_by_id is None and record.payout.batch.state in BEFORE_ISSUE
        if waits and access.may(self.request.user, "dividends.confirm_hold"):
            return reverse("dividends:hold_confirm", args=[record.pk])
        return record.payout.get_absolute_url()


class ObjectionTable(BaseTable):
    """An objection without an answer opens the form for it; an answered one opens the batch."""

    class Meta(BaseTable.Meta):
        model = Objection
        fields = ("text", "raised_by", "raised_on", "village", "batch", "household", "answer", "answered_on")

    batch = columns.Column(_("Batch"), accessor="notice__batch")
    household = columns.Column(_("Concerns the household"), accessor="payout__head_name")
    raised_on = DayColumn()
    answered_on = DayColumn()

    def row_url(self, record: Objection) -> str:
        if record.answered_on is None and access.may(self.request.user, "dividends.answer_objection"):
            return reverse("dividends:objection_answer", args=[record.pk])
        return record.notice.batch.get_absolute_url()


class ReceiptTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Receipt
        fields = ("bank_reference", "enterprise", "received_on", "own_amount", "standing", "remark")

    received_on = DayColumn()
    own_amount = MoneyColumn(_("Amount (yuan)"))
    standing = columns.Column(_("State"), accessor="pk", orderable=False)

    def render_standing(self, record: Receipt) -> str:
        """Whether the money counts: what was taken back stays in the list with the row that takes it back."""
        if record.reverses_id is not None:
            return badge(_("takes back"), tone="plain")
        if hasattr(record, "reversal"):
            return badge(_("taken back"), tone="risk")
        return badge(_("corrected"), tone="done") if record.corrects_id is not None else show.EMPTY


class BatchTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = Batch
        fields = (
            "number",
            "due_year",
            "kind",
            "state",
            "own_households",
            "own_to_households",
            "own_to_villages",
            "created_on",
        )

    state = StateColumn()
    own_households = NumberColumn(verbose_name=_("household lines"))
    own_to_households = MoneyColumn(verbose_name=_("to households"))
    own_to_villages = MoneyColumn(verbose_name=_("to villages"))
    created_on = DayColumn()


class PayoutTable(BaseTable):
    """``account_last4`` is all that a list ever shows of an account."""

    class Meta(BaseTable.Meta):
        model = Payout
        fields = (
            "head_name",
            "village",
            "state",
            "amount",
            "payee_name",
            "account_last4",
            "batch",
            "agreement",
            "paid_on",
            "return_reason",
        )

    state = StateColumn()
    amount = MoneyColumn()
    paid_on = DayColumn()


class VillageShareTable(BaseTable):
    class Meta(BaseTable.Meta):
        model = VillageShare
        fields = ("village", "batch", "state", "households", "amount", "held_amount", "paid_on", "return_reason")

    state = StateColumn()
    households = NumberColumn()
    amount = MoneyColumn()
    held_amount = MoneyColumn(verbose_name=_("Held back"))
    paid_on = DayColumn()
