"""Plain functions that put rows in place for a test; what a test is about it gives itself."""

import datetime
import itertools
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from households.models import Household, Member, PayeeAccount, StatusChange
from villages.models import Village, VillageAccount
from yuping.accounts.models import Posting, User
from yuping.audit.services import Who, record
from yuping.core import vault
from yuping.core.bankcard import make_card
from yuping.core.identity import make_identity

COUNTY = "520622"
START = datetime.date(2014, 1, 1)
PASSWORD = "Correct-horse-5411"
_numbers = itertools.count(1)
Account = TypeVar("Account", PayeeAccount, VillageAccount)


@transaction.atomic
def make_user(*postings: tuple[str, str], name: str = "") -> User:
    """A person with confirmed postings given as (role, area code)."""
    number = next(_numbers)
    user = User.objects.create(
        username=f"user{number}",
        full_name=name or f"职员{number}",
        unit="县直单位",
        must_change_password=False,
        password=make_password(PASSWORD),
    )
    administrator = User.objects.get_or_create(
        username="user0", defaults={"full_name": "任命人", "unit": "县直单位", "is_active": False}
    )[0]
    held = [
        Posting.objects.create(
            user=user, role=role, area_code=area, area_name=area, valid_from=START, confirmed_by=administrator
        )
        for role, area in postings
    ]
    vouch(administrator, *held, obj=user)
    return user


def vouch(by: User, *rows: models.Model, obj: models.Model | None = None) -> None:
    """The audit record answers for rows that no verb wrote, as ``verify`` asks of them."""
    record(who=Who(id=by.pk, name=by.full_name), verb="tests.set_up", obj=obj or rows[0], wrote=rows)


@transaction.atomic
def make_household(village: Village, *, account: bool = True, confirmer: User | None = None) -> Household:
    """An active household with a living head and, unless told otherwise, a verified account of the head."""
    household, head = _household_with_head(village)
    if account:
        make_account(head, confirmer=confirmer)
    return household


def _household_with_head(village: Village) -> tuple[Household, Member]:
    number = next(_numbers)
    household = Household.objects.create(
        number=f"{village.code}{number:06d}",
        village=village,
        head_name=f"杨{number}",
        registered_on=START,
    )
    entered = StatusChange.objects.create(
        household=household,
        village=village,
        kind="1",
        year=START.year,
        date=START,
        state_after="active",
        recorded_by=make_user(),
    )
    vouch(entered.recorded_by, entered)
    # A man's sequence number is odd; a day of birth holds five hundred of them.
    born = datetime.date(1970, 1, 1) + datetime.timedelta(days=number // 490)
    identity = make_identity("520699", born, 2 * (number % 490) + 1)
    head = Member.objects.create(
        household=household,
        village=village,
        name=household.head_name,
        is_head=True,
        relation="01",
        id_kind="resident",
        id_number=identity,
        id_index=vault.index_of(identity, "identity"),
        sex="1",
        birth_date=born,
        joined_on=START,
    )
    return household, head


@transaction.atomic
def make_account(member: Member, *, confirmer: User | None = None, number: str = "") -> PayeeAccount:
    """A verified card of the member."""
    number = number or make_card(f"622999{next(_numbers):09d}")
    account = PayeeAccount.objects.create(
        household_id=member.household_id,
        village_id=member.village_id,
        member=member,
        holder_name=member.name,
        bank_name="玉屏信用联社",
        kind="card",
        number=number,
        number_index=vault.index_of(number, "account"),
        last4=number[-4:],
        proposed_by=make_user(),
        proposed_on=START,
    )
    return _verified(account, confirmer)


@transaction.atomic
def replace_account(household: Household) -> PayeeAccount:
    """Another verified card of the head; the account in force until now is closed."""
    before = household.payeeaccounts.get(state="verified")
    before.state, before.closed_on = "closed", before.confirmed_on
    before.save(update_fields=["state", "closed_on"])
    vouch(before.confirmed_by, before)
    return make_account(household.members.get(is_head=True))


@transaction.atomic
def replace_village_account(village: Village) -> VillageAccount:
    """Another verified account of the village; the one in force until now is closed."""
    before = VillageAccount.unguarded.get(village=village, state="verified")
    before.state, before.closed_on = "closed", before.confirmed_on
    before.save(update_fields=["state", "closed_on"])
    vouch(before.confirmed_by, before)
    return make_village_account(village)


@transaction.atomic
def make_village_account(village: Village) -> VillageAccount:
    number = f"8{next(_numbers):012d}"
    account = VillageAccount.objects.create(
        village=village,
        bank_name="玉屏信用联社",
        holder_name=f"{village.short_name}股份经济合作社",
        number=number,
        number_index=vault.index_of(number, "village_account"),
        last4=number[-4:],
        proposed_by=make_user(),
        proposed_on=START,
    )
    return _verified(account, None)


def _verified(account: Account, confirmer: User | None) -> Account:
    account.state, account.confirmed_by, account.confirmed_on = "verified", confirmer or make_user(), START
    account.save(update_fields=["state", "confirmed_by", "confirmed_on"])
    vouch(account.confirmed_by, account)
    return account
