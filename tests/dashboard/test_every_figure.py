"""Every registered figure, of whichever room: equal to the list it opens, and to the sum of its townships."""

import datetime

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import resolve, reverse

from tests.dashboard.conftest import DAYS, FIRST
from tests.dividends.conftest import Year
from tests.factories import COUNTY, make_user
from tests.people import browser
from villages.models import Township
from yuping.accounts.access import Scope
from yuping.accounts.pages.figured import list_address
from yuping.core.figures import Figure, Formula, Level, Sheet, all_figures

AREAS = (COUNTY, FIRST[:9], FIRST)
LISTED = [one for one in all_figures() if one.page]
OF_AREAS = [one for one in all_figures() if one.scope is Level.AREA]
ADDING = [one for one in all_figures() if one.adds_up]


def sheet(area: str, on: datetime.date) -> Sheet:
    return Sheet(Scope(frozenset({area})), on)


def opened(client: Client, figure: Figure, area: str, on: datetime.date) -> QuerySet:
    """The rows that the page of the list really shows."""
    page = client.get(list_address(figure, area, on))
    assert page.status_code == 200, figure.key
    assert page.context["table"].paginator.count == page.context["table"].data.data.count()
    return page.context["table"].data.data


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("area", AREAS)
def test_a_figure_equals_the_count_or_sum_of_its_list(county: Year, area: str, on: datetime.date) -> None:
    client, values = browser(make_user(("auditor", COUNTY))), sheet(area, on)
    figures = [one for one in LISTED if area == COUNTY or one.scope is Level.AREA]

    for one in figures:
        shown = opened(client, one, area, on).order_by().values("pk")
        counted = one.rows(Scope(frozenset({COUNTY})), on).filter(pk__in=shown)
        assert one.measure.over(counted) == values.value(one.key), one.key


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_townships_add_up_to_the_county(county: Year, on: datetime.date) -> None:
    whole = sheet(COUNTY, on)
    parts = [sheet(township.pk, on) for township in Township.unguarded.all()]

    for one in ADDING:
        assert sum(part.value(one.key) for part in parts) == whole.value(one.key), one.key


def test_the_small_county_moves_most_figures(county: Year) -> None:
    """Where everything is zero, the tests above would prove nothing."""
    values = sheet(COUNTY, DAYS[1])

    zero = {one.key for one in all_figures() if not values.value(one.key)}
    assert zero <= {
        "villages_at_or_above_50000",
        "villages_at_or_above_100000",
        "village_income",
        "task_forces",
        "indicators_per_village",
        "self_chosen_households",
        "undrawn_households",
        "undrawn_principal",
        "overdue_loans",
        "overdue_principal",
        "overdue_instalments",
        "overdue_amount",
        "subsidy_paid",
        "risk_deposit",
        "risk_deposit_cover",
    }


@pytest.mark.parametrize("one", all_figures(), ids=lambda one: one.key)
def test_a_figure_says_how_it_is_counted(one: Figure) -> None:
    assert str(one.how)


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one.key)
def test_the_list_of_a_figure_shows_the_same_kind_of_row(db: None, one: Figure) -> None:
    page = resolve(reverse(one.page)).func.view_class

    assert one.rows(Scope(frozenset()), DAYS[0]).model is page.model


@pytest.mark.parametrize("one", all_figures(), ids=lambda one: one.key)
def test_a_formula_is_computed_from_figures_that_exist(one: Figure) -> None:
    parts = one.measure.keys if isinstance(one.measure, Formula) else ()

    assert set(parts) <= {figure.key for figure in all_figures()}
