"""Books, accounts, journal entries and their postings. Nothing here is ever changed or deleted."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuping.core import guards
from yuping.core.fields import MoneyField


def in_words(text: str) -> str:
    """A stored title or text in the reader's language: a message id, with what it concerns behind ": "."""
    message, colon, rest = text.partition(": ")
    return f"{gettext(message)}{gettext(': ')}{rest}" if colon else gettext(message)


class BookKind(models.TextChoices):
    SCHEME = "scheme", _("scheme account")
    RISK_DEPOSIT = "risk_deposit", _("risk deposit")
    LOANS = "loans", _("loans of the households")
    SUBSIDY = "subsidy", _("interest subsidy")
    VILLAGE = "village", _("village collective")


class Book(models.Model):
    """A set of accounts that is kept and balanced by itself."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BookKind)
    title = models.CharField(_("title"), max_length=80)
    area_code = models.CharField(_("area code"), max_length=12)

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        ordering = ["kind", "code"]
        triggers = [guards.no_delete(), guards.frozen(["code", "kind", "area_code"])]

    def __str__(self) -> str:
        return in_words(self.title)


class Account(models.Model):
    """An account of a book. ``party`` tells accounts of one kind apart: an enterprise's code, a lender's."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", verbose_name=_("book"))
    code = models.CharField(_("account"), max_length=30)
    party = models.CharField(_("party"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=80)
    debit_normal = models.BooleanField(_("balance stands in debit"))

    class Meta:
        verbose_name = _("account of a book")
        verbose_name_plural = _("accounts of a book")
        ordering = ["book", "code", "party"]
        constraints = [models.UniqueConstraint(fields=["book", "code", "party"], name="ledger_account_once")]
        triggers = [guards.no_delete(), guards.frozen(["book_id", "code", "party", "debit_normal"])]

    def __str__(self) -> str:
        return in_words(self.title)


def _needs_postings() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="needs_postings",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id) THEN
                {guards.refuse("a journal entry has postings")}
            END IF;
            RETURN NULL;
        """,
    )


class JournalEntry(models.Model):
    """One money event in one book. The key makes a repeated event impossible."""

    append_only = True

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", verbose_name=_("book"))
    key = models.CharField(_("idempotency key"), max_length=120, unique=True)
    date = models.DateField(_("business date"))
    text = models.CharField(_("text"), max_length=200)
    source_type = models.CharField(_("kind of paper"), max_length=60)
    source_id = models.CharField(_("paper"), max_length=40)
    posted_by_id = models.BigIntegerField(_("posted by"))
    posted_at = models.DateTimeField(_("posted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["source_type", "source_id"], name="ledger_source")]
        triggers = [*guards.append_only(), _needs_postings()]

    def __str__(self) -> str:
        return in_words(self.text)

    def get_absolute_url(self) -> str:
        return reverse("ledger:entry_detail", args=[self.pk])


class JournalSeal(models.Model):
    """A keyed code over an entry, its postings and the seal before it in the book, by which ``verify`` proves them."""

    append_only = True

    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="seal", primary_key=True, verbose_name=_("entry")
    )
    book = models.ForeignKey(Book, models.PROTECT, related_name="seals", verbose_name=_("book"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=64)

    class Meta:
        verbose_name = _("seal of a journal entry")
        verbose_name_plural = _("seals of journal entries")
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="ledger_seals_in_a_row")]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return str(self.entry_id)


def _balanced() -> pgtrigger.Trigger:
    """At commit, the postings of an entry balance and belong to accounts of the entry's own book."""
    return pgtrigger.Trigger(
        name="balanced",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("wrong", "integer"), ("difference", "numeric")],
        func=f"""
            SELECT sum(debit) - sum(credit) INTO difference FROM ledger_posting WHERE entry_id = NEW.entry_id;
            IF difference <> 0 THEN
                {guards.refuse("the postings of an entry must balance")}
            END IF;
            SELECT count(*) INTO wrong FROM ledger_posting p
                JOIN ledger_account a ON a.id = p.account_id
                JOIN ledger_journalentry e ON e.id = p.entry_id
                WHERE p.entry_id = NEW.entry_id AND a.book_id <> e.book_id;
            IF wrong > 0 THEN
                {guards.refuse("an entry stays within its book")}
            END IF;
            RETURN NULL;
        """,
    )


class Posting(models.Model):
    """One side of an entry: an amount in debit or in credit of an account, with its village if it has one."""

    append_only = True

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings", verbose_name=_("entry"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings", verbose_name=_("account"))
    village_code = models.CharField(_("village"), max_length=12, blank=True)
    debit = MoneyField(_("debit"), default=0)
    credit = MoneyField(_("credit"), default=0)

    class Meta:
        verbose_name = _("posting in the journal")
        verbose_name_plural = _("postings in the journal")
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(debit__gt=0) & Q(credit=0)) | (Q(debit=0) & Q(credit__gt=0)),
                name="ledger_one_side_only",
            )
        ]
        triggers = [*guards.append_only(), _balanced()]

    def __str__(self) -> str:
        return f"{self.account} {self.debit or -self.credit}"
