"""The record pages of the villages room: scoped, saved by services, money only to look at."""

import datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.people import browser
from tests.villages.conftest import OTHER_VILLAGE, SECOND_VILLAGE, TODAY, VILLAGE
from tests.villages.test_accounts import NUMBER, propose
from tests.villages.test_collective import income
from tests.villages.test_indicators import enter
from villages.models import IndicatorValue, Village, VillageGroup
from villages.services import VillageRow, recode_village, register_cadre, register_village, review_indicator
from yuping.accounts.models import User
from yuping.accounts.records import ScopedAdmin
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow
from yuping.core.models import CodeItem, Holiday, Installation

OURS = [model for model in admin.site._registry if model._meta.app_label == "villages"]
NEW = VillageRow("520622001299", "新坪村委会", "新坪村", "village", datetime.date(2016, 6, 1))


@pytest.fixture(autouse=True)
def _demo_day(db: None) -> None:
    Installation.objects.create(county_code="520622", county_name="玉屏", is_demo=True, business_date=TODAY)


def url(model: str, act: str, *args: object, app: str = "villages") -> str:
    return reverse(f"admin:{app}_{model}_{act}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_list_opens_for_a_clerk(model: type, clerk: User) -> None:
    assert isinstance(admin.site._registry[model], ScopedAdmin)
    assert browser(clerk).get(url(model._meta.model_name, "changelist")).status_code == 200


def test_the_admin_has_no_sign_in_of_its_own() -> None:
    response = browser().get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("accounts:sign_in"))


def test_a_clerk_sees_no_other_township(clerk: User, stranger: User) -> None:
    entry = income(clerk, text="茶叶专卖收入")
    client = browser(stranger)

    assert "茶叶专卖收入" not in client.get(url("collectiveentry", "changelist")).content.decode()
    assert client.get(url("collectiveentry", "change", entry.pk)).status_code == 302
    assert "茶叶专卖收入" in browser(clerk).get(url("collectiveentry", "change", entry.pk)).content.decode()


@pytest.mark.parametrize("model", ["collectiveentry", "villageaccount", "villageresolution", "taskforce", "cadre"])
def test_money_and_workflow_are_only_looked_at(model: str, office: User, clerk: User) -> None:
    for user in (office, clerk):
        assert browser(user).get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("act", ["change", "delete"])
def test_an_entry_is_not_changed_or_deleted(act: str, clerk: User) -> None:
    entry = income(clerk)

    assert browser(clerk).post(url("collectiveentry", act, entry.pk), {"amount": "1"}).status_code == 403


def test_sealed_values_are_not_shown(clerk: User, office: User) -> None:
    account = propose(clerk)
    cadre = register_cadre(actor=office, name="杨一", unit="街道办", area_code=VILLAGE[:9], phone="13800138000")
    shown = browser(clerk).get(url("villageaccount", "change", account.pk)).content.decode()
    shown += browser(clerk).get(url("cadre", "change", cadre.pk)).content.decode()

    assert NUMBER not in shown
    assert account.number_index not in shown
    assert "13800138000" not in shown


def test_a_village_is_entered_and_changed(office: User) -> None:
    client = browser(office)
    data = {"code": NEW.code, "name": NEW.name, "short_name": NEW.short_name, "kind": "village"}
    client.post(url("village", "add"), data | {"valid_from": "2016-06-01", "counts_in_county": "on", "reason": "新设"})
    village = Village.unguarded.get(pk=NEW.code)

    changed = data | {"short_name": "新坪", "not_counted_because": "开发区", "reason": "划入开发区"}
    client.post(url("village", "change", village.pk), changed)

    village.refresh_from_db()
    assert (village.short_name, village.counts_in_county, village.not_counted_because) == ("新坪", False, "开发区")
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
        "villages.register_village",
        "villages.change_village",
    }


def test_what_the_service_refuses_stands_in_the_form(office: User) -> None:
    data = {"code": "999999001001", "name": "甲", "short_name": "甲", "kind": "village", "reason": "新设"}

    response = browser(office).post(
        url("village", "add"), data | {"valid_from": "2016-06-01", "counts_in_county": "on"}
    )

    assert response.status_code == 200
    assert "code" in response.context["adminform"].form.errors
    assert not Village.unguarded.filter(pk="999999001001").exists()


