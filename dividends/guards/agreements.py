"""Triggers of agreements: the households that were signed for, the edition's schedule, the scheme's last date."""

import pgtrigger

from yuping.core.guards import refuse


def signed_in_time() -> pgtrigger.Trigger:
    """Within the scheme's dates, or under an exception confirmed for this scheme and enterprise."""
    return pgtrigger.Trigger(
        name="signed_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("s", "dividends_scheme%ROWTYPE")],
        func=f"""
            SELECT * INTO s FROM dividends_scheme WHERE id = NEW.scheme_id;
            IF NEW.signed_on < s.effective_from THEN
                {refuse("the scheme was not in force")}
            END IF;
            IF NEW.signed_on > s.new_agreements_until AND NEW.exception_id IS NULL THEN
                {refuse("the scheme takes no new agreements")}
            END IF;
            IF NEW.exception_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM dividends_agreementexception e WHERE e.id = NEW.exception_id
                    AND e.scheme_id = NEW.scheme_id AND e.enterprise_id = NEW.enterprise_id
                    AND e.confirmed_by_id IS NOT NULL
            ) THEN
                {refuse("an exception is confirmed, and for this scheme and enterprise")}
            END IF;
            RETURN NEW;
        """,
    )


def within_capacity() -> pgtrigger.Trigger:
    """An enterprise takes no more households than it was registered for; ended participations no longer count."""
    return pgtrigger.Trigger(
        name="within_capacity",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM dividends_enterprise WHERE id = NEW.enterprise_id FOR SHARE;
            IF NEW.households + (
                SELECT count(*) FROM dividends_participation p JOIN dividends_agreement a ON a.id = p.agreement_id
                WHERE a.enterprise_id = NEW.enterprise_id AND a.state IN ('signed', 'active') AND p.ended_on IS NULL
            ) > (SELECT capacity_households FROM dividends_enterprise WHERE id = NEW.enterprise_id) THEN
                {refuse("the enterprise takes no more households")}
            END IF;
            RETURN NEW;
        """,
    )


def list_is_what_was_signed() -> pgtrigger.Trigger:
    """At commit, the households of the agreement are as many, and bring as much, as it says."""
    return pgtrigger.Trigger(
        name="list_is_what_was_signed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF (NEW.households, NEW.principal) <> (
                SELECT count(*), coalesce(sum(principal), 0) FROM dividends_participation WHERE agreement_id = NEW.id
            ) THEN
                {refuse("the agreement does not equal its households")}
            END IF;
            RETURN NULL;
        """,
    )


def household_of_the_list() -> pgtrigger.Trigger:
    """A household joins while the agreement is being signed, with its own pooled loan of the edition's size.

    The loan stood in no agreement before, or in one that was withdrawn.
    """
    return pgtrigger.Trigger(
        name="household_of_the_list",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("joined", "integer"), ("listed", "integer")],
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM dividends_agreement a JOIN dividends_scheme s ON s.id = a.scheme_id,
                    loans_loan l
                WHERE a.id = NEW.agreement_id AND a.state = 'signed' AND l.id = NEW.loan_id AND l.kind = 'pooled'
                    AND l.household_id = NEW.household_id AND l.village_id = NEW.village_id
                    AND NEW.principal = s.principal AND l.approved_amount = s.principal
            ) THEN
                {refuse("a household joins with its own pooled loan while the agreement is signed")}
            END IF;
            IF EXISTS (
                SELECT 1 FROM dividends_participation p JOIN dividends_agreement a ON a.id = p.agreement_id
                WHERE p.loan_id = NEW.loan_id AND a.state <> 'withdrawn'
            ) THEN
                {refuse("a loan stands in one agreement")}
            END IF;
            SELECT count(*) INTO joined FROM dividends_participation WHERE agreement_id = NEW.agreement_id;
            SELECT households INTO listed FROM dividends_agreement WHERE id = NEW.agreement_id;
            IF joined >= listed THEN
                {refuse("the list of the agreement is complete")}
            END IF;
            RETURN NEW;
        """,
    )


def instalment_of_the_edition() -> pgtrigger.Trigger:
    """What falls due is what the edition says: so many yearly dividends, then the principal, and nothing beside it."""
    return pgtrigger.Trigger(
        name="of_the_edition",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("s", "dividends_scheme%ROWTYPE"), ("p", "dividends_participation%ROWTYPE")],
        func=f"""
            SELECT * INTO p FROM dividends_participation WHERE id = NEW.participation_id;
            SELECT scheme.* INTO s FROM dividends_scheme scheme JOIN dividends_agreement a ON a.scheme_id = scheme.id
                WHERE a.id = p.agreement_id;
            IF NEW.village_id <> p.village_id OR NEW.year <> extract(year FROM NEW.due_on) OR NOT (
                (NEW.part = 'dividend' AND NEW.number BETWEEN 1 AND s.years AND NEW.principal_amount = 0
                    AND NEW.household_amount = s.household_dividend AND NEW.village_amount = s.village_dividend)
                OR (NEW.part = 'principal' AND NEW.number = s.years + 1 AND NEW.principal_amount = p.principal
                    AND NEW.household_amount = 0 AND NEW.village_amount = 0)
            ) THEN
                {refuse("an instalment is what the edition says")}
            END IF;
            RETURN NEW;
        """,
    )


def job_of_the_household() -> pgtrigger.Trigger:
    """A job is held by a member of the participating household."""
    return pgtrigger.Trigger(
        name="of_the_household",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM dividends_participation p JOIN households_member m ON m.household_id = p.household_id
                WHERE p.id = NEW.participation_id AND m.id = NEW.member_id AND p.village_id = NEW.village_id
            ) THEN
                {refuse("a job is held by a member of the household")}
            END IF;
            RETURN NEW;
        """,
    )
