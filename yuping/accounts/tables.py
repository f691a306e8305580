"""Tables of people, postings, sign-in attempts and the audit record."""

from typing import Any

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from yuping.accounts import verbs
from yuping.accounts.models import ROLE_LABELS, Posting, SignInAttempt, User
from yuping.accounts.pages import BaseTable, StateColumn, TimeColumn
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core import clock
from yuping.core.characters import for_reader
from yuping.core.phone import mask_phone
from yuping.core.templatetags.core import badge


def state_of(posting: Posting) -> tuple[str | Promise, str]:
    """Where a posting stands today: (words, tone)."""
    today = clock.today()
    if posting.valid_to is not None and posting.valid_to < today:
        return _("ended"), "plain"
    if posting.confirmed_by_id is None:
        return _("waiting for confirmation"), "wait"
    return (_("not yet begun"), "plain") if posting.valid_from > today else (_("in force"), "done")


class UserTable(BaseTable):
    postings_held = tables.Column(_("Postings"), empty_values=(), orderable=False)

    class Meta(BaseTable.Meta):
        model = User
        fields = ("full_name", "username", "unit", "phone", "postings_held", "is_active", "created_at")

    def render_phone(self, value: str) -> str:
        return mask_phone(value)

    def render_postings_held(self, record: User) -> str:
        held = [f"{for_reader(posting.area_name)} {posting.get_role_display()}" for posting in record.postings.all()]
        return "、".join(held) or "—"


class PostingTable(BaseTable):
    state = tables.Column(_("State"), empty_values=(), orderable=False)

    class Meta(BaseTable.Meta):
        model = Posting
        fields = ("user", "role", "area_name", "valid_from", "valid_to", "requested_by", "confirmed_by")

    def render_area_name(self, value: str) -> str:
        return for_reader(value)

    def render_state(self, record: Posting) -> str:
        words, tone = state_of(record)
        return badge(words, tone=tone)


class SignInAttemptTable(BaseTable):
    outcome = StateColumn(tones={"failed": "risk", "succeeded": "done"})

    class Meta(BaseTable.Meta):
        model = SignInAttempt
        fields = ("username", "at", "address", "outcome")


class AuditTable(BaseTable):
    at = TimeColumn()
    actor_name = tables.Column(attrs={"td": {"class": "name"}})
    role = tables.Column(attrs={"td": {"class": "name"}})
    outcome = StateColumn(tones={"refused": "risk"})

    class Meta(BaseTable.Meta):
        model = AuditEntry
        fields = ("seq", "at", "business_date", "actor_name", "role", "verb", "object_text", "outcome", "reason")

    def render_role(self, value: str) -> Any:
        return ROLE_LABELS[Role(value)] if value in set(Role) else value

    def render_verb(self, record: AuditEntry) -> str:
        return verbs.act_of(record)

    def render_object_text(self, value: str, record: AuditEntry) -> str:
        kind = verbs.kind_of(record.object_type)
        return format_html('<span class="text-secondary">{}</span> {}', kind, value)
