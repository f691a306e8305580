"""Record pages of the villages room: areas, code lists and indicators can be entered, the rest is to look at."""

import operator
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from villages import reference_words, services
from villages.models import (
    Cadre,
    CollectiveEntry,
    ComplaintPhone,
    Indicator,
    IndicatorValue,
    Responsibility,
    TaskForce,
    TaskForceMember,
    TaskForceVillage,
    Township,
    Village,
    VillageAccount,
    VillageGroup,
    VillageResolution,
)
from villages.services import VillageRow
from yuping.accounts import verbs
from yuping.accounts.models import User
from yuping.accounts.record_values import by_label, shown
from yuping.accounts.records import ScopedAdmin, ServiceAdmin, to_look_at
from yuping.core.models import CodeItem, Holiday


class ReasonForm(forms.ModelForm):
    """The row's fields and why they are changed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


@admin.register(Township)
class TownshipAdmin(ScopedAdmin):
    list_display = ("name", "code", "kind", "valid_from", "valid_to")


@admin.register(Village)
class VillageAdmin(ServiceAdmin):
    list_display = ("short_name", "code", "township", "kind", "counts_in_county", "valid_from", "valid_to")
    list_filter = ("kind", "counts_in_county")
    search_fields = ("name", "short_name", "code")
    fields = ("code", "name", "short_name", "kind", "valid_from", "counts_in_county", "not_counted_because", "reason")
    form = ReasonForm
    add_verb, change_verb = "villages.register_village", "villages.change_village"

    def get_readonly_fields(self, request: Any, obj: Village | None = None) -> tuple[str, ...]:
        return ("code", "valid_from") if obj else ()

    def save(self, *, actor: User, data: dict[str, Any], row: Village | None) -> Village:
        values = {name: value for name, value in data.items() if name != "reason"}
        if row is None:
            return services.register_village(actor=actor, row=VillageRow(**values), reason=data["reason"])
        stays = {"code": row.pk, "valid_from": row.valid_from}
        return services.change_village(actor=actor, row=VillageRow(**values, **stays), reason=data["reason"])


@admin.register(VillageGroup)
class VillageGroupAdmin(ServiceAdmin):
    list_display = ("name", "village", "position")
    list_select_related = ("village",)
    search_fields = ("name", "village__short_name")
    fields = ("village", "name")
    add_verb = "villages.register_village_group"

    def save(self, *, actor: User, data: dict[str, Any], row: VillageGroup | None) -> VillageGroup:
        village: Village = data["village"]
        return services.register_village_group(actor=actor, village_code=village.pk, name=data["name"])


@admin.register(IndicatorValue)
class IndicatorValueAdmin(ServiceAdmin):
    list_display = ("village", "year", "indicator", "shown", "state", "entered_by", "reviewed_by")
    list_select_related = ("village", "indicator", "entered_by", "reviewed_by")
    list_filter = ("year", "state")
    search_fields = ("village__short_name", "indicator__code")
    fields = ("village", "year", "indicator", "number", "code", "text")
    add_verb = change_verb = "villages.enter_indicator"

    shown = shown("shown", _("value"))

    def get_readonly_fields(self, request: Any, obj: IndicatorValue | None = None) -> tuple[str, ...]:
        return ("village", "year", "indicator") if obj else ()

    def has_change_permission(self, request: Any, obj: IndicatorValue | None = None) -> bool:
        """A reviewed value is changed on its village's page, where the reason is asked for."""
        return (obj is None or obj.state == "entered") and super().has_change_permission(request, obj)

    def save(self, *, actor: User, data: dict[str, Any], row: IndicatorValue | None) -> IndicatorValue:
        place = row or IndicatorValue(village=data["village"], year=data["year"], indicator=data["indicator"])
        return services.enter_indicator(
            actor=actor,
            year=place.year,
            village_code=place.village_id,
            indicator_code=place.indicator_id,
            number=data["number"],
            code=data["code"],
            text=data["text"],
        )


