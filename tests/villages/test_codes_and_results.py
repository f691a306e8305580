"""Changing a code list, and recording that a resolution's result was published."""

import datetime

import pytest

from tests.villages.test_collective import resolution
from villages.services import change_code, publish_resolution_result
from yuping.accounts.models import User
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow

PUBLISHED = datetime.date(2016, 6, 1)


def test_a_code_gets_another_label_and_keeps_its_code(office: User) -> None:
    item = change_code(actor=office, set_name="event_kind", version="2016", code="01", label="新生儿出生")

    assert (item.code, item.label) == ("01", "新生儿出生")


def test_two_codes_of_a_list_never_have_one_label(office: User) -> None:
    with pytest.raises(BadInput):
        change_code(actor=office, set_name="event_kind", version="2016", code="01", label="死亡")


def test_a_clerk_changes_no_code(clerk: User) -> None:
    with pytest.raises(MissingVerb):
        change_code(actor=clerk, set_name="event_kind", version="2016", code="01", label="出生了")


def test_the_result_of_a_resolution_is_published_once(clerk: User) -> None:
    paper = resolution(clerk)

    done = publish_resolution_result(actor=clerk, resolution_id=paper.pk, published_on=PUBLISHED)

    assert done.result_published_on == PUBLISHED
    with pytest.raises(NotAllowedNow):
        publish_resolution_result(actor=clerk, resolution_id=paper.pk, published_on=PUBLISHED)


def test_a_result_is_not_published_before_its_resolution(clerk: User) -> None:
    with pytest.raises(BadInput):
        publish_resolution_result(
            actor=clerk, resolution_id=resolution(clerk).pk, published_on=datetime.date(2016, 5, 10)
        )


def test_another_township_publishes_nothing(clerk: User, stranger: User) -> None:
    paper = resolution(clerk)

    with pytest.raises(type(paper).DoesNotExist):
        publish_resolution_result(actor=stranger, resolution_id=paper.pk, published_on=PUBLISHED)
