"""The dividend year's batches, from the draft to the signed sheets."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from dividends import lines, services
from dividends.models import Agreement, Batch, Hold, Payout, SignatureSheet
from dividends.notice_days import last_day, villages_of
from dividends.workflow import BATCH, BatchState, LineState
from households import services as files
from households.models import PayeeAccount
from yuping.demo.builder.bank import results_file
from yuping.demo.builder.households import household_ids, member_ids
from yuping.demo.builder.people import clerks, person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.dividends import REGULAR, BatchPlan, HoldPlan, ReturnedLinePlan

WHY = "the builder asks whether a step's result stands"
FORM = uuid.UUID("54115411-0000-4000-8000-000000000000")
ORDER = list(BatchState)
NOTICE_PLACE, PHOTO = "村委会公示栏", Path(__file__).with_name("notice.png")


def steps(plan: CountyPlan) -> Iterable[Step]:
    """The moves of every batch, the lines held in between, and the accounts put right before lines are paid again."""
    for row in plan.money.batches:
        yield from _moves(plan, row)
    for hold in plan.money.holds:
        stands = Hold.objects.all_areas(reason=WHY).filter(payout__household__number=hold.household).exists
        yield Step(hold.held_on, _("lines held"), stands, _hold(hold))
    for line in (*plan.money.returned, *plan.money.holds):
        yield _correction(plan, line)


def form_key(row: BatchPlan) -> uuid.UUID:
    """The key of the form with which a batch of the plan is made."""
    return uuid.uuid5(FORM, row.key)


def _batch(row: BatchPlan) -> Batch:
    return Batch.objects.all_areas(reason=WHY).get(idempotency_key=form_key(row))


def _reached(row: BatchPlan, state: str) -> Callable[[], bool]:
    """Whether the batch is in that state or one after it."""
    later = [known for known in ORDER[ORDER.index(state) :] if known != BatchState.CANCELLED]
    return Batch.objects.all_areas(reason=WHY).filter(idempotency_key=form_key(row), state__in=later).exists


def _moves(plan: CountyPlan, row: BatchPlan) -> Iterable[Step]:
    """One step for each move, by whoever holds it."""

    def move(day: date, title: str, state: str, act: Callable[[BatchPlan], object]) -> Step:
        return Step(day, title, _reached(row, state), lambda: act(row))

    yield move(row.prepared_on, _("batches prepared"), BatchState.DRAFT, _create)
    yield move(row.locked_on, _("batches locked"), BatchState.LOCKED, _lock)
    yield move(row.published_on, _("batches put on notice"), BatchState.ON_NOTICE, _publish)
    yield move(row.confirmed_on, _("batches confirmed"), BatchState.CONFIRMED, _confirm)
    yield move(row.approved_on, _("batches approved"), BatchState.APPROVED, _approve)
    yield move(row.issued_on, _("batches issued to the bank"), BatchState.ISSUED, _issue)
    yield move(
        row.results_on, _("batches with their bank results"), BatchState.RESULTS_LOADED, lambda row: _load(plan, row)
    )
    yield move(row.settled_on, _("batches settled"), BatchState.SETTLED, _settle)
    yield Step(row.sheets_on, _("batches with signed sheets"), lambda: _sheets_stand(row), lambda: _hand_in(row))
    yield move(row.closed_on, _("batches closed"), BatchState.CLOSED, _close)


def _create(row: BatchPlan) -> None:
    actor = person("company1")
    if row.kind == REGULAR:
        ids = Agreement.objects.all_areas(reason=WHY).filter(number__in=row.agreements).values_list("pk", flat=True)
        services.create_batch(
            actor=actor, scheme_code="5411", due_year=row.due_year, key=form_key(row), agreement_ids=list(ids)
        )
        return
    unpaid = Payout.objects.all_areas(reason=WHY).filter(household__number__in=row.households)
    services.create_reissue_batch(
        actor=actor, payout_ids=list(unpaid.to_pay_again().values_list("pk", flat=True)), key=form_key(row)
    )


def _lock(row: BatchPlan) -> None:
    services.lock_batch(actor=person("company1"), batch_id=_batch(row).pk)


def _publish(row: BatchPlan) -> None:
    """The clerk of each township puts the lists up on one day."""
    batch = _batch(row)
    photo = PHOTO.read_bytes()
    for code in sorted(villages_of(batch)):
        services.publish_notice(
            actor=clerks(code[:9])[0],
            batch_id=batch.pk,
            village_code=code,
            place=NOTICE_PLACE,
            starts_on=row.published_on,
            ends_on=last_day(row.published_on, batch.notice_workdays),
            photo=photo,
        )


def _confirm(row: BatchPlan) -> None:
    services.confirm_batch(actor=person("poverty1"), batch_id=_batch(row).pk)


def _approve(row: BatchPlan) -> None:
    """As many approvers as the batch's total asks for."""
    for username in ("finance1", "finance2"):
        batch = _batch(row)
        if batch.state == BATCH.moves["approve"].target:
            return
        digest = lines.payable(batch)[1]
        services.approve_batch(actor=person(username), batch_id=batch.pk, digest=digest)


