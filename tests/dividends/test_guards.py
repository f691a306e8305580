"""What PostgreSQL refuses of dividends whoever writes: each is tried as the web role in a statement typed by hand."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from dividends import lines, services
from dividends.models import Agreement, BankFile, Batch, BatchCounter, Participation, Payout, Receipt, VillageShare
from loans.models import Loan
from tests.dividends.conftest import FIRST, SECOND, Year, approved_loans
from tests.factories import make_household
from yuping.accounts.models import User


@contextmanager
def checked_at_once() -> Iterator[None]:
    """What waits for the commit is checked at the end of the block."""
    with transaction.atomic():
        yield
        sql("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The statements inside are refused in these words, at once or at commit."""
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(IntegrityError, match=words))
        stack.enter_context(checked_at_once())
        yield


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def decide(batch: Batch, move: str, actor: object, *, round_: int = 1, on: str = "2016-11-30") -> None:
    sql(
        'INSERT INTO dividends_decision (batch_id, round, move, actor_id, "on", recorded_at, digest, note, facts) '
        "VALUES (%s, %s, %s, %s, %s, now(), %s, '', '{}')",
        batch.pk,
        round_,
        move,
        actor.pk,
        on,
        batch.digest,
    )


def test_a_batch_does_not_move_without_its_decision(year: Year):
    batch = year.locked()

    with refused("a batch moves by a decision"):
        sql("UPDATE dividends_batch SET state = 'on_notice' WHERE id = %s", batch.pk)


def test_a_batch_is_not_approved_by_fewer_people_than_its_bands_ask_for(year: Year):
    year.edition(approval_bands=[["1000.00", 1], [None, 2]])
    batch = year.locked()
    year.publish(batch)
    services.confirm_batch(actor=year.cast.office, batch_id=batch.pk)
    decide(batch, "approve", year.cast.approver)

    with refused("a batch needs all its approvers"):
        sql("UPDATE dividends_batch SET state = 'approved' WHERE id = %s", batch.pk)


def test_no_decision_is_of_a_day_before_the_one_it_follows(year: Year):
    batch = year.confirmed()

    with refused("the decisions of a batch follow one another by day"):
        decide(batch, "approve", year.cast.approver, on="2016-11-29")


@pytest.mark.parametrize("seat", ["company", "office"])
def test_whoever_prepared_or_confirmed_writes_no_approval(year: Year, seat: str):
    batch = year.confirmed()

    with refused("another person has to take this step"):
        decide(batch, "approve", getattr(year.cast, seat))


def test_only_the_preparer_gives_a_batch_up(year: Year):
    batch = year.draft()

    with refused("another person has to take this step"):
        decide(batch, "cancel", year.cast.company2)


def test_a_decision_belongs_to_the_round_in_hand(year: Year):
    with refused("a decision belongs to the round in hand"):
        decide(year.locked(), "publish", year.cast.clerk, round_=2)


def test_a_line_without_a_payee_is_not_locked(year: Year):
    batch = year.draft()

    with refused("a line of the batch has no payee"):
        sql(
            "UPDATE dividends_batch SET state = 'locked', digest = 'x', line_count = 3, household_total = 12000, "
            "village_total = 3000 WHERE id = %s",
            batch.pk,
        )


def test_a_village_share_is_the_sum_of_its_own_village(year: Year):
    batch = year.draft()
    lines.take_snapshots(batch)
    sql("UPDATE dividends_villageshare SET amount = 3000 - amount WHERE batch_id = %s", batch.pk)

    with refused("a village share is the sum of its own village"):
        sql(
            "UPDATE dividends_batch SET state = 'locked', digest = 'x', line_count = 3, household_total = 12000, "
            "village_total = 3000 WHERE id = %s",
            batch.pk,
        )


def test_a_batch_settles_whole(year: Year):
    batch = year.load(year.issued())

    with refused("a line of the batch has no result"):
        sql("UPDATE dividends_batch SET state = 'settled' WHERE id = %s", batch.pk)


def test_a_line_is_held_by_two_people_and_a_hold_keeps_it_from_being_sent(year: Year):
    batch = year.confirmed()
    line = Payout.unguarded.filter(batch=batch).first()
    services.hold_line(actor=year.cast.office, payout_id=line.pk, reason="账户冻结")
    decide(batch, "approve", year.cast.approver)
    sql("UPDATE dividends_batch SET state = 'approved' WHERE id = %s", batch.pk)

    with refused("a line is held back by two people"):
        sql("UPDATE dividends_payout SET state = 'held' WHERE id = %s", line.pk)
    with refused("a line with a hold is not sent"):
        sql("UPDATE dividends_payout SET state = 'sent' WHERE id = %s", line.pk)


