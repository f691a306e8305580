"""Triggers for what must hold whoever writes: append-only tables, frozen columns, legal transitions.

Each refusal is a check violation, so Django reports it as an IntegrityError with the sentence given here.
"""

from collections.abc import Iterable

import pgtrigger

from yuping.core.workflow import Workflow


def refuse(message: str) -> str:
    """The PL/pgSQL statement that refuses with a check violation."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"


def append_only() -> list[pgtrigger.Trigger]:
    """Rows can be added and never changed, deleted or truncated."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse("rows of this table are never changed or deleted"),
        ),
        no_truncate(),
    ]


def no_truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        func=refuse("this table is never truncated"),
    )


def no_delete() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="no_delete",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=refuse("rows of this table are never deleted"),
    )


def frozen(columns: Iterable[str], *, name: str = "frozen", unless: str = "FALSE") -> pgtrigger.Trigger:
    """The columns keep their first values; ``unless`` is an SQL condition over OLD and NEW that lifts it.

    The condition must never be NULL: that would lift it too.
    """
    columns = list(columns)
    old = ", ".join(f"OLD.{column}" for column in columns)
    new = ", ".join(f"NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ROW({old}) IS DISTINCT FROM ROW({new}) AND NOT ({unless}) THEN
                {refuse("these columns are frozen: " + ", ".join(columns))}
            END IF;
            RETURN NEW;
        """,
    )


def legal_transitions(workflow: Workflow, *, column: str = "state") -> pgtrigger.Trigger:
    """A row starts in the workflow's first state and moves only as its table says."""
    pairs = ", ".join(f"('{source}', '{target}')" for source, target in sorted(workflow.transitions))
    return pgtrigger.Trigger(
        name="legal_transitions",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.{column} <> '{workflow.initial}' THEN
                    {refuse(f"a row starts as {workflow.initial}")}
                END IF;
            ELSIF OLD.{column} <> NEW.{column} AND (OLD.{column}, NEW.{column}) NOT IN ({pairs}) THEN
                {refuse("illegal transition")}
            END IF;
            RETURN NEW;
        """,
    )
