"""The second dividend year of two villages, from a new agreement to closed batches, by the people whose work it is."""

from pathlib import Path

import pytest

from tests.browser import agreement_steps as agreement
from tests.browser import batch_steps as steps
from tests.browser.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_dividend_year_is_paid_to_the_fen(sit: Sit, tmp_path: Path) -> None:
    """Agreement, receipts, batch, notices, approval, bank, reissue, sheets, close; then the sums agree."""
    _sign_and_receive(sit)
    batch = steps.prepare(sit("company1"))
    steps.lock(sit("company1"), batch)
    steps.publish(sit, batch, starts="2017-11-20", ends="2017-11-30", too_early="2017-11-24")
    steps.object_and_answer(sit, batch)
    steps.hold_first_line(sit, batch)
    agreement.move_date(sit, "2017-12-01")
    steps.confirm_and_approve(sit, batch)
    sent = steps.issue(sit("cashier1"), batch)
    steps.load_and_settle(sit, batch, steps.bank_answer(sent, "2017-12-01", fails={0, 5}), tmp_path)
    again = _pay_again(sit, batch, tmp_path)
    steps.hand_in_and_close(sit, batch)
    steps.hand_in_and_close(sit, again)
    _assert_nothing_is_lost(sit("auditor1"), batch, again)
    _read_the_history_of_a_payout(sit("auditor1"), again)
    _open_figures_into_their_rows(sit("leader1"))


def _sign_and_receive(sit: Sit) -> None:
    """A new agreement in January; in November the enterprises pay."""
    agreement.move_date(sit, agreement.SIGNED)
    agreement.register_enterprise(sit("company1"))
    heads = agreement.sign_agreement(sit("company1"))
    agreement.draw_loans(sit("union1"), heads)
    agreement.move_date(sit, agreement.ARRIVED)
    agreement.put_in_force(sit("company1"))
    agreement.move_date(sit, "2017-11-20")
    agreement.record_receipts(sit("company1"))


def _pay_again(sit: Sit, returned: str, folder: Path) -> str:
    """Two returned lines, to other accounts, and the held one, in a reissue batch that goes the whole way."""
    assert steps.correct_accounts(sit, returned) == 2
    batch = steps.prepare_reissue(sit("company1"), lines=3)
    steps.lock(sit("company1"), batch)
    steps.publish(sit, batch, starts="2017-12-01", ends="2017-12-13")
    agreement.move_date(sit, "2017-12-14")
    steps.confirm_and_approve(sit, batch)
    sent = steps.issue(sit("cashier1"), batch)
    steps.load_and_settle(sit, batch, steps.bank_answer(sent, "2017-12-14"), folder)
    return batch


def _assert_nothing_is_lost(desk: Desk, *batches: str) -> None:
    """Households and villages apart: due = received = paid + returned + held, signed = paid, and all is paid once."""
    totals = {"农户": 0.0, "村庄": 0.0}
    due = {}
    for number, batch in enumerate(batches):
        desk.open(batch)
        for kind, row in steps.match_of(desk).items():
            assert row["应付"] == row["到账"] == row["实发"] + row["退票"] + row["暂缓"], (batch, kind, row)
            totals[kind] += row["实发"]
            due[kind] = row["应付"] if number == 0 else due[kind]
        assert steps.match_of(desk)["农户"]["签收"] == steps.match_of(desk)["农户"]["实发"]
    assert totals == due


def _read_the_history_of_a_payout(desk: Desk, batch: str) -> None:
    """From a line that was paid again to everything it rests on."""
    desk.open(batch)
    desk.follow("全部农户明细")
    desk.follow("", within="td.key")
    for words in ("入股协议", "规则版本", "代发文件", "SHA-256", "签收表", "审批", "办理记录"):
        assert words in desk.text(), words


def _open_figures_into_their_rows(desk: Desk) -> None:
    """Leadership's one page; a figure leads to a list of exactly the rows it counts."""
    desk.menu("看板", "总体情况")
    for title in ("建档立卡户", "参与率", "农户分红已发放", "村集体分红已拨付", "风险保证金"):
        assert title in desk.text(), title
    desk.open("/figures/registered_households/")
    counted = desk.page.locator(".columns-side").inner_text().split()[0]
    desk.follow("查看明细")
    assert f"共 {counted} 条" in desk.text()
