"""The code over a vouched row: every value counts, and a column nobody has filled does not."""

import datetime

import pytest

from yuping.accounts.models import Posting
from yuping.audit.seals import code_of

DAY = datetime.date(2016, 1, 1)


def posting(**values: object) -> Posting:
    return Posting(pk=1, **{"user_id": 1, "role": "auditor", "area_code": "520622", "valid_from": DAY, **values})


@pytest.mark.parametrize(
    "changed", [{"user_id": 2}, {"area_code": "520623"}, {"valid_to": DAY}, {"role": ""}, {"valid_from": None}]
)
def test_each_value_counts_filled_or_emptied(changed: dict[str, object]) -> None:
    assert code_of(posting(**changed)) != code_of(posting())


def test_a_column_that_is_added_later_and_empty_changes_no_code() -> None:
    assert code_of(posting(valid_to=None)) == code_of(posting())
    assert code_of(posting(area_code="")) == code_of(posting(area_code=None))
