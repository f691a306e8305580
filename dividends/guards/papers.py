"""Triggers of the papers around a batch: notices, bank files and results, signature sheets."""

import pgtrigger

from yuping.core.guards import refuse


def notice_of_the_list() -> pgtrigger.Trigger:
    """A notice shows the locked list of the round in hand, in a village of the batch, from a day on which it existed.

    So many working days are never fewer calendar days: the coarse half of the rule needs no table of holidays.
    """
    return pgtrigger.Trigger(
        name="of_the_list",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("b", "dividends_batch%ROWTYPE")],
        func=f"""
            SELECT * INTO b FROM dividends_batch WHERE id = NEW.batch_id;
            IF b.state NOT IN ('locked', 'on_notice') OR NEW.round <> b.round OR NEW.digest <> b.digest THEN
                {refuse("a notice shows the locked list")}
            END IF;
            IF b.locked_on IS NULL OR NEW.starts_on < b.locked_on THEN
                {refuse("a notice hangs after its list was locked")}
            END IF;
            IF NEW.ends_on - NEW.starts_on < b.notice_workdays THEN
                {refuse("a notice hangs for its full days")}
            END IF;
            IF NOT EXISTS (SELECT 1 FROM dividends_payout WHERE batch_id = b.id AND village_id = NEW.village_id)
               AND NOT EXISTS (SELECT 1 FROM dividends_villageshare WHERE batch_id = b.id
                    AND village_id = NEW.village_id) THEN
                {refuse("the batch has no line in this village")}
            END IF;
            RETURN NEW;
        """,
    )


def file_holds_what_is_sent() -> pgtrigger.Trigger:
    """The bank file is written for an approved batch and equals the lines marked as sent, in number and sum."""
    return pgtrigger.Trigger(
        name="holds_what_is_sent",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("lines", "integer"), ("total", "numeric")],
        func=f"""
            SELECT count(*), coalesce(sum(amount), 0) INTO lines, total FROM (
                SELECT amount FROM dividends_payout WHERE batch_id = NEW.batch_id AND state = 'sent'
                UNION ALL
                SELECT amount - held_amount FROM dividends_villageshare WHERE batch_id = NEW.batch_id AND state = 'sent'
            ) sent;
            IF NOT EXISTS (SELECT 1 FROM dividends_batch WHERE id = NEW.batch_id AND state = 'approved') THEN
                {refuse("only an approved batch has a bank file")}
            END IF;
            IF NEW.line_count <> lines OR NEW.total <> total THEN
                {refuse("the bank file does not equal the lines sent")}
            END IF;
            RETURN NEW;
        """,
    )


def result_of_an_issued_batch() -> pgtrigger.Trigger:
    """A result file answers a bank file that was issued."""
    return pgtrigger.Trigger(
        name="of_an_issued_batch",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM dividends_batch WHERE id = NEW.batch_id AND state = 'issued') THEN
                {refuse("only an issued batch has a result")}
            END IF;
            RETURN NEW;
        """,
    )


def result_set_aside_in_time() -> pgtrigger.Trigger:
    """A result file is set aside once, before its batch is settled: what was settled by it rests on it."""
    return pgtrigger.Trigger(
        name="set_aside_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("discarded_on", "discard_reason"),
        func=f"""
            IF OLD.discarded_on IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM dividends_batch WHERE id = NEW.batch_id AND state = 'results_loaded'
            ) THEN
                {refuse("a result file is set aside once, before its batch is settled")}
            END IF;
            RETURN NEW;
        """,
    )


def result_line_of_its_batch() -> pgtrigger.Trigger:
    """A line of a result file speaks of a line of the same batch."""
    return pgtrigger.Trigger(
        name="of_its_batch",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM dividends_bankresult r
                LEFT JOIN dividends_payout p ON p.id = NEW.payout_id
                LEFT JOIN dividends_villageshare s ON s.id = NEW.share_id
                WHERE r.id = NEW.result_id AND coalesce(p.batch_id, s.batch_id) = r.batch_id
            ) THEN
                {refuse("a result speaks of a line of its own batch")}
            END IF;
            RETURN NEW;
        """,
    )


def sheet_of_paid_lines() -> pgtrigger.Trigger:
    """Nobody signs for more than was paid in his village; less has its reason."""
    return pgtrigger.Trigger(
        name="of_paid_lines",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("lines", "integer"), ("paid", "numeric")],
        func=f"""
            SELECT count(*), coalesce(sum(p.amount), 0) INTO lines, paid
                FROM dividends_payout p JOIN dividends_batch b ON b.id = p.batch_id
                WHERE p.batch_id = NEW.batch_id AND p.village_id = NEW.village_id AND p.state = 'paid'
                    AND b.state = 'settled';
            IF NEW.signed_count > lines OR NEW.signed_amount > paid THEN
                {refuse("more was signed for than was paid")}
            END IF;
            IF (NEW.signed_count, NEW.signed_amount) <> (lines, paid) AND NEW.missing_reason = '' THEN
                {refuse("a missing signature has its reason")}
            END IF;
            RETURN NEW;
        """,
    )
