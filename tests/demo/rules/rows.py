"""The rows that the faults are planted in, and reading one rule over the two villages."""

from django.db import connection

from yuping.accounts import quality
from yuping.accounts.quality import Asked, SetRule
from yuping.core import clock

HOME = "SELECT h.id FROM households_household h WHERE h.state='active' AND (SELECT count(*) FROM households_member m "
HOME += "WHERE m.household_id=h.id AND m.state='living_here') BETWEEN 2 AND 9 ORDER BY h.id"
SHARE = (
    "SELECT p.id FROM dividends_participation p JOIN households_household h ON h.id=p.household_id "
    "WHERE h.state='active' AND p.ended_on IS NULL ORDER BY p.id"
)
PAYOUT = "SELECT id FROM dividends_payout WHERE state='paid' AND reissue_of_id IS NULL ORDER BY id"
# In this order: a later row may be named by an earlier one.
ROWS = {
    "home": f"{HOME} LIMIT 1",
    "other": f"{HOME} OFFSET 1 LIMIT 1",
    "head": "SELECT id FROM households_member WHERE household_id={home} AND is_head",
    "second": "SELECT min(id) FROM households_member WHERE household_id={home} AND NOT is_head AND state='living_here'",
    "neighbour": "SELECT m.id FROM households_member m JOIN households_household h ON "
    "h.id=m.household_id WHERE m.is_head "
    "AND h.state='active' AND h.id<>{home} AND h.village_id=(SELECT village_id FROM "
    "households_household WHERE id={home}) "
    "ORDER BY m.id DESC LIMIT 1",
    "account": "SELECT id FROM households_payeeaccount WHERE household_id={home} AND state='verified'",
    "death": "SELECT e.id FROM households_lifeevent e JOIN households_household h ON "
    "h.id=e.household_id WHERE e.kind='02' "
    "AND e.state='settled' AND h.state='active' ORDER BY e.id LIMIT 1",
    "measure": "SELECT min(id) FROM households_measure",
    "trained": "SELECT member_id FROM households_training ORDER BY id LIMIT 1",
    "village": "SELECT min(village_id) FROM households_household",
    "village2": "SELECT max(village_id) FROM households_household",
    "share": f"{SHARE} LIMIT 1",
    "share2": f"{SHARE} OFFSET 1 LIMIT 1",
    "agreement": "SELECT agreement_id FROM dividends_participation WHERE id={share}",
    "loan": "SELECT loan_id FROM dividends_participation WHERE id={share}",
    "loan2": "SELECT loan_id FROM dividends_participation WHERE id={share2}",
    "borrowing": "SELECT household_id FROM loans_loan WHERE id={loan}",
    "stranger": "SELECT id FROM households_household WHERE state='active' AND id NOT IN "
    "(SELECT household_id FROM loans_loan) ORDER BY id LIMIT 1",
    "payout": f"{PAYOUT} LIMIT 1",
    "payout2": f"{PAYOUT} OFFSET 1 LIMIT 1",
    "job": "SELECT id FROM dividends_job WHERE ended_on IS NULL ORDER BY id LIMIT 1",
}


def chosen() -> dict[str, object]:
    """The key of each row."""
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for name, query in ROWS.items():
            cursor.execute(query.format(**found))
            (found[name],) = cursor.fetchone()
    return found


def set_rules() -> dict[str, SetRule]:
    return {rule.code: rule for rule in quality.set_rules()}


def broken(code: str) -> set[tuple]:
    """Where the rule is broken now, over everything."""
    asked = Asked(clock.today(), lambda rows, household, village: rows)
    return {found.key for found in set_rules()[code].find(asked)}
