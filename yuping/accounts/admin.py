"""Record pages of accounts, postings, the audit record and the installation: to look at, changed on their own pages."""

from django.contrib import admin

from yuping.accounts import verbs
from yuping.accounts.models import ROLE_LABELS, FormerPassword, Posting, SentForm, SignInAttempt, User
from yuping.accounts.record_values import by_label
from yuping.accounts.records import ScopedAdmin, to_look_at
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation


@admin.register(User)
class UserAdmin(ScopedAdmin):
    list_display = ("username", "full_name", "unit", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active", "must_change_password")
    search_fields = ("username", "full_name", "unit")


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedAdmin):
    list_display = ("seq", "at", "actor_name", "role", "verb", "object_text", "outcome")
    list_filter = ("outcome",)
    search_fields = ("actor_name", "verb", "object_text")
    words = {"verb": verbs.name_of, "object_type": verbs.kind_of, "role": by_label(ROLE_LABELS)}


to_look_at(Posting, "user", "role", "area_name", "valid_from", "valid_to", list_filter=("role",), page_of="user")
to_look_at(
    FormerPassword, "user", "replaced_at", view_permission="accounts.view_user", county_only=True, page_of="user"
)
to_look_at(SentForm, "user", "at", view_permission="accounts.view_user", county_only=True, page_of="user")
to_look_at(SignInAttempt, "username", "address", "at", "outcome", list_filter=("outcome",))
to_look_at(Installation, "county_name", "county_code", "is_demo", "business_date", view_permission="accounts.view_user")
