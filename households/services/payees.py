"""What guards the payee: who needs two people for a change of identity, and payments that forbid one now."""

from collections.abc import Iterable

from households import standing
from households.models import AccountState, Household, Member, PayeeAccount
from yuping.core.errors import NotAllowedNow


def takes_two(household_ids: Iterable[int]) -> bool:
    """Whether money or an account hangs, or hung, on one of the households."""
    ids = list(household_ids)
    accounts = PayeeAccount.unguarded.filter(household__in=ids).exclude(state=AccountState.REFUSED)
    return accounts.exists() or any(True for _one in standing.of_households(ids))


def protected_members(household: Household) -> set[int]:
    """The members whose name and number two people change: payees, borrowers, and the head where money hangs on it.

    Whoever came from another household, by a split or a merger, brings with him what hangs on his row there.
    """
    mine = {row.pk: row.id_index for row in Member.unguarded.filter(household=household).only("pk", "id_index")}
    rows = same_people(mine.values())
    homes = {household.pk, *(row.household_id for row in rows)}
    accounts = PayeeAccount.unguarded.filter(household__in=homes)
    holders = accounts.filter(state__in=[AccountState.PROPOSED, AccountState.VERIFIED])
    held = dict(holders.values_list("member_id", "household_id"))
    things = list(standing.of_households(homes))
    named = {*held, *(one.member_id for one in things if one.member_id)}
    people = {row.id_index for row in rows if row.pk in named}
    found = {pk for pk, index in mine.items() if pk in named or index in people}
    hangs = household.pk in held.values() or any(one.household_id == household.pk for one in things)
    if found or hangs:
        found |= set(Member.unguarded.filter(household=household, is_head=True).values_list("pk", flat=True))
    return found


def same_people(id_indexes: Iterable[str]) -> list[Member]:
    """Every row of these people, in whatever household of the county they stand or stood."""
    rows = Member.unguarded.filter(id_index__in={index for index in id_indexes if index})
    return list(rows.only("pk", "id_index", "household_id"))


def lock_homes(household_ids: Iterable[int]) -> dict[int, Household]:
    """The households, locked in one order, so that payee and identity stay as they are until the verb has ended."""
    rows = Household.unguarded.select_for_update(of=("self",), no_key=True).filter(pk__in=list(household_ids))
    return {row.pk: row for row in rows.order_by("pk")}


def payments_on_their_way(household_ids: Iterable[int]) -> list[str]:
    """The numbers of the batches between lock and settlement in which one of them stands."""
    return sorted({str(one.params["batch"]) for one in standing.on_their_way(household_ids)})


def refuse_while_paid(household_ids: Iterable[int]) -> None:
    """Raises NotAllowedNow, naming the batch, while a payment to one of them is between lock and settlement.

    The households are locked by the caller, as the lock of a batch locks them: of the two, one waits for the other.
    """
    if batches := payments_on_their_way(household_ids):
        raise NotAllowedNow("households.payment_on_its_way", batch=batches, move="confirm")
