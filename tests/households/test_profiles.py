"""Saved column profiles: a township's own headings are learnt once, used at the upload, shared, and forgotten."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from households.models import ColumnProfile, Household, HouseholdYear, ImportRun
from households.services import confirm_import, discard_import, profiles
from tests.households.factories import make_household
from tests.households.layouts_of import xlsx
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.core.errors import BadInput

# Headings that no official layout knows.
OWN = ["档案编码", "统计年份", "几亩田", "家里几口"]
FIELDS = ["number", "year", "farmland", "population_end"]


def own_list(*rows: list[Any], headings: list[str] = OWN) -> SimpleUploadedFile:
    title = ["平溪镇贫困户台账", *[""] * (len(headings) - 1)]
    return SimpleUploadedFile("台账.xlsx", xlsx([title, headings, *rows]))


def offered(page: HttpResponse) -> tuple[str, list[str]]:
    """The signed headings of the second step, and the names of its selects in the order of the list."""
    text = page.content.decode()
    sample = html.unescape(re.search(r'name="sample" value="([^"]+)"', text).group(1))
    return sample, re.findall(r'<select name="(h\d+)"', text)


def learn(user: User, home: Household, fields: list[str], name: str = "本镇台账", **more: str) -> HttpResponse:
    """Both steps of the page: a list with its headings, then a field for each."""
    client, page = browser(user), reverse("households:profile_new")
    first = client.post(page, {"kind": "years", "file": own_list([home.number, 2016, 3, 4])})
    sample, selects = offered(first)
    chosen = dict(zip(selects, fields, strict=True))
    return client.post(page, {"sample": sample, "name": name, **chosen, **more})


@pytest.fixture
def home(village: Village, demo_day: None) -> Household:
    return make_household(village, number=7)


def test_an_own_list_is_read_once_its_headings_are_learnt(clerk: User, home: Household) -> None:
    row = [home.number, 2016, "3.5", 4]
    upload = reverse("households:import_upload")
    refused = browser(clerk).post(upload, {"kind": "years", "file": own_list(row)})
    run = ImportRun.objects.get()
    assert (refused.headers["Location"], run.state) == (run.get_absolute_url(), "received")
    discard_import(actor=clerk, run_id=run.pk)

    assert learn(clerk, home, FIELDS).headers["Location"] == reverse("households:profile_list")
    profile = ColumnProfile.objects.get()
    browser(clerk).post(upload, {"kind": "years", "file": own_list(row), "profile": profile.pk})
    confirm_import(actor=clerk, run_id=ImportRun.objects.get(state="checked").pk)

    record = HouseholdYear.unguarded.get(household=home)
    assert (record.year, str(record.farmland), record.population_end) == (2016, "3.50", 4)


def test_a_heading_left_out_is_not_read(clerk: User, home: Household) -> None:
    learn(clerk, home, ["number", "year", "", "population_end"])

    profile = ColumnProfile.objects.get()
    rows = own_list([home.number, 2016, "3.5", 4])
    browser(clerk).post(reverse("households:import_upload"), {"kind": "years", "file": rows, "profile": profile.pk})
    confirm_import(actor=clerk, run_id=ImportRun.objects.get().pk)

    assert HouseholdYear.unguarded.get(household=home).farmland is None


def test_one_field_for_two_headings_is_refused(clerk: User, home: Household) -> None:
    page = learn(clerk, home, ["number", "year", "year", "population_end"])

    assert page.status_code == 422
    assert not ColumnProfile.objects.exists()


def test_a_name_is_taken_once(clerk: User, home: Household) -> None:
    learn(clerk, home, FIELDS)

    with pytest.raises(BadInput, match="profile_taken"):
        profiles.save_profile(actor=clerk, name="本镇台账", kind="years", headings={"几亩": "farmland"}, shared=False)


def test_one_kept_for_oneself_is_nobody_elses_and_a_shared_one_the_townships(
    clerk: User, second_clerk: User, far_clerk: User, home: Household
) -> None:
    learn(clerk, home, FIELDS, name="自用")
    learn(clerk, home, FIELDS, name="全镇", shared="on")

    names = {user.username: usable(user) for user in (clerk, second_clerk, far_clerk)}

    assert names == {clerk.username: {"自用", "全镇"}, second_clerk.username: {"全镇"}, far_clerk.username: set()}


def usable(user: User) -> set[str]:
    """The profiles that the upload offers."""
    page = browser(user).get(reverse("households:import_upload")).content.decode()
    return {name for name in ("自用", "全镇") if name in page}


def test_a_profile_is_forgotten_by_its_owner_alone(clerk: User, second_clerk: User, home: Household) -> None:
    learn(clerk, home, FIELDS, shared="on")
    page = reverse("households:profile_forget", args=[ColumnProfile.objects.get().pk])

    assert browser(second_clerk).post(page).status_code == 404
    assert ColumnProfile.objects.exists()
    assert browser(clerk).post(page).status_code == 302
    assert not ColumnProfile.objects.exists()


def test_headings_forged_between_the_steps_are_refused(clerk: User, home: Household) -> None:
    page = browser(clerk).post(reverse("households:profile_new"), {"sample": "{}:forged", "name": "x"})

    assert page.headers["Location"] == reverse("households:profile_new")
    assert not ColumnProfile.objects.exists()


def test_a_heading_that_is_not_known_comes_first_with_what_stands_below_it(clerk: User, home: Household) -> None:
    headings = ["户编号", "年度", "年底家庭人口数", "村干部评语"]
    file = own_list([home.number, 2016, 4, "懒"], ["１２３４５６７８", 2015, 4, "好"], headings=headings)

    first = browser(clerk).post(reverse("households:profile_new"), {"kind": "years", "file": file}).content.decode()

    labels = re.findall(r'<label class="form-label" for="id_h[0-9]+">([^<]+)', first)
    assert [label.strip() for label in labels] == ["村干部评语", "户编号", "年度", "年底家庭人口数"]
    assert first.count("未识别") == 1
    assert "懒、好" in first
    # Of long numbers the ends are enough.
    assert home.number not in first
    assert "１２３…７８" in first
