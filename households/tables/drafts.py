"""The table of one's own half-entered forms."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households.models import Draft
from yuping.accounts.pages import BaseTable, TimeColumn


class DraftTable(BaseTable):
    """One's own drafts."""

    what = tables.Column(accessor="page", verbose_name=_("Form"), orderable=False)
    about = tables.Column(empty_values=(), verbose_name=_("Of whom"), orderable=False)
    far = tables.Column(empty_values=(), verbose_name=_("Entered so far"), orderable=False)
    begun_at, saved_at = TimeColumn(), TimeColumn()
    discard = tables.Column(empty_values=(), verbose_name=_("Discard"), orderable=False)

    class Meta(BaseTable.Meta):
        model = Draft
        fields = ("what", "about", "village", "far", "saved_at", "begun_at", "discard")

    def render_what(self, record: Draft) -> str:
        return record.what

    def render_about(self, record: Draft) -> str:
        return record.about or "—"

    def render_far(self, record: Draft) -> str:
        persons = len(record.typed.names)
        words = gettext("%(fields)s answers, %(persons)s persons") if persons else gettext("%(fields)s answers")
        return words % {"fields": record.typed.answered, "persons": persons}

    def render_discard(self, record: Draft) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("households:draft_discard", kwargs={"pk": record.pk}), gettext("Discard")
        )
