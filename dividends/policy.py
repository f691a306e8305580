"""The 5411 rules as pure functions of facts and edition; each collects every reason for refusal. Standard library only.

Source: the county's survey report (5 = 50,000 yuan a household, 4 = 4,000 yuan a year for three years, 1 = one job,
1 = 1,000 yuan a year to the village collective) and the later notices that bar new agreements of this kind.
The numbers belong to the edition, never to the code.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Edition:
    """One edition of a scheme. Amounts in yuan; ``approval_bands`` are (up to this amount or None, approvers)."""

    code: str
    principal: Decimal
    household_dividend: Decimal
    village_dividend: Decimal
    years: int
    jobs_per_household: int
    effective_from: datetime.date
    new_agreements_until: datetime.date
    notice_workdays: int
    approval_bands: Sequence[tuple[Decimal | None, int]]


class Reason(StrEnum):
    """Why an agreement or a payment is refused."""

    SCHEME_NOT_YET = "scheme_not_yet"
    SCHEME_CLOSED = "scheme_closed"
    ENTERPRISE_NOT_REVIEWED = "enterprise_not_reviewed"
    NO_HOUSEHOLDS = "no_households"
    ENTERPRISE_FULL = "enterprise_full"
    LOAN_NOT_POOLED = "loan_not_pooled"
    LOAN_NOT_APPROVED = "loan_not_approved"
    LOAN_TAKEN = "loan_taken"
    WRONG_PRINCIPAL = "wrong_principal"
    HOUSEHOLD_DECEASED = "household_deceased"
    HOUSEHOLD_MOVED = "household_moved"
    HOUSEHOLD_EXTINCT = "household_extinct"
    HOUSEHOLD_REMOVED = "household_removed"
    PARTICIPATION_ENDED = "participation_ended"
    NO_ACCOUNT = "no_account"
    ACCOUNT_SHARED = "account_shared"
    HOLDER_LEFT = "holder_left"
    ACCOUNT_RETURNED = "account_returned"
    ACCOUNT_WAITING = "account_waiting"
    PERSON_TWICE = "person_twice"
    OPEN_LIFE_EVENT = "open_life_event"
    OPEN_OBJECTION = "open_objection"
    EARLIER_UNSETTLED = "earlier_unsettled"
    BLOCKING_FINDING = "blocking_finding"
    VILLAGE_NO_ACCOUNT = "village_no_account"
    VILLAGE_ACCOUNT_RETURNED = "village_account_returned"


@dataclass(frozen=True)
class LoanFacts:
    """What an agreement needs to know of one household's loan; amounts in yuan."""

    loan_id: int
    pooled: bool
    approved: bool
    amount: Decimal
    taken_by: str = ""


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement about to be signed; ``exception_document`` names the paper two people rest an exception on.

    ``placed`` households stand with the enterprise already, of the ``capacity`` it was registered for.
    """

    signed_on: datetime.date
    enterprise_reviewed: bool
    capacity: int
    placed: int = 0
    loans: Sequence[LoanFacts] = ()
    exception_document: str = ""


@dataclass(frozen=True)
class PayeeFacts:
    """What the stop list asks of one household line at lock and again at approval.

    ``returned_from_account``: the line replaces one that the bank returned, and the account it came back from is still
    the one in force; ``other_account_waiting``: another one waits for its second person.
    """

    household_state: str
    head_deceased_without_successor: bool = False
    participation_active: bool = True
    has_verified_account: bool = True
    account_shared: bool = False
    holder_living: bool = True
    returned_from_account: bool = False
    other_account_waiting: bool = False
    person_in_other_household: bool = False
    open_life_event: bool = False
    open_objection: bool = False
    earlier_unsettled: bool = False
    blocking_finding: bool = False


@dataclass(frozen=True)
class Refusal:
    """One reason and the thing it concerns (a loan's id, a household's number).

    ``params`` are the numbers of its sentence; ``field`` is what a person has to change.
    """

    reason: Reason
    about: object = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    field: str = ""

    @property
    def code(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Refused:
    """A reason with all it concerns, as people call them."""

    reason: Reason
    about: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.reason

    @property
    def params(self) -> dict[str, object]:
        return {"about": self.about}


@dataclass(frozen=True)
class Decision:
    """Allowed when nothing speaks against it."""

    refusals: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.refusals


def may_sign(facts: AgreementFacts, edition: Edition) -> Decision:
    """New agreements: inside the edition's dates, with a reviewed enterprise, for free approved pooled loans.

    After ``new_agreements_until`` (the notices of 2017 and later) only a named document lifts the bar.
    """
    found: list[Refusal] = []
    if facts.signed_on < edition.effective_from:
        found.append(Refusal(Reason.SCHEME_NOT_YET))
    if facts.signed_on > edition.new_agreements_until and not facts.exception_document:
        found.append(Refusal(Reason.SCHEME_CLOSED))
    if not facts.enterprise_reviewed:
        found.append(Refusal(Reason.ENTERPRISE_NOT_REVIEWED))
    if not facts.loans:
        found.append(Refusal(Reason.NO_HOUSEHOLDS))
    found.extend(over_capacity(facts.capacity, facts.placed, len(facts.loans)))
    for loan in facts.loans:
        found.extend(Refusal(reason, loan.loan_id) for reason in _against_loan(loan, edition))
    return Decision(tuple(found))


def over_capacity(capacity: int, placed: int, asked: int) -> Iterable[Refusal]:
    """Refused when the households placed and those asked for are more than the enterprise can take."""
    over = placed + asked - capacity
    if over > 0:
        numbers = {"capacity": capacity, "placed": placed, "asked": asked, "over": over}
        yield Refusal(Reason.ENTERPRISE_FULL, params=numbers, field="loans")


def _against_loan(loan: LoanFacts, edition: Edition) -> Iterable[Reason]:
    if not loan.pooled:
        yield Reason.LOAN_NOT_POOLED
    if not loan.approved:
        yield Reason.LOAN_NOT_APPROVED
    if loan.taken_by:
        yield Reason.LOAN_TAKEN
    if loan.amount != edition.principal:
        yield Reason.WRONG_PRINCIPAL


HOUSEHOLD_STATES = {
    "extinct": Reason.HOUSEHOLD_EXTINCT,
    "moved_out": Reason.HOUSEHOLD_MOVED,
    "removed": Reason.HOUSEHOLD_REMOVED,
    "merged": Reason.HOUSEHOLD_REMOVED,
}


def may_pay(facts: PayeeFacts) -> Decision:
    """The stop list's question for one household line: every reason against paying it now."""
    against = (
        (facts.head_deceased_without_successor, Reason.HOUSEHOLD_DECEASED),
        (not facts.participation_active, Reason.PARTICIPATION_ENDED),
        (not facts.has_verified_account, Reason.NO_ACCOUNT),
        (facts.account_shared, Reason.ACCOUNT_SHARED),
        (facts.has_verified_account and not facts.holder_living, Reason.HOLDER_LEFT),
        (facts.returned_from_account and not facts.other_account_waiting, Reason.ACCOUNT_RETURNED),
        (facts.returned_from_account and facts.other_account_waiting, Reason.ACCOUNT_WAITING),
        (facts.person_in_other_household, Reason.PERSON_TWICE),
        (facts.open_life_event, Reason.OPEN_LIFE_EVENT),
        (facts.open_objection, Reason.OPEN_OBJECTION),
        (facts.earlier_unsettled, Reason.EARLIER_UNSETTLED),
        (facts.blocking_finding, Reason.BLOCKING_FINDING),
    )
    found = [Refusal(reason) for holds, reason in against if holds]
    if facts.household_state in HOUSEHOLD_STATES:
        found.insert(0, Refusal(HOUSEHOLD_STATES[facts.household_state]))
    return Decision(tuple(found))


def approvers_needed(payable: Decimal, bands: Sequence[tuple[Decimal | None, int]]) -> int:
    """How many people of county finance approve a batch of this payable amount (yuan), by the frozen bands."""
    for ceiling, approvers in bands:
        if ceiling is None or payable <= ceiling:
            return approvers
    raise ValueError("the approval bands end without an open one")
