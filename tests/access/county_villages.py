"""Rows of the villages room in both townships: collective income, decisions, task forces, responsibilities."""

from decimal import Decimal

from django.db import models

from households.models import Household
from tests.access.marks import FOREIGN_AMOUNT, STEPS, SUMMER
from tests.factories import START
from villages import services as villages
from villages.models import Cadre, Responsibility, TaskForce, TaskForceVillage, VillageAccount, VillageResolution
from yuping.accounts.models import User
from yuping.accounts.roles import TOWNSHIP


def of_villages(pair: tuple[Household, Household], clerks: tuple[User, User]) -> dict[str, tuple[models.Model, ...]]:
    """What each of the two villages keeps itself."""
    found: dict[str, list[models.Model]] = {}
    for number, (household, clerk) in enumerate(zip(pair, clerks, strict=True)):
        code, cadre = household.village_id, Cadre.unguarded.get(area_code=household.village_id)
        entry = villages.record_collective_entry(
            actor=clerk,
            village_code=code,
            date=SUMMER,
            direction="income",
            category="operating",
            amount=FOREIGN_AMOUNT if number else Decimal("1200.00"),
            text="别乡茶园" if number else "茶园",
        )
        rows = {
            "entry": entry,
            "resolution": VillageResolution.unguarded.create(
                village_id=code,
                subject="别乡修路" if number else "修路",
                amount=Decimal("100.00"),
                attended=30,
                votes_for=25,
                recorded_by=clerk,
                **dict.fromkeys((f"{step}_on" for step in STEPS), SUMMER),
            ),
            "village_account": VillageAccount.unguarded.get(village=code),
            "task_force": TaskForce.unguarded.create(
                code=f"T{number}",
                name="别乡专班" if number else "本乡专班",
                township_id=code[:TOWNSHIP],
                founded_on=START,
            ),
            "responsibility": Responsibility.unguarded.create(
                cadre=cadre, kind="stationed", area_code=code, valid_from=START
            ),
        }
        TaskForceVillage.unguarded.create(task_force=rows["task_force"], village_id=code, valid_from=START)
        for kind, row in rows.items():
            found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}
