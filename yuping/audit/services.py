"""Writing the audit record and proving its chain. Called inside the verb's own transaction, last."""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone, translation

from yuping.audit.models import AuditEntry, Outcome
from yuping.audit.seals import SEALS, rows_fact
from yuping.core import clock, vault

CHAIN_LOCK = 541_100
FIRST_LINK = "0" * 64
CAME_LATER = frozenset({"began_at"})


@dataclass(frozen=True)
class Circumstances:
    """Where a request came from, kept for the entries it makes."""

    address: str | None = None
    history_context: UUID | None = None


NOWHERE = Circumstances()
circumstances: ContextVar[Circumstances] = ContextVar("circumstances", default=NOWHERE)


@dataclass(frozen=True)
class Who:
    """The person and the posting in which he acts, as plain values."""

    id: int | None
    name: str
    role: str = ""
    area_code: str = ""


def record(
    *,
    who: Who,
    verb: str,
    obj: models.Model,
    reason: str = "",
    facts: dict[str, object] | None = None,
    outcome: str = Outcome.DONE,
    wrote: Iterable[models.Model] = (),
) -> AuditEntry:
    """Append one entry. The chain lock is held to commit, so call it as the last step of the verb.

    ``wrote`` names the rows for which the entry vouches: ``verify`` proves that they are as the verb left them.
    """
    if seals := rows_fact(wrote):
        facts = {**(facts or {}), SEALS: seals}
    now = circumstances.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        began_at = cursor.fetchone()[0]
    last = AuditEntry.objects.order_by("-seq").values_list("seq", "link").first() or (0, FIRST_LINK)
    entry = AuditEntry(
        seq=last[0] + 1,
        at=timezone.now(),
        business_date=clock.today(),
        actor_id=who.id,
        actor_name=who.name,
        role=who.role,
        area_code=who.area_code,
        verb=verb,
        outcome=outcome,
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        object_text=_official_text(obj)[:200],
        reason=reason,
        facts=json.loads(json.dumps(facts or {}, default=str)),
        began_at=began_at,
        history_context=now.history_context,
        address=now.address,
        previous=last[1],
    )
    entry.link = vault.chain(entry.previous, canonical(entry))
    entry.save(force_insert=True)
    return entry


def _official_text(obj: models.Model) -> str:
    """What the row is called, in the county's own language whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(obj)


def canonical(entry: AuditEntry) -> str:
    """The entry as one unambiguous text: what the chain's code is computed over.

    A column that came later is left out while it is empty, so that the entries before it hold.
    """
    names = [field.attname for field in AuditEntry._meta.concrete_fields if field.attname != "link"]
    values = {name: _plain(getattr(entry, name)) for name in names}
    values = {name: value for name, value in values.items() if value is not None or name not in CAME_LATER}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | UUID):
        return str(value)
    return value


def broken_links() -> Iterator[tuple[int, str]]:
    """Every place where the chain does not hold: (number, reason)."""
    expected, link = 1, FIRST_LINK
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield entry.seq, f"entries {expected} to {entry.seq - 1} are missing"
        elif entry.previous != link:
            yield entry.seq, "does not follow the entry before it"
        if entry.link != vault.chain(entry.previous, canonical(entry)):
            yield entry.seq, "was altered"
        expected, link = entry.seq + 1, entry.link


def holds(entry: AuditEntry) -> bool:
    """Whether this entry is as it was written and follows the one before it."""
    before = AuditEntry.objects.filter(seq=entry.seq - 1).values_list("link", flat=True).first() or FIRST_LINK
    return entry.previous == before and entry.link == vault.chain(entry.previous, canonical(entry))
