"""The 27 indicators: entered and reviewed by two people, or computed."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.villages.conftest import OTHER_VILLAGE, SECOND_VILLAGE, TODAY, VILLAGE
from tests.villages.test_collective import income
from villages import indicators
from villages.models import Indicator, IndicatorValue, Village
from villages.services import (
    ValueRow,
    enter_indicator,
    enter_indicators,
    recompute_indicators,
    review_indicator,
    review_indicators,
)
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson


def enter(actor: User, indicator: str = "A02", number: str | None = "1200", **other: object) -> IndicatorValue:
    values = {"year": 2016, "village_code": VILLAGE, "indicator_code": indicator}
    return enter_indicator(actor=actor, number=number and Decimal(number), **values | other)


def test_an_entered_value_counts_once_it_is_reviewed(clerk: User, second_clerk: User) -> None:
    value = enter(clerk)
    assert not IndicatorValue.unguarded.filter(state="reviewed").exists()

    reviewed = review_indicator(actor=second_clerk, value_id=value.pk)

    assert (reviewed.state, reviewed.reviewed_by, reviewed.reviewed_on) == ("reviewed", second_clerk, TODAY)
    assert [entry.verb for entry in AuditEntry.objects.order_by("seq")] == [
        "villages.enter_indicator",
        "villages.review_indicator",
    ]


def test_nobody_reviews_his_own_value(clerk: User) -> None:
    value = enter(clerk)

    with pytest.raises(SamePerson):
        review_indicator(actor=clerk, value_id=value.pk)


def test_many_values_are_entered_and_reviewed_at_once(clerk: User, second_clerk: User) -> None:
    rows = [
        ValueRow(village, code, Decimal("5")) for village in (VILLAGE, SECOND_VILLAGE) for code in ("A01", "A02", "C23")
    ]
    assert enter_indicators(actor=clerk, year=2016, rows=rows) == 6

    review_indicators(actor=second_clerk, value_ids=list(IndicatorValue.unguarded.values_list("pk", flat=True)))

    assert IndicatorValue.unguarded.filter(state="reviewed").count() == 6
    assert AuditEntry.objects.count() == 2


def test_a_changed_value_waits_for_review_again(clerk: User, second_clerk: User) -> None:
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)
    with pytest.raises(BadInput, match="indicator_change_reason"):
        enter(clerk, number="1300")

    value = enter(clerk, number="1300", reason="核实后更正")

    assert (value.state, value.reviewed_by, value.number) == ("entered", None, Decimal("1300"))


def test_the_same_value_again_changes_nothing(clerk: User, second_clerk: User) -> None:
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)

    assert enter_indicators(actor=clerk, year=2016, rows=[ValueRow(VILLAGE, "A02", Decimal("1200"))]) == 0
    assert IndicatorValue.unguarded.get().state == "reviewed"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"indicator": "A03", "number": "5"}, "indicator_not_entered"),
        ({"indicator": "Z99", "number": "5"}, "indicator_not_entered"),
        ({"number": "1.5"}, "indicator_decimals"),
        ({"number": "-1"}, "indicator_out_of_range"),
        ({"number": "NaN"}, "indicator_out_of_range"),
        ({"number": None}, "indicator_number_needed"),
        ({"indicator": "C23", "number": "100.01"}, "indicator_too_large"),
        ({"indicator": "C24", "number": "3"}, "indicator_too_large"),
        ({"indicator": "B17", "number": None, "code": "999"}, "indicator_unknown_code"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(clerk: User, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(PolicyRefused) as error:
        enter(clerk, **wrong)

    assert [reason.code for reason in error.value.params["reasons"]] == [code]


def test_the_leading_industry_is_a_code_with_a_text(clerk: User) -> None:
    value = enter(clerk, "B17", None, code="01", text="油茶")

    assert (value.number, value.code, value.text) == (None, "01", "油茶")


def test_no_values_for_a_year_to_come(clerk: User) -> None:
    with pytest.raises(BadInput, match="indicator_year"):
        enter(clerk, year=2017)


def test_another_township_is_out_of_reach(clerk: User, stranger: User) -> None:
    value = enter(clerk)

    with pytest.raises(Village.DoesNotExist):
        enter(stranger)
    with pytest.raises(IndicatorValue.DoesNotExist):
        review_indicator(actor=stranger, value_id=value.pk)


def test_a_reviewed_value_is_not_reviewed_twice(clerk: User, second_clerk: User) -> None:
    value = enter(clerk)
    review_indicator(actor=second_clerk, value_id=value.pk)

    with pytest.raises(NotAllowedNow, match="indicator_not_waiting"):
        review_indicator(actor=second_clerk, value_id=value.pk)


def values_of(village: str) -> dict[str, Decimal]:
    return dict(IndicatorValue.unguarded.filter(village=village, state="derived").values_list("indicator", "number"))


@pytest.fixture
def other_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sources as a room to the right registers them."""
    monkeypatch.setattr(indicators, "_sources", dict(indicators.sources()))
    for code in ("A05", "B20"):
        indicators._sources.pop(code, None)
    indicators.source("A05")(lambda year, on: {VILLAGE: 30})
    indicators.source("B20")(lambda year, on: {VILLAGE: 31, OTHER_VILLAGE: 4})


