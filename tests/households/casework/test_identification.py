"""Identification on the pages, step by step."""

import datetime
import hashlib
from io import BytesIO

import pytest

from households.models import (
    Household,
    Identification,
)
from tests.dividends.conftest import PHOTO
from tests.households.casework.conftest import body, url
from tests.households.factories import id_of
from tests.households.test_casework import apply, move
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User

LEFT = datetime.date(2016, 11, 1)
APPLICATION = {
    "applicant": "杨𠮷祥",
    "id_number": id_of(801),
    "persons": "3",
    "main_cause": "7",
    "applied_on": "2016-10-10",
}


def test_an_application_is_entered_on_the_page(clerk: User, village: Village) -> None:
    browser(clerk).post(url("identification_apply"), APPLICATION | {"village": village.pk})

    found = Identification.unguarded.get()
    assert (found.applicant, found.state) == ("杨𠮷祥", "applied")
    assert id_of(801) not in body(browser(clerk), found.get_absolute_url())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id_number": "520699197005040010"}, "id_number"),
        ({"persons": "0"}, "persons"),
        ({"applied_on": "2016-12-02"}, "applied_on"),
        ({"village": "520622103201"}, "village"),
    ],
)
def test_a_mistake_in_an_application_is_marked_at_its_field(
    clerk: User, village: Village, change: dict[str, str], field: str
) -> None:
    response = browser(clerk).post(url("identification_apply"), APPLICATION | {"village": village.pk} | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def step(actor: User, found: Identification, name: str, day: str, **values: object) -> int:
    paper = {"paper": BytesIO(PHOTO)} if values.pop("photo", name.startswith("publish")) else {}
    data = {"date": day, "late_reason": "补录", **values, **paper}
    return browser(actor).post(url(f"identification_{name}", pk=found.pk), data).status_code


def test_an_application_goes_its_whole_way_on_the_pages(
    clerk: User, second_clerk: User, officer: User, village: Village, household: Household
) -> None:
    found = apply(clerk, village, id_number=id_of(701))
    votes = {"votes_cast": "42", "votes_for": "38"}

    assert step(clerk, found, "review_in_village", "2016-10-10", **votes) == 422
    assert step(clerk, found, "review_in_group", "2016-10-10", **votes) == 302
    assert step(clerk, found, "review_in_village", "2016-10-11", **votes | {"votes_for": "43"}) == 422
    assert step(clerk, found, "review_in_village", "2016-10-11", **votes) == 302
    assert step(clerk, found, "publish_first", "2016-10-12", place="") == 422
    assert step(clerk, found, "publish_first", "2016-10-12", place="村务公开栏", photo=False) == 422
    assert step(clerk, found, "publish_first", "2016-10-12", place="村务公开栏") == 302
    assert step(second_clerk, found, "review_in_township", "2016-10-14") == 422
    assert step(clerk, found, "review_in_township", "2016-10-28") == 422
    assert step(second_clerk, found, "review_in_township", "2016-10-28") == 302
    assert step(clerk, found, "publish_second", "2016-10-31", place="村务公开栏") == 302
    assert step(clerk, found, "compare", "2016-11-20") == 403
    assert step(officer, found, "compare", "2016-11-20") == 302
    assert step(officer, found, "accept", "2016-11-21") == 302
    found.refresh_from_db()
    assert (found.state, found.household) == ("accepted", None)
    assert step(clerk, found, "announce", "2016-11-22") == 302
    assert "38" in body(browser(clerk), found.get_absolute_url())


def test_a_refusal_needs_its_reason_on_the_page(clerk: User, village: Village) -> None:
    found = apply(clerk, village)

    assert step(clerk, found, "refuse", "2016-11-01") == 422
    assert step(clerk, found, "refuse", "2016-11-01", note="有商品房") == 302
    assert step(clerk, found, "review_in_group", "2016-11-02", votes_cast="3", votes_for="2") == 422


def test_a_step_waits_while_the_notice_stands(clerk: User, village: Village) -> None:
    found = apply(clerk, village)
    move(clerk, found, "review_in_group", datetime.date(2016, 11, 23))
    move(clerk, found, "review_in_village", datetime.date(2016, 11, 24))
    move(clerk, found, "publish_first", datetime.date(2016, 11, 25))

    shown = body(browser(clerk), found.get_absolute_url())
    mine = body(browser(clerk), url("identification_list") + "?mine=yes")

    assert url("identification_review_in_township", pk=found.pk) not in shown
    assert "石水生" not in mine


def test_a_refusal_says_what_to_do(clerk: User, officer: User, village: Village, household: Household) -> None:
    found = apply(clerk, village)

    response = browser(clerk).post(
        url("identification_review_in_group", pk=found.pk),
        {"date": "2016-10-09", "votes_cast": "42", "votes_for": "38"},
    )

    assert response.context["form"].errors["date"] == ["上一环节办理日期为 2016-10-10，请填写当日或以后的日期。"]


def test_a_vote_without_majority_names_the_step_that_ends_the_case(clerk: User, village: Village) -> None:
    found = apply(clerk, village)
    typed = {"date": "2016-10-12", "votes_cast": "30", "votes_for": "15"}

    page = browser(clerk).post(url("identification_review_in_group", pk=found.pk), typed)

    assert page.status_code == 422
    assert "请办理“不予纳入”" in page.content.decode()


def test_the_signed_application_is_kept_with_the_application(clerk: User, far_clerk: User, village: Village) -> None:
    typed = APPLICATION | {"village": village.pk, "paper": BytesIO(PHOTO)}
    browser(clerk).post(url("identification_apply"), typed)

    found = Identification.unguarded.get()
    address = url("identification_application", pk=found.pk)
    assert address in body(browser(clerk), found.get_absolute_url())
    assert hashlib.sha256(browser(clerk).get(address).content).hexdigest() == found.paper_sha256
    assert browser(far_clerk).get(address).status_code == 404


def test_another_kind_of_file_is_no_application(clerk: User, village: Village) -> None:
    typed = APPLICATION | {"village": village.pk, "paper": BytesIO(b"MZ no paper")}

    response = browser(clerk).post(url("identification_apply"), typed)

    assert "paper" in response.context["form"].errors
    assert not Identification.unguarded.exists()
