"""What the web role could write with plain SQL past the verbs: it is refused, or ``verify`` names table and row."""

import pytest
from django.db import IntegrityError, connection, transaction

from dividends.models import Agreement, Batch, Notice, Participation, Payout, SignatureSheet
from households.models import HouseholdYear, PayeeAccount
from tests.dividends.conftest import FIRST, Year
from tests.factories import COUNTY, make_user
from villages.models import VillageAccount
from yuping.accounts.models import Posting
from yuping.core import checks


def run(statement: str, *values: object) -> int:
    """One statement of the web role; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        touched = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return touched


def found() -> set[tuple[str, str]]:
    """Every (table, row) that ``verify`` names."""
    return {(fault.table, fault.pk) for _name, fault in checks.run()}


@pytest.mark.parametrize(
    "change",
    [
        "approval_bands = '[[null, 1]]'",
        "notice_workdays = 0",
        "new_agreements_until = '2030-12-31'",
        "jobs_per_household = 0",
        "household_dividend = 1",
    ],
)
def test_the_terms_of_an_edition_never_change(year: Year, change: str):
    with pytest.raises(IntegrityError, match="frozen"):
        run(f"UPDATE dividends_scheme SET {change}")


def test_an_account_swapped_for_another_is_found(year: Year):
    """The old one closed, a copied number under another name, confirmed by a made-up person."""
    account = PayeeAccount.unguarded.filter(village=FIRST).first()
    by = make_user()
    run("UPDATE households_payeeaccount SET state = 'closed', closed_on = '2016-11-20' WHERE id = %s", account.pk)
    run(
        "INSERT INTO households_payeeaccount (holder_name, bank_name, kind, number, number_index, last4, state, reason,"
        " proposed_on, recorded_at, household_id, member_id, proposed_by_id, village_id)"
        " SELECT 'x', bank_name, kind, number, number_index, last4, 'proposed', '', '2016-11-20', now(), household_id,"
        " member_id, proposed_by_id, village_id FROM households_payeeaccount WHERE id = %s",
        account.pk,
    )
    run(
        "UPDATE households_payeeaccount SET state = 'verified', confirmed_by_id = %s, confirmed_on = '2016-11-20'"
        " WHERE state = 'proposed'",
        by.pk,
    )
    forged = PayeeAccount.unguarded.get(holder_name="x")

    assert {(account._meta.db_table, str(pk)) for pk in (account.pk, forged.pk)} <= found()


def test_a_village_account_closed_by_nobody_is_found(year: Year):
    account = VillageAccount.unguarded.get(village=FIRST)
    run("UPDATE villages_villageaccount SET state = 'closed', closed_on = '2016-11-20' WHERE id = %s", account.pk)

    assert found() == {("villages_villageaccount", str(account.pk))}


def test_a_posting_that_nobody_asked_for_is_found(year: Year):
    run(
        "INSERT INTO accounts_posting (role, area_code, area_name, valid_from, confirmed_by_id, user_id)"
        " VALUES ('finance_cashier', %s, 'x', '2016-01-01', %s, %s)",
        COUNTY,
        year.cast.company.pk,
        make_user().pk,
    )

    assert found() == {("accounts_posting", str(Posting.objects.latest("pk").pk))}


def test_a_notice_without_its_act_is_found(year: Year):
    batch = year.locked()
    year.notice(batch, year.cast.clerk2, year.villages[1].pk)
    real = Notice.unguarded.get()
    run(
        "INSERT INTO dividends_notice (batch_id, village_id, round, place, starts_on, ends_on, photo, photo_sha256,"
        " digest, published_by_id) SELECT batch_id, %s, round, place, starts_on, ends_on, photo, photo_sha256, digest,"
        " published_by_id FROM dividends_notice WHERE id = %s",
        FIRST,
        real.pk,
    )

    assert ("dividends_notice", str(Notice.unguarded.get(village=FIRST).pk)) in found()


def test_an_exception_confirmed_by_made_up_people_is_found(year: Year):
    year.enterprise()
    run(
        "INSERT INTO dividends_agreementexception (document, reason, requested_on, confirmed_on, confirmed_by_id,"
        " enterprise_id, requested_by_id, scheme_id) SELECT 'x', 'x', '2016-11-01', '2016-11-02', %s, enterprise.id,"
        " %s, scheme.id FROM dividends_enterprise enterprise, dividends_scheme scheme WHERE scheme.code = '5411'",
        year.cast.office.pk,
        year.cast.company.pk,
    )

    assert [table for table, _pk in found()] == ["dividends_agreementexception"]


def test_a_review_that_no_group_held_is_found(year: Year):
    enterprise = year.enterprise()
    run(
        "INSERT INTO dividends_enterprisereview (enterprise_id, reviewed_on, direction_ok, risk_ok, project_ok,"
        " enterprise_ok, opinion, reviewed_by_id) VALUES (%s, '2016-11-01', TRUE, TRUE, TRUE, TRUE, '', %s)",
        enterprise.pk,
        year.cast.company.pk,
    )

    assert found() == {("dividends_enterprisereview", str(enterprise.reviews.latest("pk").pk))}


def test_a_signature_sheet_that_no_township_handed_in_is_found(year: Year):
    batch = year.settled()
    run(
        "INSERT INTO dividends_signaturesheet (handed_in_on, signed_count, signed_amount, missing_reason, batch_id,"
        " handed_in_by_id, village_id) SELECT '2016-11-30', count(*), sum(amount), '', batch_id, %s, village_id"
        " FROM dividends_payout WHERE batch_id = %s AND state = 'paid' GROUP BY batch_id, village_id",
        year.cast.clerk.pk,
        batch.pk,
    )

    assert found() == {("dividends_signaturesheet", str(row.pk)) for row in SignatureSheet.unguarded.all()}


@pytest.mark.parametrize("change", ["dividends_recorded = 0", "dividend_income = 0, dividends_recorded = 0"])
def test_files_that_hide_what_was_paid_are_found(year: Year, change: str):
    year.settled()
    run(f"UPDATE households_householdyear SET {change} WHERE year = 2017")

    assert found() == {("households_householdyear", f"household {home.pk} year 2017") for home in year.households}


def test_a_file_that_records_what_was_never_paid_is_found(year: Year):
    year.settled()
    run("UPDATE households_householdyear SET dividends_recorded = 4001 WHERE household_id = %s", year.households[0].pk)
    record = HouseholdYear.unguarded.get(household=year.households[0], year=2017)

    assert found() == {("households_householdyear", str(record.pk))}


def test_an_agreement_or_a_participation_that_nobody_ended_is_found(year: Year):
    agreement = year.agreement()
    row = Participation.unguarded.first()
    run("UPDATE dividends_agreement SET state = 'ended' WHERE id = %s", agreement.pk)
    run("UPDATE dividends_participation SET ended_on = '2016-11-01', end_reason = 'x' WHERE id = %s", row.pk)

    assert found() == {("dividends_agreement", str(agreement.pk)), ("dividends_participation", str(row.pk))}
    assert Agreement.unguarded.get().state == "ended"


def test_a_batch_that_nobody_prepared_is_found(year: Year):
    year.draft()
    run(
        "INSERT INTO dividends_batch (number, due_year, kind, state, round, created_on, idempotency_key, line_count,"
        " household_total, village_total, digest, notice_workdays, approval_bands, created_by_id, scheme_id,"
        " request_digest) SELECT '2016-009', due_year, kind, 'draft', 1, created_on, gen_random_uuid(), 0, 0, 0, '',"
        " 0, '[]', created_by_id, scheme_id, request_digest FROM dividends_batch"
    )

    assert found() == {("dividends_batch", str(Batch.unguarded.get(number="2016-009").pk))}
    assert Payout.unguarded.exclude(batch__number="2016-009").exists()


@pytest.mark.parametrize(
    "change",
    [
        "metadata = '{\"user\": 2}'",
        "metadata = metadata || '{\"user\": 2}'",
        "metadata = '{}'",
        "metadata = NULL",
        "created_at = '2000-01-01'",
        "id = gen_random_uuid()",
    ],
)
def test_who_changed_a_record_is_never_rewritten(db: None, change: str):
    run(
        "INSERT INTO pghistory_context (id, created_at, updated_at, metadata)"
        " VALUES (gen_random_uuid(), now(), now(), '{\"user\": 1}')"
    )

    with pytest.raises(IntegrityError):
        run(f"UPDATE pghistory_context SET {change}")


def test_a_request_may_add_to_its_own_context(db: None):
    run(
        "INSERT INTO pghistory_context (id, created_at, updated_at, metadata)"
        " VALUES (gen_random_uuid(), now(), now(), '{\"user\": 1}')"
    )

    assert run('UPDATE pghistory_context SET updated_at = now(), metadata = metadata || \'{"page": "x"}\'') == 1
