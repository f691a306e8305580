"""Triggers of receipts: what the money covers, and how a wrong receipt is taken back."""

import pgtrigger

from dividends.workflow import MONEY_COMMITTED
from yuping.core.guards import refuse

_PAID_FROM = ", ".join(f"'{state}'" for state in sorted(MONEY_COMMITTED))


def mirrors_its_original() -> pgtrigger.Trigger:
    """A row that takes a receipt back has its opposite amount and another person; a correction follows such a row."""
    return pgtrigger.Trigger(
        name="mirrors_its_original",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("o", "dividends_receipt%ROWTYPE")],
        func=f"""
            IF NEW.reverses_id IS NOT NULL THEN
                SELECT * INTO o FROM dividends_receipt WHERE id = NEW.reverses_id;
                IF o.reverses_id IS NOT NULL OR NEW.recorded_by_id = o.recorded_by_id OR
                   ROW(NEW.enterprise_id, NEW.amount, NEW.bank_reference)
                   IS DISTINCT FROM ROW(o.enterprise_id, -o.amount, o.bank_reference) THEN
                    {refuse("a receipt is taken back whole, by a second person")}
                END IF;
            END IF;
            IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM dividends_receipt w JOIN dividends_receipt back ON back.reverses_id = w.id
                WHERE w.id = NEW.corrects_id AND upper(w.bank_reference) = upper(NEW.bank_reference)
            ) THEN
                {refuse("only a receipt that was taken back is corrected, under its own reference")}
            END IF;
            RETURN NEW;
        """,
    )


def taken_back_whole() -> pgtrigger.Trigger:
    """At commit, nothing of a receipt that was taken back still covers an instalment."""
    return pgtrigger.Trigger(
        name="taken_back_whole",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("NEW.reverses_id IS NOT NULL"),
        func=f"""
            IF (
                SELECT coalesce(sum(amount), 0) FROM dividends_receiptallocation
                WHERE receipt_id IN (NEW.id, NEW.reverses_id)
            ) <> 0 THEN
                {refuse("a receipt is taken back whole")}
            END IF;
            RETURN NULL;
        """,
    )


_LAID_RIGHTLY = f"""IF EXISTS (
                SELECT 1 FROM added n JOIN dividends_receipt r ON r.id = n.receipt_id
                LEFT JOIN dividends_receiptallocation o
                    ON o.receipt_id = r.reverses_id AND o.instalment_id = n.instalment_id
                WHERE n.amount <= 0 AND r.reverses_id IS NULL
                    OR r.reverses_id IS NOT NULL AND o.amount IS DISTINCT FROM -n.amount
            ) THEN
                {refuse("money that is taken back is exactly what was laid")}
            END IF;
            IF EXISTS (
                SELECT 1 FROM added n JOIN dividends_receipt r ON r.id = n.receipt_id
                JOIN dividends_instalment i ON i.id = n.instalment_id
                JOIN dividends_participation p ON p.id = i.participation_id
                JOIN dividends_agreement g ON g.id = p.agreement_id
                WHERE r.reverses_id IS NULL AND g.funds_arrived_on IS NULL
            ) THEN
                {refuse("money covers agreements that are in force")}
            END IF;
"""
_NOT_COMMITTED = f"""-- An approval in hand is waited for: it rests on this money.
            PERFORM 1 FROM dividends_batch WHERE id IN (
                SELECT line.batch_id FROM added n JOIN dividends_payout line ON line.instalment_id = n.instalment_id
                WHERE n.amount < 0
            ) ORDER BY id FOR SHARE;
            IF EXISTS (
                SELECT 1 FROM added n JOIN dividends_payout line ON line.instalment_id = n.instalment_id
                JOIN dividends_batch b ON b.id = line.batch_id
                WHERE n.amount < 0 AND line.state <> 'dropped' AND b.state IN ({_PAID_FROM})
            ) THEN
                {refuse("money that was approved for payment is not taken back")}
            END IF;
"""


def allocations_within_bounds() -> pgtrigger.Trigger:
    """No receipt covers more than it brought, no instalment gets more than is owed, each enterprise pays its own.

    Money is laid on agreements in force only. What takes a receipt back mirrors it, and none of it was approved for
    payment.
    Once for all rows of a statement: a receipt covers hundreds of instalments.
    """
    return pgtrigger.Trigger(
        name="within_bounds",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),
        func=f"""
            {_LAID_RIGHTLY}
            {_NOT_COMMITTED}
            IF EXISTS (
                SELECT 1 FROM added n JOIN dividends_receipt r ON r.id = n.receipt_id
                JOIN dividends_instalment i ON i.id = n.instalment_id
                JOIN dividends_participation p ON p.id = i.participation_id
                JOIN dividends_agreement g ON g.id = p.agreement_id
                WHERE g.enterprise_id <> r.enterprise_id OR n.village_id <> i.village_id
            ) THEN
                {refuse("money covers agreements of the enterprise that paid it")}
            END IF;
            IF EXISTS (
                SELECT 1 FROM dividends_receiptallocation a JOIN dividends_receipt r ON r.id = a.receipt_id
                WHERE a.receipt_id IN (SELECT receipt_id FROM added) AND r.reverses_id IS NULL
                GROUP BY r.id HAVING sum(a.amount) > r.amount
            ) OR EXISTS (
                SELECT 1 FROM dividends_receiptallocation a JOIN dividends_instalment i ON i.id = a.instalment_id
                WHERE a.instalment_id IN (SELECT instalment_id FROM added)
                GROUP BY i.id HAVING sum(a.amount) > i.household_amount + i.village_amount + i.principal_amount
            ) THEN
                {refuse("more is covered than was received or is owed")}
            END IF;
            RETURN NULL;
        """,
    )
