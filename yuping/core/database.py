"""The two database roles: the owner migrates; server, worker and commands use a role that owns nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection, models


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the role that owns the tables. For migrations, statistics, backups and the tests' database copies."""
    if connection.in_atomic_block:
        raise RuntimeError("the database role can't change inside a transaction")
    web = {key: connection.settings_dict[key] for key in settings.DATABASE_OWNER}
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(web)


def keep_triggers_armed() -> None:
    """Take away the session setting by which pgtrigger lets any role switch triggers off; it also costs time per row.

    Called after each migration, because installing a trigger brings the setting back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
            "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT FALSE'"
        )


def pin_trigger_functions() -> None:
    """Let every trigger read our tables and no others, whatever the session that fires it has set or made.

    A trigger runs with the session's own search path, in which temporary tables come first: a temporary table of the
    name of one of ours would stand in for it, and the guards would judge by rows that their adversary wrote.
    Called after each migration, because replacing a function drops its settings; a function of ours that is pinned
    already is left alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DO $$
            DECLARE
                found regprocedure;
            BEGIN
                FOR found IN
                    SELECT p.oid FROM pg_proc p
                    WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
                        AND p.proowner = current_user::regrole AND p.proconfig IS NULL
                LOOP
                    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', found);
                END LOOP;
            END $$
            """
        )


@contextmanager
def checked_at_once(*, but_at_commit: str = "") -> Iterator[None]:
    """Check keys with each statement instead of at commit, for work of many rows inside a transaction.

    Every check that waits for the commit makes each further row of a table with history slower; thousands of rows
    take minutes. ``but_at_commit`` names a trigger (``app.Model:name``) whose rule holds only once all is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if but_at_commit:
            pgtrigger.constraints(pgtrigger.Deferred, but_at_commit)
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def joined_whole() -> Iterator[None]:
    """Join tables whole instead of row by row, for questions about thousands of rows just written.

    The planner knows nothing of rows that the open transaction wrote. Where it takes a table for empty it goes through
    all of it for every row, and an import takes ten times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def gather_statistics() -> None:
    """Let the planner know what the tables hold; by itself the server looks only some time after rows were written.

    Without statistics it takes every table for a handful of rows, and questions over the county take seconds.
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def grant_web_rights() -> None:
    """Give the web role what each table allows: never more than its model declares.

    A model with ``append_only = True`` can be read and added to; one with ``erasable = True``, the framework's own
    tables and the link tables of many-to-many fields can also be deleted from; the rest can be changed. The
    framework's own records are added to only, and a context of the history is never deleted.
    """
    web = connection.ops.quote_name(settings.WEB_ROLE)
    with connection.cursor() as cursor:
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO {web}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web}")
        present = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and table in present:
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE ALL ON {name} FROM {web}; GRANT {_rights_of(model)} ON {name} TO {web}")
        if "django_migrations" in present:
            cursor.execute(f"GRANT SELECT ON django_migrations TO {web}")


# Records kept by the framework, with what may be done to them; a context is written again by a request that adds to it.
_RECORDS = {"admin.LogEntry": "SELECT, INSERT", "pghistory.Context": "SELECT, INSERT, UPDATE"}


def _rights_of(model: type[models.Model]) -> str:
    if model._meta.label in _RECORDS:
        return _RECORDS[model._meta.label]
    if getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model"):
        return "SELECT, INSERT"
    ours = model.__module__.split(".")[0] in {"yuping", "villages", "households", "loans", "dividends"}
    if getattr(model, "erasable", False) or model._meta.auto_created or not ours:
        return "SELECT, INSERT, UPDATE, DELETE"
    return "SELECT, INSERT, UPDATE"
