"""The record pages of every room: each model listed and scoped, money only looked at, files entered by the verbs."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from households.models import Household, HouseholdYear, Member, MemberYear, Visit
from households.services import register_household
from tests.households.factories import id_of, make_household, make_member, make_user, make_year
from tests.households.forms_of import household_facts
from tests.people import browser
from villages.models import Village, VillageGroup
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.records import ScopedAdmin, ServiceAdmin
from yuping.accounts.roles import LEVELS, Role
from yuping.core.fields import SealedField
from yuping.core.models import CodeItem

OURS = ("yuping", "villages", "households", "loans", "dividends")
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in OURS and not hasattr(model, "pgh_tracked_model")
]
ENTERED = {"village", "villagegroup", "indicatorvalue", "codeitem", "holiday"} | {
    "household",
    "member",
    "householdyear",
    "memberyear",
    "visit",
}
AREAS = {6: "520622", 9: "520622102", 12: "520622102201"}


def name_of(model: type) -> str:
    return model._meta.model_name


def url(model: type, act: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{name_of(model)}_{act}", args=args)


def everyone() -> list[User]:
    return [make_user(f"u{number}", role, AREAS[max(LEVELS[role])]) for number, role in enumerate(Role)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_listed_by_a_scoped_page(model: type) -> None:
    page = admin.site._registry[model]

    assert isinstance(page, ScopedAdmin)
    assert (name_of(model) in ENTERED) == isinstance(page, ServiceAdmin)
    shown = set(page.list_display) | set(page.list_filter) | set(page.search_fields)
    sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)}
    assert not {name for name in shown if name in sealed or name.endswith("_index") or name == "password"}


def test_every_list_opens_for_who_may_and_for_nobody_else(db: None) -> None:
    people = everyone()
    wrong = []
    for user in people:
        client = browser(user)
        for model in MODELS:
            page = admin.site._registry[model]
            scope = access.scope_of(user, page.permission_to_view())
            expected = 200 if (scope.whole_county if page.county_only else not scope.empty) else 403
            if client.get(url(model, "changelist")).status_code != expected:
                wrong.append((user.username, name_of(model), expected))

    assert wrong == []


def test_every_list_is_open_to_somebody(db: None) -> None:
    people = everyone()

    for model in MODELS:
        page = admin.site._registry[model]
        scopes = [access.scope_of(user, page.permission_to_view()) for user in people]
        assert any(scope.whole_county for scope in scopes), model


def test_nobody_adds_changes_or_deletes_money_and_workflow(db: None) -> None:
    allowed = []
    for user in everyone():
        request = RequestFactory().get("/admin/")
        request.user = user
        for model in MODELS:
            page = admin.site._registry[model]
            may = [page.has_delete_permission(request)]
            if name_of(model) not in ENTERED:
                may += [page.has_add_permission(request), page.has_change_permission(request)]
            allowed += [(user.username, name_of(model))] if any(may) else []

    assert allowed == []


def test_without_a_posting_nothing_opens(stranger: User) -> None:
    client = browser(stranger)

    assert {client.get(url(model, "changelist")).status_code for model in MODELS} == {403}
    for act in ("import", "export"):
        assert client.get(url(Household, act)).status_code == 403
        assert client.post(url(Household, act)).status_code == 403


@pytest.fixture
def files(village: Village, far_village: Village) -> tuple[Household, Household]:
    """A household with member and record in the own township, and one in another."""
    found = []
    for number, (place, name) in enumerate(((village, "王伟"), (far_village, "冉光明")), start=1):
        household = make_household(place, number=number, head_name=name)
        make_member(household, number=number * 2 + 20, name=f"{name}之妻")
        make_year(household)
        found.append(household)
    return found[0], found[1]


def test_another_townships_rows_are_nowhere(clerk: User, files: tuple[Household, Household]) -> None:
    client = browser(clerk)
    theirs = files[1]
    pages = [url(model, "changelist") for model in (Household, Member, HouseholdYear)]
    pages += [f"{page}?q={text}" for page in pages for text in ("冉光明", "ranguangming", theirs.number)]
    pages += [url(Member, "add"), url(Household, "add"), reverse("admin:index")]
    wanted = {"app_label": "households", "model_name": "member", "field_name": "household", "term": "5206"}

    for page in pages:
        shown = client.get(page).content.decode()
        assert "冉光明" not in shown.replace('value="冉光明"', "")
    suggested = client.get(reverse("admin:autocomplete"), wanted)
    assert [one["id"] for one in suggested.json()["results"]] == [str(files[0].pk)]
    for act in ("change", "history", "delete"):
        assert client.get(url(Household, act, theirs.pk)).status_code in (302, 403)
    assert client.post(url(Household, "change", theirs.pk), {"address": "改"}).status_code in (302, 403)


def test_hidden_columns_cant_be_guessed_by_lookups(clerk: User, files: tuple[Household, Household]) -> None:
    client = browser(clerk)

    for lookup in ("phone__startswith=1", "phone_index__startswith=a", "id=1", "merged_into__head_name=x"):
        assert client.get(f"{url(Household, 'changelist')}?{lookup}").status_code == 400
    for lookup in ("id_number__startswith=5", "id_index__regex=(", "household__village__code=1"):
        assert client.get(f"{url(Member, 'changelist')}?{lookup}").status_code == 400


def test_sealed_values_are_not_shown(clerk: User, village: Village) -> None:
    household = register_household(actor=clerk, household=household_facts(village))
    head = household.members.get(is_head=True)
    client = browser(clerk)

    shown = client.get(url(Household, "change", household.pk)).content.decode()
    shown += client.get(url(Member, "change", head.pk)).content.decode()

    assert id_of(101) not in shown
    assert "13800000001" not in shown
    assert head.id_index not in shown
    assert head.id_number.token not in shown


def test_a_reader_sees_labels_and_a_link_to_the_page(leader: User, files: tuple[Household, Household]) -> None:
    record = HouseholdYear.unguarded.filter(household=files[0]).first()
    HouseholdYear.unguarded.filter(pk=record.pk).update(main_cause="1")

    shown = browser(leader).get(url(HouseholdYear, "change", record.pk)).content.decode()

    assert "因病" in shown
    assert files[0].get_absolute_url() in shown
    assert 'name="_save"' not in shown


def test_a_household_is_registered_and_corrected_here(clerk: User, village: Village) -> None:
    group = VillageGroup.objects.create(village=village, name="一组")
    client = browser(clerk)
    data = {"number": "5206000000009", "village": village.pk, "group": group.pk, "head_name": "吴小妹"}
    client.post(url(Household, "add"), data | {"head_id_number": id_of(104), "registered_on": "2014-06-01"})
    household = Household.unguarded.get()
    assert (household.head_name, household.group_id) == ("吴小妹", group.pk)

    client.post(url(Household, "change", household.pk), {"address": "平溪镇", "phone": "13800000009"})

    household.refresh_from_db()
    assert (household.address, household.phone.open(), household.group) == ("平溪镇", "13800000009", None)


def test_what_the_verb_refuses_stands_in_the_form(clerk: User, village: Village, far_village: Village) -> None:
    client = browser(clerk)
    data = {"number": "5206000000009", "village": village.pk, "head_name": "吴小妹", "head_id_number": "123"}

    refused = client.post(url(Household, "add"), data | {"registered_on": "2014-06-01"})
    smuggled = client.post(url(Household, "add"), data | {"village": far_village.pk, "head_id_number": id_of(104)})

    for response in (refused, smuggled):
        assert response.status_code == 200
        assert response.context["adminform"].form.errors
    assert not Household.unguarded.exists()


def test_members_years_and_visits_are_entered_here(clerk: User, files: tuple[Household, Household]) -> None:
    client = browser(clerk)
    home = files[0]
    spouse = Member.unguarded.get(household=home, is_head=False)
    client.post(url(Member, "add"), {"household": home.pk, "name": "王小明", "relation": "03", "id_number": id_of(301)})
    client.post(url(Member, "change", spouse.pk), {"name": "李秀兰", "relation": "02", "birth_date": "1970-05-04"})
    answers = {"member": spouse.pk, "year": 2016, "education": "2", "health": ["2", "4"], "work_months": "3"}
    client.post(url(MemberYear, "add"), answers)
    visit = {"household": home.pk, "date": "2016-11-30", "visitor": "杨一", "theme": "走访", "content": "了解收入"}
    client.post(url(Visit, "add"), visit)

    assert Member.unguarded.get(name="王小明").household == home
    spouse.refresh_from_db()
    assert (spouse.name, bool(spouse.id_number)) == ("李秀兰", True)
    assert MemberYear.unguarded.get(member=spouse).health == ["2", "4"]
    assert Visit.unguarded.get().recorded_by == clerk


def test_a_year_is_corrected_and_its_exit_flag_stays(clerk: User, files: tuple[Household, Household]) -> None:
    record = HouseholdYear.unguarded.get(household=files[0])
    page = browser(clerk).get(url(HouseholdYear, "change", record.pk))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    browser(clerk).post(url(HouseholdYear, "change", record.pk), data | {"wage_income": "4000", "exit_flag": "2"})

    record.refresh_from_db()
    assert (record.wage_income, record.exit_flag) == (Decimal("4000.00"), "1")


def test_import_and_export_lead_to_the_guarded_pages(clerk: User, leader: User) -> None:
    client = browser(clerk)

    assert client.get(url(Household, "import")).headers["Location"] == reverse("households:import_upload")
    assert client.get(url(Household, "export")).headers["Location"] == reverse("households:roster_export")
    assert browser(leader).get(url(Household, "import")).status_code == 403
    assert (
        "/admin/households/household/import/" not in browser(leader).get(url(Household, "changelist")).content.decode()
    )


@pytest.mark.parametrize("model", [Household, Member, HouseholdYear])
def test_more_rows_cost_no_more_queries(
    model: type, clerk: User, village: Village, django_assert_max_num_queries: object
) -> None:
    CodeItem.objects.count()
    for number in range(1, 16):
        make_year(make_household(village, number=number))

    client = browser(clerk)
    client.get(url(model, "changelist"))
    with django_assert_max_num_queries(12):
        client.get(url(model, "changelist"))
