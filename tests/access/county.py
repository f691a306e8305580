"""Two townships side by side: rows of the own one, the same kinds of rows in another, with names to know them by.

The rows of a room are written in its own module beside this one.
"""

from dataclasses import dataclass, field

from django.db import models

from dividends.models import Batch, Hold, Notice, Objection, Payout
from households.models import Household
from loans.models import Loan
from tests.access import advice, county_households, county_money, county_villages
from tests.access.marks import FOREIGN_NAMES, Rows
from tests.dividends.conftest import FIRST, SECOND, Year
from tests.factories import COUNTY, make_household, make_user
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import LEVELS, TOWNSHIP, VILLAGE, Role
from yuping.audit.models import AuditEntry
from yuping.ledger.models import Account, JournalEntry


@dataclass
class County:
    """People by role, and for each kind of row the address of one of the own and one of the other township."""

    people: dict[Role, User] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)


def build() -> County:
    """Write the rows: a settled batch over both townships, a draft in the other alone, casework in both."""
    year = Year()
    _rename(year)
    batch = county_money.paid(year)
    foreign = county_money.foreign_papers(year)
    own, other = year.households[0], year.households[2]
    county = County(people=_people())
    clerks = (year.cast.clerk, year.cast.clerk2)
    for make in (county_households.casework, county_villages.of_villages):
        for kind, pair in make((own, other), clerks).items():
            county.rows[kind] = tuple({"pk": row.pk} for row in pair)
    county.rows |= _keys(own, other, batch, foreign)
    county.rows |= advice.rows((own, other), clerks)
    county.rows |= county_money.loans_and_jobs(year)
    county.rows |= county_households.uploads(year)
    county.rows |= county_households.identities(year, clerks)
    return county


def _people() -> dict[Role, User]:
    area = {frozenset({VILLAGE}): FIRST, frozenset({TOWNSHIP}): FIRST[:TOWNSHIP]}
    return {role: make_user((role, area.get(LEVELS[role], COUNTY))) for role in Role}


def _rename(year: Year) -> None:
    """The households of the other township get the names by which a leak is known."""
    year.households.append(make_household(year.villages[1]))
    for household, name in zip(year.households[2:], FOREIGN_NAMES, strict=False):
        household.head_name = name
        household.save(update_fields=["head_name"])
        household.members.update(name=name)


OF_A_VILLAGE = {"payout": Payout, "hold": Hold, "notice": Notice, "objection": Objection, "loan": Loan}
OF_NO_AREA = {
    "user": User,
    "posting": Posting,
    "journal_entry": JournalEntry,
    "journal_account": Account,
    "audit_entry": AuditEntry,
}


def _keys(own: Household, other: Household, batch: Batch, foreign: dict[str, models.Model]) -> Rows:
    """What an address holds for the rows that came with the batch, and for addresses of more than one part."""
    agreement = batch.payouts.first().agreement
    receipt = agreement.enterprise.receipts.first()
    papers = {"enterprise": agreement.enterprise, "agreement": agreement, "batch": batch, "receipt": receipt}
    rows: Rows = {kind: ({"pk": row.pk}, {"pk": foreign[kind].pk}) for kind, row in papers.items()}
    for kind, model in OF_A_VILLAGE.items():
        pair = (model.unguarded.filter(village=code).order_by("pk").first() for code in (FIRST, SECOND))
        rows[kind] = tuple({"pk": row.pk} for row in pair)
    rows["figure"] = ({"key": "household_dividends_paid"},) * 2
    rows["bank_file"] = ({"pk": batch.pk},) * 2
    rows["village"] = ({"code": FIRST}, {"code": SECOND})
    rows["village_year"] = tuple({"code": code, "year": 2016} for code in (FIRST, SECOND))
    rows["village_quarter"] = tuple({"code": code, "year": 2016, "quarter": 4} for code in (FIRST, SECOND))
    rows["household_year"] = tuple({"pk": row.pk, "year": 2016} for row in (own, other))
    rows["member"] = tuple({"pk": row.pk, "member": row.members.first().pk} for row in (own, other))
    rows["reveal"] = tuple({"kind": "identity", "pk": row.members.first().pk} for row in (own, other))
    for kind, model in OF_NO_AREA.items():
        key = {"pk": model.objects.order_by("pk").first().pk}
        rows[kind] = (key, key)
    return rows
