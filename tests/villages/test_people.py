"""Cadres, task forces and responsibilities."""

import datetime

import pytest
from django.db import connection

from tests.villages.conftest import COUNTY, OTHER_VILLAGE, SECOND_VILLAGE, TODAY, TOWNSHIP, VILLAGE
from villages.models import Cadre, Responsibility, TaskForce, TaskForceMember, TaskForceVillage, Village
from villages.services import (
    CadreRow,
    ResponsibilityRow,
    assign_responsibilities,
    assign_responsibility,
    change_holiday,
    change_task_force,
    edit_cadre,
    end_responsibility,
    register_cadre,
    register_cadres,
    register_task_force,
    register_village_group,
    register_village_groups,
)
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused
from yuping.core.models import Holiday

SINCE = datetime.date(2016, 3, 1)


@pytest.fixture
def cadres(office: User) -> list[Cadre]:
    rows = [CadreRow(name, "县扶贫办", COUNTY, position="干部") for name in ("杨一", "姚二", "龙三", "吴四")]
    return register_cadres(actor=office, rows=rows)


def force(office: User, cadres: list[Cadre], **other: object) -> TaskForce:
    values = {
        "code": "ZB01",
        "name": "皂角坪村专班",
        "village_codes": [VILLAGE, SECOND_VILLAGE],
        "members": [(cadres[0].pk, "leader"), (cadres[1].pk, "deputy"), (cadres[2].pk, "member")],
        "founded_on": SINCE,
    }
    return register_task_force(actor=office, **values | other)


def test_a_cadres_phone_is_sealed(office: User) -> None:
    cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code=COUNTY, phone="138 0013 8000")

    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM villages_cadre c")
        assert "13800138000" not in cursor.fetchone()[0]
    assert Cadre.unguarded.get(pk=cadre.pk).masked_phone == "****8000"


def test_a_clerk_enters_cadres_of_his_township_alone(clerk: User) -> None:
    assert register_cadre(actor=clerk, name="杨一", unit="街道办", area_code=TOWNSHIP).pk

    with pytest.raises(BadInput, match="cadre_area"):
        register_cadre(actor=clerk, name="杨一", unit="县扶贫办", area_code=COUNTY)


def test_everybody_sees_the_county_cadres_and_changes_only_his_own(clerk: User, cadres: list[Cadre]) -> None:
    assert Cadre.objects.visible_to(clerk).count() == 4

    with pytest.raises(Cadre.DoesNotExist):
        edit_cadre(
            actor=clerk,
            cadre_id=cadres[0].pk,
            row=CadreRow("杨一", "街道办", TOWNSHIP),
            keep_phone=True,
            active=True,
        )


def test_a_cadre_of_another_township_is_not_seen(office: User, stranger: User) -> None:
    register_cadre(actor=office, name="杨一", unit="街道办", area_code=TOWNSHIP)

    assert not Cadre.objects.visible_to(stranger).exists()


def test_editing_keeps_the_phone_when_asked(office: User) -> None:
    cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code=COUNTY, phone="13800138000")

    edit_cadre(actor=office, cadre_id=cadre.pk, row=CadreRow("杨一", "县财政局", COUNTY), keep_phone=True, active=False)

    cadre = Cadre.unguarded.get()
    assert (cadre.unit, cadre.active, cadre.phone.open()) == ("县财政局", False, "13800138000")


def test_a_task_force_has_villages_and_members(office: User, cadres: list[Cadre]) -> None:
    found = force(office, cadres)

    assert found.township_id == TOWNSHIP
    assert TaskForceVillage.unguarded.count() == 2
    assert list(TaskForceMember.unguarded.order_by("pk").values_list("duty", flat=True)) == [
        "leader",
        "deputy",
        "member",
    ]
    assert AuditEntry.objects.filter(verb="villages.register_task_force", area_code=TOWNSHIP).exists()


@pytest.mark.parametrize("duties", [[], ["member"], ["leader", "leader"]])
def test_a_task_force_has_one_leader(office: User, cadres: list[Cadre], duties: list[str]) -> None:
    with pytest.raises(PolicyRefused):
        force(office, cadres, members=[(cadre.pk, duty) for cadre, duty in zip(cadres, duties, strict=False)])


def test_a_task_force_stays_in_one_township(office: User, cadres: list[Cadre]) -> None:
    with pytest.raises(BadInput, match="task_force_one_township"):
        force(office, cadres, village_codes=[VILLAGE, OTHER_VILLAGE])


