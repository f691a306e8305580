"""Steps of the people who bring a batch from draft to closed, on the screens they use."""

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

from tests.browser.desk import Desk, Sit
from yuping.core.bankcard import make_card

PHOTO = Path(__file__).resolve().parents[2] / "yuping" / "demo" / "builder" / "notice.png"
AMOUNT = re.compile(r"-?[\d,]+\.\d\d")
CLERKS = ("clerk001a", "clerk002a")
COLLEAGUES = {"clerk001a": "clerk001b", "clerk002a": "clerk002b"}


def prepare(desk: Desk) -> str:
    """The year's batch from all agreements in force; gives its address."""
    desk.menu("分红", "分红批次")
    desk.follow("编制批次")
    desk.choose("方案", "5411")
    desk.fill("分红年度", "2017")
    desk.press("编制")
    return re.sub(r"^https?://[^/]+", "", desk.page.url)


def lock(desk: Desk, batch: str) -> None:
    """Naming the consequence; after it the list is frozen."""
    desk.open(batch)
    desk.follow("锁定")
    assert "冻结" in desk.text()
    desk.press("锁定名单")
    assert "已锁定" in desk.text()


def publish(sit: Sit, batch: str, *, starts: str, ends: str, too_early: str = "") -> None:
    """Each township with a line hangs its villages' lists; a notice that would end too early is refused."""
    for clerk in CLERKS:
        desk = sit(clerk)
        if desk.open(batch) == 404:
            continue
        while desk.page.locator("table.rows").get_by_role("link", name="登记公示").count():
            desk.follow("登记公示", within="table.rows")
            for end in filter(None, (too_early, ends)):
                for label, value in {"地点": "村委会公示栏", "起始日期": starts, "截止日期": end}.items():
                    desk.fill(label, value)
                desk.attach("公示照片", PHOTO)
                desk.press("登记公示")
                assert bool(desk.errors()) == (end == too_early), desk.text()
            desk.open(batch)


def object_and_answer(sit: Sit, batch: str) -> None:
    """An objection is recorded by the township and answered before the poverty office confirms."""
    clerk = sit(CLERKS[0])
    clerk.open(batch)
    clerk.follow("登记异议")
    clerk.fill("提出人", "村民吴某")
    clerk.fill("异议", "名单中一户已经外迁")
    clerk.press("保存")
    clerk.follow("答复异议")
    clerk.fill("答复", "经核实该户仍在村居住，名单无误")
    clerk.press("登记答复")


def hold_first_line(sit: Sit, batch: str) -> None:
    """One clerk asks to hold the first line, his colleague confirms."""
    first, second = sit("clerk001a"), sit("clerk001b")
    first.open(batch)
    first.follow("全部农户明细")
    first.follow("", within="td.key")
    first.follow("暂缓发放")
    first.fill("理由", "户主去世，待确认收款人")
    first.press("申请暂缓")
    second.open(batch)
    second.follow("确认暂缓")
    second.press("确认暂缓")


def confirm_and_approve(sit: Sit, batch: str) -> None:
    """Whoever prepared it may not; the poverty office confirms, finance sees payable sum and held line and approves."""
    office, finance, company = sit("poverty1"), sit("finance1"), sit("company1")
    office.open(batch)
    office.follow("确认")
    office.press("确认公示")
    assert company.open(f"{batch}approve/") == 403
    finance.open(batch)
    finance.follow("审批")
    assert "校验码" in finance.text()
    finance.press("审批")
    assert "审批" in finance.text()


def issue(desk: Desk, batch: str) -> bytes:
    """The cashier writes the bank file once; every download has the same bytes."""
    desk.open(batch)
    desk.follow("出具代发文件")
    desk.press("出具代发文件")
    first, second = desk.download("代发文件"), desk.download("代发文件")
    assert first == second
    return first