def test_a_hold_is_written_between_lock_and_issue_only(year: Year):
    line = Payout.unguarded.filter(batch=year.draft()).first()

    with refused("a line is held back between lock and issue only"):
        sql(
            "INSERT INTO dividends_hold (payout_id, village_id, reason, proposed_by_id, proposed_on) "
            "VALUES (%s, %s, 'x', %s, '2016-11-30')",
            line.pk,
            line.village_id,
            year.cast.office.pk,
        )


def test_a_bank_reference_settles_one_line_of_household_or_village(year: Year):
    batch = year.load(year.issued())
    paid = "state = 'paid', bank_reference = 'R-77', paid_on = '2016-11-28'"
    sql(f"UPDATE dividends_payout SET {paid} WHERE batch_id = %s AND line_number = 1", batch.pk)

    with refused("a bank reference settles one line only"):
        sql(f"UPDATE dividends_villageshare SET {paid} WHERE batch_id = %s AND line_number = 1", batch.pk)


def test_batch_numbers_have_no_gaps(year: Year):
    year.draft()

    with refused("batch numbers have no gaps"):
        sql("UPDATE dividends_batchcounter SET last = last + 2")
    with refused("batch numbers have no gaps"):
        sql("INSERT INTO dividends_batchcounter (year, last) VALUES (2020, 7)")
    assert BatchCounter.objects.get(year=2016).last == 1


def test_a_notice_shows_the_locked_list(year: Year):
    batch = year.locked()

    with refused("a notice shows the locked list"):
        put_up(batch, year.cast.clerk, "2016-11-14", "2016-11-24", digest="other")


def put_up(batch: Batch, clerk: User, starts_on: str, ends_on: str, digest: str = "") -> None:
    columns = "batch_id, village_id, round, place, starts_on, ends_on, photo, photo_sha256, digest, published_by_id"
    values = [batch.pk, FIRST, 1, "x", starts_on, ends_on, "x", "x", digest or batch.digest, clerk.pk]
    sql(f"INSERT INTO dividends_notice ({columns}) VALUES ({', '.join(['%s'] * 10)})", *values)


def test_a_notice_never_hangs_before_its_list_was_locked_nor_fewer_days_than_it_must(year: Year):
    batch, clerk = year.locked(), year.cast.clerk

    with refused("a notice hangs after its list was locked"):
        put_up(batch, clerk, "2016-11-10", "2016-11-24")
    with refused("a notice hangs for its full days"):
        put_up(batch, clerk, "2016-11-14", "2016-11-20")
    put_up(batch, clerk, "2016-11-11", "2016-11-18")


def test_a_bank_file_equals_the_lines_sent(year: Year):
    batch = year.approve(year.confirmed())
    insert = "INSERT INTO dividends_bankfile (batch_id, name, content, sha256, line_count, total) VALUES (%s, 'x', '', "

    with refused("the bank file does not equal the lines sent"):
        sql(f"{insert} 'x', 5, 15000)", batch.pk)
    assert not BankFile.unguarded.filter(batch=batch).exists()


def test_only_an_approved_batch_has_a_bank_file_and_only_an_issued_one_a_result(year: Year):
    batch = year.locked()

    with refused("only an approved batch has a bank file"):
        sql(
            "INSERT INTO dividends_bankfile (batch_id, name, content, sha256, line_count, total) "
            "VALUES (%s, 'x', '', 'x', 0, 0)",
            batch.pk,
        )
    with refused("only an issued batch has a result"):
        sql(
            "INSERT INTO dividends_bankresult (batch_id, name, content, sha256, loaded_by_id, loaded_on, "
            "discard_reason) VALUES (%s, 'x', '', 'x', %s, '2016-11-30', '')",
            batch.pk,
            year.cast.union.pk,
        )


def test_nobody_signs_for_more_than_was_paid(year: Year):
    batch = year.settled()
    insert = (
        "INSERT INTO dividends_signaturesheet (batch_id, village_id, handed_in_on, signed_count, signed_amount, "
        "missing_reason, handed_in_by_id) VALUES (%s, %s, '2016-11-30', %s, %s, '', %s)"
    )

    with refused("more was signed for than was paid"):
        sql(insert, batch.pk, FIRST, 3, 12000, year.cast.clerk.pk)
    with refused("a missing signature has its reason"):
        sql(insert, batch.pk, FIRST, 1, 4000, year.cast.clerk.pk)


def test_no_receipt_covers_more_than_it_brought(year: Year):
    year.agreement()
    receipt = year.receipt("5000.00")
    open_row = Participation.unguarded.last().instalments.get(number=1)
    insert = "INSERT INTO dividends_receiptallocation (receipt_id, instalment_id, village_id, amount) VALUES "

    with refused("more is covered than was received or is owed"):
        sql(f"{insert} (%s, %s, %s, 1)", receipt.pk, open_row.pk, open_row.village_id)


