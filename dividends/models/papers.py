"""The papers of a batch: notices and objections, decisions, bank file and results, signature sheets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dividends.guards import batches as batch_guards
from dividends.guards import papers as paper_guards
from dividends.models.batch import Batch, Payout, VillageShare
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField


class Notice(models.Model):
    """The list put up in one village, in one round of the batch; both days count as published."""

    append_only = True

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="notices", verbose_name=_("batch"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    round = models.PositiveSmallIntegerField(_("round"))
    place = models.CharField(_("place"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    photo = models.FileField(_("photograph"), upload_to="notices/%Y/")
    photo_sha256 = models.CharField(_("digest of the photo"), max_length=64)
    digest = models.CharField(_("digest of the list"), max_length=64)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("published by"))

    unguarded = models.Manager()
    objects = AreaManager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["batch", "village"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "village", "round"], name="dividends_one_notice_per_round"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="dividends_notice_days"),
        ]
        triggers = [*guards.append_only(), paper_guards.notice_of_the_list()]

    def __str__(self) -> str:
        return f"{self.batch} {self.village}"


class Objection(models.Model):
    """What a villager objected to a notice, and the answer he got."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name=_("notice"))
    payout = models.ForeignKey(
        Payout, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("payout")
    )
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    raised_by = models.CharField(_("raised by"), max_length=60)
    raised_on = models.DateField(_("raised on"))
    text = models.TextField(_("objection"))
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    unguarded = models.Manager()
    objects = AreaManager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""), name="dividends_answer_has_words"
            )
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["notice_id", "payout_id", "raised_by", "raised_on", "text"]),
            guards.frozen(["answer", "answered_on"], name="answered_once", unless="OLD.answered_on IS NULL"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Decision(models.Model):
    """One move of a batch by one person, with the digest he saw and the facts it rested on."""

    append_only = True

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="decisions", verbose_name=_("batch"))
    round = models.PositiveSmallIntegerField(_("round"))
    move = models.CharField(_("step"), max_length=20)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    on = models.DateField(_("business date"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    unguarded = models.Manager()
    objects = PaperManager(path="batch__payouts__village", also="batch__villageshares__village")

    class Meta:
        verbose_name = _("decision on a batch")
        verbose_name_plural = _("decisions on batches")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "round", "actor"],
                condition=Q(move="approve"),
                name="dividends_one_approval_per_person",
                violation_error_message=_("You have approved this batch already."),
            ),
        ]
        triggers = [*guards.append_only(), batch_guards.decision_by_another_person()]

    def __str__(self) -> str:
        return f"{self.batch} {self.on}"


class BankFile(models.Model):
    """The payment file of a batch: written once, the same bytes on every download."""

    append_only = True

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="bank_file", verbose_name=_("batch"))
    name = models.CharField(_("file name"), max_length=80)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("digest of the file"), max_length=64)
    line_count = models.PositiveIntegerField(_("lines"))
    total = MoneyField(_("total"))

    unguarded = models.Manager()
    objects = PaperManager(path="batch__payouts__village", also="batch__villageshares__village")

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        triggers = [*guards.append_only(), paper_guards.file_holds_what_is_sent()]

    def __str__(self) -> str:
        return self.name


class BankResult(models.Model):
    """A result file of the bank, taken whole. Discarding it takes nothing away but its standing."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="results", verbose_name=_("batch"))
    name = models.CharField(_("file name"), max_length=120)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("digest of the file"), max_length=64)
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("loaded by"))
    loaded_on = models.DateField(_("loaded on"))
    discarded_on = models.DateField(_("discarded on"), null=True, blank=True)
    discard_reason = models.CharField(_("reason of discarding"), max_length=200, blank=True)

    unguarded = models.Manager()
    objects = PaperManager(path="batch__payouts__village", also="batch__villageshares__village")

    class Meta:
        verbose_name = _("bank result")
        verbose_name_plural = _("bank results")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=Q(discarded_on__isnull=True), name="dividends_one_standing_result"
            ),
        ]
        triggers = [
            paper_guards.result_of_an_issued_batch(),
            paper_guards.result_set_aside_in_time(),
            guards.no_delete(),
            guards.frozen(["batch_id", "name", "content", "sha256", "loaded_by_id", "loaded_on"]),
            guards.frozen(["discarded_on"], name="discarded_once", unless="OLD.discarded_on IS NULL"),
        ]

    def __str__(self) -> str:
        return self.name


class BankResultLine(models.Model):
    """What the bank reports of one line."""

    append_only = True

    class Outcome(models.TextChoices):
        PAID = "paid", _("paid out")
        RETURNED = "returned", _("returned by the bank")
        UNKNOWN = "unknown", _("result unknown")

    result = models.ForeignKey(BankResult, models.PROTECT, related_name="lines", verbose_name=_("bank result"))
    payout = models.ForeignKey(Payout, models.PROTECT, null=True, related_name="+", verbose_name=_("payout"))
    share = models.ForeignKey(
        VillageShare, models.PROTECT, null=True, related_name="+", verbose_name=_("village share")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    bank_reference = models.CharField(_("bank reference"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    reason = models.CharField(_("reason of the return"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("line of a bank result")
        verbose_name_plural = _("lines of bank results")
        constraints = [
            models.CheckConstraint(
                condition=Q(payout__isnull=True) ^ Q(share__isnull=True), name="dividends_result_names_one_line"
            ),
            models.UniqueConstraint(fields=["result", "payout"], name="dividends_result_payout_once"),
            models.UniqueConstraint(fields=["result", "share"], name="dividends_result_share_once"),
        ]
        triggers = [*guards.append_only(), paper_guards.result_line_of_its_batch()]

    def __str__(self) -> str:
        return f"{self.result} {self.get_outcome_display()}"


class SignatureSheet(models.Model):
    """A village's signed sheet handed in by the township: how many households signed for how much."""

    append_only = True

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="sheets", verbose_name=_("batch"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    handed_in_on = models.DateField(_("handed in on"))
    signed_count = models.PositiveIntegerField(_("signatures"))
    signed_amount = MoneyField(_("amount signed for"))
    missing_reason = models.CharField(_("reason for what is missing"), max_length=200, blank=True)
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handed in by"))

    unguarded = models.Manager()
    objects = AreaManager()

    class Meta:
        verbose_name = _("signature sheet")
        verbose_name_plural = _("signature sheets")
        constraints = [
            models.UniqueConstraint(fields=["batch", "village"], name="dividends_one_sheet_per_village"),
        ]
        triggers = [*guards.append_only(), paper_guards.sheet_of_paid_lines()]

    def __str__(self) -> str:
        return f"{self.batch} {self.village}"