@admin.register(CodeItem)
class CodeItemAdmin(ServiceAdmin):
    list_display = ("label", "set", "version", "code", "position")
    list_filter = ("set",)
    search_fields = ("label", "code", "set")
    fields = ("set", "version", "code", "label", "label_en")
    words = {"set": by_label(reference_words.CODE_SETS)}
    add_verb = change_verb = "villages.change_code"

    def get_exclude(self, request: Any, obj: CodeItem | None = None) -> list[str]:
        """The English label is for whoever edits it; a reader has the label in his own language."""
        edits = self.has_change_permission(request, obj)
        return [*super().get_exclude(request, obj), *(() if edits else ("label_en",))]

    def get_readonly_fields(self, request: Any, obj: CodeItem | None = None) -> tuple[str, ...]:
        return ("set", "version", "code") if obj else ()

    def save(self, *, actor: User, data: dict[str, Any], row: CodeItem | None) -> CodeItem:
        place = row or CodeItem(set=data["set"], version=data["version"], code=data["code"])
        return services.change_code(
            actor=actor,
            set_name=place.set,
            version=place.version,
            code=place.code,
            label=data["label"],
            label_en=data["label_en"],
        )


@admin.register(Holiday)
class HolidayAdmin(ServiceAdmin):
    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    search_fields = ("name",)
    fields = ("day", "name", "is_workday")
    add_verb = change_verb = "villages.change_holiday"

    def get_readonly_fields(self, request: Any, obj: Holiday | None = None) -> tuple[str, ...]:
        return ("day",) if obj else ()

    def save(self, *, actor: User, data: dict[str, Any], row: Holiday | None) -> Holiday:
        day = row.day if row else data["day"]
        return services.change_holiday(actor=actor, day=day, is_workday=data["is_workday"], name=data["name"])


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    list_display = ("code", "title", "unit", "origin", "source")
    list_filter = ("origin",)
    never_shown = ("title_en", "unit_en")
    words = {"source": reference_words.source_in_words}
    told = {"title": operator.attrgetter("local_title"), "unit": operator.attrgetter("local_unit")}


@admin.register(Cadre)
class CadreAdmin(ScopedAdmin):
    list_display = ("name", "unit", "position", "team_post_label", "masked_phone", "active")
    list_filter = ("active",)
    search_fields = ("name", "unit")

    masked_phone = shown("masked_phone", _("phone"))
    team_post_label = shown("get_team_post_display", _("post in the village team"))


@admin.register(TaskForce)
class TaskForceAdmin(ScopedAdmin):
    list_display = ("code", "name", "township", "founded_on", "dissolved_on")
    list_select_related = ("township",)


@admin.register(CollectiveEntry)
class CollectiveEntryAdmin(ScopedAdmin):
    list_display = ("date", "village", "direction", "category_label", "title", "signed")
    list_select_related = ("village",)
    list_filter = ("direction", "income_class", "spending_class")
    words = {"source_type": verbs.kind_of}

    category_label = shown("category_label", _("class"))
    title = shown("title", _("text"))
    signed = shown("signed", _("amount (yuan)"))


@admin.register(VillageAccount)
class VillageAccountAdmin(ScopedAdmin):
    list_display = ("village", "bank_name", "holder_name", "masked", "state")
    list_select_related = ("village",)
    list_filter = ("state",)

    masked = shown("masked", _("account number"))


@admin.register(VillageResolution)
class VillageResolutionAdmin(ScopedAdmin):
    list_display = ("subject", "village", "decided_on", "amount", "result_published_on")
    list_select_related = ("village",)


to_look_at(TaskForceMember, "task_force", "cadre")
to_look_at(TaskForceVillage, "task_force", "village")
to_look_at(Responsibility, "__str__", "cadre")
to_look_at(ComplaintPhone, "area_name", "phone", "recorded_on")