def _issue(row: BatchPlan) -> None:
    services.issue_batch(actor=person("cashier1"), batch_id=_batch(row).pk)


def _load(plan: CountyPlan, row: BatchPlan) -> None:
    batch = _batch(row)
    returned = {line.household: line.reason for line in plan.money.returned if line.batch == row.key}
    content = results_file(batch, returned=returned, paid_on=row.results_on)
    services.load_results(
        actor=person("union1"), batch_id=batch.pk, name=f"{batch.number}-results.csv", content=content
    )


def _settle(row: BatchPlan) -> None:
    services.settle_batch(actor=person("company1"), batch_id=_batch(row).pk)


def _paid(row: BatchPlan) -> dict[str, list]:
    paid = Payout.objects.all_areas(reason=WHY).filter(batch=_batch(row), state=LineState.PAID)
    found: dict[str, list] = {}
    for village, amount in paid.values_list("village_id", "amount"):
        found.setdefault(village, []).append(amount)
    return dict(sorted(found.items()))


def _sheets_stand(row: BatchPlan) -> bool:
    return SignatureSheet.objects.all_areas(reason=WHY).filter(batch__idempotency_key=form_key(row)).exists()


def _hand_in(row: BatchPlan) -> None:
    batch = _batch(row)
    for code, amounts in _paid(row).items():
        services.hand_in_sheet(
            actor=clerks(code[:9])[0],
            batch_id=batch.pk,
            village_code=code,
            handed_in_on=row.sheets_on,
            signed_count=len(amounts),
            signed_amount=sum(amounts),
        )


def _close(row: BatchPlan) -> None:
    services.close_batch(actor=person("poverty1"), batch_id=_batch(row).pk)


def _hold(hold: HoldPlan) -> Callable[[], None]:
    """One clerk of the township asks for it, the other confirms."""

    def act() -> None:
        payout = Payout.objects.all_areas(reason=WHY).get(household__number=hold.household)
        first, second = clerks(payout.village_id[:9])
        held = services.hold_line(actor=first, payout_id=payout.pk, reason=hold.reason)
        services.confirm_hold(actor=second, hold_id=held.pk)

    return act


def _correction(plan: CountyPlan, line: ReturnedLinePlan | HoldPlan) -> Step:
    """A new account, entered by one clerk and confirmed by the other, before the reissue batch is locked."""
    household = next(row for row in plan.households if row.number == line.household)
    account = line.corrected

    def correct() -> None:
        holder = household.member(account.holder)
        first, second = clerks(household.village[:9])
        proposed = files.propose_payee_account(
            actor=first,
            household_id=household_ids([household.number])[household.number],
            member_id=member_ids([household.number])[household.number, holder.name, holder.birth_date],
            bank_name=account.bank,
            kind=account.kind,
            number=account.number,
        )
        files.confirm_payee_account(actor=second, account_id=proposed.pk)

    known = PayeeAccount.objects.all_areas(reason=WHY).filter(
        household__number=household.number, last4=account.number[-4:]
    )
    return Step(account.verified_on, _("payee accounts corrected"), known.exists, correct)
