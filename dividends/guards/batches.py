"""Triggers of the batch itself: frozen after lock, equal to its lines, moved only with the decisions it needs."""

import pgtrigger

from dividends.workflow import BATCH
from yuping.core.guards import refuse


def batch_frozen_after_lock() -> pgtrigger.Trigger:
    """Identity never changes; totals, digest and parameters only while the batch is a draft or is being locked."""
    return pgtrigger.Trigger(
        name="frozen_after_lock",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ROW(OLD.number, OLD.scheme_id, OLD.due_year, OLD.kind, OLD.created_by_id, OLD.created_on,
                    OLD.idempotency_key, OLD.request_digest)
                IS DISTINCT FROM
               ROW(NEW.number, NEW.scheme_id, NEW.due_year, NEW.kind, NEW.created_by_id, NEW.created_on,
                    NEW.idempotency_key, NEW.request_digest) THEN
                {refuse("the identity of a batch never changes")}
            END IF;
            IF (OLD.issued_on IS DISTINCT FROM NEW.issued_on AND NOT (OLD.state = 'approved' AND NEW.state = 'issued'))
               OR (OLD.settled_on IS DISTINCT FROM NEW.settled_on
                    AND NOT (OLD.state = 'results_loaded' AND NEW.state = 'settled')) THEN
                {refuse("the days of a batch are those of its moves")}
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
            IF EXISTS (
                SELECT 1 FROM dividends_villageshare s WHERE s.batch_id = NEW.id AND s.reissue_of_id IS NULL
                    AND (s.amount, s.households) <> (
                        SELECT coalesce(sum(p.village_amount), 0), count(*) FROM dividends_payout p
                        WHERE p.batch_id = NEW.id AND p.village_id = s.village_id AND p.village_amount > 0
                    )
            ) THEN
                {refuse("a village share is the sum of its own village")}
            END IF;
            RETURN NEW;
        """,
    )


_PAYEE = "payee_name = '' OR account_digest = '' OR account_number IS NULL"


# An account entered again after the return, once the bank has confirmed it, is another row.
_SAME_ACCOUNT = """o.id = n.reissue_of_id AND n.batch_id = NEW.id AND o.state = 'returned'
    AND n.snapshot -> 'account' = o.snapshot -> 'account'"""


def batch_names_its_payees() -> pgtrigger.Trigger:
    """At lock every line has its payee's snapshot, and none goes out again to the account it came back from."""
    return pgtrigger.Trigger(
        name="payees_are_named",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state = 'draft' AND NEW.state = 'locked'"),
        func=f"""
            IF EXISTS (SELECT 1 FROM dividends_payout WHERE batch_id = NEW.id AND ({_PAYEE}))
               OR EXISTS (SELECT 1 FROM dividends_villageshare WHERE batch_id = NEW.id AND ({_PAYEE})) THEN
                {refuse("a line of the batch has no payee")}
            END IF;
            IF EXISTS (SELECT 1 FROM dividends_payout n JOIN dividends_payout o ON {_SAME_ACCOUNT})
               OR EXISTS (SELECT 1 FROM dividends_villageshare n JOIN dividends_villageshare o ON {_SAME_ACCOUNT}) THEN
                {refuse("a returned line is not paid again to the account it came back from")}
            END IF;
            RETURN NEW;
        """,
    )


def batch_is_covered() -> pgtrigger.Trigger:
    """At approval the enterprise's money lies in full on every instalment of the batch."""
    return pgtrigger.Trigger(
        name="money_is_there",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state <> 'approved' AND NEW.state = 'approved'"),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM dividends_payout p JOIN dividends_instalment i ON i.id = p.instalment_id
                WHERE p.batch_id = NEW.id AND i.household_amount + i.village_amount > (
                    SELECT coalesce(sum(a.amount), 0) FROM dividends_receiptallocation a WHERE a.instalment_id = i.id
                )
            ) THEN
                {refuse("the money for the batch is not there")}
            END IF;
            RETURN NEW;
        """,
    )


def batch_settles_whole() -> pgtrigger.Trigger:
    """A settled batch has no line that waits or whose result is unknown."""
    return pgtrigger.Trigger(
        name="settled_whole",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state <> 'settled' AND NEW.state = 'settled'"),
        func=f"""
            IF EXISTS (SELECT 1 FROM dividends_payout WHERE batch_id = NEW.id AND state IN ('pending', 'sent'))
               OR EXISTS (SELECT 1 FROM dividends_villageshare WHERE batch_id = NEW.id AND state IN ('pending', 'sent'))
            THEN
                {refuse("a line of the batch has no result")}
            END IF;
            RETURN NEW;
        """,
    )


_STEPS = ", ".join(
    f"('{source}', '{move.target}', '{move.name}')"
    for move in BATCH.moves.values()
    for source in sorted(move.sources)
    if source != move.target
)


def batch_moves_by_decision() -> pgtrigger.Trigger:
    """At commit, a move of the batch has its decision, and an approval as many people as the frozen bands ask for.

    Deferred, because a verb moves the batch before it writes the decision.
    """
    return pgtrigger.Trigger(
        name="moved_by_decision",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        declare=[("payable", "numeric"), ("needed", "integer"), ("given", "integer")],
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM dividends_decision d JOIN (VALUES {_STEPS}) step(source, target, move)
                    ON step.move = d.move
                WHERE d.batch_id = NEW.id AND d.round = OLD.round
                    AND step.source = OLD.state AND step.target = NEW.state
            ) THEN
                {refuse("a batch moves by a decision")}
            END IF;
            IF NEW.state = 'approved' THEN
                SELECT NEW.household_total + NEW.village_total - coalesce(sum(p.amount + p.village_amount), 0)
                    INTO payable FROM dividends_payout p JOIN dividends_hold h ON h.payout_id = p.id
                    WHERE p.batch_id = NEW.id AND h.confirmed_by_id IS NOT NULL;
                SELECT (band ->> 1)::integer INTO needed
                    FROM jsonb_array_elements(NEW.approval_bands) WITH ORDINALITY bands(band, place)
                    WHERE band ->> 0 IS NULL OR payable <= (band ->> 0)::numeric ORDER BY place LIMIT 1;
                SELECT max(people) INTO given FROM (
                    SELECT count(DISTINCT actor_id) AS people FROM dividends_decision
                    WHERE batch_id = NEW.id AND round = OLD.round AND move = 'approve' GROUP BY digest
                ) seen;
                IF needed IS NULL OR given IS NULL OR given < needed THEN
                    {refuse("a batch needs all its approvers")}
                END IF;
            END IF;
            RETURN NULL;
        """,
    )


