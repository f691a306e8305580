"""Numbers as people type them on the pages of the dividends room: with thousands commas, never as 1e3."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from dividends.forms import EnterpriseForm, ReceiptForm, SheetForm
from dividends.models import Receipt
from tests.dividends.conftest import Year
from tests.people import browser


def receipt(year: Year, amount: str) -> dict[str, object]:
    return {
        "enterprise": year.partner.pk,
        "received_on": "2016-11-30",
        "amount": amount,
        "bank_reference": "R-1",
    }


@pytest.mark.parametrize(
    ("typed", "amount"), [("20,000", "20000"), ("8,000.00", "8000"), ("２０，０００．５", "20000.50")]
)
def test_a_receipt_takes_an_amount_as_people_write_it(year: Year, typed: str, amount: str):
    year.agreement()

    client, address = browser(year.cast.company), reverse("dividends:receipt_add")
    seen = client.post(address, receipt(year, typed)).context["seen"]
    client.post(address, {**receipt(year, typed), "seen": seen, "ahead": "on"})

    assert Receipt.unguarded.get().amount == Decimal(amount)


@pytest.mark.parametrize("typed", ["1e3", "0.001e3", "1_000", "+5", "-5", "0", "0.001", "NaN", "٣"])
def test_a_receipt_refuses_what_nobody_writes_on_paper_at_its_field(year: Year, typed: str):
    year.agreement()

    answer = browser(year.cast.company).post(reverse("dividends:receipt_add"), receipt(year, typed))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"amount"}
    assert not Receipt.unguarded.exists()


def test_a_bound_is_named_in_the_countys_words(year: Year):
    with translation.override("zh-hans"):
        form = ReceiptForm({"amount": "0"}, user=year.cast.company)

        assert form.errors["amount"] == ["至少 0.01 元。"]


def test_signatures_and_what_was_signed_for_are_read_alike(year: Year):
    typed = {"signed_count": "1,200", "signed_amount": "8,000.00"}
    form = SheetForm({**typed}, user=year.cast.clerk)
    wrong = SheetForm({"signed_count": "４²", "signed_amount": "8e3"}, user=year.cast.clerk)
    form.is_valid()

    assert {"signed_count", "signed_amount"} <= set(wrong.errors)
    assert (form.cleaned_data["signed_count"], form.cleaned_data["signed_amount"]) == (1200, Decimal(8000))


def test_the_registered_capital_of_a_large_enterprise_is_taken(year: Year):
    form = EnterpriseForm(
        {"registered_capital": "1,256,197,800.00", "capacity_households": "0"}, user=year.cast.company
    )
    form.is_valid()

    assert form.cleaned_data["registered_capital"] == Decimal("1256197800.00")
    assert "capacity_households" in form.errors
