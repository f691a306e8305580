"""Task forces, cadres and responsibilities, entered and changed on their pages."""

import datetime

import pytest

from tests.people import browser
from tests.villages.conftest import TOWNSHIP, VILLAGE
from tests.villages.test_pages import url
from villages.models import (
    Cadre,
    Responsibility,
    TaskForce,
)
from villages.services import (
    register_cadre,
)
from yuping.accounts.models import User
from yuping.core.identity import make_identity, mask_identity

pytestmark = pytest.mark.usefixtures("demo_day")


def test_a_task_force_is_set_up_and_changed_on_the_pages(office: User) -> None:
    first, second = (
        register_cadre(actor=office, name=name, unit="县扶贫办", area_code="520622") for name in ("杨一", "姚二")
    )
    client = browser(office)
    data = {"code": "ZB01", "name": "专班", "villages": [VILLAGE], "founded_on": "2016-03-01", "leader": first.pk}
    client.post(url("taskforce_register"), data)
    force = TaskForce.unguarded.get()

    client.post(url("taskforce_change", pk=force.pk), {"leader": second.pk, "members": [first.pk], "reason": "调整"})

    current = force.members.filter(valid_to__isnull=True).values_list("cadre", "duty")
    assert set(current) == {(second.pk, "leader"), (first.pk, "member")}


def test_a_cadre_is_entered_and_changed_on_the_pages(clerk: User) -> None:
    client = browser(clerk)
    data = {"name": "杨一", "unit": "街道办", "area_code": TOWNSHIP, "phone": "13800138000"}
    client.post(url("cadre_register"), data)
    cadre = Cadre.unguarded.get()

    client.post(url("cadre_edit", pk=cadre.pk), data | {"phone": "", "unit": "扶贫站", "active": "on"})

    cadre.refresh_from_db()
    assert (cadre.unit, cadre.active, cadre.masked_phone) == ("扶贫站", True, "****8000")


PARTICULARS = {
    "sex": "2",
    "political_status": "01",
    "unit_kind": "1",
    "unit_level": "06",
    "rank": "11",
    "team_post": "1",
}


def test_a_helper_is_entered_with_the_particulars_of_the_national_form(clerk: User, leader: User) -> None:
    number = make_identity("520699", datetime.date(1980, 5, 1), 12)
    client = browser(clerk)
    data = {"name": "杨一", "unit": "街道办", "area_code": TOWNSHIP, "phone": "13800138000", "id_number": number}
    assert client.post(url("cadre_register"), data | PARTICULARS).status_code == 302
    cadre = Cadre.unguarded.get()

    page = client.get(cadre.get_absolute_url()).content.decode()

    for words in ("女", "中共党员", "国家机关", "街道", "科员级", "第一书记", mask_identity(number)):
        assert words in page
    assert number not in page
    assert mask_identity(number) not in browser(leader).get(cadre.get_absolute_url()).content.decode()
    assert "杨一" in client.get(url("cadre_list") + "?team_post=1").content.decode()
    assert "杨一" not in client.get(url("cadre_list") + "?team_post=2").content.decode()

    client.post(url("cadre_edit", pk=cadre.pk), data | PARTICULARS | {"phone": "", "id_number": "", "team_post": ""})
    cadre.refresh_from_db()
    assert (cadre.team_post, cadre.masked_identity) == ("", mask_identity(number))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "13900139000"}, "id_number"),
        ({"id_number": ""}, "phone"),
        ({"id_number": make_identity("520699", datetime.date(1981, 5, 1), 11), "phone": ""}, "sex"),
        ({"id_number": "520699", "phone": ""}, "id_number"),
        ({"id_number": "", "phone": "", "team_post": "9"}, "team_post"),
    ],
)
def test_a_number_of_another_cadre_or_a_wrong_one_is_marked_at_its_field(
    clerk: User, change: dict[str, str], field: str
) -> None:
    number = make_identity("520699", datetime.date(1980, 5, 1), 12)
    data = {"name": "杨一", "unit": "街道办", "area_code": TOWNSHIP, "phone": "13800138000", "id_number": number}
    client = browser(clerk)
    client.post(url("cadre_register"), data | PARTICULARS)

    answer = client.post(url("cadre_register"), data | PARTICULARS | change)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Cadre.unguarded.count() == 1


def test_a_responsibility_is_assigned_and_ended_on_the_pages(office: User) -> None:
    cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code="520622")
    client = browser(office)
    data = {"cadre": cadre.pk, "kind": "county_leader", "township": TOWNSHIP, "valid_from": "2016-03-01"}
    client.post(url("responsibility_assign"), data)
    row = Responsibility.unguarded.get()

    client.post(url("responsibility_end", pk=row.pk), {"valid_to": "2016-10-01", "reason": "调离"})

    row.refresh_from_db()
    assert (row.area_code, row.valid_to) == (TOWNSHIP, datetime.date(2016, 10, 1))
