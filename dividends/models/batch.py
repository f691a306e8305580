"""The dividend batch and its lines: payouts to households, shares of village collectives, holds."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends.guards import batches as batch_guards
from dividends.guards import lines as line_guards
from dividends.models.agreement import Agreement, Instalment, Participation
from dividends.models.scheme import Scheme
from dividends.querysets import LineQuerySet, PaperQuerySet
from dividends.references import plain_reference
from dividends.workflow import BATCH, DEAD_LINES, BatchState, LineState
from households.models import Household
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField, SealedField

BATCH_STATES = [
    (BatchState.DRAFT, _("draft")),
    (BatchState.LOCKED, _("locked, notice to come")),
    (BatchState.ON_NOTICE, _("on notice")),
    (BatchState.CONFIRMED, _("to be approved")),
    (BatchState.APPROVED, _("approved, to be issued")),
    (BatchState.ISSUED, _("issued to the bank")),
    (BatchState.RESULTS_LOADED, _("results loaded")),
    (BatchState.SETTLED, _("settled, sheets to come")),
    (BatchState.CLOSED, _("closed")),
    (BatchState.CANCELLED, _("cancelled")),
]
LINE_STATES = [
    (LineState.PENDING, _("not sent")),
    (LineState.SENT, _("sent, result unknown")),
    (LineState.PAID, _("paid out")),
    (LineState.RETURNED, _("returned by the bank")),
    (LineState.HELD, _("held back")),
    (LineState.DROPPED, _("dropped")),
]
DEAD = [str(state) for state in sorted(DEAD_LINES)]


class BatchKind(models.TextChoices):
    REGULAR = "regular", _("regular")
    REISSUE = "reissue", _("reissue")


class BatchCounter(models.Model):
    """The last batch number given in a year, so that numbers have no gaps."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("batch counter")
        verbose_name_plural = _("batch counters")
        triggers = [guards.no_delete(), batch_guards.counter_has_no_gaps()]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Batch(models.Model):
    """Chosen instalments of one scheme and due year, paid together. Its moves stand in ``dividends.workflow``."""

    number = models.CharField(_("batch number"), max_length=20, unique=True)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="batches", verbose_name=_("scheme"))
    due_year = models.PositiveSmallIntegerField(_("dividend year"))
    kind = models.CharField(_("kind"), max_length=10, choices=BatchKind, default=BatchKind.REGULAR)
    state = models.CharField(_("state"), max_length=16, choices=BATCH_STATES, default=BatchState.DRAFT)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    created_on = models.DateField(_("prepared on"))
    idempotency_key = models.UUIDField(_("idempotency key"), unique=True)
    # Over all that was asked for with that key: the same key with other content is another request.
    request_digest = models.CharField(_("digest of the request"), max_length=64, blank=True)
    line_count = models.PositiveIntegerField(_("household lines"), default=0)
    household_total = MoneyField(_("to households"), default=0)
    village_total = MoneyField(_("to villages"), default=0)
    digest = models.CharField(_("digest of the lines"), max_length=64, blank=True)
    locked_on = models.DateField(_("locked on"), null=True, blank=True)
    notice_workdays = models.PositiveSmallIntegerField(_("working days of notice"), default=0)
    approval_bands = models.JSONField(_("approval bands"), default=list)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    unguarded = models.Manager()
    objects = PaperManager(PaperQuerySet, path="payouts__village", also="villageshares__village")

    class Meta:
        verbose_name = _("dividend batch")
        verbose_name_plural = _("dividend batches")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=BatchState.DRAFT) | Q(state=BatchState.CANCELLED) | ~Q(digest=""),
                name="dividends_locked_has_digest",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.no_truncate(),
            guards.legal_transitions(BATCH),
            batch_guards.batch_frozen_after_lock(),
            batch_guards.batch_balances(),
            batch_guards.batch_names_its_payees(),
            batch_guards.batch_is_covered(),
            batch_guards.batch_settles_whole(),
            batch_guards.batch_moves_by_decision(),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dividends:batch_detail", args=[self.pk])

    @property
    def total(self) -> Decimal:
        """Everything the lines hold, in yuan, holds included."""
        return self.household_total + self.village_total


