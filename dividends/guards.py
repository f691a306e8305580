"""Triggers of the money tables: what no code, import or hand-typed statement may do to a batch and its lines."""

import pgtrigger

from dividends.workflow import LINE, LineState
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


def batch_frozen_after_lock() -> pgtrigger.Trigger:
    """Identity never changes; totals, digest and parameters only while the batch is a draft or is being locked."""
    return pgtrigger.Trigger(
        name="frozen_after_lock",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ROW(OLD.number, OLD.scheme_id, OLD.due_year, OLD.kind, OLD.created_by_id, OLD.idempotency_key)
                IS DISTINCT FROM
               ROW(NEW.number, NEW.scheme_id, NEW.due_year, NEW.kind, NEW.created_by_id, NEW.idempotency_key) THEN
                {refuse("the identity of a batch never changes")}
            END IF;
            IF OLD.state <> 'draft' AND ROW(OLD.digest, OLD.line_count, OLD.household_total, OLD.village_total,
                    OLD.notice_workdays, OLD.approval_bands, OLD.locked_on, OLD.round)
                IS DISTINCT FROM ROW(NEW.digest, NEW.line_count, NEW.household_total, NEW.village_total,
                    NEW.notice_workdays, NEW.approval_bands, NEW.locked_on, NEW.round) THEN
                {refuse("a locked batch is frozen")}
            END IF;
            RETURN NEW;
        """,
    )


def batch_balances() -> pgtrigger.Trigger:
    """At lock and at approval the totals of the batch are the sums of its lines, household and village apart."""
    return pgtrigger.Trigger(
        name="totals_are_sums",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('locked', 'approved', 'issued')"
        ),
        declare=[("lines", "integer"), ("households", "numeric"), ("ride", "numeric"), ("villages", "numeric")],
        func=f"""
            SELECT count(*), coalesce(sum(amount), 0), coalesce(sum(village_amount), 0)
                INTO lines, households, ride
                FROM dividends_payout WHERE batch_id = NEW.id AND state <> 'dropped';
            SELECT coalesce(sum(amount), 0) INTO villages
                FROM dividends_villageshare WHERE batch_id = NEW.id AND state <> 'dropped';
            IF lines + (SELECT count(*) FROM dividends_villageshare WHERE batch_id = NEW.id) = 0
               OR NEW.line_count IS DISTINCT FROM lines OR NEW.household_total IS DISTINCT FROM households
               OR NEW.village_total IS DISTINCT FROM villages THEN
                {refuse("the batch does not equal its lines")}
            END IF;
            IF NEW.kind = 'regular' AND ride <> villages THEN
                {refuse("the village shares do not equal the village parts of the lines")}
            END IF;
            RETURN NEW;
        """,
    )


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
