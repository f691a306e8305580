"""Verbs on the bank accounts of villages: one person proposes, another confirms."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from villages.models import VillageAccount
from villages.models.areas import AccountState
from villages.services.loading import area_of, digest_of_rows, villages_for_action
from villages.workflow import VILLAGE_ACCOUNT
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock, vault
from yuping.core.bankcard import AccountKind, parse_account
from yuping.core.errors import BadInput, NotAllowedNow, at_field
from yuping.core.text import clean_line

INDEX_PURPOSE = "village_account"


@dataclass(frozen=True)
class AccountRow:
    """A proposed account as typed. Accounts of units carry no check digit, so the number is only plain digits."""

    village_code: str
    bank_name: str
    holder_name: str
    number: str


def propose_village_account(
    *, actor: User, village_code: str, bank_name: str, holder_name: str, number: str, reason: str = ""
) -> VillageAccount:
    """Propose the account of a village; raises BadInput for the number, NotAllowedNow while another one waits."""
    row = AccountRow(village_code, bank_name, holder_name, number)
    return propose_village_accounts(actor=actor, rows=[row], reason=reason)[0]


def propose_village_accounts(*, actor: User, rows: Sequence[AccountRow], reason: str = "") -> list[VillageAccount]:
    """Propose accounts for several villages."""
    verb = "villages.propose_village_account"
    with transaction.atomic():
        codes = [row.village_code for row in rows]
        villages_for_action(actor, verb, codes)
        accounts = [_proposed(actor, row) for row in rows]
        _refuse_taken(actor, verb, accounts)
        try:
            with transaction.atomic():
                VillageAccount.objects.bulk_create(accounts)
        except IntegrityError as error:
            raise NotAllowedNow("village_account_taken", field="number") from error
        record_act(
            actor=actor,
            verb=verb,
            obj=accounts[0],
            area_code=area_of(codes),
            reason=reason,
            facts={"count": len(accounts), "digest": digest_of_rows((a.village_id, a.number_index) for a in accounts)},
            wrote=accounts,
        )
        return accounts


def _proposed(actor: User, row: AccountRow) -> VillageAccount:
    with at_field("number"):
        number = parse_account(row.number, kind=AccountKind.PASSBOOK).number
    names = [clean_line(row.bank_name, max_length=80), clean_line(row.holder_name, max_length=80)]
    if not all(names):
        raise BadInput("village_account_names_needed", field="bank_name" if not names[0] else "holder_name")
    return VillageAccount(
        village_id=row.village_code,
        bank_name=names[0],
        holder_name=names[1],
        number=number,
        number_index=vault.index_of(number, INDEX_PURPOSE),
        last4=number[-4:],
        proposed_by=actor,
        proposed_on=clock.today(),
    )


def _refuse_taken(actor: User, verb: str, accounts: Sequence[VillageAccount]) -> None:
    mine = VillageAccount.objects.actionable_by(actor, verb).filter(village__in=[a.village_id for a in accounts])
    if mine.waiting().exists():
        raise NotAllowedNow("village_account_waiting")


def confirm_village_account(*, actor: User, account_id: int, reason: str = "") -> VillageAccount:
    """Confirm a proposed account; the one verified before is closed. Raises SamePerson, NotAllowedNow."""
    return confirm_village_accounts(actor=actor, account_ids=[account_id], reason=reason)[0]


def confirm_village_accounts(*, actor: User, account_ids: Sequence[int], reason: str = "") -> list[VillageAccount]:
    """Confirm several proposed accounts."""
    verb = "villages.confirm_village_account"
    with transaction.atomic():
        accounts = _accounts(actor, verb, account_ids)
        for account in accounts:
            _require("confirm", account, actor)
        today = clock.today()
        codes = [account.village_id for account in accounts]
        replaced = list(VillageAccount.objects.actionable_by(actor, verb).verified().filter(village__in=codes))
        for account in replaced:
            account.state, account.closed_on = AccountState.CLOSED, today
        VillageAccount.objects.all_areas(reason="rows loaded for action above").bulk_update(
            replaced, ["state", "closed_on"]
        )
        for account in accounts:
            account.state, account.confirmed_by, account.confirmed_on = AccountState.VERIFIED, actor, today
        VillageAccount.objects.all_areas(reason="rows loaded for action above").bulk_update(
            accounts, ["state", "confirmed_by", "confirmed_on"]
        )
        record_act(
            actor=actor,
            verb=verb,
            obj=accounts[0],
            area_code=area_of(codes),
            reason=reason,
            facts={"count": len(accounts), "digest": digest_of_rows((a.village_id, a.number_index) for a in accounts)},
            wrote=[*replaced, *accounts],
        )
        return accounts


def reject_village_account(*, actor: User, account_id: int, reason: str) -> VillageAccount:
    """Refuse a proposed account, with a reason."""
    return _close("reject", "villages.reject_village_account", actor, account_id, reason)


def close_village_account(*, actor: User, account_id: int, reason: str) -> VillageAccount:
    """Close the verified account, with a reason; until another is verified nothing can be paid to the village."""
    return _close("close", "villages.close_village_account", actor, account_id, reason)


def _close(move: str, verb: str, actor: User, account_id: int, reason: str) -> VillageAccount:
    with transaction.atomic():
        account = _accounts(actor, verb, [account_id])[0]
        _require(move, account, actor, reason)
        account.state, account.closed_on = AccountState.CLOSED, clock.today()
        account.save(update_fields=["state", "closed_on"])
        record_act(actor=actor, verb=verb, obj=account, area_code=account.village_id, reason=reason, wrote=[account])
        return account


def _accounts(actor: User, verb: str, ids: Sequence[int]) -> list[VillageAccount]:
    rows = VillageAccount.objects.for_action(actor, verb).filter(pk__in=set(ids)).order_by("pk")
    accounts = list(rows.select_related("village"))
    if not accounts or len(accounts) < len(set(ids)):
        raise VillageAccount.DoesNotExist
    return accounts


def _require(move: str, account: VillageAccount, actor: User, reason: str = "") -> None:
    VILLAGE_ACCOUNT.require(
        move,
        state=account.state,
        actor_id=actor.pk,
        takers={"propose": [account.proposed_by_id]},
        reason=reason,
    )
