"""Record pages of the households room that also enter: household, members, yearly records, visits, by its verbs."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from households import services
from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.models import (
    Household,
    HouseholdYear,
    Member,
    MemberYear,
    Visit,
)
from households.services.reading import member_facts, year_facts
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from households.services.visits import VisitRow
from households.services.years import STATUS_FIELDS
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.records import ServiceAdmin
from yuping.core.codes import choices_of
from yuping.core.errors import BadInput

PARTICULARS = (
    "address",
    "identification_standard",
    "soldier_or_martyr_family",
    "one_child_household",
    "two_daughters_household",
)
PERSON = ("name", "relation", "sex", "birth_date", "ethnic_group", "political_status", "joined_on", "join_kind")
VISIT = (
    "date",
    "visitor",
    "theme",
    "place",
    "people_met",
    "content",
    "appeal_class",
    "problem",
    "measure",
    "responsible_unit",
    "due_on",
)


def codes_field(label: Any, code_set: str, *, required: bool = False) -> forms.ChoiceField:
    """A field for an entry of an official list; its choices are read when the form is shown."""
    return forms.ChoiceField(label=label, choices=lambda: [("", "—"), *choices_of(code_set)], required=required)


def number_field(label: Any) -> forms.CharField:
    """A number that is kept sealed: never shown, so an empty field of a stored row means unchanged."""
    return forms.CharField(label=label, max_length=40, required=False, help_text=_("Empty: unchanged."))


class HouseholdForm(forms.ModelForm):
    phone = number_field(_("phone"))
    head_id_number = forms.CharField(label=_("identity number of the head"), max_length=40, required=False)
    head_sex = codes_field(_("sex of the head"), "sex")
    head_birth_date = forms.DateField(label=_("birth date of the head"), required=False)
    head_ethnic_group = codes_field(_("ethnic group of the head"), "ethnic_group")
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


@admin.register(Household)
class HouseholdAdmin(ServiceAdmin):
    list_display = ("head_name", "number", "village", "group", "state", "registered_on")
    list_select_related = ("village", "group")
    list_filter = ("state",)
    search_fields = (
        "number__startswith",
        "head_name__startswith",
        "name_pinyin__startswith",
        "name_initials__startswith",
    )
    form = HouseholdForm
    fields = ("number", "village", "group", *PARTICULARS, "phone", "registered_on", "head_name", "head_id_number")
    fields += ("head_sex", "head_birth_date", "head_ethnic_group", "reason")
    only_new = ("registered_on", "head_name", "head_id_number", "head_sex", "head_birth_date", "head_ethnic_group")
    never_shown = ("merged_into",)
    add_verb, change_verb = "households.register_household", "households.edit_household"
    change_list_template = "admin/households/household/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Household | None = None) -> tuple[str, ...]:
        return ("number", "village", "registered_on", "head_name") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Household | None = None) -> Any:
        shown = super().get_fields(request, obj)
        asked_once = {name for name in self.only_new if name.startswith("head_")} - {"head_name"}
        return [name for name in shown if obj is None or name not in asked_once]

    def save(self, *, actor: User, data: dict[str, Any], row: Household | None) -> Household:
        group = data["group"]
        village = row.village_id if row else data["village"].pk
        if group and group.village_id != village:
            raise BadInput("households.group_unknown", field="group")
        given = {name: data[name] for name in (*PARTICULARS, "phone")} | {"group": group.name if group else ""}
        if row is not None:
            particulars = services.Particulars(**given)
            return services.edit_household(
                actor=actor, household_id=row.pk, particulars=particulars, reason=data["reason"]
            )
        head = MemberFacts(
            name=data["head_name"],
            relation="01",
            id_number=data["head_id_number"],
            sex=data["head_sex"],
            birth_date=data["head_birth_date"],
            ethnic_group=data["head_ethnic_group"],
        )
        facts = HouseholdFacts(
            number=data["number"], village=village, registered_on=data["registered_on"], members=(head,), **given
        )
        return services.register_household(actor=actor, household=facts, reason=data["reason"])

    def get_urls(self) -> list[URLPattern]:
        guarded = [
            path("import/", self.admin_site.admin_view(self.lead_to_import), name="households_household_import"),
            path("export/", self.admin_site.admin_view(self.lead_to_export), name="households_household_export"),
        ]
        return [*guarded, *super().get_urls()]

    def lead_to_import(self, request: HttpRequest) -> HttpResponse:
        """The import is the one of the room's pages; 403 without its verb."""
        access.require(request.user, "households.import_households")
        return redirect("households:import_upload")

    def lead_to_export(self, request: HttpRequest) -> HttpResponse:
        """The export is the one of the room's pages; 403 without its permission."""
        access.require(request.user, "households.export_household")
        return redirect("households:roster_export")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may = {
            "may_import": access.may(request.user, "households.import_households"),
            "may_export": access.may(request.user, "households.export_household"),
        }
        return super().changelist_view(request, {**may, **(extra_context or {})})