def test_a_clerk_enters_groups_of_his_villages_alone(clerk: User) -> None:
    client = browser(clerk)
    client.post(url("villagegroup", "add"), {"village": VILLAGE, "name": "一组"})
    client.post(url("villagegroup", "add"), {"village": OTHER_VILLAGE, "name": "一组"})

    assert list(VillageGroup.unguarded.values_list("village", flat=True)) == [VILLAGE]


def test_an_indicator_value_is_entered_and_a_reviewed_one_is_closed(clerk: User, second_clerk: User) -> None:
    client = browser(clerk)
    client.post(url("indicatorvalue", "add"), {"village": VILLAGE, "year": "2016", "indicator": "A01", "number": "400"})
    value = IndicatorValue.unguarded.get()
    assert (value.number, value.entered_by) == (Decimal("400"), clerk)

    client.post(url("indicatorvalue", "change", value.pk), {"number": "401"})
    value.refresh_from_db()
    assert value.number == Decimal("401")

    review_indicator(actor=second_clerk, value_id=value.pk)
    assert client.post(url("indicatorvalue", "change", value.pk), {"number": "500"}).status_code == 403


def test_a_refused_value_keeps_what_was_typed(clerk: User) -> None:
    data = {"village": VILLAGE, "year": "2016", "indicator": "A03", "number": "7"}

    response = browser(clerk).post(url("indicatorvalue", "add"), data)

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert 'value="7"' in response.content.decode()


def test_codes_and_holidays_are_kept_by_the_poverty_office(office: User, clerk: User) -> None:
    client = browser(office)
    data = {"set": "industry", "version": "2016", "code": "77", "label": "中药材加工"}
    client.post(url("codeitem", "add", app="core"), data)
    client.post(url("holiday", "add", app="core"), {"day": "2017-01-03", "name": "调休"})

    assert CodeItem.objects.get(set="industry", code="77").label == "中药材加工"
    assert Holiday.objects.get(pk=datetime.date(2017, 1, 3)).is_workday is False
    assert browser(clerk).get(url("codeitem", "add", app="core")).status_code == 403


def test_a_village_is_registered_in_reach_alone(office: User, clerk: User) -> None:
    assert register_village(actor=office, row=NEW).township_id == "520622001"

    with pytest.raises(BadInput, match="village_code_taken"):
        register_village(actor=office, row=NEW)
    with pytest.raises(MissingVerb):
        register_village(actor=clerk, row=NEW)


def test_a_recode_ends_the_old_village_and_keeps_its_rows(office: User, clerk: User) -> None:
    entry = income(clerk)
    last = datetime.date(2016, 12, 31)

    recode_village(actor=office, old_code=VILLAGE, new_code=SECOND_VILLAGE, last_day=last, reason="并村")

    entry.refresh_from_db()
    assert entry.village_id == VILLAGE
    assert Village.unguarded.get(pk=VILLAGE).successor_id == SECOND_VILLAGE
    with pytest.raises(NotAllowedNow):
        recode_village(actor=office, old_code=SECOND_VILLAGE, new_code=VILLAGE, last_day=last, reason="并村")


def test_a_value_of_another_township_is_not_entered(stranger: User, clerk: User) -> None:
    value = enter(clerk)

    browser(stranger).post(url("indicatorvalue", "change", value.pk), {"number": "1"})

    assert IndicatorValue.unguarded.get().number == value.number


def test_code_lists_are_named_in_words_and_filtered_by_them(office: User) -> None:
    for name, label in (("sex", "男"), ("cause", "因病")):
        CodeItem.objects.update_or_create(set=name, version="1999", code="x", defaults={"label": label})

    page = browser(office).get(url("codeitem", "changelist", app="core"), {"set": "sex", "q": "x"}).content.decode()

    assert '<td class="field-set_label">性别</td>' in page
    assert "因病" not in page
    assert ">致贫原因</a>" in page
