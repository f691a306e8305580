"""The dividend year: which batch pays what, on which days, which lines come back and are paid again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yuping.core.bankcard import make_card
from yuping.demo.plan.chance import stream
from yuping.demo.plan.days import workday_after
from yuping.demo.plan.enterprises import FIRST_DUE, AgreementPlan
from yuping.demo.plan.household_draw import CREDIT_UNION
from yuping.demo.plan.households import HouseholdPlan, PayeeAccountPlan
from yuping.demo.plan.scenario import Scenario

REGULAR, REISSUE = "regular", "reissue"
NOTICE_WORKDAYS = 7
# Households of each regular batch whose line the bank returns, with codes of return_reason.
_RETURNED = {"1": ("03", "02", "01"), "2": ("02", "03", "04", "01")}
_HELD = {"1": 2}


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch and the business days of its moves. A reissue batch names households, a regular one agreements."""

    key: str
    kind: str
    title: str
    due_year: int
    agreements: tuple[str, ...]
    households: tuple[str, ...]
    prepared_on: date
    locked_on: date
    published_on: date
    confirmed_on: date
    approved_on: date
    issued_on: date
    results_on: date
    settled_on: date
    sheets_on: date
    closed_on: date


@dataclass(frozen=True, slots=True)
class ReturnedLinePlan:
    """A line that the bank returns, and the account to which the reissue batch pays it."""

    batch: str
    household: str
    reason: str  # return_reason
    corrected: PayeeAccountPlan


@dataclass(frozen=True, slots=True)
class HoldPlan:
    """A line held between lock and issue, paid by the later batch to the new account."""

    batch: str
    household: str
    held_on: date
    reason: str
    corrected: PayeeAccountPlan


def plan_batches(
    agreements: Iterable[AgreementPlan], households: Mapping[str, HouseholdPlan], *, scenario: Scenario
) -> tuple[tuple[BatchPlan, ...], tuple[ReturnedLinePlan, ...], tuple[HoldPlan, ...]]:
    """The regular batches, the lines returned and held, and the batch that pays those again."""
    by_key: dict[str, list[AgreementPlan]] = {}
    for agreement in agreements:
        by_key.setdefault(agreement.batch, []).append(agreement)
    batches = [
        _batch(key, kind=REGULAR, locked_on=workday_after(FIRST_DUE, 2 + place), agreements=members)
        for place, (key, members) in enumerate(sorted(by_key.items()))
    ]
    returned: list[ReturnedLinePlan] = []
    holds: list[HoldPlan] = []
    for batch in batches:
        numbers = [number for agreement in by_key[batch.key] for number in agreement.households]
        lines, held = _unpaid(batch, [households[number] for number in numbers], seed=scenario.seed)
        returned += lines
        holds += held
    again = tuple(line.household for line in (*returned, *holds))
    if again:
        last = max(batch.settled_on for batch in batches)
        batches.append(_batch("R1", kind=REISSUE, locked_on=workday_after(last, 1), households=again))
    return tuple(batches), tuple(returned), tuple(holds)


def _unpaid(
    batch: BatchPlan, households: list[HouseholdPlan], *, seed: int
) -> tuple[list[ReturnedLinePlan], list[HoldPlan]]:
    """The lines of a batch that the bank will return, and those held before."""
    reasons = _RETURNED.get(batch.key, ())
    number = min(len(households), len(reasons) + _HELD.get(batch.key, 0))
    drawn = stream(seed, "returned", batch.key).sample(households, number)
    returned = [
        ReturnedLinePlan(
            batch=batch.key,
            household=household.number,
            reason=reason,
            corrected=_corrected(household, batch.results_on),
        )
        for household, reason in zip(drawn, reasons, strict=False)
    ]
    holds = [
        HoldPlan(
            batch=batch.key,
            household=household.number,
            held_on=workday_after(batch.published_on, 3),
            reason="收款账户冻结，待更换账户",
            corrected=_corrected(household, batch.results_on),
        )
        for household in drawn[len(reasons) :]
    ]
    return returned, holds


def _batch(
    key: str,
    *,
    kind: str,
    locked_on: date,
    agreements: Iterable[AgreementPlan] = (),
    households: tuple[str, ...] = (),
) -> BatchPlan:
    published_on = workday_after(locked_on, 1)
    confirmed_on = workday_after(published_on, NOTICE_WORKDAYS + 1)
    issued_on = workday_after(confirmed_on, 2)
    settled_on = workday_after(issued_on, 3)
    return BatchPlan(
        key=key,
        kind=kind,
        title=f"2016年5411分红第{key}批" if kind == REGULAR else "2016年5411分红补发批",
        due_year=FIRST_DUE.year,
        agreements=tuple(agreement.number for agreement in agreements),
        households=households,
        prepared_on=locked_on,
        locked_on=locked_on,
        published_on=published_on,
        confirmed_on=confirmed_on,
        approved_on=workday_after(confirmed_on, 1),
        issued_on=issued_on,
        results_on=workday_after(issued_on, 2),
        settled_on=settled_on,
        sheets_on=workday_after(settled_on, 2),
        closed_on=workday_after(settled_on, 3),
    )


def _corrected(household: HouseholdPlan, day: date) -> PayeeAccountPlan:
    """A new card of the household's head at the credit union."""
    return PayeeAccountPlan(
        holder=household.head.key,
        kind="card",
        number=make_card(f"622998{household.number[6:]}0"),
        bank=CREDIT_UNION,
        verified_on=workday_after(day, 1),
    )