class Line(models.Model):
    """What a payout and a village share have in common: state, payee as of lock, result of the bank."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="%(class)ss", verbose_name=_("batch"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    line_number = models.PositiveIntegerField(_("line"))
    state = models.CharField(_("state"), max_length=10, choices=LINE_STATES, default=LineState.PENDING)
    amount = MoneyField(_("amount"))
    reissue_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reissues", verbose_name=_("replaces")
    )
    payee_name = models.CharField(_("account holder"), max_length=80, blank=True)
    bank_name = models.CharField(_("bank"), max_length=60, blank=True)
    account_number = SealedField(_("account number"), null=True, blank=True)
    account_digest = models.CharField(_("digest of the account number"), max_length=64, blank=True)
    account_last4 = models.CharField(_("last digits of the account"), max_length=4, blank=True)
    snapshot = models.JSONField(_("payee and terms as of lock"), default=dict)
    # Written at lock over all that is frozen then (``dividends.seals``).
    seal = models.CharField(_("seal of the line"), max_length=64, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.batch}-{self.line_number}"


FROZEN_LINE = (
    "batch_id village_id line_number amount reissue_of_id payee_name bank_name account_number account_digest "
    "account_last4 snapshot seal"
)


def _line_constraints(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["batch", "line_number"], name=f"{prefix}_line_number_once"),
        models.UniqueConstraint(
            Upper("bank_reference"), condition=~Q(bank_reference=""), name=f"{prefix}_bank_reference_once"
        ),
        models.CheckConstraint(condition=plain_reference(), name=f"{prefix}_reference_plain"),
        # A cancelled batch leaves its lines dropped, and what they were to replace free for another one.
        models.UniqueConstraint(
            fields=["reissue_of"], condition=~Q(state=LineState.DROPPED), name=f"{prefix}_replaced_once"
        ),
        models.CheckConstraint(condition=Q(amount__gt=0), name=f"{prefix}_amount_above_zero"),
        models.CheckConstraint(
            condition=Q(state=LineState.PAID, paid_on__isnull=False) & ~Q(bank_reference="")
            | ~Q(state=LineState.PAID) & Q(paid_on__isnull=True),
            name=f"{prefix}_paid_has_reference",
        ),
        models.CheckConstraint(
            condition=Q(state=LineState.RETURNED) & ~Q(return_reason="") | ~Q(state=LineState.RETURNED),
            name=f"{prefix}_return_has_reason",
        ),
    ]


class Payout(Line):
    """One household's dividend of one instalment, with the village's part that rides on it.

    ``village_amount`` is zero when the village had its part already (a returned line paid again).
    """

    erasable = True

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="payouts", verbose_name=_("instalment"))
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="payouts", verbose_name=_("participating household")
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="payouts", verbose_name=_("agreement"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="payouts", verbose_name=_("household"))
    village_amount = MoneyField(_("village's part"))
    head_name = models.CharField(_("head of household"), max_length=80)

    unguarded = models.Manager()
    objects = AreaManager(LineQuerySet)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["batch", "line_number"]
        constraints = [
            *_line_constraints("dividends_payout"),
            models.UniqueConstraint(
                fields=["instalment"],
                condition=~Q(state__in=DEAD),
                name="dividends_one_live_payout",
                violation_error_message=_("This instalment is being paid by another line."),
            ),
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(village_amount__gt=0) & ~Q(state__in=[LineState.HELD, LineState.DROPPED]),
                name="dividends_one_live_village_part",
            ),
        ]
        triggers = [
            guards.no_truncate(),
            line_guards.line_guard(
                f"{FROZEN_LINE} instalment_id participation_id agreement_id household_id village_amount head_name"
            ),
            line_guards.amount_is_the_instalments(),
            line_guards.held_by_two(),
            line_guards.reference_settles_one_line("dividends_villageshare"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("dividends:payout_detail", args=[self.pk])


class VillageShare(Line):
    """The village collective's share of a batch: the sum of the village parts of its lines."""

    erasable = True

    households = models.PositiveIntegerField(_("households"))
    # Set when the bank file is written: the parts of lines held back are not sent.
    held_amount = MoneyField(_("held back"), default=0)

    unguarded = models.Manager()
    objects = AreaManager(LineQuerySet)

    class Meta:
        verbose_name = _("village share")
        verbose_name_plural = _("village shares")
        ordering = ["batch", "line_number"]
        constraints = [
            *_line_constraints("dividends_share"),
            models.UniqueConstraint(
                fields=["batch", "village"],
                condition=Q(reissue_of__isnull=True),
                name="dividends_one_share_per_village",
            ),
            models.CheckConstraint(condition=Q(held_amount__lte=F("amount")), name="dividends_share_held_within"),
        ]
        triggers = [
            guards.no_truncate(),
            line_guards.line_guard(f"{FROZEN_LINE} households"),
            guards.frozen(["held_amount"], name="held_once", unless="OLD.state = 'pending'"),
            line_guards.reference_settles_one_line("dividends_payout"),
        ]

    @property
    def payable(self) -> Decimal:
        return self.amount - self.held_amount


class Hold(models.Model):
    """A line kept out of the bank file after lock: asked for by one person, confirmed by another."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="holds", verbose_name=_("payout"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    proposed_on = models.DateField(_("asked for on"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    unguarded = models.Manager()
    objects = AreaManager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["payout"], name="dividends_one_hold_per_line"),
            models.CheckConstraint(condition=~Q(reason=""), name="dividends_hold_has_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="dividends_hold_two_people",
                violation_error_message=_("Another person has to confirm the hold."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="dividends_hold_confirmed_whole",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.no_truncate(),
            line_guards.hold_before_issue(),
            guards.frozen(["payout_id", "village_id", "reason", "proposed_by_id", "proposed_on"]),
            guards.frozen(
                ["confirmed_by_id", "confirmed_on"], name="confirmed_once", unless="OLD.confirmed_by_id IS NULL"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}: {self.reason}"