def test_a_village_has_one_task_force(office: User, cadres: list[Cadre]) -> None:
    force(office, cadres)

    with pytest.raises(NotAllowedNow, match="task_force_taken"):
        force(office, cadres, code="ZB02", village_codes=[VILLAGE])


def test_a_clerk_sees_the_task_forces_of_his_villages(
    office: User, clerk: User, stranger: User, cadres: list[Cadre]
) -> None:
    force(office, cadres)

    assert TaskForce.objects.visible_to(clerk).count() == 1
    assert not TaskForce.objects.visible_to(stranger).exists()


def test_changing_members_ends_and_starts_periods(office: User, cadres: list[Cadre]) -> None:
    found = force(office, cadres)

    change_task_force(
        actor=office,
        task_force_id=found.pk,
        members=[(cadres[3].pk, "leader"), (cadres[1].pk, "deputy")],
        reason="班长调离",
    )

    rows = {(row.cadre_id, row.valid_from, row.valid_to) for row in TaskForceMember.unguarded.all()}
    assert rows == {
        (cadres[0].pk, SINCE, TODAY),
        (cadres[1].pk, SINCE, None),
        (cadres[2].pk, SINCE, TODAY),
        (cadres[3].pk, TODAY, None),
    }


def test_a_clerk_sets_up_no_task_force(clerk: User, cadres: list[Cadre]) -> None:
    with pytest.raises(MissingVerb):
        force(clerk, cadres)


def test_the_three_kinds_of_responsibility(office: User, cadres: list[Cadre]) -> None:
    group = register_village_group(actor=office, village_code=VILLAGE, name="一组")
    rows = [
        ResponsibilityRow(cadres[0].pk, "county_leader", TOWNSHIP, SINCE),
        ResponsibilityRow(cadres[1].pk, "section_chief", VILLAGE, SINCE, group_id=group.pk),
        ResponsibilityRow(cadres[2].pk, "stationed", VILLAGE, SINCE, household_number="52062200120100001"),
    ]

    assert len(assign_responsibilities(actor=office, rows=rows)) == 3
    assert Responsibility.unguarded.count() == 3


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "stationed", "area_code": TOWNSHIP}, "responsibility_township"),
        ({"kind": "section_chief", "household_number": "1"}, "responsibility_household"),
        ({"area_code": "520622001999"}, "responsibility_area"),
        ({"valid_from": TODAY + datetime.timedelta(days=1)}, "village_date_in_future"),
        ({"cadre_id": 0}, "responsibility_cadre"),
    ],
)
def test_a_responsibility_that_does_not_fit_is_refused(
    office: User, cadres: list[Cadre], values: dict[str, object], code: str
) -> None:
    fields = {"cadre_id": cadres[0].pk, "kind": "stationed", "area_code": VILLAGE, "valid_from": SINCE}

    with pytest.raises(BadInput) as error:
        assign_responsibility(actor=office, **fields | values)

    assert error.value.code == code


def test_a_responsibility_is_assigned_once_and_again_after_its_end(office: User, cadres: list[Cadre]) -> None:
    fields = {"cadre_id": cadres[0].pk, "kind": "stationed", "area_code": VILLAGE, "valid_from": SINCE}
    row = assign_responsibility(actor=office, **fields)
    with pytest.raises(NotAllowedNow, match="responsibility_in_force"):
        assign_responsibility(actor=office, **fields)

    end_responsibility(actor=office, responsibility_id=row.pk, valid_to=TODAY, reason="轮换")

    assert assign_responsibility(actor=office, **fields).pk != row.pk


def test_groups_are_registered_once(clerk: User) -> None:
    rows = [(VILLAGE, "一组"), (VILLAGE, " 一组 "), (SECOND_VILLAGE, "一组")]

    assert register_village_groups(actor=clerk, rows=rows) == 2
    assert register_village_groups(actor=clerk, rows=rows) == 0
    assert AuditEntry.objects.count() == 1


def test_no_groups_in_another_township(stranger: User) -> None:
    with pytest.raises(Village.DoesNotExist):
        register_village_groups(actor=stranger, rows=[(VILLAGE, "一组")])


def test_a_holiday_is_changed_by_the_poverty_office(office: User, clerk: User) -> None:
    day = datetime.date(2017, 1, 3)

    change_holiday(actor=office, day=day, is_workday=False, name="调休", reason="省政府通知")

    assert Holiday.objects.get(pk=day).is_workday is False
    assert AuditEntry.objects.get().facts == {"day": "2017-01-03", "worked_before": None, "worked": False}
    with pytest.raises(MissingVerb):
        change_holiday(actor=clerk, day=day, is_workday=True)