@pytest.mark.usefixtures("other_rooms")
def test_derived_values_come_from_rows(clerk: User, second_clerk: User, office: User) -> None:
    income(clerk, "60000")
    income(clerk, "15000.50", category="subsidies")
    income(clerk, "7", date=datetime.date(2015, 12, 31))
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)

    recompute_indicators(actor=office, year=2016)

    found = values_of(VILLAGE)
    assert {code: found[code] for code in ("B13", "B14", "B15", "B20", "A05", "A06")} == {
        "B13": Decimal("7.5001"),
        "B14": Decimal("6.0000"),
        "B15": Decimal("0.0000"),
        "B20": Decimal("31"),
        "A05": Decimal("30"),
        "A06": Decimal("2.5000"),
    }
    assert values_of(OTHER_VILLAGE)["B20"] == 4
    assert "A06" not in values_of(OTHER_VILLAGE)


@pytest.mark.usefixtures("other_rooms")
def test_recomputing_again_changes_nothing(office: User) -> None:
    assert recompute_indicators(actor=office, year=2016) > 0
    assert recompute_indicators(actor=office, year=2016) == 0


def test_only_the_poverty_office_recomputes(clerk: User) -> None:
    with pytest.raises(MissingVerb):
        recompute_indicators(actor=clerk, year=2016)


def test_an_indicator_has_one_source() -> None:
    with pytest.raises(ValueError, match="two sources"):
        indicators.source("B13")(lambda year, on: {})


def test_a_ratio_without_a_whole_is_zero() -> None:
    assert indicators.ratio(Decimal(3), Decimal(0)) == 0


def test_a_village_has_as_many_indicators_as_values_that_stand(clerk: User, second_clerk: User) -> None:
    enter(clerk, "A01", "400")
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)

    village = Village.objects.all_areas(reason="test").with_indicators(2016).get(pk=VILLAGE)

    assert village.indicators == 1


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"number": None}, "number_or_code"),
        ({"code": "1"}, "number_or_code"),
        ({"number": Decimal("-1")}, "villages_indicator_range"),
        ({"state": "reviewed"}, "reviewed_by_somebody"),
        ({"year": 1999}, "villages_indicator_year"),
    ],
)
def test_the_database_refuses_odd_values(clerk: User, values: dict[str, object], constraint: str) -> None:
    fields = {
        "village_id": VILLAGE,
        "indicator": Indicator.objects.get(pk="A01"),
        "year": 2016,
        "number": Decimal(1),
        "entered_by": clerk,
        "entered_on": TODAY,
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        IndicatorValue.unguarded.create(**fields | values)
