"""A village's bank account: two people, one verified account, the number sealed."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.villages.conftest import SECOND_VILLAGE, TODAY, VILLAGE
from villages.models import VillageAccount
from villages.services import (
    AccountRow,
    close_village_account,
    confirm_village_account,
    confirm_village_accounts,
    propose_village_account,
    propose_village_accounts,
    reject_village_account,
)
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.bankcard import BadAccount
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson

NUMBER = "6228480402564890018"


def propose(actor: User, number: str = NUMBER, village: str = VILLAGE) -> VillageAccount:
    return propose_village_account(
        actor=actor, village_code=village, bank_name="信用联社", holder_name="皂角坪村股份经济合作社", number=number
    )


def test_a_second_person_confirms(clerk: User, second_clerk: User) -> None:
    account = propose(clerk)

    confirmed = confirm_village_account(actor=second_clerk, account_id=account.pk)

    assert (confirmed.state, confirmed.confirmed_by, confirmed.confirmed_on) == ("verified", second_clerk, TODAY)
    assert [entry.verb for entry in AuditEntry.objects.order_by("seq")] == [
        "villages.propose_village_account",
        "villages.confirm_village_account",
    ]


def test_nobody_confirms_his_own(clerk: User) -> None:
    account = propose(clerk)

    with pytest.raises(SamePerson):
        confirm_village_account(actor=clerk, account_id=account.pk)


def test_the_number_is_sealed_in_the_table_and_the_audit(clerk: User) -> None:
    account = propose(clerk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT v::text FROM villages_villageaccount v")
        row = cursor.fetchone()[0]
    assert NUMBER not in row
    assert NUMBER not in str(AuditEntry.objects.values().get())
    assert VillageAccount.unguarded.get(pk=account.pk).number.open() == NUMBER
    assert account.masked == "****0018"


def test_a_new_account_closes_the_one_before(clerk: User, second_clerk: User) -> None:
    first = propose(clerk)
    confirm_village_account(actor=second_clerk, account_id=first.pk)
    second = propose(clerk, "6228480402564890026")
    confirm_village_account(actor=second_clerk, account_id=second.pk)

    states = dict(VillageAccount.unguarded.values_list("pk", "state"))
    assert states == {first.pk: "closed", second.pk: "verified"}


def test_many_accounts_are_proposed_and_confirmed_at_once(clerk: User, second_clerk: User) -> None:
    rows = [AccountRow(code, "信用联社", code, f"62284804025648{code[-4:]}") for code in (VILLAGE, SECOND_VILLAGE)]
    accounts = propose_village_accounts(actor=clerk, rows=rows)

    confirm_village_accounts(actor=second_clerk, account_ids=[account.pk for account in accounts])

    assert VillageAccount.unguarded.filter(state="verified").count() == 2
    assert AuditEntry.objects.count() == 2


def test_a_second_proposal_waits_for_the_first(clerk: User) -> None:
    propose(clerk)

    with pytest.raises(NotAllowedNow, match="village_account_waiting"):
        propose(clerk, "6228480402564890026")


def test_two_villages_never_share_an_account(clerk: User) -> None:
    propose(clerk)

    with pytest.raises(NotAllowedNow, match="village_account_taken"):
        propose(clerk, village=SECOND_VILLAGE)


def test_letters_are_no_account_number(clerk: User) -> None:
    with pytest.raises(BadAccount):
        propose(clerk, "62284804A2564890018")


def test_refusing_and_closing_need_a_reason(clerk: User, second_clerk: User) -> None:
    account = propose(clerk)
    with pytest.raises(BadInput, match="reason_needed"):
        reject_village_account(actor=second_clerk, account_id=account.pk, reason=" ")

    assert reject_village_account(actor=second_clerk, account_id=account.pk, reason="户名不符").state == "closed"


def test_a_closed_account_is_not_opened_again(clerk: User, second_clerk: User) -> None:
    account = propose(clerk)
    confirm_village_account(actor=second_clerk, account_id=account.pk)
    close_village_account(actor=clerk, account_id=account.pk, reason="已销户")

    with pytest.raises(NotAllowedNow):
        confirm_village_account(actor=second_clerk, account_id=account.pk)


def test_another_township_is_out_of_reach(clerk: User, stranger: User) -> None:
    account = propose(clerk)

    with pytest.raises(VillageAccount.DoesNotExist):
        confirm_village_account(actor=stranger, account_id=account.pk)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"last4": "9999"}, "frozen"),
        ({"bank_name": "x"}, "frozen"),
        ({"number_index": "x"}, "frozen"),
        ({"state": "verified"}, "villages_account_confirmed"),
    ],
)
def test_the_database_holds_the_account(clerk: User, change: dict[str, str], message: str) -> None:
    account = propose(clerk)

    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        VillageAccount.unguarded.filter(pk=account.pk).update(**change)


def test_the_database_holds_two_people(clerk: User) -> None:
    account = propose(clerk)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        VillageAccount.unguarded.filter(pk=account.pk).update(state="verified", confirmed_by=clerk, confirmed_on=TODAY)