def _taken(names: frozenset[str]) -> str:
    """The SQL condition that the actor took one of these moves of the batch, in any round."""
    moves = ", ".join(f"'{name}'" for name in sorted(names))
    prepared = "NEW.actor_id = preparer OR " if "create" in names else ""
    return f"""({prepared}EXISTS (
        SELECT 1 FROM dividends_decision d
        WHERE d.batch_id = NEW.batch_id AND d.actor_id = NEW.actor_id AND d.move IN ({moves})
    ))"""


def _barred() -> str:
    """The SQL condition that the move is one which an earlier one of its actor, or the lack of one, bars."""
    barred = [f"(NEW.move = '{m.name}' AND {_taken(m.not_done_by)})" for m in BATCH.moves.values() if m.not_done_by]
    own = [f"(NEW.move = '{m.name}' AND NOT {_taken(m.only_by)})" for m in BATCH.moves.values() if m.only_by]
    return " OR ".join([*barred, *own])


def decision_by_another_person() -> pgtrigger.Trigger:
    """A decision belongs to the round in hand and to no day before an earlier one of the batch.

    And nobody takes a step that an earlier step of his bars him from.
    """
    return pgtrigger.Trigger(
        name="another_person",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("preparer", "bigint"), ("current_round", "integer")],
        func=f"""
            SELECT created_by_id, round INTO preparer, current_round FROM dividends_batch WHERE id = NEW.batch_id;
            IF NEW.round <> current_round THEN
                {refuse("a decision belongs to the round in hand")}
            END IF;
            IF EXISTS (SELECT 1 FROM dividends_decision WHERE batch_id = NEW.batch_id AND "on" > NEW."on") THEN
                {refuse("the decisions of a batch follow one another by day")}
            END IF;
            IF {_barred()} THEN
                {refuse("another person has to take this step")}
            END IF;
            RETURN NEW;
        """,
    )


def counter_has_no_gaps() -> pgtrigger.Trigger:
    """Batch numbers of a year follow one another."""
    return pgtrigger.Trigger(
        name="no_gaps",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF (TG_OP = 'INSERT' AND NEW.last <> 0) OR (TG_OP = 'UPDATE' AND NEW.last <> OLD.last + 1) THEN
                {refuse("batch numbers have no gaps")}
            END IF;
            RETURN NEW;
        """,
    )