def bank_answer(sent: bytes, day: str, *, fails: Collection[int] = ()) -> bytes:
    """The bank's result file: all lines paid but those at the given places."""
    rows = list(csv.reader(io.StringIO(sent.decode("gb18030"), newline="")))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["参考号", "户名", "账号", "金额", "结果", "流水号", "日期", "原因"])
    for number, row in enumerate(rows[1:]):
        fate = ["失败", "", "", "账户已销户"] if number in fails else ["成功", f"B{row[0]}", day, ""]
        writer.writerow([*row[:4], *fate])
    return out.getvalue().encode("gb18030")


def load_and_settle(sit: Sit, batch: str, answer: bytes, folder: Path) -> None:
    """A file with one wrong amount loads nothing at all; the right one loads, and the company settles."""
    bank, company = sit("union1"), sit("company1")
    for name, content in (("wrong", answer.replace(b"4000.00", b"4000.01", 1)), ("right", answer)):
        path = folder / f"{name}.csv"
        path.write_bytes(content)
        bank.open(batch)
        bank.follow("载入代发结果")
        bank.attach("银行代发结果文件", path)
        bank.press("核对并载入")
        assert bool(bank.errors()) == (name == "wrong"), bank.text()
    company.open(batch)
    company.follow("结算")
    company.press("结算批次")


def prepare_reissue(desk: Desk, *, lines: int) -> str:
    """The failed lines stand in a list with their reasons and go into a batch of their own."""
    desk.menu("分红", "退票和暂缓明细")
    assert len(desk.column("状态")) == lines
    assert "账户已销户" in desk.text()
    desk.page.get_by_label("选择本页全部").check()
    desk.press("编制补发批次")
    desk.press("编制补发批次")
    return re.sub(r"^https?://[^/]+", "", desk.page.url)


def correct_accounts(sit: Sit, batch: str) -> int:
    """For each returned line one clerk proposes another account; his colleague compares its number and confirms it."""
    corrected = 0
    for clerk, colleague in COLLEAGUES.items():
        desk, other = sit(clerk), sit(colleague)
        if desk.open(batch) == 404:
            continue
        lines = desk.page.locator("table.rows tr", has_text="退票").locator("td.key a[href*='/payouts/']")
        for address in [line.get_attribute("href") for line in lines.all()]:
            card = make_card(f"622999{corrected:09d}77")
            desk.open(address)
            desk.follow("更正账户")
            accounts = desk.page.url
            desk.follow("申报账户")
            desk.field("卡主").select_option(index=1)
            desk.fill("账号", card)
            desk.fill("开户银行", "玉屏农村信用合作联社")
            desk.press("申报账户")
            assert not desk.errors(), desk.errors()
            other.open(accounts.removeprefix(other.address))
            other.follow("复核账户")
            other.press("查看完整账号，与卡折核对")
            assert card in other.text().replace(" ", "")
            other.press("复核账户")
            corrected += 1
    return corrected


def hand_in_and_close(sit: Sit, batch: str) -> None:
    """The townships hand in what was signed, village by village; the poverty office closes."""
    for clerk in CLERKS:
        desk = sit(clerk)
        if desk.open(batch) == 404:
            continue
        while desk.page.locator("table.rows").get_by_role("link", name="上交").count():
            count, amount = paid_here(desk)
            desk.follow("上交", within="table.rows")
            desk.fill("签收户数", count)
            desk.fill("签收金额（元）", amount)
            desk.press("上交")
            assert not desk.errors(), desk.errors()
            desk.open(batch)
    office = sit("poverty1")
    office.open(batch)
    office.follow("办结")
    office.press("办结批次")
    assert "已办结" in office.text()


def paid_here(desk: Desk) -> tuple[int, int]:
    """Lines and yuan paid in the township's only village of the batch, read off its four-way match."""
    paid = match_of(desk)["农户"]["实发"]
    return int(paid // 4000), int(paid)


def match_of(desk: Desk) -> dict[str, dict[str, float]]:
    """The four-way match of the page: row and column to yuan."""
    found: dict[str, dict[str, float]] = {}
    for row in desk.rows("退票"):
        name, *cells = row.values()
        amounts = dict(zip(list(row)[1:], cells, strict=True))
        found[name] = {head: float(cell.replace(",", "")) for head, cell in amounts.items() if AMOUNT.fullmatch(cell)}
    return found
