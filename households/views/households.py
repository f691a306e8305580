"""The list of households, and the first tab of a household's page."""

from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.filters import HouseholdFilter
from households.filters.households import year_shown
from households.models import (
    Document,
    DocumentKind,
    Household,
    HouseholdState,
    HouseholdYear,
    LikelyDouble,
    Member,
    MemberState,
    Pairing,
    PayeeAccount,
)
from households.reference import poverty_line
from households.tables import HouseholdTable
from households.views.tabs import PERSONAL, HouseholdTab, TabAction, children_not_shown
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Fact, ListPage, Page
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.identity import parse_identity
from yuping.core.show import show_day
from yuping.core.templatetags.core import masked_phone
from yuping.core.text import clean_number


def is_identity(text: str) -> bool:
    """Whether a whole identity number was typed, in any of its forms."""
    try:
        parse_identity(clean_number(text), on=clock.today())
    except BadInput:
        return False
    return True


class HouseholdList(ListPage):
    """The households of the person's area with this year's record."""

    model, table_class, filterset_class = Household, HouseholdTable, HouseholdFilter
    template_name = "households/household_list.html"
    title = _("Households")
    primary = Action(_("Register a household"), "households:household_register", "households.register_household")
    secondary = (
        Action(_("Import a workbook"), "households:import_upload", "households.import_households", "file-import"),
        Action(_("Export the roster"), "households:roster_export", "households.export_household", "file-export"),
    )
    bulk_actions = (
        Action(_("Propose exits"), "households:exit_propose_many", "households.propose_adjustment", "check"),
    )
    empty_text = _("No household fits. Widen the filter, or register the household.")

    def rows(self) -> QuerySet[Household]:
        rows = Household.objects.visible_to(self.user).select_related("village__township", "group")
        return rows.with_record(year_shown(self.request.GET)).with_counts().with_watch()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown, today = year_shown(self.request.GET), clock.today()
        return super().get_context_data(
            earlier=last_year_with_records(self.user) if shown == today.year else None,
            this_year=today.year,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get("q", "")
        if is_identity(typed):
            # An identity number never stays in an address.
            return lead_to_person(self, typed)
        return super().get(request, *args, **kwargs)


def last_year_with_records(user: User) -> int | None:
    """The last year that has records, where nobody has entered one of this year yet; else None."""
    this_year = clock.today().year
    rows = HouseholdYear.objects.visible_to(user).filter(year__lte=this_year).order_by()
    last = rows.aggregate(last=Max("year"))["last"]
    return None if last == this_year else last


def lead_to_person(page: Page, typed: str) -> HttpResponse:
    """To the page of the household in which the person lives, as far as the person may see it."""
    found = list(Household.objects.visible_to(page.user).search(typed, today=clock.today())[:2])
    on_file = [household for household in found if household.left_on is None] or found
    if on_file:
        url = on_file[0].get_absolute_url()
    else:
        messages.info(page.request, _("Nobody with this identity number is on file in your area."))
        url = reverse("households:household_list")
    if page.request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


class FindPerson(Page):
    """From an identity number, posted so that it stands in no address, to the household."""

    permission = "households.view_household"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("households:household_list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return lead_to_person(self, request.POST.get("q", "")[:60])


# How a file ended, by the household's state.
LEFT = {
    HouseholdState.REMOVED: _("Removed from the file on"),
    HouseholdState.EXTINCT: _("Extinct since"),
    HouseholdState.MOVED_OUT: _("Moved out of the county on"),
    HouseholdState.MERGED: _("Merged into another household on"),
    HouseholdState.WATCH_OVER: _("No longer watched since"),
    HouseholdState.UNDONE: _("Import undone on"),
}


class Overview(HouseholdTab):
    """Who the household is, who lives in it, this year's record, and what stands on other tabs in one line."""

    tab, permission = "overview", "households.view_household"
    template_name = "households/overview.html"
    actions = (
        TabAction(_("Change the particulars"), "households:household_edit", "households.edit_household", "pencil"),
    )

    def rows(self) -> QuerySet[Household]:
        return super().rows().select_related("merged_into")

    def facts(self) -> list[Fact]:
        household: Household = self.object
        flags = ("soldier_or_martyr_family", "one_child_household", "two_daughters_household")
        found = [
            (_("Head of household"), household.head_name),
            *([(_("Phone"), masked_phone(household.phone))] if self.may(PERSONAL) else []),
            (_("Address"), household.address),
            (_("Identification standard"), household.get_identification_standard_display()),
            (_("Entered on") if household.never_registered else _("Registered on"), show_day(household.registered_on)),
        ]
        found += [(household._meta.get_field(name).verbose_name, getattr(household, name)) for name in flags]
        if household.left_on:
            found.append((LEFT[household.state], show_day(household.left_on)))
        return found

    def photographs(self) -> list[Document]:
        """The latest photograph of the head and of the house, each fetched from its guarded address."""
        if not self.may("households.view_document"):
            return []
        kinds = (DocumentKind.HEAD_PHOTO, DocumentKind.HOUSE_PHOTO)
        rows = Document.objects.visible_to(self.user).standing().filter(household=self.object, kind__in=kinds)
        images = rows.filter(content_type__startswith="image/").order_by("kind", "-dated_on", "-pk")
        return list(images.distinct("kind"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        household, user = self.object, self.user
        year = clock.today().year
        records = HouseholdYear.objects.visible_to(user).filter(household=household, year__lte=year)
        record = records.order_by("-year").first()
        may_save_year = household.left_on is None and self.may("households.save_household_year")
        accounts = PayeeAccount.objects.visible_to(user).filter(household=household, state__in=["verified", "proposed"])
        pairings = Pairing.objects.visible_to(user).filter(household=household, to_on=None)
        members = Member.objects.visible_to(user).filter(household=household, state=MemberState.LIVING_HERE)
        return super().get_context_data(
            members=list(members.order_by("-is_head", "pk")),
            children_not_shown=children_not_shown(self.user, self.object),
            photographs=self.photographs(),
            record=record,
            record_is_old=record is not None and record.year < year,
            year=year,
            income_year=record.year - 1 if record else None,
            line=poverty_line(record.year - 1) if record else None,
            accounts=list(accounts.select_related("member").order_by("-state", "-pk")),
            pairings=list(pairings.select_related("cadre").order_by("accepted_on")),
            doubles=list(LikelyDouble.objects.visible_to(user).of_household(household).undecided()),
            may_save_year=may_save_year,
            enter_url=reverse("households:year_current", kwargs={"pk": household.pk}) if may_save_year else "",
            may_reveal=self.may("households.reveal"),
            may_see_accounts=self.may("households.view_payeeaccount"),
            may_see_record=self.may("households.view_householdyear"),
            may_see_members=self.may("households.view_member"),
            may_see_pairings=self.may("households.view_pairing"),
            may_propose_account=household.left_on is None and self.may("households.propose_payee_account"),
            may_pair=household.left_on is None and self.may("households.pair_cadre"),
            **kwargs,
        )
