"""What waits for a person in the dividends room: batches whose next step is his, holds, objections, returned lines."""

import datetime
from collections.abc import Iterator

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import stop_list
from dividends.models import (
    Agreement,
    AgreementException,
    Batch,
    Decision,
    Hold,
    Instalment,
    Objection,
    Payout,
)
from dividends.village_papers import HAND_IN, PUBLISH, lacking_notice, lacking_sheet
from dividends.workflow import BATCH, BEFORE_ISSUE
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import Hurts, WorkItem

TITLES = {
    "lock": _("Batches to check and lock"),
    "confirm": _("Batches to confirm"),
    "approve": _("Batches to approve"),
    "issue": _("Batches to issue"),
    "load": _("Batches waiting for the bank's result"),
    "settle": _("Batches to settle"),
    "close": _("Batches to close"),
}


def batches(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """One item for each forward move the person holds, over the batches that stand before it."""
    for name, title in TITLES.items():
        move = BATCH.moves[name]
        if access.may(user, move.permission):
            (state,) = move.sources
            rows = Batch.objects.actionable_by(user, move.permission).filter(state=state)
            url = f"{reverse('dividends:batch_list')}?state={state}"
            yield WorkItem(title, rows.count(), url, _standing(rows), hurts=Hurts.MONEY)


def _standing(rows: QuerySet[Batch]) -> datetime.date | None:
    """Since when the oldest of the batches stands at its step: its last decision, or its making."""
    taken = Decision.unguarded.filter(batch=OuterRef("pk")).order_by("-on").values("on")[:1]
    return (
        rows.order_by().annotate(since=Coalesce(Subquery(taken), "created_on")).aggregate(oldest=Min("since"))["oldest"]
    )


def stopped(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Lines of locked lists that came on the stop list since: for who can hold them back, until the bank file."""
    if access.may(user, "dividends.hold_line"):
        lines = Payout.objects.actionable_by(user, "dividends.hold_line")
        for batch in Batch.objects.visible_to(user).filter(state__in=BEFORE_ISSUE):
            found = [line.line_id for line in stop_list.of_batch(batch) if not line.is_village]
            mine = lines.filter(pk__in=found).count() if found else 0
            title = _("Lines of locked batch %(number)s that are not to be paid now") % {"number": batch.number}
            yield WorkItem(title, mine, f"{batch.get_absolute_url()}#stop-list", late=True, hurts=Hurts.MONEY)


def dues(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Dividends that can go into a batch, and what enterprises owe past its days of grace."""
    for permission, query, title, late in (
        ("dividends.create_batch", "ready", _("Due dividends to put into a batch"), False),
        ("dividends.record_receipt", "late", _("Instalments that enterprises have not paid in time"), True),
    ):
        if access.may(user, permission):
            rows = Instalment.objects.actionable_by(user, permission)
            rows = rows.overdue(today) if late else rows.ready(today)
            oldest = rows.order_by().aggregate(oldest=Min("due_on"))["oldest"]
            url = f"{reverse('dividends:instalment_list')}?{query}=true"
            yield WorkItem(title, rows.count(), url, oldest, late=late)


def village_papers(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Batches for which a village of the person's has no notice yet, and those without its signed sheet."""
    for permission, lacking, paper, title in (
        (PUBLISH, lacking_notice, "notice", _("Batches to publish in the villages")),
        (HAND_IN, lacking_sheet, "sheet", _("Batches with signature sheets to hand in")),
    ):
        if access.may(user, permission):
            rows = Batch.objects.visible_to(user).filter(pk__in={batch for batch, _village in lacking(user)})
            url = f"{reverse('dividends:batch_list')}?lacking={paper}"
            yield WorkItem(title, rows.count(), url, _standing(rows))


def second_looks(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Holds that wait for a second person, objections without an answer, agreements whose funds are to come."""
    if access.may(user, "dividends.confirm_hold"):
        holds = Hold.objects.actionable_by(user, "dividends.confirm_hold")
        rows = holds.filter(confirmed_by__isnull=True).exclude(proposed_by=user).order_by("proposed_on")
        url = f"{reverse('dividends:hold_list')}?waiting=true&others=true"
        yield WorkItem(
            _("Holds to confirm"), rows.count(), url, since=rows.values_list("proposed_on", flat=True).first()
        )
    if access.may(user, "dividends.answer_objection"):
        rows = Objection.objects.actionable_by(user, "dividends.answer_objection").filter(answered_on__isnull=True)
        first = rows.order_by("raised_on").values_list("raised_on", flat=True).first()
        url = f"{reverse('dividends:objection_list')}?waiting=true"
        yield WorkItem(_("Objections to answer"), rows.count(), url, since=first, late=True)
    if access.may(user, "dividends.activate_agreement"):
        rows = Agreement.objects.actionable_by(user, "dividends.activate_agreement").filter(state="signed")
        link = f"{reverse('dividends:agreement_list')}?state=signed"
        first = rows.order_by("signed_on").values_list("signed_on", flat=True).first()
        yield WorkItem(_("Agreements to put in force"), rows.count(), link, since=first)
    if access.may(user, "dividends.create_reissue_batch"):
        rows = Payout.objects.actionable_by(user, "dividends.create_reissue_batch").to_pay_again()
        yield WorkItem(
            _("Returned or held lines to pay again"), rows.count(), reverse("dividends:failed_list"), late=True
        )
    yield from _returned(user)
    if access.may(user, "dividends.confirm_new_agreement_exception"):
        waiting = AgreementException.objects.filter(confirmed_by__isnull=True).exclude(requested_by=user)
        link, first = reverse("dividends:exception_list"), waiting.order_by("requested_on").first()
        since = first.requested_on if first else None
        yield WorkItem(_("Exceptions for new agreements to confirm"), waiting.count(), link, since=since)


def _returned(user: User) -> Iterator[WorkItem]:
    """Payments that came back and whose households need another account, for who enters it."""
    if access.may(user, "households.propose_payee_account") and access.may(user, "dividends.view_payout"):
        rows = Payout.objects.visible_to(user).account_to_correct()
        first = rows.order_by("batch__settled_on").values_list("batch__settled_on", flat=True).first()
        url = f"{reverse('dividends:failed_list')}?account=same"
        yield WorkItem(
            _("Returned payments: correct the account"), rows.count(), url, first, late=True, hurts=Hurts.MONEY
        )
