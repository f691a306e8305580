"""Produce sold with help: recorded, corrected by a line of its own, withdrawn with a reason, counted by year."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from households import figures, services
from households.ledgers import support
from households.models import Household, HouseholdYear, Sale, SaleState
from households.services import SaleRow
from tests.households.casework.conftest import NOV, body, url
from tests.households.conftest import TODAY
from tests.people import browser
from yuping.accounts.access import Scope
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow

D = Decimal
TYPED = {
    "date": "2016-11-20",
    "product": "11",
    "product_name": "土鸡蛋",
    "quantity": "120",
    "unit": "05",
    "amount": "180.50",
    "channel": "01",
    "buyer": "玉屏特产网店",
}


def row(household: Household, **changes: object) -> SaleRow:
    said = {
        "date": NOV,
        "product": "10",
        "product_name": "土鸡",
        "quantity": D(3),
        "unit": "03",
        "channel": "03",
        "buyer": "县教育局",
        "amount": D("360.00"),
    }
    return SaleRow(household_id=household.pk, **(said | changes))


@pytest.fixture
def sale(clerk: User, household: Household) -> Sale:
    return services.record_sale(actor=clerk, row=row(household))


def test_a_village_cadre_records_a_sale_and_the_tab_sums_it_beside_the_income_stated(
    cadre_user: User, household: Household, sale: Sale
) -> None:
    HouseholdYear.unguarded.create(
        household=household, village_id=household.village_id, year=2017, population_end=2, business_income=D("7000.00")
    )
    client = browser(cadre_user)

    assert client.post(url("sale_record", pk=household.pk), TYPED).status_code == 302

    page = body(client, url("household_sales", pk=household.pk))
    for words in ("土鸡蛋", "电商平台", "180.50", "540.50", "7,000.00"):
        assert words in page


def test_a_double_click_records_one_sale(clerk: User, household: Household) -> None:
    client, address = browser(clerk), url("sale_record", pk=household.pk)

    assert [client.post(address, TYPED).status_code for _time in range(2)] == [302, 422]
    assert Sale.unguarded.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date": "2016-12-25"}, "date"),
        ({"date": "2012-12-31"}, "date"),
        ({"product": "77"}, "product"),
        ({"quantity": "0"}, "quantity"),
        ({"unit": ""}, "unit"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"channel": ""}, "channel"),
        ({"buyer": " "}, "buyer"),
        ({"product_name": ""}, "product_name"),
    ],
)
def test_a_mistake_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    answer = browser(clerk).post(url("sale_record", pk=household.pk), TYPED | change)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Sale.unguarded.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": D(0)}, "amount"),
        ({"quantity": D("-1")}, "quantity"),
        ({"unit": "88"}, "unit"),
        ({"buyer": ""}, "buyer"),
    ],
)
def test_the_verb_refuses_what_no_form_has_checked(
    clerk: User, household: Household, change: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        services.record_sale(actor=clerk, row=row(household, **change))

    assert refused.value.params["field"] == field


def test_a_corrected_sale_is_a_line_of_its_own_and_the_wrong_one_stays_readable(
    clerk: User, household: Household, sale: Sale
) -> None:
    client, address = browser(clerk), url("sale_correct", pk=sale.pk)

    assert client.post(address, TYPED).status_code == 422
    assert client.post(address, TYPED | {"reason": "金额记错"}).status_code == 302

    sale.refresh_from_db()
    right = Sale.unguarded.get(replaces=sale)
    assert (right.amount, sale.amount, sale.state) == (D("180.50"), D("360.00"), SaleState.CORRECTED)
    assert "金额记错" in body(client, url("sale_detail", pk=sale.pk))
    assert url("sale_detail", pk=sale.pk) in body(client, url("sale_detail", pk=right.pk))
    assert AuditEntry.objects.filter(verb="households.correct_sale", reason="金额记错").exists()
    assert "金额记错" in body(client, url("household_history", pk=household.pk))


def test_a_withdrawn_sale_counts_no_more_and_is_not_withdrawn_twice(clerk: User, household: Household) -> None:
    sale = services.record_sale(actor=clerk, row=row(household))
    client, address = browser(clerk), url("sale_withdraw", pk=sale.pk)

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "买方退货"}).status_code == 302

    assert "买方退货" in body(client, url("sale_detail", pk=sale.pk))
    assert list(figures.sales_of_year(Scope(frozenset({"520622"})), TODAY)) == []
    with pytest.raises(NotAllowedNow):
        services.withdraw_sale(actor=clerk, sale_id=sale.pk, reason="再次")
    with pytest.raises(NotAllowedNow):
        services.correct_sale(actor=clerk, sale_id=sale.pk, row=row(household), reason="再次")
    assert services.record_sale(actor=clerk, row=row(household)).pk != sale.pk


def test_the_line_of_one_household_is_not_corrected_into_another(
    clerk: User, household: Household, sale: Sale, several: list[str]
) -> None:
    other = Household.unguarded.get(pk=several[1])

    with pytest.raises(BadInput):
        services.correct_sale(actor=clerk, sale_id=sale.pk, row=row(other), reason="记错户")


@pytest.mark.parametrize(
    "change", [{"amount": D(1)}, {"date": datetime.date(2016, 1, 1)}, {"buyer": "别人"}, {"withdrawn_on": NOV}]
)
def test_the_database_keeps_what_was_sold(sale: Sale, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Sale.unguarded.filter(pk=sale.pk).update(**change)


def test_the_database_deletes_no_sale(sale: Sale) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Sale.unguarded.filter(pk=sale.pk).delete()


def test_a_sale_of_another_township_does_not_exist_and_who_only_reads_changes_nothing(
    far_clerk: User, leader: User, household: Household, sale: Sale
) -> None:
    addresses = [url(name, pk=sale.pk) for name in ("sale_detail", "sale_correct", "sale_withdraw")]
    for address in (*addresses, url("sale_record", pk=household.pk), url("household_sales", pk=household.pk)):
        assert browser(far_clerk).get(address).status_code == 404
        assert browser(leader).get(address).status_code == 403
    with pytest.raises(MissingVerb):
        services.withdraw_sale(actor=leader, sale_id=sale.pk, reason="领导")


def test_a_household_that_has_left_sells_no_more_but_a_wrong_line_can_be_withdrawn(
    clerk: User, household: Household, sale: Sale
) -> None:
    Household.unguarded.filter(pk=household.pk).update(state="moved_out", left_on=datetime.date(2016, 11, 10))

    with pytest.raises(NotAllowedNow):
        services.record_sale(actor=clerk, row=row(household, amount=D(1)))
    with pytest.raises(NotAllowedNow):
        services.correct_sale(actor=clerk, sale_id=sale.pk, row=row(household), reason="更正")

    assert services.withdraw_sale(actor=clerk, sale_id=sale.pk, reason="记错户").withdrawn_on


def test_the_list_filters_by_channel_year_and_kind_and_sums_what_counts(
    clerk: User, household: Household, sale: Sale
) -> None:
    services.record_sale(actor=clerk, row=row(household, channel="01", product="04", amount=D("1000.00")))
    gone = services.record_sale(actor=clerk, row=row(household, channel="02", amount=D("99.00")))
    services.withdraw_sale(actor=clerk, sale_id=gone.pk, reason="重复")
    client = browser(clerk)

    assert "1,360.00" in body(client, url("sale_list"))
    for query, shown, hidden in (
        ("?channel=01", "1,000.00", "360.00"),
        ("?product=10&channel=03", "360.00", "1,000.00"),
        ("?state=withdrawn", "99.00", "360.00"),
        ("?q=没有的买家", "没有的买家", "360.00"),
    ):
        page = body(client, url("sale_list") + query)
        assert shown in page
        assert hidden not in page
    assert "360.00" not in body(client, url("sale_list") + "?year=2015")


def test_the_figures_count_the_year_and_what_was_withdrawn_later_counted_until_then(
    clerk: User, household: Household, sale: Sale
) -> None:
    services.record_sale(actor=clerk, row=row(household, channel="01", amount=D("40.00")))
    services.record_sale(actor=clerk, row=row(household, date=datetime.date(2015, 12, 1), amount=D("7.00")))
    county = Scope(frozenset({"520622"}))

    assert sum(row.amount for row in figures.sales_of_year(county, TODAY)) == D("400.00")
    assert sum(row.amount for row in figures.online_sales_of_year(county, TODAY)) == D("40.00")
    assert list(figures.selling_households(county, TODAY)) == [household]
    assert list(figures.selling_households(county, datetime.date(2014, 12, 31))) == []
    services.withdraw_sale(actor=clerk, sale_id=sale.pk, reason="退货")
    sale.refresh_from_db()
    before = sale.withdrawn_on - datetime.timedelta(days=1)
    assert sum(row.amount for row in figures.sales_of_year(county, before)) == D("400.00")
    assert sum(row.amount for row in figures.sales_of_year(county, sale.withdrawn_on)) == D("40.00")


def test_on_a_past_day_a_line_and_its_correction_never_count_together(
    clerk: User, household: Household, sale: Sale
) -> None:
    right = services.correct_sale(actor=clerk, sale_id=sale.pk, row=row(household, amount=D("350.00")), reason="更正")
    county = Scope(frozenset({"520622"}))
    sale.refresh_from_db()

    assert list(figures.sales_of_year(county, sale.withdrawn_on - datetime.timedelta(days=1))) == [sale]
    assert list(figures.sales_of_year(county, sale.withdrawn_on)) == [right]


def test_the_whole_file_names_the_sales_that_count(clerk: User, household: Household, sale: Sale) -> None:
    services.withdraw_sale(
        actor=clerk, sale_id=services.record_sale(actor=clerk, row=row(household, amount=D(5))).pk, reason="重复"
    )

    sold = support(clerk, household)[-1]

    assert [row[-1].text for row in sold.rows] == ["360.00"]
