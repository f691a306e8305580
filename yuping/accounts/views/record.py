"""The audit record: the list, and one entry with its place in the chain."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuping.accounts import fact_names, verbs
from yuping.accounts.filters import AuditFilter
from yuping.accounts.models import ROLE_LABELS
from yuping.accounts.pages import Crumb, DetailPage, Fact, ListPage
from yuping.accounts.roles import Role
from yuping.accounts.tables import AuditTable
from yuping.audit import services as audit
from yuping.audit.models import AuditEntry
from yuping.core.show import show_time


class AuditList(ListPage):
    """Who did what, when, in which posting, and why."""

    model, table_class, filterset_class = AuditEntry, AuditTable, AuditFilter
    title = _("Audit record")
    empty_text = _("No entry fits. Widen the filter.")

    def rows(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()


class AuditDetail(DetailPage):
    """One entry, what else was done to the same record, and whether the chain holds here."""

    model, template_name = AuditEntry, "audit/entry_detail.html"

    def rows(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    def get_title(self) -> str:
        return f"{self.object.seq} · {verbs.act_of(self.object)}"

    def parents(self) -> list[Crumb]:
        return [(_("Audit record"), reverse("audit:entry_list"))]

    def state(self) -> tuple[str, str]:
        return self.object.get_outcome_display(), self.object.outcome

    def facts(self) -> list[Fact]:
        entry = self.object
        role = ROLE_LABELS[Role(entry.role)] if entry.role in set(Role) else entry.role
        return [
            (_("Person"), entry.actor_name),
            (_("Role"), role),
            (_("Area code"), entry.area_code),
            (_("Recorded at"), show_time(entry.at)),
            (_("Business date"), entry.business_date),
            (_("Network address"), entry.address),
            (_("Kind of record"), verbs.kind_of(entry.object_type)),
            (_("Record"), entry.object_text),
            (_("Record number"), entry.object_id),
            (_("Reason"), entry.reason),
            (_("History context"), entry.history_context),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = self.object
        same = AuditEntry.objects.filter(object_type=entry.object_type, object_id=entry.object_id)
        return super().get_context_data(
            evidence=[(fact_names.name_of(key), fact_names.words_of(key, value)) for key, value in entry.facts.items()],
            holds=audit.holds(entry),
            before=AuditEntry.objects.filter(seq=entry.seq - 1).first(),
            after=AuditEntry.objects.filter(seq=entry.seq + 1).first(),
            same_record=[(one, verbs.act_of(one)) for one in same.order_by("seq")[:50]],
            **kwargs,
        )
