"""The form of a year asks what that year asks, from that year's lists; photographs stand on the household's page."""

import datetime
from decimal import Decimal

import pytest

from households import services
from households.forms.members import MemberForm
from households.forms.years import YearForm
from households.models import HouseholdYear, MemberYear
from households.policy import check_year
from households.policy.watching import WATCH
from households.services.checking import lists
from tests.households.conftest import TODAY
from tests.households.factories import make_household, make_member, make_year
from tests.households.forms_of import year_facts
from tests.households.pages import body, official_form, page_of, signed_in, url
from tests.pictures import pdf, png
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.models import Installation

pytestmark = pytest.mark.usefixtures("demo_day")
WATCHED = {"year": 2021, "household_type": "3", "monitored_type": "2", "first_risk": "4", "disaster_kind": "1"}


def codes(form: object, name: str) -> set[str]:
    return {code for code, _label in form.fields[name].choices if code}


@pytest.mark.parametrize(
    ("year", "name", "only_later"),
    [(2016, "road_type", {"5"}), (2019, "road_type", {"5"}), (2016, "main_cause", {"12", "13"})],
)
def test_the_household_form_offers_the_lists_of_its_year(clerk: User, year: int, name: str, only_later: set[str]):
    assert not only_later & codes(YearForm(user=clerk, year=year), name)
    assert only_later <= codes(YearForm(user=clerk, year=2020), name)


@pytest.mark.parametrize(
    ("name", "before", "since", "only_later"),
    [("labour_skill", 2018, 2019, {"5"}), ("relation", 2017, 2018, {"23", "26"})],
)
def test_the_grid_offers_the_lists_of_its_year(clerk: User, name: str, before: int, since: int, only_later: set[str]):
    assert not only_later & codes(MemberForm(user=clerk, year=before), name)
    assert only_later <= codes(MemberForm(user=clerk, year=since), name)


def test_a_stored_relation_of_another_list_can_stay(clerk: User, village: Village):
    brother = make_member(make_household(village), number=9, name="王老二", relation="23")
    brother.refresh_from_db()

    assert "23" in codes(MemberForm(user=clerk, year=2016, row=brother), "relation")


def test_watching_is_asked_from_2021_on(clerk: User):
    assert not set(WATCH) & set(YearForm(user=clerk, year=2020).fields)
    assert set(WATCH) <= set(YearForm(user=clerk, year=2021).fields)
    assert "insurance_payout" in YearForm(user=clerk, year=2021).fields


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"year": 2020}, "watched_before"),
        ({"second_risk": "4"}, "same_risk"),
        ({"third_risk": "1"}, "risks_in_order"),
        ({"disaster_kind": ""}, "disaster_with_its_risk"),
        ({"first_risk": "1"}, "disaster_with_its_risk"),
        ({"second_risk": "99"}, "risk_needs_note"),
        ({"second_risk": "99", "risk_note": "火灾"}, ""),
        ({"household_type": "2"}, "class_of_watched_only"),
        ({"first_risk": "77", "disaster_kind": ""}, "unknown_code"),
        ({"insurance_payout": Decimal("-1")}, "amount_range"),
        ({"not_counted_for_exit": ("farmland",)}, "unknown_code"),
    ],
)
def test_answers_about_watching_fit_together(village: Village, changes: dict[str, object], code: str):
    answers = year_facts(main_cause="", **{**WATCHED, **changes})

    found = {problem.code for problem in check_year(answers, today=datetime.date(2021, 6, 1), lists=lists)}

    assert found == ({f"households.{code}"} if code else set())


def test_a_watched_household_is_entered_kept_and_printed(clerk: User, village: Village):
    household = make_household(village)
    day = datetime.date(2021, 6, 1)
    Installation.objects.update(business_date=day)
    typed = {"population_end": "3", "household_type": "3", "monitored_type": "2", "first_risk": "4"}
    typed |= {"disaster_kind": "1", "risk_removed": "no", "insurance_payout": "3,000", "self_paid_expense": "900.50"}
    typed |= {"wage_income": "9000", "not_counted_for_exit": ["wage_income", "pension_income"]}
    with clock.fixed(day):
        saved = signed_in(clerk).post(url("year_edit", pk=household.pk, year=2021), typed)
        assert saved.status_code == 302
        paper = body(page_of(clerk, "form_print", pk=household.pk))
        years = body(page_of(clerk, "household_years", pk=household.pk))

    record = HouseholdYear.unguarded.get()
    assert (record.first_risk, record.risk_removed, record.insurance_payout) == ("4", False, Decimal("3000.00"))
    assert record.not_counted_for_exit == ["wage_income", "pension_income"]
    # Beside the income, never in it.
    assert record.net_income == Decimal("9000.00")
    for words in ("监测对象类别", "边缘易致贫户", "洪涝", "家庭理赔收入", "合规自付支出"):
        assert words in paper
        assert words in years


def test_the_papers_and_pages_of_2016_say_nothing_of_watching(clerk: User, village: Village):
    household = make_household(village)
    make_year(household)

    for name in ("form_print", "household_years", "year_current"):
        assert "监测对象" not in body(page_of(clerk, name, pk=household.pk))


def test_where_somebody_works_is_kept(clerk: User, village: Village):
    signed_in(clerk).post(url("household_register"), official_form(village, **{"m0-work_place": "广东省东莞市"}))

    assert MemberYear.unguarded.get(member__is_head=True).work_place == "广东省东莞市"


def attach(actor: User, household_id: int, kind: str, data: bytes, day: datetime.date = TODAY) -> object:
    return services.attach_document(
        actor=actor, household_id=household_id, kind=kind, title="照片", data=data, dated_on=day
    )


def test_the_latest_photographs_of_head_and_house_stand_on_the_page(clerk: User, leader: User, village: Village):
    household = make_household(village)
    old = attach(clerk, household.pk, "house_photo", png(40, 30), datetime.date(2015, 5, 1))
    house = attach(clerk, household.pk, "house_photo", png(41, 30))
    head = attach(clerk, household.pk, "head_photo", png(42, 30))

    text = body(page_of(clerk, "household_detail", pk=household.pk))
    seen = {
        name: url("document_download", pk=row.pk) in text
        for name, row in (("old", old), ("house", house), ("head", head))
    }

    assert seen == {"old": False, "house": True, "head": True}
    # Who may not look into the papers meets no picture.
    assert "documents/" not in body(page_of(leader, "household_detail", pk=household.pk))
    assert signed_in(leader).get(url("document_download", pk=head.pk)).status_code == 403


@pytest.mark.parametrize("kind", ["head_photo", "house_photo"])
def test_a_photograph_is_a_picture(clerk: User, village: Village, kind: str):
    with pytest.raises(BadInput, match="picture_needed"):
        attach(clerk, make_household(village).pk, kind, pdf())
