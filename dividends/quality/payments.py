"""Rules over dividends: paid to whom, on which account, in which order, and signed for."""

import datetime
from collections.abc import Callable, Iterator

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from dividends.models import Instalment, Payout, SignatureSheet, VillageShare
from dividends.quality.agreements import LATE_DAYS
from dividends.schedule import Part
from dividends.workflow import BatchState, LineState
from households.models import Member
from yuping.accounts import quality
from yuping.accounts.quality import Asked, Family, Level, Remedy, Source, audited, declared, of_scheme
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
COMPANY, CLERK = Role.INVESTMENT_COMPANY, Role.TOWNSHIP_CLERK
GONE = ("removed", "extinct", "moved_out")
OVER = (BatchState.SETTLED, BatchState.CLOSED)


def _rule(reads: str, sources: list[Source] | tuple[Source, ...], level: Level = ERROR, **more):
    common = {"family": Family.PAYMENT, "owner": COMPANY, "remedy": Remedy.PAYOUT}
    return declared(level=level, reads=reads, sources=sources, **(common | more))


def _paid(asked: Asked) -> QuerySet:
    return asked.within(Payout.unguarded.filter(state=LineState.PAID).order_by())


def _of(rows: QuerySet, *columns: str) -> Iterator[tuple]:
    """One finding for each payout."""
    names = [column.rpartition("__")[2] for column in columns]
    for village, household, payout, *values in rows.values_list("village_id", "household_id", "pk", *columns):
        facts = {name: str(value) for name, value in zip(names, values, strict=True)}
        yield village, household, None, f"payout:{payout}", facts


@_rule("payout.paid_on household.left_on household.state", audited("1", "4"))
def paid_to_a_household_off_file(asked: Asked) -> Iterator[tuple]:
    rows = _paid(asked).filter(household__state__in=GONE, paid_on__gt=F("household__left_on"))
    return _of(rows, "paid_on", "household__left_on")


@_rule("payout.instalment participation.ended_on instalment.due_on", of_scheme("4.5"))
def paid_after_the_share_ended(asked: Asked) -> Iterator[tuple]:
    return _of(_paid(asked).filter(participation__ended_on__lt=F("instalment__due_on")), "participation__ended_on")


@_rule("payout.payee_name member.name member.household", audited("1", "21"))
def paid_to_an_outsider(asked: Asked) -> Iterator[tuple]:
    """The holder of the card never was a member of the household."""
    own = Member.unguarded.filter(household=OuterRef("household"), name=OuterRef("payee_name"))
    return _of(_paid(asked).filter(~Exists(own)), "payee_name")


@_rule("payout.paid_on member.left_on member.state", audited("1"))
def paid_to_the_dead(asked: Asked) -> Iterator[tuple]:
    """The holder of the card had died before the money was paid."""
    dead = Member.unguarded.filter(
        household=OuterRef("household"), name=OuterRef("payee_name"), state="died", left_on__lt=OuterRef("paid_on")
    )
    return _of(_paid(asked).filter(Exists(dead)), "payee_name", "paid_on")


@_rule("payout.account_digest payout.household payout.batch", audited("21", "22"))
def one_card_two_payees(asked: Asked) -> Iterator[tuple]:
    """Two households were paid on one account in a year."""
    rows = Payout.unguarded.filter(state=LineState.PAID).exclude(account_digest="").order_by()
    twice = (
        rows.values("account_digest", "batch__due_year")
        .annotate(homes=Count("household", distinct=True))
        .filter(homes__gt=1)
    )
    digests = {digest for digest, _year in twice.values_list("account_digest", "batch__due_year")}
    return _of(asked.within(rows.filter(account_digest__in=digests)), "account_last4")


@_rule("payout.participation payout.batch payout.state", audited("18"))
def paid_twice_in_a_year(asked: Asked) -> Iterator[tuple]:
    other = Payout.unguarded.filter(
        instalment=OuterRef("instalment"), state=LineState.PAID, household=OuterRef("household")
    ).exclude(pk=OuterRef("pk"))
    return _of(_paid(asked).filter(Exists(other)), "paid_on")


@_rule("payout.amount instalment.household_amount", audited("13", "16"))
def paid_another_amount(asked: Asked) -> Iterator[tuple]:
    rows = _paid(asked).exclude(amount=F("instalment__household_amount"))
    return _of(rows, "amount", "instalment__household_amount")


@_rule("instalment.number instalment.due_on payout.state", of_scheme("4.3"))
def paid_year_out_of_order(asked: Asked) -> Iterator[tuple]:
    """A later instalment is paid, an earlier one of the same share is not."""
    paid = Payout.unguarded.filter(instalment=OuterRef("pk"), state=LineState.PAID)
    unpaid = Instalment.unguarded.filter(
        ~Exists(paid),
        participation=OuterRef("participation"),
        part=Part.DIVIDEND,
        number__lt=OuterRef("instalment__number"),
    )
    return _of(_paid(asked).filter(Exists(unpaid)), "instalment__year")


