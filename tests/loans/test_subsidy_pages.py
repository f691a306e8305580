"""The pages of interest subsidy and of the risk fund: from preparing a quarter to its payment, and what stops it."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from loans.models import Lender, Loan, Repayment, RiskFundMovement, SubsidyLine, SubsidyQuarter
from loans.services.subsidy import prepare_subsidy_quarter
from loans.worklist import subsidies
from tests.loans.conftest import FIFTY, SECOND_QUARTER, TODAY
from tests.people import browser
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.models import Installation

pytestmark = pytest.mark.usefixtures("demo_day")


def url(name: str, *args: object) -> str:
    return reverse(f"loans:{name}", args=args)


def bill(*rows: str, heading: str = "合同号,天数,利息（元）") -> SimpleUploadedFile:
    return SimpleUploadedFile("bill.csv", "\n".join([heading, *rows]).encode())


def compare(person: User, paper: SubsidyQuarter, file: SimpleUploadedFile) -> HttpResponse:
    return browser(person).post(url("quarter_compare", paper.pk), {"file": file})


def as_billed(paper: SubsidyQuarter) -> SimpleUploadedFile:
    lines = SubsidyLine.unguarded.filter(quarter=paper).select_related("loan")
    return bill(*(f"{line.loan.contract_number},{line.days},{line.amount}" for line in lines), "合计,,277.08")


def test_a_quarter_is_prepared_compared_approved_and_paid(
    drawn: Loan, lender: Lender, finance: User, second_finance: User, teller: User, cashier: User
) -> None:
    prepared = browser(finance).post(url("quarter_prepare"), {"lender": lender.pk, "quarter": str(SECOND_QUARTER)})
    paper = SubsidyQuarter.unguarded.get()
    assert prepared.headers["Location"] == paper.get_absolute_url()
    assert compare(teller, paper, as_billed(paper)).status_code == 302
    approver, address = browser(second_finance), url("quarter_approve", paper.pk)
    page = approver.get(address)
    assert "277.08" in page.content.decode()
    digest = page.context["expected_digest"]
    assert approver.post(address, {"expected_digest": digest, "note": ""}).status_code == 302
    payment = {"on": TODAY.isoformat(), "voucher": "财拨2016-07-001"}
    assert browser(cashier).post(url("quarter_pay", paper.pk), payment).status_code == 302

    paper.refresh_from_db()
    assert (paper.state, paper.approved_total) == ("paid", Decimal("277.08"))


def test_a_quarter_with_nothing_left_is_refused_in_words(
    quarter: SubsidyQuarter, lender: Lender, finance: User
) -> None:
    data = {"lender": lender.pk, "quarter": str(SECOND_QUARTER)}
    response = browser(finance).post(url("quarter_prepare"), data)

    assert response.status_code == 422
    assert "2016Q2" in str(response.context["form"].non_field_errors())


def test_what_differs_from_the_bill_stands_on_the_paper_and_stops_it(
    quarter: SubsidyQuarter, drawn: Loan, finance: User, second_finance: User
) -> None:
    compare(finance, quarter, bill(f"{drawn.contract_number},42,277.09", "HT-9,91,600.35"))
    page = browser(second_finance).get(quarter.get_absolute_url())
    assert [line.difference for line in page.context["differing"]] == [Decimal("0.01")]
    assert len(page.context["stopped"]) == 2
    assert "HT-9" in page.content.decode()
    approve = {"expected_digest": page.context["digest"], "note": ""}
    response = browser(second_finance).post(url("quarter_approve", quarter.pk), approve)

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 2


def test_lines_that_changed_since_the_page_was_opened_are_not_approved(
    quarter: SubsidyQuarter, finance: User, second_finance: User
) -> None:
    compare(finance, quarter, as_billed(quarter))
    stale = {"expected_digest": "0" * 64, "note": ""}
    response = browser(second_finance).post(url("quarter_approve", quarter.pk), stale)

    assert response.status_code == 422
    quarter.refresh_from_db()
    assert quarter.state == "prepared"


def test_who_prepared_does_not_approve(quarter: SubsidyQuarter, finance: User) -> None:
    compare(finance, quarter, as_billed(quarter))
    page = browser(finance).get(quarter.get_absolute_url())
    [approve] = [button for button in page.context["buttons"] if button.url == url("quarter_approve", quarter.pk)]
    assert approve.why
    data = {"expected_digest": page.context["digest"], "note": ""}

    assert browser(finance).post(url("quarter_approve", quarter.pk), data).status_code == 422


@pytest.mark.parametrize(
    "file",
    [
        bill("HT-1,42", heading="合同号,天数"),
        bill("HT-1,x,1"),
        bill("HT-1,42,1.234"),
        bill("HT-1,-1,1"),
        SimpleUploadedFile("bill.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("bill.csv", b"\x00\x01"),
    ],
)
def test_a_file_that_is_no_bill_is_said_at_its_field(
    file: SimpleUploadedFile, quarter: SubsidyQuarter, finance: User
) -> None:
    file.seek(0)
    response = compare(finance, quarter, file)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_a_contract_twice_on_the_bill_is_said_at_its_field(quarter: SubsidyQuarter, drawn: Loan, finance: User) -> None:
    row = f"{drawn.contract_number},42,277.08"
    response = compare(finance, quarter, bill(row, row))

    assert list(response.context["form"].errors) == ["file"]


def test_lines_are_taken_out_for_a_reason(quarter: SubsidyQuarter, finance: User) -> None:
    line = SubsidyLine.unguarded.get()
    client, address = browser(finance), url("line_take_out")
    assert "277.08" in client.post(address, {"ids": line.pk}).content.decode()
    assert client.post(address, {"ids": line.pk, "confirmed": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"ids": line.pk, "confirmed": "1", "reason": "与银行核对"}).status_code == 302
    again = client.post(address, {"ids": line.pk, "confirmed": "1", "reason": "再次"})

    assert again.status_code == 422
    line.refresh_from_db()
    assert (line.live, line.taken_out_because) == (False, "与银行核对")


def test_a_paper_is_cancelled_for_a_reason(quarter: SubsidyQuarter, finance: User) -> None:
    client, address = browser(finance), url("quarter_cancel", quarter.pk)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "编制有误"}).status_code == 302

    quarter.refresh_from_db()
    assert quarter.state == "cancelled"


@pytest.mark.parametrize("name", ["quarter_compare", "quarter_approve", "quarter_pay", "quarter_cancel"])
def test_a_step_of_a_paper_needs_its_verb(name: str, quarter: SubsidyQuarter, auditor: User) -> None:
    assert browser(auditor).get(url(name, quarter.pk)).status_code == 403


def test_the_printed_paper_has_its_sum_in_capitals(quarter: SubsidyQuarter, auditor: User) -> None:
    page = browser(auditor).get(url("quarter_print", quarter.pk)).content.decode()

    assert "贰佰柒拾柒元零捌分" in page
    assert page.count("277.08") >= 4


def test_a_county_paper_without_rows_of_the_area_does_not_exist(quarter: SubsidyQuarter) -> None:
    from tests.households.factories import make_user
    from yuping.accounts.roles import Role

    near, far = (make_user(f"leader{area}", Role.LEADERSHIP, area) for area in ("520622102", "520622001"))

    assert browser(near).get(quarter.get_absolute_url()).status_code == 200
    assert browser(far).get(quarter.get_absolute_url()).status_code == 404


def movement(lender: Lender, **values: object) -> dict[str, object]:
    return {
        "date": clock.today().isoformat(),
        "kind": "deposit",
        "amount": "20000000",
        "lender": lender.pk,
        "loan_id": "",
        "document": "县财〔2016〕1号",
        "note": "",
        **values,
    }


def test_the_deposit_is_paid_in_and_its_balance_shown(lender: Lender, finance: User) -> None:
    client = browser(finance)
    assert client.post(url("movement_record"), movement(lender)).status_code == 302

    assert "20,000,000.00" in client.get(url("movement_list")).content.decode()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("loan_id", {"kind": "compensation"}),
        ("loan_id", {"kind": "compensation", "loan_id": "HT-0"}),
        ("amount", {"amount": "x"}),
        ("document", {"document": ""}),
        ("__all__", {"amount": "0"}),
    ],
)
def test_a_wrong_movement_is_said_at_its_field(
    field: str, values: dict[str, str], lender: Lender, finance: User
) -> None:
    response = browser(finance).post(url("movement_record"), movement(lender, **values))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not RiskFundMovement.unguarded.exists()


def test_an_overdue_loan_is_compensated_from_its_page(drawn: Loan, lender: Lender, finance: User) -> None:
    client = browser(finance)
    client.post(url("movement_record"), movement(lender))
    late = drawn.due_on.replace(day=28)
    Installation.objects.update(business_date=late)
    with clock.fixed(late):
        address = f"{url('movement_record')}?loan={drawn.pk}"
        assert address in client.get(drawn.get_absolute_url()).content.decode()
        form = client.get(address).context["form"]
        assert (form.initial["amount"], form.initial["loan_id"]) == ("50000.00", drawn.contract_number)
        data = movement(lender, kind="compensation", amount="50000", loan_id=drawn.contract_number)
        assert client.post(url("movement_record"), data).status_code == 302

    assert Repayment.unguarded.get().principal == FIFTY


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999", "٣"])
def test_an_odd_loan_in_the_address_leaves_the_form_empty(asked: str, lender: Lender, finance: User) -> None:
    page = browser(finance).get(f"{url('movement_record')}?loan={asked}")

    assert page.status_code == 200
    assert "loan_id" not in page.context["form"].initial


def to_prepare(finance: User) -> tuple[int, datetime.date | None]:
    (item,) = [item for item in subsidies(finance, TODAY) if item.url == url("quarter_prepare")]
    return item.count, item.since


def test_every_quarter_that_is_over_waits_until_it_is_prepared(drawn: Loan, lender: Lender, finance: User) -> None:
    assert to_prepare(finance) == (3, datetime.date(2016, 6, 21))

    prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=SECOND_QUARTER)

    assert to_prepare(finance) == (2, datetime.date(2016, 9, 21))
