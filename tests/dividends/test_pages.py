"""The pages of the dividend year: they open for whom they should, hold only one's own area, and do the moves."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dividends import lines, services
from dividends.models import Payout
from tests.dividends.conftest import FIRST, LISTED, PHOTO, SECOND, Year, results_for
from tests.factories import COUNTY, make_user
from yuping.accounts.models import User
from yuping.accounts.verbs import name_of
from yuping.core import clock

LISTS = ["enterprise", "agreement", "participation", "instalment", "receipt", "batch", "payout", "villageshare"]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"dividends:{name}", args=args)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_the_company_and_export(year: Year, name: str):
    year.confirmed()
    client = client_of(year.cast.company)

    assert client.get(page(f"{name}_list")).status_code == 200
    workbook = client.get(page(f"{name}_list"), {"export": "xlsx"})
    assert workbook.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", LISTS)
def test_lists_need_somebody_signed_in(year: Year, name: str):
    assert Client().get(page(f"{name}_list")).status_code == 302


@pytest.mark.parametrize("name", ["participation", "instalment", "payout"])
def test_a_township_meets_no_name_of_another_in_lists(year: Year, name: str):
    year.confirmed()
    mine, other = year.households[0], year.households[2]

    html = client_of(year.cast.clerk).get(page(f"{name}_list")).content.decode()

    assert mine.head_name in html
    assert other.head_name not in html


def test_a_township_sees_its_part_of_the_batch_only(year: Year):
    batch = year.confirmed()

    html = client_of(year.cast.clerk).get(page("batch_detail", batch.pk)).content.decode()

    assert "8,000.00" in html
    assert "12,000.00" not in html
    assert "15,000.00" not in html


def test_the_list_counts_the_lines_of_a_draft(year: Year):
    year.draft()

    html = client_of(year.cast.company).get(page("batch_list")).content.decode()

    assert "12,000.00" in html
    assert "3,000.00" in html


def test_another_townships_payout_does_not_exist(year: Year):
    batch = year.confirmed()
    foreign = Payout.unguarded.get(batch=batch, village=SECOND)

    client = client_of(year.cast.clerk)

    assert client.get(page("payout_detail", foreign.pk)).status_code == 404
    assert client.get(page("payout_hold", foreign.pk)).status_code == 404
    assert client.post(page("payout_hold", foreign.pk), {"reason": "x"}).status_code == 404


def test_a_clerk_can_not_open_the_approval(year: Year):
    batch = year.confirmed()

    assert client_of(year.cast.clerk).get(page("batch_approve", batch.pk)).status_code == 403
    assert client_of(year.cast.clerk).post(page("batch_approve", batch.pk)).status_code == 403


def test_the_approval_page_posts_what_it_showed(year: Year):
    batch = year.confirmed()
    client = client_of(year.cast.approver)

    html = client.get(page("batch_approve", batch.pk)).content.decode()
    digest = lines.payable(batch)[1]
    answer = client.post(page("batch_approve", batch.pk), {"expected_digest": digest, "note": "同意"})

    batch.refresh_from_db()
    assert digest in html
    assert answer.status_code == 302
    assert batch.state == "approved"


def test_an_approval_of_something_else_is_refused_in_words(year: Year):
    batch = year.confirmed()

    answer = client_of(year.cast.approver).post(page("batch_approve", batch.pk), {"expected_digest": "0" * 64})

    batch.refresh_from_db()
    assert answer.status_code == 422
    assert batch.state == "confirmed"


def test_whoever_prepared_can_not_approve_even_with_the_verb(year: Year):
    batch = year.confirmed()

    answer = client_of(year.cast.company).post(
        page("batch_approve", batch.pk), {"expected_digest": lines.payable(batch)[1]}
    )

    assert answer.status_code == 403


def test_the_whole_year_is_walked_over_http(year: Year):
    batch = year.draft()
    cast = year.cast
    with clock.fixed(LISTED):
        client_of(cast.company).post(page("batch_lock", batch.pk))
    for clerk, village in ((cast.clerk, FIRST), (cast.clerk2, SECOND)):
        photo = SimpleUploadedFile("a.jpg", PHOTO, content_type="image/jpeg")
        notice = {"village": village, "place": "公示栏", "starts_on": "2016-11-14", "ends_on": "2016-11-24"}
        client_of(clerk).post(page("batch_publish", batch.pk), {**notice, "photo": photo})
    client_of(cast.office).post(page("batch_confirm", batch.pk))
    batch.refresh_from_db()
    client_of(cast.approver).post(page("batch_approve", batch.pk), {"expected_digest": lines.payable(batch)[1]})
    client_of(cast.cashier).post(page("batch_issue", batch.pk))
    first = client_of(cast.cashier).get(page("bank_file", batch.pk)).content
    again = client_of(cast.cashier).get(page("bank_file", batch.pk)).content
    results = SimpleUploadedFile("r.csv", results_for(batch))
    client_of(cast.union).post(page("batch_load", batch.pk), {"file": results})
    client_of(cast.company).post(page("batch_settle", batch.pk))
    for clerk, village, count in ((cast.clerk, FIRST, 2), (cast.clerk2, SECOND, 1)):
        sheet = {"village": village, "handed_in_on": "2016-11-30", "signed_count": count}
        client_of(clerk).post(page("batch_hand_in", batch.pk), {**sheet, "signed_amount": f"{count * 4000}.00"})
    client_of(cast.office).post(page("batch_close", batch.pk))

    batch.refresh_from_db()
    assert batch.state == "closed"
    assert first == again


@pytest.mark.parametrize("name", ["sheet_print", "notice_print"])
def test_printed_lists_never_show_an_account(year: Year, name: str):
    batch = year.settled()
    payout = Payout.unguarded.filter(batch=batch, village=FIRST).first()

    html = client_of(year.cast.clerk).get(page(name, batch.pk)).content.decode()

    assert payout.head_name in html
    assert payout.account_number.open() not in html


def test_forms_show_every_mistake_at_its_field(year: Year):
    year.agreement()

    answer = client_of(year.cast.company).post(page("receipt_add"), {"amount": "-1", "received_on": "2016-12-31"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "id_bank_reference" in html
    assert "id_enterprise" in html


def test_the_auditor_reads_a_payouts_whole_history(year: Year):
    batch = year.settled()
    payout = Payout.unguarded.filter(batch=batch).first()

    html = client_of(make_user(("auditor", COUNTY))).get(page("payout_detail", payout.pk)).content.decode()

    assert payout.agreement.number in html
    assert name_of("dividends.approve_batch") in html
    assert reverse("ledger:entry_detail", args=[1])[:-2] in html
    assert "4,000.00" in html
    assert payout.bank_reference in html


def test_a_township_reads_its_own_sums_on_the_page_of_a_notice(year: Year):
    batch = year.locked()
    answer = client_of(year.cast.clerk).get(page("batch_publish", batch.pk))
    words = answer.content.decode()

    assert answer.context["sums"]["count"] == 2
    assert "10,000.00" in words
    assert "15,000.00" not in words


def test_a_move_from_another_state_says_so_at_once_and_leads_back(year: Year):
    batch = year.locked()
    answer = client_of(year.cast.company).get(page("batch_settle", batch.pk))

    assert len(answer.context["why"]) == 1
    assert "form" not in answer.context
    assert batch.get_absolute_url() in answer.content.decode()


def test_lines_leave_a_draft_together_or_not_at_all(year: Year):
    batch = year.draft()
    first, second, *_rest = batch.payouts.order_by("line_number")
    client = client_of(year.cast.company)
    asked = client.post(page("payouts_remove"), {"ids": [first.pk, second.pk]})
    assert {line.pk for line in asked.context["chosen"]} == {first.pk, second.pk}
    assert client.post(page("payouts_remove"), {"ids": [first.pk], "confirmed": "1", "reason": ""}).status_code == 422
    odd = client.post(page("payouts_remove"), {"ids": [first.pk, 0], "confirmed": "1", "reason": "待核实"})
    assert odd.status_code == 400
    assert batch.payouts.count() == 3

    data = {"ids": [first.pk, second.pk], "confirmed": "1", "reason": "待核实"}
    assert client.post(page("payouts_remove"), data).status_code == 302
    assert batch.payouts.count() == 1


def test_a_hold_that_waits_stands_in_the_list_the_work_list_opens(year: Year):
    batch = year.locked()
    line = batch.payouts.filter(village=FIRST).first()
    services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="户主去世")
    hold = line.holds.get()
    listed = client_of(year.cast.office).get(page("hold_list"), {"waiting": "true", "others": "true"})

    assert [row.pk for row in listed.context["table"].data.data] == [hold.pk]
    assert page("hold_confirm", hold.pk) in listed.content.decode()
    assert page("hold_confirm", hold.pk) in client_of(year.cast.office).get(line.get_absolute_url()).content.decode()
    own = client_of(year.cast.clerk).get(page("hold_confirm", hold.pk))
    assert len(own.context["why"]) == 1


def test_no_address_leads_from_a_kind_and_a_key_past_the_guarded_managers(year: Year):
    batch = year.draft()
    kind = ContentType.objects.get_for_model(batch).pk

    answer = client_of(year.cast.company).get(f"/admin/r/{kind}/{batch.pk}/")

    assert answer.status_code == 404
