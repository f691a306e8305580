"""The telephone numbers for complaints: set by township and county, borne by the notices put up in villages."""

import pytest
from django.db import ProgrammingError, transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.people import browser
from tests.villages.conftest import COUNTY, OTHER_TOWNSHIP, OTHER_VILLAGE, TOWNSHIP, VILLAGE, Hire
from villages import services
from villages.models import ComplaintPhone, Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb

pytestmark = pytest.mark.usefixtures("demo_day")


@pytest.fixture
def office(hire: Hire) -> User:
    return hire(Role.POVERTY_OFFICE, COUNTY, "office")


def set_phone(actor: User, area: str = TOWNSHIP, phone: str = "0856-3220001") -> ComplaintPhone:
    return services.set_complaint_phone(actor=actor, area_code=area, phone=phone, reason="首次公布")


def printed(*codes: str) -> list[str]:
    """What notices of these villages bear, in one print."""
    template = Template(
        "{% load notices %}{% complaint_phones village as phones %}{% for one in phones %}{{ one }} {% endfor %}"
    )
    request = RequestFactory().get("/")
    villages = Village.unguarded.filter(pk__in=codes).order_by("pk")
    return [template.render(Context({"request": request, "village": village})) for village in villages]


def test_a_notice_bears_the_latest_number_of_the_township_and_that_of_the_county(clerk: User, office: User) -> None:
    set_phone(clerk)
    set_phone(clerk, phone="0856-3220002")
    set_phone(office, area=COUNTY, phone="0856-3229999")

    own, other = printed(VILLAGE, OTHER_VILLAGE)

    assert "0856-3220001" not in own
    assert own.index("0856-3220002") < own.index("0856-3229999")
    assert "0856-3229999" in other
    assert "0856-3220002" not in other


def test_a_print_of_many_villages_asks_for_the_numbers_once(
    clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    set_phone(clerk)

    with django_assert_num_queries(2):
        printed(VILLAGE, OTHER_VILLAGE)


def test_setting_a_number_is_on_record(clerk: User) -> None:
    row = set_phone(clerk)

    entry = AuditEntry.objects.get(verb="villages.set_complaint_phone")
    assert (entry.object_id, entry.area_code, entry.reason) == (str(row.pk), TOWNSHIP, "首次公布")


@pytest.mark.parametrize("area", [OTHER_TOWNSHIP, COUNTY, "", "520622001999"])
def test_a_township_sets_its_own_number_alone(clerk: User, area: str) -> None:
    with pytest.raises(BadInput, match="complaint_phone_area"):
        set_phone(clerk, area=area)


@pytest.mark.parametrize("phone", ["", "监督", "12345", "0856-322-0001-0002-0003", "<b>0856</b>"])
def test_what_is_no_number_is_refused(clerk: User, phone: str) -> None:
    with pytest.raises(BadInput, match="complaint_phone_number"):
        set_phone(clerk, phone=phone)


def test_a_number_needs_a_reason(clerk: User) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        services.set_complaint_phone(actor=clerk, area_code=TOWNSHIP, phone="0856-3220001", reason=" ")


def test_a_village_cadre_sets_no_number(hire: Hire) -> None:
    with pytest.raises(MissingVerb):
        set_phone(hire(Role.VILLAGE_CADRE, VILLAGE))


def test_a_number_that_was_set_stays_on_record(clerk: User) -> None:
    row = set_phone(clerk)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ComplaintPhone.objects.filter(pk=row.pk).update(phone="0856-1111111")


def test_a_number_is_set_on_the_pages(clerk: User) -> None:
    client, address = browser(clerk), reverse("villages:complaint_phone_set")
    data = {"area_code": TOWNSHIP, "phone": "0856-3220001", "reason": "首次公布"}

    assert "尚未设置监督电话" in client.get(reverse("villages:complaint_phone_list")).content.decode()
    assert client.post(address, data | {"phone": "x"}).status_code == 422
    assert client.post(address, data | {"area_code": OTHER_TOWNSHIP}).status_code == 422
    assert client.post(address, data).status_code == 302

    assert "0856-3220001" in client.get(reverse("villages:complaint_phone_list")).content.decode()
