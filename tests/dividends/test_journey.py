"""The main job: one dividend year from covered instalments to a closed batch, with what each step leaves behind."""

import datetime
import uuid
from decimal import Decimal

import pytest

from dividends import lines, services
from dividends.bank_format import BadResultFile, RowFault, read_payments
from dividends.models import BankFile, Batch, Decision, Payout, VillageShare
from dividends.workflow import BatchState, LineState
from tests.dividends.conftest import FIRST, LATER, LISTED, SECOND, Year, results_for
from tests.factories import replace_account, replace_village_account
from yuping.audit.models import AuditEntry
from yuping.audit.services import broken_links
from yuping.core import checks, clock
from yuping.core.errors import BadInput, StaleRecord


def test_a_draft_holds_each_covered_instalment_once_and_the_villages_by_count(year: Year):
    batch = year.draft()

    amounts = Payout.unguarded.filter(batch=batch).values_list("amount", "village_amount")
    assert list(amounts) == [(Decimal("4000.00"), Decimal("1000.00"))] * 3
    shares = VillageShare.unguarded.filter(batch=batch).values_list("village_id", "households", "amount")
    assert set(shares) == {(FIRST, 2, Decimal("2000.00")), (SECOND, 1, Decimal("1000.00"))}
    assert batch.number == "2016-001"


def test_lock_freezes_payees_totals_and_digest(year: Year):
    batch = year.locked()

    payout = Payout.unguarded.filter(batch=batch).first()
    assert (batch.line_count, batch.household_total, batch.village_total) == (
        3,
        Decimal("12000.00"),
        Decimal("3000.00"),
    )
    assert batch.digest == lines.digest(batch)
    assert payout.payee_name == payout.household.head_name
    assert payout.account_number.open().endswith(payout.account_last4)
    assert payout.snapshot["edition"] == "5411"


def test_the_bank_file_equals_the_batch_to_the_fen(year: Year):
    batch = year.issued()

    bank_file = BankFile.unguarded.get(batch=batch)
    payments = read_payments(bytes(bank_file.content))
    assert sum(payment.amount for payment in payments) == bank_file.total == batch.total == Decimal("15000.00")
    assert len(payments) == 5


def test_due_received_paid_and_signed_agree_at_the_end(year: Year):
    batch = year.settled()
    for clerk, code in ((year.cast.clerk, FIRST), (year.cast.clerk2, SECOND)):
        paid = Payout.unguarded.filter(batch=batch, village=code, state=LineState.PAID)
        services.hand_in_sheet(
            actor=clerk,
            batch_id=batch.pk,
            village_code=code,
            handed_in_on=datetime.date(2016, 11, 30),
            signed_count=paid.count(),
            signed_amount=sum(line.amount for line in paid),
        )

    closed = services.close_batch(actor=year.cast.office, batch_id=batch.pk)

    assert closed.state == "closed"
    assert sum(sheet.signed_amount for sheet in closed.sheets.all()) == closed.household_total
    assert set(Payout.unguarded.values_list("state", flat=True)) == {LineState.PAID}
    assert set(VillageShare.unguarded.values_list("state", flat=True)) == {LineState.PAID}


def test_every_step_leaves_one_decision_and_one_audit_entry(year: Year):
    batch = year.settled()

    moves = list(Decision.unguarded.filter(batch=batch).values_list("move", flat=True))
    assert moves == ["lock", "publish", "publish", "confirm", "approve", "issue", "load", "settle"]
    recorded = AuditEntry.objects.filter(
        object_type="dividends.Batch", object_id=str(batch.pk), verb__startswith="dividends."
    )
    assert recorded.count() == len(moves) + 1
    assert list(broken_links()) == []


def test_a_returned_line_goes_into_a_reissue_batch_without_the_villages_part(year: Year):
    batch = year.settled(returned=("P00001",))
    returned = Payout.unguarded.get(state=LineState.RETURNED)

    again = services.create_reissue_batch(actor=year.cast.company, payout_ids=[returned.pk], key=uuid.uuid4())
    replace_account(returned.household)

    line = Payout.unguarded.get(batch=again)
    assert (line.reissue_of, line.amount, line.village_amount) == (returned, Decimal("4000.00"), Decimal("0.00"))
    assert returned.return_reason == "账户已销户"
    assert services.lock_batch(actor=year.cast.company, batch_id=again.pk).village_total == Decimal("0.00")
    assert batch.number != again.number


def test_a_held_line_is_not_in_the_bank_file_and_its_villages_part_stays(year: Year):
    batch = year.confirmed()
    line = Payout.unguarded.filter(batch=batch, village=FIRST).first()
    hold = services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="户主去世")
    services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    year.approve(Batch.unguarded.get(pk=batch.pk))

    bank_file = services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)

    line.refresh_from_db()
    share = VillageShare.unguarded.get(batch=batch, village=FIRST)
    assert line.state == LineState.HELD
    assert (share.amount, share.payable) == (Decimal("2000.00"), Decimal("1000.00"))
    assert bank_file.total == batch.total - Decimal("5000.00")


