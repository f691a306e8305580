"""The history of one household's file: which acts were done, by whom and when, and what each changed.

Acts come from the audit record, field values from the history of the rows; both share the context of the request.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households.case_sentences import done_words
from households.models import (
    Adjustment,
    AdjustmentKind,
    Document,
    Finding,
    Household,
    HouseholdQuarter,
    HouseholdYear,
    LifeEvent,
    Measure,
    Member,
    MemberYear,
    Pairing,
    PayeeAccount,
    Relocation,
    Sale,
    StatusChange,
    Training,
    Visit,
)
from yuping.accounts import quality, verbs
from yuping.accounts.sentences import filled
from yuping.audit.models import AuditEntry, Outcome
from yuping.core.codes import CodeField, label_of
from yuping.core.show import show_count

TRACKED = (
    Household,
    Member,
    HouseholdYear,
    MemberYear,
    PayeeAccount,
    Pairing,
    Visit,
    Measure,
    HouseholdQuarter,
    Sale,
    Training,
    Relocation,
    LifeEvent,
    Adjustment,
    Finding,
)
RECORDS = (*TRACKED, StatusChange, Document)
# A sealed value changes unseen; its search key tells that it did.
SEALED = {"phone_index": _("Phone"), "id_index": _("Identity number"), "number_index": _("Account number")}
UNSHOWN = {"id", "household", "village", "member", "name_pinyin", "name_initials", "recorded_at", "id_flagged"}
HISTORY_OWN = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}
MOST = 60

# Rows written by one request share its context; without a request, those of one transaction share their moment.
Key = UUID | datetime.datetime


@dataclass(frozen=True)
class Change:
    """One field that was changed, in words; a sealed value changes unseen."""

    record: str
    label: str | Promise
    before: Any = None
    after: Any = None
    sealed: bool = False


@dataclass
class Act:
    """What one person did at one moment."""

    at: datetime.datetime
    entries: list[AuditEntry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "、".join(dict.fromkeys(verbs.act_of(entry) for entry in self.entries))

    @property
    def person(self) -> str:
        return "、".join(dict.fromkeys(entry.actor_name for entry in self.entries))

    @property
    def reason(self) -> str:
        return "；".join(filter(None, (entry.reason for entry in self.entries)))

    @property
    def business_date(self) -> datetime.date | None:
        return self.entries[0].business_date if self.entries else None


def case_act(facts: Mapping[str, Any]) -> str:
    """What an entry of the audit record did with a case: the step taken, or what was proposed; else ""."""
    kind = facts.get("kind", "")
    if "move" in facts:
        return done_words(facts["move"], kind)
    return gettext("proposal: %(kind)s") % {"kind": AdjustmentKind(kind).label} if kind in AdjustmentKind else ""


def acts_on(household: Household) -> list[Act]:
    """The latest acts on the household's file, the newest first; a fixed number of queries."""
    acts = _written(household)
    for entry in _recorded(household, [key for key in acts if isinstance(key, UUID)]):
        key: Key = entry.history_context or entry.at
        acts.setdefault(key, Act(at=entry.at)).entries.append(entry)
    return sorted(acts.values(), key=lambda act: act.at, reverse=True)[:MOST]


def _recorded(household: Household, contexts: Iterable[UUID]) -> Iterable[AuditEntry]:
    """The audit entries on the household or one of its records, or of a request that changed one."""
    wanted = Q(history_context__in=list(contexts)) | Q(object_type=Household._meta.label, object_id=str(household.pk))
    for model in RECORDS:
        if model is not Household:
            pks = model.unguarded.filter(household=household).values_list("pk", flat=True)
            wanted |= Q(object_type=model._meta.label, object_id__in=[str(pk) for pk in pks])
    return AuditEntry.objects.filter(wanted, outcome=Outcome.DONE).order_by("-seq")[: 2 * MOST]


def _written(household: Household) -> dict[Key, Act]:
    """By request or moment: the records made, and the fields changed."""
    found: dict[Key, Act] = {}
    for model in TRACKED:
        history = model.pgh_event_model
        mine = {"pgh_obj": household.pk} if model is Household else {"household": household.pk}
        rows = history.objects.filter(**mine).select_related(*_named_columns(history)).order_by("pgh_obj_id", "pgh_id")
        for before, after in _pairs(rows):
            act = found.setdefault(after.pgh_context_id or after.pgh_created_at, Act(at=after.pgh_created_at))
            if before is None:
                act.made.append(_title(model, after))
            else:
                act.changes.extend(_differences(model, before, after))
    return found


def _pairs(rows: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each state of a row with the one before it."""
    before = None
    for row in rows:
        yield (before if before is not None and before.pgh_obj_id == row.pgh_obj_id else None), row
        before = row


def _shown_columns(history: type[models.Model]) -> list[models.Field]:
    return [column for column in history._meta.fields if column.name not in UNSHOWN | HISTORY_OWN]


def _named_columns(history: type[models.Model]) -> list[str]:
    """Foreign keys whose row's name is shown, and the member a row is about."""
    names = [column.name for column in _shown_columns(history) if column.is_relation]
    return [*names, "member"] if any(column.name == "member" for column in history._meta.fields) else names or [None]


def _title(model: type[models.Model], row: Any) -> str:
    """What record it is: its kind, and the year, person or day that tells it apart."""
    if isinstance(row, Member.pgh_event_model):
        apart = row.name
    elif isinstance(row, Finding.pgh_event_model):
        text = quality.texts().get(row.rule)
        apart = f"“{filled(text, row.facts or {}) if text else row.rule}”"
    elif hasattr(row, "member_id") and row.member_id:
        apart = f"{row.member.name} {getattr(row, 'year', '')}".strip()
    else:
        apart = str(getattr(row, "year", "") or getattr(row, "date", ""))
    return f"{model._meta.verbose_name} {apart}".strip()


def _differences(model: type[models.Model], before: Any, after: Any) -> Iterator[Change]:
    record = _title(model, after)
    for column in _shown_columns(type(after)):
        old, new = getattr(before, column.attname), getattr(after, column.attname)
        if old == new:
            continue
        if column.name in SEALED:
            yield Change(record, SEALED[column.name], sealed=True)
        else:
            yield Change(record, column.verbose_name, words_of(column, before), words_of(column, after))


def words_of(column: models.Field, row: Any) -> Any:
    """A stored value as it is read on screen."""
    value = getattr(row, column.name)
    if isinstance(column, CodeField):
        return label_of(column.code_set, value, year=getattr(row, "year", None))
    if column.choices:
        return dict(column.flatchoices).get(value, value)
    if isinstance(value, list):
        return "、".join(label_of(column.name, code) if column.name == "health" else str(code) for code in value)
    if isinstance(value, Decimal):
        return show_count(value)
    return str(value) if isinstance(value, models.Model) else value
