"""What the pages of a batch and of a line say: nothing of other people's papers, and sums that add up."""

import datetime
import uuid
from decimal import Decimal

from dividends import services
from dividends.models import Batch, Payout, SignatureSheet
from dividends.workflow import LineState
from tests.dividends.conftest import FIRST, SECOND, Year
from tests.dividends.test_pages import client_of, page
from tests.factories import COUNTY, make_user, replace_account
from yuping.accounts.models import User


def held(year: Year) -> Payout:
    """A line that two people hold back, its batch confirmed."""
    batch = year.confirmed()
    line = Payout.unguarded.filter(batch=batch, village=FIRST).order_by("pk").first()
    hold = services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="户主去世")
    services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    return line


def settle_with(year: Year, line: Payout) -> None:
    batch = year.approve(Batch.unguarded.get(pk=line.batch_id))
    services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)
    batch.refresh_from_db()
    services.settle_batch(actor=year.cast.company, batch_id=year.load(batch).pk)
    sign(year, batch, FIRST, 1)


def sign(year: Year, batch: Batch, village: str, count: int, missing: str = "") -> SignatureSheet:
    return services.hand_in_sheet(
        actor=year.cast.clerk if village == FIRST else year.cast.clerk2,
        batch_id=batch.pk,
        village_code=village,
        handed_in_on=datetime.date(2016, 11, 30),
        signed_count=count,
        signed_amount=Decimal(4000) * count,
        missing_reason=missing,
    )


def payout_page(user: User, line: Payout) -> dict:
    return client_of(user).get(page("payout_detail", line.pk)).context


def test_who_may_not_open_receipts_still_reads_that_the_money_is_there(year: Year):
    line = Payout.unguarded.filter(batch=year.locked(), village=FIRST).first()

    seen = payout_page(year.cast.clerk, line)

    assert (len(seen["allocations"]), seen["covered"]) == (0, Decimal("5000.00"))
    assert "5,000.00" in client_of(year.cast.clerk).get(page("payout_detail", line.pk)).content.decode()


def test_the_history_of_a_held_line_shows_neither_bank_file_nor_sheet_nor_payment(year: Year):
    line = held(year)
    settle_with(year, line)
    auditor = make_user(("auditor", COUNTY))
    other = Payout.unguarded.get(batch=line.batch_id, village=FIRST, state=LineState.PAID)

    seen, paid = payout_page(auditor, line), payout_page(auditor, other)

    assert (seen["sent"], seen["bank_file"], seen.get("sheet")) == (False, None, None)
    assert not [entry for entry in seen["entries"] if entry.source_type == "dividends.Batch"]
    assert paid["bank_file"] is not None
    assert paid["sheet_lines"] == paid["sheet"].signed_count == 1
    assert [entry for entry in paid["entries"] if entry.source_type == "dividends.Batch"]


def test_what_finance_approves_adds_up_with_a_line_held_back(year: Year):
    line = held(year)

    seen = client_of(year.cast.approver).get(page("batch_approve", line.batch_id)).context

    sums = seen["sums"]
    assert sums["payable"] == sums["payable_households"] + sums["payable_villages"] == Decimal("10000.00")
    assert sums["total"] - sums["held"] == sums["payable"]
    assert [row["held"] for row in seen["match"]] == [Decimal("4000.00"), Decimal("1000.00")]
    villages = {row["village_id"]: (row["count"], row["held"], row["to_households"]) for row in seen["by_village"]}
    assert villages == {FIRST: (1, 1, Decimal("4000.00")), SECOND: (1, 0, Decimal("4000.00"))}
    assert sum(row["to_households"] + row["villages_part"] for row in seen["by_village"]) == sums["payable"]


def test_what_is_held_back_counts_once_after_the_bank_file_too(year: Year):
    line = held(year)
    settle_with(year, line)

    seen = client_of(year.cast.company).get(page("batch_detail", line.batch_id)).context

    assert [row["held"] for row in seen["match"]] == [Decimal("4000.00"), Decimal("1000.00")]
    assert [row["verdict"] for row in seen["match"]] == ["wait", "done"]


def reissue(year: Year) -> Batch:
    year.settled(returned=("P00001",))
    line = Payout.unguarded.get(state=LineState.RETURNED)
    replace_account(line.household)
    return services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.uuid4())


def test_a_reissue_batch_is_read_beside_the_batch_it_pays_again_and_no_year(year: Year):
    again = reissue(year)

    seen = client_of(year.cast.company).get(page("batch_detail", again.pk))

    assert "last_year" not in seen.context
    assert [(row["reissue_of__batch__number"], row["count"]) for row in seen.context["pays_again"]] == [("2016-001", 1)]
    assert "与上年相差" not in seen.content.decode()


def test_a_closed_batch_with_a_reason_for_a_missing_signature_is_not_under_way(year: Year):
    batch = year.settled()
    sign(year, batch, FIRST, 1, "周英菊外出务工")
    before = client_of(year.cast.office).get(page("batch_detail", batch.pk)).context["match"]
    sign(year, batch, SECOND, 1)

    services.close_batch(actor=year.cast.office, batch_id=batch.pk)

    after = client_of(year.cast.office).get(page("batch_detail", batch.pk)).context["match"]
    assert before[0]["verdict"] == "wait"
    assert after[0]["verdict"] == "reason"


def test_an_empty_stop_list_is_named_on_the_draft_and_before_the_lock(year: Year):
    batch = year.draft()
    client = client_of(year.cast.company)

    for name in ("batch_detail", "batch_lock"):
        answer = client.get(page(name, batch.pk))
        assert 'id="stop-list"' in answer.content.decode()
        assert answer.context["stop_list_asked"]


def test_a_draft_names_who_prepared_it_and_no_digest_of_nothing(year: Year):
    batch = year.draft()

    shown = client_of(year.cast.company).get(page("batch_detail", batch.pk)).content.decode()

    assert 'class="digest"' not in shown
    assert shown.count(year.cast.company.full_name) >= 2


def test_a_draft_names_the_households_whose_money_has_not_arrived(year: Year):
    year.agreement()
    year.receipt("12000.00")
    batch = services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())

    seen = client_of(year.cast.company).get(page("batch_detail", batch.pk))

    (row,) = seen.context["left_out"]
    assert (batch.payouts.count(), row["count"], row["short"]) == (2, 1, Decimal("3000.00"))
    assert row["participation__agreement__number"] in seen.content.decode()


def test_a_printed_notice_names_its_days_and_its_village_on_every_page(year: Year):
    batch = year.locked()
    client = client_of(year.cast.clerk)
    before = client.get(page("notice_print", batch.pk)).content.decode()
    year.publish(batch)

    shown = client.get(page("notice_print", batch.pk)).content.decode()

    head = shown[shown.index("<thead>") : shown.index("</thead>")]
    assert str(year.villages[0]) in head
    notice = batch.notices.get(village=FIRST)
    for day in (notice.starts_on, notice.ends_on):
        assert f"{day:%Y-%m-%d}" in shown
        assert f"{day:%Y-%m-%d}" not in before


def test_papers_of_several_villages_bear_no_running_page_number(year: Year):
    batch = year.locked()
    client = client_of(year.cast.company)
    address = page("notice_print", batch.pk)

    assert "paper-many" in client.get(address).content.decode()
    assert "paper-many" not in client.get(f"{address}?village={FIRST}").content.decode()
