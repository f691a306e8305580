"""The stop list: who in a batch must not be paid now, with the reason and the way to clear it.

Asked before lock and again before approval. Reads only; the questions are ``policy.may_pay``'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from dividends.models import Batch, Objection, Payout, VillageShare
from dividends.policy import PayeeFacts, Reason, may_pay
from dividends.workflow import LineState
from households.models import Finding, LifeEvent, Member, PayeeAccount
from villages.models import VillageAccount

REASON = "the stop list of a batch spans its villages"
LIVING = "living_here"


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
    payouts = (
        Payout.objects.all_areas(reason=REASON)
        .filter(batch=batch, holds__isnull=True)
        .select_related("household", "participation", "village")
    )
    facts = _Facts(batch, payouts)
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
    verified = set(
        VillageAccount.objects.all_areas(reason=REASON).filter(state="verified").values_list("village_id", flat=True)
    )
    for share in shares:
        if share.village_id not in verified:
            yield Stopped(
                share.pk,
                share.line_number,
                share.village_id,
                str(share.village),
                (Reason.VILLAGE_NO_ACCOUNT,),
                True,
                village=str(share.village),
            )


class _Facts:
    """The facts of all lines, gathered in a fixed number of queries."""

    def __init__(self, batch: Batch, payouts: Iterable[Payout]) -> None:
        households = {line.household_id for line in payouts}
        self.accounts = {
            account.household_id: account
            for account in PayeeAccount.objects.all_areas(reason=REASON)
            .filter(household__in=households, state="verified")
            .select_related("member")
        }
        self.shared = self._shared_accounts()
        self.twice = self._persons_in_two_households(households)
        self.events = self._ids(LifeEvent, household__in=households, state="open")
        self.findings = self._ids(Finding, household__in=households, state="open", blocks_payment=True)
        self.headless = households - self._ids(Member, household__in=households, is_head=True, state=LIVING)
        self.objections = set(
            Objection.objects.all_areas(reason=REASON)
            .filter(payout__household__in=households, answered_on__isnull=True)
            .values_list("payout__household", flat=True)
        )
        self.unsettled = set(
            Payout.objects.all_areas(reason=REASON)
            .filter(household__in=households, state__in=[LineState.PENDING, LineState.SENT])
            .filter(batch__due_year__lt=batch.due_year)
            .values_list("participation_id", flat=True)
        )

    @staticmethod
    def _ids(model: type, **conditions: object) -> set[int]:
        rows = model.objects.all_areas(reason=REASON).filter(**conditions)
        return set(rows.values_list("household_id", flat=True))

    @staticmethod
    def _shared_accounts() -> set[str]:
        rows = PayeeAccount.objects.all_areas(reason=REASON).filter(state="verified")
        return set(
            rows.values("number_index")
            .annotate(payees=Count("household", distinct=True))
            .filter(payees__gt=1)
            .values_list("number_index", flat=True)
        )

    @staticmethod
    def _persons_in_two_households(households: set[int]) -> set[int]:
        living = Member.objects.all_areas(reason=REASON).filter(state=LIVING, household__state="active")
        doubled = (
            living.exclude(id_index="")
            .values("id_index")
            .annotate(times=Count("household", distinct=True))
            .filter(times__gt=1)
            .values("id_index")
        )
        return set(living.filter(id_index__in=doubled, household__in=households).values_list("household_id", flat=True))

    def of(self, line: Payout) -> PayeeFacts:
        account = self.accounts.get(line.household_id)
        return PayeeFacts(
            household_state=line.household.state,
            head_deceased_without_successor=line.household_id in self.headless,
            participation_active=line.participation.ended_on is None,
            has_verified_account=account is not None,
            account_shared=account is not None and account.number_index in self.shared,
            holder_living=account is not None and account.member.state == LIVING,
            person_in_other_household=line.household_id in self.twice,
            open_life_event=line.household_id in self.events,
            open_objection=line.household_id in self.objections,
            earlier_unsettled=line.participation_id in self.unsettled,
            blocking_finding=line.household_id in self.findings,
        )
