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


def test_a_responsibility_is_assigned_and_ended_on_the_pages(office: User) -> None:
    cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code="520622")
    client = browser(office)
    data = {"cadre": cadre.pk, "kind": "county_leader", "township": TOWNSHIP, "valid_from": "2016-03-01"}
    client.post(url("responsibility_assign"), data)
    row = Responsibility.unguarded.get()

    client.post(url("responsibility_end", pk=row.pk), {"valid_to": "2016-10-01", "reason": "调离"})

    row.refresh_from_db()
    assert (row.area_code, row.valid_to) == (TOWNSHIP, datetime.date(2016, 10, 1))