def test_a_held_line_is_paid_later_with_its_villages_part(year: Year):
    batch = year.confirmed()
    line = Payout.unguarded.filter(batch=batch, village=FIRST).first()
    hold = services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="账户冻结")
    services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    year.approve(Batch.unguarded.get(pk=batch.pk))
    services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)

    again = services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.uuid4())

    assert Payout.unguarded.get(batch=again).village_amount == Decimal("1000.00")
    assert VillageShare.unguarded.get(batch=again).amount == Decimal("1000.00")


def test_a_notice_hangs_from_the_lock_of_its_list_and_never_from_before(year: Year):
    batch = year.locked()
    early = LISTED - datetime.timedelta(days=1)

    with pytest.raises(BadInput) as refused:
        year.notice(batch, year.cast.clerk, FIRST, from_=early)

    assert (refused.value.code, refused.value.params["field"]) == ("notice_before_list", "starts_on")
    assert year.notice(batch, year.cast.clerk, FIRST, from_=LISTED).starts_on == LISTED


def test_a_returned_village_share_is_noticed_by_its_township_and_paid_again(year: Year):
    batch = year.settled(returned=("V00002",))
    share = VillageShare.unguarded.get(batch=batch, state=LineState.RETURNED)
    company, clerk, other = year.cast.company, year.cast.clerk, year.cast.clerk2
    if not share.village_id.startswith(FIRST[:9]):
        clerk, other = other, clerk
    replace_village_account(share.village)
    again = services.create_reissue_batch(actor=company, payout_ids=[], share_ids=[share.pk], key=uuid.uuid4())
    again = services.lock_batch(actor=company, batch_id=again.pk)

    again = year.noticed_and_confirmed(again, clerk, share.village_id)

    assert Batch.objects.visible_to(clerk).filter(pk=again.pk).exists()
    assert Decision.objects.visible_to(clerk).filter(batch=again).count() == 3
    assert not Batch.objects.visible_to(other).filter(pk=again.pk).exists()
    assert not Decision.objects.visible_to(other).filter(batch=again).exists()
    with clock.fixed(LATER):
        services.issue_batch(actor=year.cast.cashier, batch_id=year.approve(again).pk)
        again = year.load(again)
        services.settle_batch(actor=company, batch_id=again.pk)
    assert VillageShare.unguarded.get(batch=again).state == LineState.PAID
    assert list(checks.run()) == []


def reissued(year: Year, batch: Batch) -> Batch:
    """The household line that the bank returned, in a batch of its own that is issued."""
    returned = Payout.unguarded.get(batch=batch, state=LineState.RETURNED)
    replace_account(returned.household)
    again = services.create_reissue_batch(actor=year.cast.company, payout_ids=[returned.pk], key=uuid.uuid4())
    again = services.lock_batch(actor=year.cast.company, batch_id=again.pk)
    clerk = year.cast.clerk if returned.village_id == FIRST else year.cast.clerk2
    again = year.noticed_and_confirmed(again, clerk, returned.village_id)
    with clock.fixed(LATER):
        services.issue_batch(actor=year.cast.cashier, batch_id=year.approve(again).pk)
    return again


def test_a_result_with_a_bank_reference_of_another_batch_is_refused_when_it_is_loaded(year: Year):
    batch = year.settled(returned=("P00001",))
    used = Payout.unguarded.filter(batch=batch, state=LineState.PAID).values_list("bank_reference", flat=True)[0]
    again = reissued(year, batch)
    content = results_for(again)
    load = {"actor": year.cast.union, "batch_id": again.pk, "name": "results.csv"}

    with clock.fixed(LATER), pytest.raises(BadResultFile) as refused:
        services.load_results(content=content.replace(f"{again.number}-0,".encode(), f"{used},".encode()), **load)

    assert refused.value.params["reasons"] == (RowFault(2, "bank_reference_used"),)
    with clock.fixed(LATER):
        assert services.load_results(content=content, **load).lines.count() == 1


def test_a_step_that_stands_on_a_day_before_the_latest_decision_is_refused(year: Year):
    batch = year.confirmed()

    with clock.fixed(clock.today() - datetime.timedelta(days=1)), pytest.raises(StaleRecord) as refused:
        year.approve(batch)

    assert refused.value.code == "day_has_passed"
    assert year.approve(batch).state == BatchState.APPROVED


def test_the_same_key_leads_to_the_first_batch_only_for_the_same_request(year: Year):
    with clock.fixed(LISTED):
        agreement = year.agreement()
        year.receipt()
    key = uuid.uuid4()
    request = {"actor": year.cast.company, "scheme_code": "5411", "due_year": 2016, "key": key}
    first = services.create_batch(agreement_ids=[agreement.pk], **request)

    assert services.create_batch(agreement_ids=[agreement.pk], **request) == first
    for other in ([agreement.pk + 1], None):
        with pytest.raises(StaleRecord):
            services.create_batch(agreement_ids=other, **request)
    with pytest.raises(StaleRecord):
        services.create_batch(agreement_ids=[agreement.pk], **request | {"actor": year.cast.company2})


def test_the_key_of_one_form_makes_no_batch_of_another_kind(year: Year):
    batch = year.settled(returned=("P00001",))
    line = Payout.unguarded.get(batch=batch, state=LineState.RETURNED)

    with pytest.raises(StaleRecord):
        services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=batch.idempotency_key)
