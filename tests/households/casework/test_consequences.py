"""What becomes of loan and dividends stands where it is decided, and where the agreement is looked at."""

import pytest
from django.template import Context, Template

from households.consequences import CONSEQUENCES, TITLES
from households.models import Household
from households.procedures import Kind
from tests.households.adjustments import propose
from tests.households.casework.conftest import body
from tests.households.factories import make_year
from tests.people import browser
from yuping.accounts.models import User


def test_every_row_says_what_becomes_of_loan_dividends_and_account() -> None:
    assert {len(rows) for rows in CONSEQUENCES.values()} == {4}
    assert set(TITLES) <= set(CONSEQUENCES)


@pytest.mark.parametrize(("kind", "words"), [(Kind.EXIT, "继续发放至协议期满"), (Kind.REMOVAL, "予以追回")])
def test_an_adjustment_says_what_follows_from_it(kind: Kind, words: str, clerk: User, household: Household) -> None:
    make_year(household)

    shown = body(browser(clerk), propose(clerk, household, kind).get_absolute_url())

    assert words in shown


def test_an_early_exit_and_a_default_have_their_rows() -> None:
    shown = Template('{% load cases %}{% consequences_of "early_exit" "enterprise_default" "watch" %}').render(
        Context()
    )

    assert "按比例" in shown
    assert "风险保证金" in shown
