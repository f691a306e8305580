"""The stop list: who in a batch must not be paid now, with the reason and the way to clear it.

Asked before lock and again before approval. Reads only; the questions are ``policy.may_pay``'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from dividends.models import Batch, Objection, Payout, VillageShare
from dividends.policy import PayeeFacts, Reason, may_pay
from dividends.workflow import LineState
from households.models import DoubleState, Finding, LifeEvent, LikelyDouble, Member, PayeeAccount
from households.policy.events import HOLDS_PAYMENT
from villages.models import VillageAccount

REASON = "the stop list of a batch spans its villages"
LIVING, ON_FILE = "living_here", "active"
ASKED = (
    "household",
    "participation",
    "village",
    "line_number",
    "household__state",
    "household__head_name",
    "participation__ended_on",
    "village__short_name",
)


@dataclass(frozen=True)
class Stopped:
    """One line on the stop list."""

    line_id: int
    line_number: int
    village_code: str
    name: str
    reasons: tuple[Reason, ...]
    is_village: bool = False
    household_id: int | None = field(default=None)
    village: str = ""


def of_batch(batch: Batch) -> list[Stopped]:
    """Every household and village line of the batch that is stopped; held lines are left out."""
    found = []
    payouts = Payout.objects.all_areas(reason=REASON).filter(batch=batch, holds__isnull=True)
    facts = _Facts(batch, payouts.order_by().values("household"))
    # Only what is asked: thousands of lines are read whenever the page of a batch is opened.
    payouts = payouts.select_related("household", "participation", "village").only(*ASKED)
    for line in payouts:
        decision = may_pay(facts.of(line))
        if not decision.allowed:
            reasons = tuple(refusal.reason for refusal in decision.refusals)
            found.append(
                Stopped(
                    line.pk,
                    line.line_number,
                    line.village_id,
                    line.household.head_name,
                    reasons,
                    household_id=line.household_id,
                    village=str(line.village),
                )
            )
    return [*found, *_villages(batch)]


def _villages(batch: Batch) -> Iterable[Stopped]:
    shares = VillageShare.objects.all_areas(reason=REASON).filter(batch=batch).select_related("village")
    verified = dict(
        VillageAccount.objects.all_areas(reason=REASON).filter(state="verified").values_list("village_id", "pk")
    )
    came_back = returned_from(VillageShare, batch)
    for share in shares:
        account = verified.get(share.village_id)
        if account is None:
            reason = Reason.VILLAGE_NO_ACCOUNT
        elif account == came_back.get(share.pk):
            reason = Reason.VILLAGE_ACCOUNT_RETURNED
        else:
            continue
        yield Stopped(
            share.pk,
            share.line_number,
            share.village_id,
            str(share.village),
            (reason,),
            True,
            village=str(share.village),
        )


def returned_from(model: type[Payout] | type[VillageShare], batch: Batch) -> dict[int, int]:
    """Of the lines that replace one the bank returned: the account (its row) which that one came back from."""
    again = model.objects.all_areas(reason=REASON).filter(batch=batch, reissue_of__state=LineState.RETURNED)
    return dict(again.order_by().values_list("pk", "reissue_of__snapshot__account"))


class _Facts:
    """The facts of all lines, gathered in a fixed number of queries."""

    def __init__(self, batch: Batch, households: QuerySet) -> None:
        accounts = self._rows(PayeeAccount, household__in=households, state="verified")
        self.accounts = {
            household: (account, number, member_state)
            for household, account, number, member_state in accounts.values_list(
                "household", "pk", "number_index", "member__state"
            )
        }
        self.waiting = self._ids(PayeeAccount, household__in=households, state="proposed")
        self.came_back = returned_from(Payout, batch)
        self.shared = self._shared_accounts(accounts)
        self.twice = self._persons_in_two_households(households)
        self.events = self._ids(LifeEvent, household__in=households, state="open", kind__in=HOLDS_PAYMENT)
        self.findings = self._ids(Finding, household__in=households, state="open", blocks_payment=True)
        self.headed = self._ids(Member, household__in=households, is_head=True, state=LIVING)
        self.objections = set(
            self._rows(Objection, payout__household__in=households, answered_on__isnull=True).values_list(
                "payout__household", flat=True
            )
        )
        waiting = self._rows(Payout, household__in=households, state__in=[LineState.PENDING, LineState.SENT])
        self.unsettled = set(
            waiting.filter(batch__due_year__lt=batch.due_year).values_list("participation_id", flat=True)
        )

    @staticmethod
    def _rows(model: type, **conditions: object) -> QuerySet:
        return model.objects.all_areas(reason=REASON).filter(**conditions).order_by()

    def _ids(self, model: type, **conditions: object) -> set[int]:
        return set(self._rows(model, **conditions).values_list("household_id", flat=True))

    def _shared_accounts(self, accounts: QuerySet) -> set[str]:
        """Of these accounts, those that another household on file is paid by as well."""
        mine = {"number_index": OuterRef("number_index"), "household__state": ON_FILE}
        others = self._rows(PayeeAccount, state="verified", **mine)
        shared = accounts.filter(Exists(others.exclude(household=OuterRef("household"))))
        return set(shared.values_list("number_index", flat=True))

    def _persons_in_two_households(self, households: QuerySet) -> set[int]:
        """Of two files with one person, the one entered later is not paid; of two that somebody proposed to merge,
        the one that is to give way."""
        living = self._rows(Member, state=LIVING, household__state="active").exclude(id_index="")
        before = living.filter(id_index=OuterRef("id_index"), household__lt=OuterRef("household"))
        doubled = living.filter(Exists(before), household__in=households)
        merging = LikelyDouble.objects.all_areas(reason=REASON).filter(state=DoubleState.PROPOSED)
        giving_way = merging.filter(leaving__in=households).order_by().values_list("leaving_id", flat=True)
        return {*doubled.values_list("household_id", flat=True), *giving_way}

    def of(self, line: Payout) -> PayeeFacts:
        account, number, holder_state = self.accounts.get(line.household_id, (None, None, None))
        # Of a household that left the file as a whole, nobody left it by himself.
        whole = line.household.state != ON_FILE
        return PayeeFacts(
            household_state=line.household.state,
            head_deceased_without_successor=not whole and line.household_id not in self.headed,
            participation_active=line.participation.ended_on is None,
            has_verified_account=number is not None,
            account_shared=number in self.shared,
            holder_living=whole or holder_state == LIVING,
            returned_from_account=account is not None and account == self.came_back.get(line.pk),
            other_account_waiting=line.household_id in self.waiting,
            person_in_other_household=line.household_id in self.twice,
            open_life_event=line.household_id in self.events,
            open_objection=line.household_id in self.objections,
            earlier_unsettled=line.participation_id in self.unsettled,
            blocking_finding=line.household_id in self.findings,
        )
