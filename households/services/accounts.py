"""Verbs on payee accounts: one person proposes, another confirms, a newly confirmed one closes the old."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from households.facts import AccountFacts
from households.models import AccountState, Household, Member, PayeeAccount
from households.policy import check_account
from households.querysets import ACCOUNT_PURPOSE
from households.services.checking import accounts_of_others, where_is
from households.services.findings import update_findings
from households.services.loading import gone, households_for
from households.services.payees import lock_homes, refuse_while_paid
from households.workflow import PAYEE_ACCOUNT
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.bankcard import AccountKind, parse_account
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.text import clean_line
from yuping.core.vault import digest_of, index_of

PROPOSE = "households.propose_payee_account"
CONFIRM = "households.confirm_payee_account"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account proposed for a household; the holder is a member of it."""

    household_id: int
    member_id: int
    bank_name: str
    kind: str
    number: str


def proposed_row(
    actor: User, facts: AccountFacts, *, household: Household, member: Member, today: datetime.date
) -> PayeeAccount:
    """A proposed account, not yet written."""
    number = parse_account(facts.number, kind=AccountKind(facts.kind)).number
    return PayeeAccount(
        household=household,
        village_id=household.village_id,
        member=member,
        holder_name=member.name,
        bank_name=clean_line(facts.bank_name, max_length=80),
        kind=facts.kind,
        number=number,
        number_index=index_of(number, ACCOUNT_PURPOSE),
        last4=number[-4:],
        proposed_by=actor,
        proposed_on=today,
    )


def propose_payee_account(
    *, actor: User, household_id: int, member_id: int, bank_name: str, kind: str, number: str, reason: str = ""
) -> PayeeAccount:
    """Propose the account of one household; see ``propose_payee_accounts``."""
    row = AccountRow(household_id, member_id, bank_name, kind, number)
    return propose_payee_accounts(actor=actor, rows=[row], reason=reason)[0]


def propose_payee_accounts(*, actor: User, rows: Sequence[AccountRow], reason: str = "") -> list[PayeeAccount]:
    """Propose accounts. Raises PolicyRefused for the typed values, NotAllowedNow for one that waits or is shared."""
    with transaction.atomic():
        households = households_for(actor, PROPOSE, [row.household_id for row in rows])
        found = Member.unguarded.filter(pk__in={row.member_id for row in rows}, state="living_here")
        holders = {(holder.household_id, holder.pk): holder for holder in found}
        accounts = [_proposed(actor, row, households[row.household_id], holders, reason) for row in rows]
        _refuse_again(accounts)
        _refuse_shared(actor, accounts)
        try:
            with transaction.atomic():
                PayeeAccount.objects.bulk_create(accounts)
        except IntegrityError as error:
            raise NotAllowedNow("households.account_waiting") from error
        _record(actor, PROPOSE, accounts, reason)
        return accounts


def _proposed(
    actor: User, row: AccountRow, household: Household, holders: Mapping[tuple[int, int], Member], reason: str
) -> PayeeAccount:
    facts = AccountFacts(number=row.number, kind=row.kind, bank_name=row.bank_name)
    if problems := check_account(facts, holders=1):
        raise PolicyRefused("households.account_refused", reasons=problems)
    holder = holders.get((household.pk, row.member_id))
    if holder is None:
        raise BadInput("households.account_holder", field="member")
    account = proposed_row(actor, facts, household=household, member=holder, today=clock.today())
    account.reason = clean_line(reason, max_length=200)
    return account


def _refuse_again(accounts: Sequence[PayeeAccount]) -> None:
    """Entered again after a return, an account needs words: the second person reads what the bank has confirmed."""
    homes = {account.household_id for account in accounts}
    stood = PayeeAccount.unguarded.filter(household__in=homes, state__in=[AccountState.VERIFIED, AccountState.CLOSED])
    before = set(stood.values_list("household_id", "number_index"))
    if any(not one.reason and (one.household_id, one.number_index) in before for one in accounts):
        raise BadInput("households.account_again", field="reason")


def _refuse_shared(actor: User, accounts: Sequence[PayeeAccount]) -> None:
    taken = accounts_of_others([(account.household_id, account.number_index) for account in accounts])
    if taken:
        where = next(iter(where_is(actor, taken).values()))
        raise BadInput("households.account_taken", field="number", where=where)


