"""Triggers of the lines of a batch: payouts, village shares, holds."""

import pgtrigger

from dividends.workflow import BEFORE_ISSUE, LINE, LineState
from yuping.core.guards import refuse

_TRANSITIONS = ", ".join(f"('{source}', '{target}')" for source, target in sorted(LINE.transitions))
# A line moves only while its batch stands in one of these states.
_WHILE = {
    LineState.SENT: ("approved",),
    LineState.HELD: ("approved",),
    LineState.PAID: ("results_loaded",),
    LineState.RETURNED: ("results_loaded",),
    LineState.DROPPED: ("draft", "locked"),
}


def line_guard(frozen: str) -> pgtrigger.Trigger:
    """Lines are written to drafts only, frozen afterwards, and move only with their batch.

    ``FOR SHARE`` on the batch makes writing a line wait for a lock or an approval in hand, and the other way round.
    """
    while_clause = " OR ".join(
        f"(NEW.state = '{state}' AND NOT b_state = ANY(ARRAY[{', '.join(repr(str(s)) for s in states)}]))"
        for state, states in _WHILE.items()
    )
    columns = [column.strip() for column in frozen.split()]
    old = ", ".join(f"OLD.{column}" for column in columns)
    new = ", ".join(f"NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="line_guard",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("b_state", "text"), ("b_id", "bigint")],
        func=f"""
            b_id := CASE WHEN TG_OP = 'DELETE' THEN OLD.batch_id ELSE NEW.batch_id END;
            SELECT state INTO b_state FROM dividends_batch WHERE id = b_id FOR SHARE;
            IF TG_OP = 'DELETE' THEN
                IF b_state <> 'draft' THEN
                    {refuse("lines are taken out of drafts only")}
                END IF;
                RETURN OLD;
            END IF;
            IF TG_OP = 'INSERT' THEN
                IF b_state <> 'draft' OR NEW.state <> 'pending' THEN
                    {refuse("lines are added, pending, to drafts only")}
                END IF;
                RETURN NEW;
            END IF;
            IF OLD.batch_id <> NEW.batch_id THEN
                {refuse("a line never moves to another batch")}
            END IF;
            IF b_state <> 'draft' AND ROW({old}) IS DISTINCT FROM ROW({new}) THEN
                {refuse("a line never changes after lock")}
            END IF;
            IF OLD.state <> NEW.state AND ((OLD.state, NEW.state) NOT IN ({_TRANSITIONS}) OR {while_clause}) THEN
                {refuse("illegal move of a line")}
            END IF;
            IF OLD.state IN ('paid', 'returned') AND ROW(OLD.bank_reference, OLD.paid_on, OLD.return_reason)
                    IS DISTINCT FROM ROW(NEW.bank_reference, NEW.paid_on, NEW.return_reason) THEN
                {refuse("the result of the bank is final")}
            END IF;
            RETURN NEW;
        """,
    )


def amount_is_the_instalments() -> pgtrigger.Trigger:
    """A household line is exactly its instalment's parts; a reissue names a dead line of the same instalment."""
    return pgtrigger.Trigger(
        name="amount_is_the_instalments",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("amount", "village_amount", "instalment_id", "reissue_of_id"),
        declare=[("i", "dividends_instalment%ROWTYPE"), ("b", "dividends_batch%ROWTYPE"), ("p", "record")],
        func=f"""
            SELECT * INTO i FROM dividends_instalment WHERE id = NEW.instalment_id;
            SELECT * INTO b FROM dividends_batch WHERE id = NEW.batch_id;
            SELECT household_id, village_id INTO p FROM dividends_participation WHERE id = i.participation_id;
            IF i.part <> 'dividend' OR NEW.amount <> i.household_amount
               OR NEW.village_amount NOT IN (0, i.village_amount) OR i.year <> b.due_year
               OR NEW.household_id <> p.household_id OR NEW.village_id <> p.village_id THEN
                {refuse("a line is exactly its instalment")}
            END IF;
            IF (b.kind = 'reissue') <> (NEW.reissue_of_id IS NOT NULL) THEN
                {refuse("a reissue names the line it replaces, an ordinary line names none")}
            END IF;
            IF NEW.reissue_of_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM dividends_payout o WHERE o.id = NEW.reissue_of_id
                    AND o.instalment_id = NEW.instalment_id AND o.state IN ('returned', 'held')
            ) THEN
                {refuse("only a returned or held line is paid again")}
            END IF;
            RETURN NEW;
        """,
    )


def held_by_two() -> pgtrigger.Trigger:
    """A line is kept back only under a confirmed hold, and never sent while a hold stands, confirmed or not."""
    return pgtrigger.Trigger(
        name="held_by_two",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('held', 'sent')"),
        func=f"""
            IF NEW.state = 'held' AND NOT EXISTS (
                SELECT 1 FROM dividends_hold WHERE payout_id = NEW.id AND confirmed_by_id IS NOT NULL
            ) THEN
                {refuse("a line is held back by two people")}
            END IF;
            IF NEW.state = 'sent' AND EXISTS (SELECT 1 FROM dividends_hold WHERE payout_id = NEW.id) THEN
                {refuse("a line with a hold is not sent")}
            END IF;
            RETURN NEW;
        """,
    )


def hold_before_issue() -> pgtrigger.Trigger:
    """Holds are asked for and confirmed between lock and issue, for the village of their line."""
    states = ", ".join(f"'{state}'" for state in sorted(BEFORE_ISSUE))
    return pgtrigger.Trigger(
        name="before_issue",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM dividends_payout p JOIN dividends_batch b ON b.id = p.batch_id
                WHERE p.id = NEW.payout_id AND p.village_id = NEW.village_id AND b.state IN ({states})
            ) THEN
                {refuse("a line is held back between lock and issue only")}
            END IF;
            RETURN NEW;
        """,
    )


def reference_settles_one_line(other: str) -> pgtrigger.Trigger:
    """A reference of the bank stands on one line, be it a household's or a village's; ``other`` is the other table."""
    return pgtrigger.Trigger(
        name="reference_settles_one_line",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("bank_reference"),
        condition=pgtrigger.Condition("NEW.bank_reference <> ''"),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM {other}
                WHERE upper(bank_reference) = upper(NEW.bank_reference) AND NOT bank_reference = ''
            ) THEN
                {refuse("a bank reference settles one line only")}
            END IF;
            RETURN NEW;
        """,
    )