@_rule("instalment.due_on payout.state participation.ended_on", audited("9"), WARNING, limits=[LATE_DAYS])
def paid_year_missing(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=LATE_DAYS.of(asked.year))
    paid = Payout.unguarded.filter(instalment=OuterRef("pk"), state=LineState.PAID)
    due = Instalment.unguarded.filter(
        ~Exists(paid), part=Part.DIVIDEND, due_on__lt=before, participation__ended_on=None
    ).order_by()
    rows = asked.within(due, household="participation__household")
    columns = ("village_id", "participation__household_id", "pk", "year")
    for village, household, instalment, year in rows.values_list(*columns):
        yield village, household, None, f"instalment:{instalment}", {"year": year}


@_rule("payout.state payout.reissues", audited("20"), WARNING, limits=[LATE_DAYS])
def returned_and_not_paid_again(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=LATE_DAYS.of(asked.year))
    rows = Payout.unguarded.filter(state=LineState.RETURNED, reissues=None, batch__settled_on__lt=before)
    return _of(asked.within(rows.order_by()), "batch__due_year")


def _signed(asked: Asked, wrong: Callable[[int, int, str], bool]) -> Iterator[tuple]:
    """Sheets against the paid lines of their batch and village."""
    sheets = asked.within(SignatureSheet.unguarded.filter(batch__state__in=OVER)).order_by()
    paid = Payout.unguarded.filter(state=LineState.PAID, batch__state__in=OVER).order_by()
    counts = {
        (batch, village): count
        for batch, village, count in paid.values("batch", "village")
        .annotate(count=Count("pk"))
        .values_list("batch", "village", "count")
    }
    columns = ("village_id", "batch_id", "batch__number", "signed_count", "missing_reason")
    for village, batch, number, signed, reason in sheets.values_list(*columns):
        count = counts.get((batch, village), 0)
        if wrong(signed, count, reason):
            yield village, None, None, f"batch:{batch}", {"number": number, "signed": signed, "paid": count}


@_rule("signaturesheet.signed_count payout.state", audited("12", "33"), owner=CLERK, of_places=True)
def paid_but_not_signed(asked: Asked) -> Iterator[tuple]:
    return _signed(asked, lambda signed, paid, reason: signed < paid and not reason)


@_rule("signaturesheet.signed_count payout.state", audited("12", "33"), owner=CLERK, of_places=True)
def signed_but_not_paid(asked: Asked) -> Iterator[tuple]:
    return _signed(asked, lambda signed, paid, reason: signed > paid)


@_rule("batch.state signaturesheet.batch payout.village", audited("12", "33"), owner=CLERK, of_places=True)
def closed_without_sheet(asked: Asked) -> Iterator[tuple]:
    sheet = SignatureSheet.unguarded.filter(batch=OuterRef("batch"), village=OuterRef("village"))
    rows = _paid(asked).filter(~Exists(sheet), batch__state=BatchState.CLOSED)
    for village, batch, number in rows.values_list("village_id", "batch_id", "batch__number").distinct():
        yield village, None, None, f"batch:{batch}", {"number": number}


@_rule("payout.village_amount villageshare.village villageshare.batch", audited("24"), of_places=True)
def village_without_its_share(asked: Asked) -> Iterator[tuple]:
    """Households were paid with a village's part, and the village's own line is missing."""
    share = VillageShare.unguarded.filter(batch=OuterRef("batch"), village=OuterRef("village"))
    rows = _paid(asked).filter(~Exists(share), village_amount__gt=0)
    for village, batch, number in rows.values_list("village_id", "batch_id", "batch__number").distinct():
        yield village, None, None, f"batch:{batch}", {"number": number}


quality.open_at("payout", "dividends:payout_detail")
quality.open_at("batch", "dividends:batch_detail")
quality.say(
    {
        "paid_to_a_household_off_file": _("Paid on %(paid_on)s, though the household left the file on %(left_on)s."),
        "paid_after_the_share_ended": _("Paid for an instalment after the share ended on %(ended_on)s."),
        "paid_to_an_outsider": _("Paid to %(payee_name)s, who never was a member of the household."),
        "paid_to_the_dead": _("Paid on %(paid_on)s to %(payee_name)s, who had died."),
        "one_card_two_payees": _("Paid on the account ****%(account_last4)s, on which another household was paid too."),
        "paid_twice_in_a_year": _("The instalment was paid twice, here on %(paid_on)s."),
        "paid_another_amount": _("Paid %(amount)s yuan instead of %(household_amount)s yuan."),
        "paid_year_out_of_order": _("The dividend of %(year)s is paid, an earlier one is not."),
        "paid_year_missing": _("The dividend of %(year)s has not been paid three months after it was due."),
        "returned_and_not_paid_again": _(
            "The dividend of %(due_year)s came back from the bank and was not paid again."
        ),
        "paid_but_not_signed": _("Batch %(number)s: %(paid)s households were paid, only %(signed)s signed."),
        "signed_but_not_paid": _("Batch %(number)s: %(signed)s signatures, but only %(paid)s households were paid."),
        "closed_without_sheet": _("Batch %(number)s is closed without the village's signature sheet."),
        "village_without_its_share": _("Batch %(number)s paid households, but the village's part is missing."),
    }
)
