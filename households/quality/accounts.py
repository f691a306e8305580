"""Rules over payee accounts: one account, one household, a holder who lives there."""

import datetime
from collections.abc import Iterator

from django.db.models import F

from households.models import PayeeAccount
from households.policy.quality.limits import WAITING_DAYS
from households.quality.sharing import in_two_households
from yuping.accounts.quality import Asked, Family, Level, Remedy, audited, declared, of_form
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
CLERK = Role.TOWNSHIP_CLERK


def _in_force() -> object:
    return PayeeAccount.unguarded.filter(state="verified")


@declared(
    level=ERROR,
    family=Family.PAYMENT,
    reads="payeeaccount.number_index payeeaccount.household",
    sources=audited("21", "22"),
    owner=CLERK,
    remedy=Remedy.ACCOUNT,
    blocks_payment=True,
    on_save=True,
)
def shared_account(asked: Asked) -> Iterator[tuple]:
    for row in in_two_households(
        _in_force().filter(household__state="active"), asked, ["number_index"], ["village_id", "household_id"]
    ):
        yield (*row, None, "", {})


@declared(
    level=ERROR,
    family=Family.PAYMENT,
    reads="payeeaccount.member member.state",
    sources=audited("1", "21"),
    owner=CLERK,
    remedy=Remedy.ACCOUNT,
    blocks_payment=True,
)
def account_holder_left(asked: Asked) -> Iterator[tuple]:
    gone = _in_force().filter(household__state="active").exclude(member__state="living_here")
    for row in asked.within(gone).values_list("village_id", "household_id", "member_id"):
        yield (*row, "", {})


@declared(
    level=ERROR,
    family=Family.PAYMENT,
    reads="payeeaccount.holder_name member.name",
    sources=of_form("aaq002", "aac004"),
    owner=CLERK,
    remedy=Remedy.ACCOUNT,
    blocks_payment=True,
    on_save=True,
)
def account_in_another_name(asked: Asked) -> Iterator[tuple]:
    """The bank returns what is sent to a name that is not the account's."""
    other = _in_force().exclude(holder_name=F("member__name"))
    for row in asked.within(other).values_list("village_id", "household_id", "member_id"):
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.PAYMENT,
    reads="payeeaccount.state payeeaccount.proposed_on",
    sources=audited("20"),
    owner=CLERK,
    remedy=Remedy.ACCOUNT,
    limits=[WAITING_DAYS],
)
def account_waits_too_long(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=WAITING_DAYS.of(asked.year))
    waiting = PayeeAccount.unguarded.filter(state="proposed", proposed_on__lt=before)
    for village, household, day in asked.within(waiting).values_list("village_id", "household_id", "proposed_on"):
        yield village, household, None, "", {"date": day.isoformat()}