class MemberForm(forms.ModelForm):
    id_number = number_field(_("identity number"))
    phone = number_field(_("phone"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The number says both.
        for name in {"sex", "birth_date", "joined_on"} & set(self.fields):
            self.fields[name].required = False


@admin.register(Member)
class MemberAdmin(ServiceAdmin):
    list_display = ("name", "household", "village", "relation", "sex", "birth_date", "state")
    list_select_related = ("household", "village")
    list_filter = ("state",)
    search_fields = ("name__startswith", "name_pinyin__startswith", "household__number__startswith")
    autocomplete_fields = ("household",)
    form = MemberForm
    fields = ("household", *PERSON, "id_number", "phone", "reason")
    add_verb = change_verb = "households.save_member"
    page_of = "household"

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> tuple[str, ...]:
        return ("household",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Who has left changes no more."""
        return (obj is None or obj.left_on is None) and super().has_change_permission(request, obj)

    def save(self, *, actor: User, data: dict[str, Any], row: Member | None) -> Member:
        facts = MemberFacts(
            **{name: data[name] for name in (*PERSON, "id_number", "phone")}, pk=row.pk if row else None
        )
        household_id = row.household_id if row else data["household"].pk
        return services.save_member(actor=actor, household_id=household_id, member=facts, reason=data["reason"])


class YearForm(forms.ModelForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


@admin.register(HouseholdYear)
class HouseholdYearAdmin(ServiceAdmin):
    list_display = ("household", "village", "year", "attribute", "main_cause", "exit_flag")
    list_display += ("per_head_net_income",)
    list_select_related = ("household", "village")
    list_filter = ("year",)
    search_fields = ("household__number__startswith", "household__head_name__startswith")
    autocomplete_fields = ("household",)
    form = YearForm
    fields = ("household", "year", *YEAR_FIELDS, "reason")
    add_verb = change_verb = "households.save_household_year"
    page_of = "household"

    def get_readonly_fields(self, request: HttpRequest, obj: HouseholdYear | None = None) -> tuple[str, ...]:
        return ("household", "year", *STATUS_FIELDS) if obj else ()

    def save(self, *, actor: User, data: dict[str, Any], row: HouseholdYear | None) -> HouseholdYear:
        answers = {name: data[name] for name in YEAR_FIELDS if name in data}
        answers["not_counted_for_exit"] = tuple(answers["not_counted_for_exit"] or ())
        facts = replace(year_facts(row), **answers) if row else HouseholdYearFacts(year=data["year"], **answers)
        household_id = row.household_id if row else data["household"].pk
        return services.save_household_year(actor=actor, household_id=household_id, year=facts, reason=data["reason"])


class MemberYearForm(forms.ModelForm):
    health = forms.MultipleChoiceField(label=_("health"), choices=lambda: choices_of("health"), required=False)


@admin.register(MemberYear)
class MemberYearAdmin(ServiceAdmin):
    list_display = ("member", "village", "year", "education", "labour_skill", "work_region")
    list_select_related = ("member", "village")
    list_filter = ("year",)
    search_fields = ("member__name__startswith",)
    autocomplete_fields = ("member",)
    form = MemberYearForm
    fields = ("member", "year", *MEMBER_YEAR_FIELDS)
    add_verb = change_verb = "households.save_member"
    page_of = "household"

    def get_readonly_fields(self, request: HttpRequest, obj: MemberYear | None = None) -> tuple[str, ...]:
        return ("member", "year") if obj else ()

    def save(self, *, actor: User, data: dict[str, Any], row: MemberYear | None) -> MemberYear:
        member: Member = row.member if row else data["member"]
        year: int = row.year if row else data["year"]
        answers = {name: data[name] for name in MEMBER_YEAR_FIELDS}
        answers["health"] = tuple(answers["health"])
        facts = replace(member_facts(member), id_number="", phone="", years=(MemberYearFacts(year=year, **answers),))
        services.save_member(actor=actor, household_id=member.household_id, member=facts)
        return member.years.get(year=year)


@admin.register(Visit)
class VisitAdmin(ServiceAdmin):
    list_display = ("household", "village", "date", "visitor", "theme", "problem_state")
    list_select_related = ("household", "village")
    list_filter = ("problem_state",)
    search_fields = ("household__number__startswith", "household__head_name__startswith", "visitor__startswith")
    autocomplete_fields = ("household",)
    fields = ("household", *VISIT)
    add_verb = "households.record_visit"
    page_of = "household"

    def save(self, *, actor: User, data: dict[str, Any], row: Visit | None) -> models.Model:
        facts = VisitRow(household_id=data["household"].pk, **{name: data[name] for name in VISIT})
        return services.record_visit(actor=actor, row=facts)
