"""The verbs of the villages room: collective books and accounts."""

from decimal import Decimal

from tests.dividends.conftest import FIRST, Year
from tests.factories import make_user
from tests.money.verbs.cases import NOVEMBER, Call, case
from villages import services as villages
from villages.models import VillageAccount


@case
def record_collective_entry(year: Year) -> Call:
    return lambda: villages.record_collective_entry(
        actor=year.cast.clerk,
        village_code=FIRST,
        date=NOVEMBER,
        direction="income",
        category="operating",
        amount=Decimal("1200.00"),
        text="茶园承包",
    )


@case
def reverse_collective_entry(year: Year) -> Call:
    entry = record_collective_entry(year)()
    return lambda: villages.reverse_collective_entry(actor=year.cast.clerk, entry_id=entry.pk, reason="录入有误")


@case
def propose_village_account(year: Year) -> Call:
    return lambda: villages.propose_village_account(
        actor=year.cast.clerk,
        village_code=FIRST,
        bank_name="玉屏信用联社",
        holder_name="演示股份经济合作社",
        number="8012345678999",
    )


@case
def confirm_village_account(year: Year) -> Call:
    account = propose_village_account(year)()
    second = make_user(("township_clerk", FIRST[:9]))
    return lambda: villages.confirm_village_account(actor=second, account_id=account.pk)


@case
def close_village_account(year: Year) -> Call:
    account = VillageAccount.unguarded.filter(village=FIRST).get()
    return lambda: villages.close_village_account(actor=year.cast.clerk, account_id=account.pk, reason="销户")