def test_no_instalment_gets_more_than_is_owed_and_no_enterprise_pays_for_another(year: Year):
    year.agreement()
    covered = Participation.unguarded.first().instalments.get(number=1)
    year.receipt("15000.00")
    year.partner = year.enterprise()
    foreign = year.receipt("9000.00", "R-2")
    insert = "INSERT INTO dividends_receiptallocation (receipt_id, instalment_id, village_id, amount) VALUES "

    assert Receipt.unguarded.count() == 2
    with refused("money covers agreements of the enterprise that paid it"):
        sql(f"{insert} (%s, %s, %s, 1)", foreign.pk, covered.pk, covered.village_id)


def test_no_household_joins_an_agreement_afterwards(year: Year):
    agreement = year.agreement()
    loan = Loan.unguarded.get(pk=approved_loans([make_household(year.villages[0])], year.cast)[0])
    insert = (
        "INSERT INTO dividends_participation (agreement_id, household_id, loan_id, village_id, principal, starts_on, "
        "end_reason) VALUES (%s, %s, %s, %s, 50000, '2016-03-01', '')"
    )

    with refused("a household joins with its own pooled loan while the agreement is signed"):
        sql(insert, agreement.pk, loan.household_id, loan.pk, loan.village_id)


def test_an_agreement_equals_its_households(year: Year):
    partner = year.enterprise()
    columns = (
        "number, scheme_id, enterprise_id, state, signed_on, first_due_on, matures_on, households, principal, "
        "grace_days, penalty_permille, monthly_wage_floor, security, exception_document, withdrawal_reason, "
        "signed_by_id, facts"
    )
    with refused("the agreement does not equal its households"):
        sql(
            f"INSERT INTO dividends_agreement ({columns}) SELECT 'X-1', s.id, %s, 'signed', '2016-03-01', "
            "'2016-11-10', '2019-03-01', 2, 100000, 0, 0, 0, '', '', '', %s, '{}' FROM dividends_scheme s "
            "WHERE s.code = '5411'",
            partner.pk,
            year.cast.company.pk,
        )


def test_after_the_last_date_no_agreement_is_written_without_an_exception(year: Year):
    partner = year.enterprise()
    columns = (
        "number, scheme_id, enterprise_id, state, signed_on, first_due_on, matures_on, households, principal, "
        "grace_days, penalty_permille, monthly_wage_floor, security, exception_document, signed_by_id, facts"
    )
    with refused("the scheme takes no new agreements"):
        sql(
            f"INSERT INTO dividends_agreement ({columns}) SELECT 'X-1', s.id, %s, 'signed', '2018-01-02', "
            "'2018-11-10', '2021-01-02', 1, 50000, 0, 0, 0, '', '', %s, '{}' FROM dividends_scheme s "
            "WHERE s.code = '5411'",
            partner.pk,
            year.cast.company.pk,
        )


@pytest.mark.parametrize("column", ["matures_on = '2030-01-01'", "monthly_wage_floor = 1", "exception_document = 'x'"])
def test_the_terms_of_an_agreement_are_frozen(year: Year, column: str):
    agreement = year.agreement()

    with refused("these columns are frozen"):
        sql(f"UPDATE dividends_agreement SET {column} WHERE id = %s", agreement.pk)
    assert Agreement.unguarded.get(pk=agreement.pk).matures_on == agreement.matures_on


def test_nothing_falls_due_beside_the_edition(year: Year):
    year.agreement()
    row = Participation.unguarded.filter(village=SECOND).first()
    insert = (
        "INSERT INTO dividends_instalment (participation_id, village_id, number, part, year, due_on, "
        "household_amount, village_amount, principal_amount) VALUES (%s, %s, %s, 'dividend', 2020, '2020-11-10', "
        "%s, 1000, 0)"
    )

    with refused("an instalment is what the edition says"):
        sql(insert, row.pk, row.village_id, 5, 4000)
    with refused("an instalment is what the edition says"):
        sql(insert, row.pk, row.village_id, 3, 4001)


def test_a_job_is_held_by_a_member_of_the_household(year: Year):
    year.agreement()
    mine, other = year.households[0], year.households[2]
    row = Participation.unguarded.get(household=mine)

    with refused("a job is held by a member of the household"):
        sql(
            "INSERT INTO dividends_job (participation_id, village_id, member_id, post, monthly_wage, started_on) "
            "VALUES (%s, %s, %s, 'x', 2000, '2016-04-01')",
            row.pk,
            row.village_id,
            other.members.get().pk,
        )


def test_a_line_is_replaced_once_while_its_successor_lives(year: Year):
    batch = year.settled(returned=("P00001",))
    line = Payout.unguarded.get(batch=batch, state="returned")
    key = "00000000-0000-4000-8000-00000000000{}"
    first = services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.UUID(key.format(1)))
    services.cancel_batch(actor=year.cast.company, batch_id=first.pk, reason="编错")

    second = services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.UUID(key.format(2)))

    assert second.pk != first.pk
    assert VillageShare.unguarded.filter(batch=second).count() == 0
    assert list(Payout.unguarded.filter(reissue_of=line).values_list("state", flat=True).order_by("pk")) == [
        "dropped",
        "pending",
    ]