def confirm_payee_account(*, actor: User, account_id: int, reason: str = "") -> PayeeAccount:
    """Confirm one account; see ``confirm_payee_accounts``."""
    return confirm_payee_accounts(actor=actor, account_ids=[account_id], reason=reason)[0]


def confirm_payee_accounts(*, actor: User, account_ids: Sequence[int], reason: str = "") -> list[PayeeAccount]:
    """Confirm proposed accounts, all or none; those in force before are closed. Raises SamePerson, NotAllowedNow.

    While a payment to the household is between lock and settlement, the proposal waits: who is paid then stays payee.
    """
    with transaction.atomic():
        wanted = PayeeAccount.objects.actionable_by(actor, CONFIRM).filter(pk__in=account_ids)
        homes = set(wanted.order_by().values_list("household_id", flat=True))
        # The households first, as every verb on them does.
        lock_homes(homes)
        if left := Household.unguarded.filter(pk__in=homes, left_on__isnull=False).order_by("pk").first():
            raise gone(left)
        accounts = _accounts(actor, CONFIRM, account_ids)
        for account in accounts:
            _require("confirm", account, actor)
        refuse_while_paid(homes)
        today = clock.today()
        mine = PayeeAccount.objects.actionable_by(actor, CONFIRM)
        replaced = list(mine.filter(household__in=homes, state=AccountState.VERIFIED))
        if replaced:
            mine.filter(pk__in=[account.pk for account in replaced]).update(state=AccountState.CLOSED, closed_on=today)
        for account in replaced:
            account.state, account.closed_on = AccountState.CLOSED, today
        mine.filter(pk__in=[account.pk for account in accounts]).update(
            state=AccountState.VERIFIED, confirmed_by=actor, confirmed_on=today
        )
        for account in accounts:
            account.state, account.confirmed_by, account.confirmed_on = AccountState.VERIFIED, actor, today
        _record(actor, CONFIRM, accounts, reason, replaced)
        update_findings(Household.unguarded.filter(pk__in=homes).order_by("pk"))
        return accounts


def refuse_payee_account(*, actor: User, account_id: int, reason: str) -> PayeeAccount:
    """Refuse a proposed account, with a reason."""
    return _end("refuse", AccountState.REFUSED, actor, account_id, reason)


def close_payee_account(*, actor: User, account_id: int, reason: str) -> PayeeAccount:
    """Close the account in force, with a reason; until another is confirmed, the household can't be paid."""
    return _end("close", AccountState.CLOSED, actor, account_id, reason)


def _end(move: str, state: str, actor: User, account_id: int, reason: str) -> PayeeAccount:
    verb = f"households.{move}_payee_account"
    with transaction.atomic():
        account = _accounts(actor, verb, [account_id])[0]
        _require(move, account, actor, reason)
        account.state, account.closed_on, account.reason = state, clock.today(), clean_line(reason)
        account.save(update_fields=["state", "closed_on", "reason"])
        _record(actor, verb, [account], reason)
        update_findings([account.household])
        return account


def _accounts(actor: User, verb: str, ids: Sequence[int]) -> list[PayeeAccount]:
    rows = PayeeAccount.objects.for_action(actor, verb).filter(pk__in=set(ids)).order_by("pk")
    accounts = list(rows)
    if not accounts or len(accounts) < len(set(ids)):
        raise PayeeAccount.DoesNotExist
    return accounts


def _require(move: str, account: PayeeAccount, actor: User, reason: str = "") -> None:
    takers = {"propose": [account.proposed_by_id]}
    PAYEE_ACCOUNT.require(move, state=account.state, actor_id=actor.pk, takers=takers, reason=reason)


def _record(
    actor: User, verb: str, accounts: Sequence[PayeeAccount], reason: str, replaced: Sequence[PayeeAccount] = ()
) -> None:
    digest = digest_of(str([(account.household_id, account.number_index) for account in accounts]))
    record_act(
        actor=actor,
        verb=verb,
        obj=accounts[0],
        area_code=area_of(account.village_id for account in accounts),
        reason=reason,
        facts={"count": len(accounts), "digest": digest},
        wrote=[*replaced, *accounts],
    )
