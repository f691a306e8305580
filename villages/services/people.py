"""Verbs on task forces."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from villages import policy
from villages.models import Cadre, TaskForce, TaskForceMember, TaskForceVillage
from villages.services.loading import area_of, digest_of_rows, not_in_future, villages_for_action
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.text import clean_line

REGISTER_TASK_FORCE = "villages.register_task_force"


@dataclass(frozen=True)
class TaskForceRow:
    """A task force with its villages (of one township) and members as pairs of cadre id and duty."""

    code: str
    name: str
    village_codes: Sequence[str]
    members: Sequence[tuple[int, str]]
    founded_on: datetime.date


def register_task_force(
    *,
    actor: User,
    code: str,
    name: str,
    village_codes: Sequence[str],
    members: Sequence[tuple[int, str]],
    founded_on: datetime.date,
    reason: str = "",
) -> TaskForce:
    """Set up a task force; see ``register_task_forces``."""
    row = TaskForceRow(code, name, village_codes, members, founded_on)
    return register_task_forces(actor=actor, rows=[row], reason=reason)[0]


def register_task_forces(*, actor: User, rows: Sequence[TaskForceRow], reason: str = "") -> list[TaskForce]:
    """Set up task forces, each with one leader and the villages of one township that have none.

    Raises BadInput for villages of two townships, PolicyRefused for the leaders, NotAllowedNow for what is taken.
    """
    with transaction.atomic():
        codes = [code for row in rows for code in row.village_codes]
        villages_for_action(actor, REGISTER_TASK_FORCE, codes)
        not_in_future(*(row.founded_on for row in rows), field="founded_on")
        _refuse_members(actor, REGISTER_TASK_FORCE, [row.members for row in rows])
        forces = [_task_force(row) for row in rows]
        try:
            with transaction.atomic():
                TaskForce.objects.bulk_create(forces)
                _cover(forces, rows)
                _staff(forces, rows)
        except IntegrityError as error:
            raise NotAllowedNow("task_force_taken") from error
        record_act(
            actor=actor,
            verb=REGISTER_TASK_FORCE,
            obj=forces[0],
            area_code=area_of(codes),
            reason=reason,
            facts={"count": len(forces), "digest": digest_of_rows((f.code, f.name) for f in forces)},
        )
        return forces


def _task_force(row: TaskForceRow) -> TaskForce:
    townships = {code[:9] for code in row.village_codes}
    if len(townships) != 1:
        raise BadInput("task_force_one_township", field="village_codes")
    code, name = clean_line(row.code, max_length=10), clean_line(row.name, max_length=60)
    if not (code and name):
        raise BadInput("task_force_names", field="name" if code else "code")
    return TaskForce(code=code, name=name, township_id=townships.pop(), founded_on=row.founded_on)


def _cover(forces: Sequence[TaskForce], rows: Sequence[TaskForceRow]) -> None:
    TaskForceVillage.objects.bulk_create(
        TaskForceVillage(task_force=force, village_id=code, valid_from=row.founded_on)
        for force, row in zip(forces, rows, strict=True)
        for code in row.village_codes
    )


def _staff(forces: Sequence[TaskForce], rows: Sequence[TaskForceRow]) -> None:
    TaskForceMember.objects.bulk_create(
        TaskForceMember(task_force=force, cadre_id=cadre_id, duty=duty, valid_from=row.founded_on)
        for force, row in zip(forces, rows, strict=True)
        for cadre_id, duty in row.members
    )


def _refuse_members(actor: User, verb: str, teams: Iterable[Sequence[tuple[int, str]]]) -> None:
    teams = list(teams)
    if any(len({cadre_id for cadre_id, _duty in team}) < len(team) for team in teams):
        raise BadInput("task_force_member_twice", field="members")
    wanted = {cadre_id for team in teams for cadre_id, _duty in team}
    known = Cadre.objects.visible_to(actor).in_office().filter(pk__in=wanted).count()
    if known < len(wanted):
        raise BadInput("task_force_cadre", field="members")
    reasons = [reason for team in teams for reason in policy.duty_refusals(duty for _cadre, duty in team)]
    if reasons:
        raise PolicyRefused("task_force_refused", reasons=reasons)


def change_task_force(*, actor: User, task_force_id: int, members: Sequence[tuple[int, str]], reason: str) -> TaskForce:
    """Replace the members from today on; who stays with the same duty keeps his period."""
    verb = "villages.change_task_force"
    with transaction.atomic():
        force = TaskForce.objects.for_action(actor, verb).get(pk=task_force_id)
        if not reason.strip():
            raise BadInput("task_force_reason", field="reason")
        if force.dissolved_on:
            raise NotAllowedNow("task_force_dissolved")
        _refuse_members(actor, verb, [members])
        today, wanted = clock.today(), set(members)
        current = force.members.filter(valid_to__isnull=True)
        staying = {(row.cadre_id, row.duty) for row in current} & wanted
        for row in current:
            if (row.cadre_id, row.duty) not in staying:
                row.valid_to = max(today, row.valid_from)
                row.save(update_fields=["valid_to"])
        TaskForceMember.objects.bulk_create(
            TaskForceMember(task_force=force, cadre_id=cadre_id, duty=duty, valid_from=today)
            for cadre_id, duty in sorted(wanted - staying)
        )
        record_act(actor=actor, verb=verb, obj=force, area_code=force.township_id, reason=reason)
        return force
