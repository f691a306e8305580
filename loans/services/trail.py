"""What every verb on a list of loans shares: the day, the outcome by row, the steps written and the audit entry."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Model

from loans.models import Loan, LoanEvent
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused


@dataclass(frozen=True)
class Outcome:
    """What a verb on a list did: ids of the loans it dealt with, and every reason for each row it left alone."""

    done: list[int]
    refused: dict[int, list[str]] = field(default_factory=dict)

    def or_raise(self) -> "Outcome":
        """The outcome, unless nothing at all could be done: then PolicyRefused with the reasons by row."""
        if self.refused and not self.done:
            reasons = sorted({reason for row in self.refused.values() for reason in row})
            raise PolicyRefused("nothing_done", reasons=reasons, rows=self.refused)
        return self


def day_of(on: datetime.date | None) -> datetime.date:
    """The business date typed, or today's. Raises BadInput for a day to come."""
    today = clock.today()
    if on is not None and on > today:
        raise BadInput("date_in_future", field="on")
    return on or today


def digest_of(parts: Iterable[object]) -> str:
    """The SHA-256 over the parts, one a line, in their order."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


@dataclass(frozen=True)
class Step:
    """A step as it stands in the events of each loan."""

    move: str
    date: datetime.date
    note: str = ""


def write_steps(
    actor: User,
    step: Step,
    loans: Sequence[Loan],
    *,
    amounts: dict[int, Decimal] | None = None,
    facts: dict[int, dict[str, object]] | None = None,
) -> None:
    """One event for each loan; ``amounts`` and ``facts`` are by the loan's id."""
    LoanEvent.objects.bulk_create(
        [
            LoanEvent(
                loan=loan,
                village_id=loan.village_id,
                move=step.move,
                date=step.date,
                amount=(amounts or {}).get(loan.pk),
                note=step.note,
                facts=(facts or {}).get(loan.pk, {}),
                actor=actor,
            )
            for loan in loans
        ],
        batch_size=1000,
    )


def record_list(
    actor: User, verb: str, rows: Sequence[Model], *, reason: str = "", facts: dict[str, object] | None = None
) -> None:
    """One audit entry for a list of rows with a village: how many, and the digest of their ids."""
    ids = sorted(row.pk for row in rows)
    record_act(
        actor=actor,
        verb=verb,
        obj=rows[0],
        area_code=area_of(row.village_id for row in rows),
        reason=reason,
        facts={"count": len(ids), "digest": digest_of(ids), **(facts or {})},
    )
