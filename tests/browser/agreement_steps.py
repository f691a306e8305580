"""Steps of the people who bring loans and enterprise together, on the screens they use."""

from tests.browser.desk import Desk, Sit
from yuping.core.creditcode import make_credit_code

ENTERPRISE, AGREEMENT = "演示油茶有限公司", "RG2017-901"
SIGNED, ARRIVED, DUE = "2017-01-16", "2017-02-06", "2017-11-10"


def move_date(sit: Sit, day: str) -> None:
    """A signed-in person of the demo moves the business date on."""
    desk = sit("company1")
    desk.open("/demo-date/")
    desk.fill("新的业务日期", day)
    desk.press("调整日期")
    assert day in desk.page.locator(".top-date").inner_text()


def register_enterprise(desk: Desk) -> None:
    """A mistyped code is marked at its field and nothing typed is lost; the reviewed enterprise may sign."""
    desk.menu("分红", "企业")
    desk.follow("登记企业")
    code = make_credit_code("91", division="520699", body="5411NEW1")
    for label, value in {
        "企业": ENTERPRISE,
        "统一社会信用代码": f"{code[:-1]}{'0' if code[-1] != '0' else '1'}",
        "法定代表人": "杨某",
        "地址": "演示路2号",
        "主营业务": "油茶",
        "可带动户数": "200",
        "开户银行": "玉屏信用联社",
        "账号": "8012345678909",
    }.items():
        desk.fill(label, value)
    desk.press("登记")
    assert "校验" in desk.page.locator(".field-wrong").inner_text()
    assert desk.field("企业").input_value() == ENTERPRISE
    desk.fill("统一社会信用代码", code)
    desk.press("登记")
    desk.follow("登记评审")
    desk.fill("评审日期", "2017-01-13")
    desk.tick("方向符合全县产业", "风险可控", "项目可行", "企业可靠")
    desk.fill("评审意见", "同意合作")
    desk.press("保存")


def sign_agreement(desk: Desk) -> list[str]:
    """Three households with their loans; sum and schedule are looked through before signing. Gives the heads' names."""
    desk.menu("分红", "入股协议")
    desk.follow("签订协议")
    desk.choose("方案", "5411")
    desk.choose("企业", ENTERPRISE)
    for label, value in {"协议编号": AGREEMENT, "签订日期": SIGNED, "首次分红应付日": DUE}.items():
        desk.fill(label, value)
    village = desk.page.locator(".pick-village").first
    village.locator("summary").click()
    chosen = [row.inner_text().split()[0] for row in village.locator(".pick-rows label").all()[:3]]
    for row in village.locator(".pick-rows input").all()[:3]:
        row.check()
    assert desk.page.locator("[data-sum]").inner_text() == "150,000.00"
    desk.press("查看金额和应付计划")
    assert "150,000.00" in desk.text()
    desk.press("登记协议")
    dues = desk.rows("应付日期")
    assert [row["应付日期"] for row in dues] == [DUE, "2018-11-10", "2019-11-10", "2020-01-16"]
    parts = [[row[part] for part in ("发放农户（元）", "拨付村集体（元）", "本金（元）")] for row in dues]
    assert parts == [["12,000.00", "3,000.00", "0.00"]] * 3 + [["0.00", "0.00", "150,000.00"]]
    return chosen


def draw_loans(desk: Desk, heads: list[str]) -> None:
    """The credit union pays the agreement's loans out, all in one go."""
    desk.open("/loans/?state=approved&per_page=100")
    for head in heads:
        desk.page.locator("tr", has=desk.page.get_by_role("link", name=head, exact=True)).first.get_by_role(
            "checkbox"
        ).check()
    desk.press("放款")
    desk.fill("日期", SIGNED)
    desk.press("登记放款")
    assert "3" in desk.text()


def put_in_force(desk: Desk) -> None:
    """The households' money has reached the enterprise."""
    desk.open(f"/dividends/agreements/?q={AGREEMENT}")
    desk.follow(AGREEMENT, within="td.key")
    desk.follow("生效")
    desk.fill("资金到位日期", ARRIVED)
    desk.press("生效")
    assert ARRIVED in desk.text()


def record_receipts(desk: Desk) -> None:
    """Each enterprise pays what it owes for the year; the same bank reference is refused a second time."""
    desk.open("/dividends/agreements/?state=active")
    owed: dict[str, int] = {}
    for name, count in zip(desk.column("企业"), desk.column("户数"), strict=True):
        owed[name] = owed.get(name, 0) + 5000 * int(count.replace(",", ""))
    assert ENTERPRISE in owed
    for number, (name, amount) in enumerate(owed.items()):
        for again in (False, True):
            desk.menu("分红", "到账")
            desk.follow("登记到账")
            desk.choose("企业", name)
            for label, value in {
                "到账日期": "2017-11-20",
                "金额（元）": amount,
                "银行流水号": f"LS2017-{number}",
            }.items():
                desk.fill(label, value)
            desk.press("查看分配明细")
            assert bool(desk.errors()) == again, desk.text()
            if not again:
                desk.press("登记到账")
                assert not desk.errors(), desk.text()
