"""What a database holds, as a count and a digest for each table: equal surveys, equal databases."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

# A row's text must not depend on who asks.
SAME_WORDS = """
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'iso_8601';
    SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public
"""
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1
"""
SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) FROM pg_sequences ORDER BY 1
"""
ROWS = """
    SELECT count(*),
        encode(sha256(convert_to(coalesce(string_agg(one, '' ORDER BY one COLLATE "C"), ''), 'UTF8')), 'hex')
    FROM (SELECT md5(t::text) AS one FROM {table} t) AS every
"""
# What holds whoever writes. Conditions are left out: the server words them anew each time they are restored.
GUARDS = """
    SELECT c.conrelid::regclass::text || ' ' || c.conname || ' ' || c.contype::text FROM pg_constraint c
    JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public' AND c.contype <> 'n'
    UNION ALL SELECT concat_ws(' ', t.tgrelid::regclass, t.tgname, t.tgtype, t.tgattr, t.tgenabled,
        t.tgfoid::regprocedure, t.tgdeferrable, t.tginitdeferred, t.tgqual IS NOT NULL)
    FROM pg_trigger t WHERE NOT t.tgisinternal
    UNION ALL SELECT p.oid::regprocedure::text || ' ' || p.prosrc FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
    UNION ALL SELECT i.indexrelid::regclass::text FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'
"""
GUARDS_NAME = "constraints, triggers, functions, indexes"


@dataclass(frozen=True)
class Survey:
    """Rows and digest of each table, the last number of each sequence, and what guards them."""

    tables: dict[str, tuple[int, str]]
    sequences: dict[str, int]
    guards: tuple[int, str]

    @property
    def rows(self) -> int:
        return sum(count for count, _digest in self.tables.values())


def survey() -> Survey:
    """Read the database of the connection; inside a transaction that sees one moment it is that moment's."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SAME_WORDS)
        cursor.execute(TABLES)
        tables = {}
        for (table,) in cursor.fetchall():
            cursor.execute(ROWS.format(table=table))
            tables[table] = cursor.fetchone()
        cursor.execute(SEQUENCES)
        sequences = dict(cursor.fetchall())
        cursor.execute(GUARDS)
        guards = sorted(text for (text,) in cursor.fetchall())
    return Survey(tables, sequences, (len(guards), hashlib.sha256("\n".join(guards).encode()).hexdigest()))


def is_empty() -> bool:
    """Whether the database has no table yet."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return cursor.fetchone() is None


def differences(expected: Survey, found: Survey) -> Iterator[tuple[str, str, str]]:
    """(table, sequence or guards; what was expected; what was found) for whatever is not equal."""
    for name in sorted({*expected.tables, *found.tables}):
        before, now = expected.tables.get(name), found.tables.get(name)
        if before != now:
            yield name, _told(before), _told(now)
    for name in sorted({*expected.sequences, *found.sequences}):
        if expected.sequences.get(name) != found.sequences.get(name):
            yield name, str(expected.sequences.get(name)), str(found.sequences.get(name))
    if expected.guards != found.guards:
        yield GUARDS_NAME, _told(expected.guards), _told(found.guards)


def _told(counted: tuple[int, str] | None) -> str:
    return f"{counted[0]} {counted[1][:12]}" if counted else "–"
