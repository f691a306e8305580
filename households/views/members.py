"""Members of a household: the tab, the grid in which they are entered, and the list of all persons on file."""

import datetime
from collections import defaultdict
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.files import MemberFilter
from households.forms.columns import show_typed
from households.forms.members import MemberGrid, member_initial
from households.forms.registration import MembersForm
from households.models import (
    DraftPage,
    IdentityChange,
    IdentityChangeState,
    LifeEvent,
    Member,
    MemberState,
    MemberYear,
)
from households.policy.events import BIRTH, JOINING
from households.services import DraftPlace
from households.tables.files import MemberTable
from households.views.drafts import Drafted
from households.views.tabs import PERSONAL, HouseholdFormPage, HouseholdTab, TabAction, children_not_shown, said_apart
from yuping.accounts import access
from yuping.accounts.pages import ListPage, NoteForm
from yuping.core import clock
from yuping.core.codes import label_of

EMPTY_ROWS = 2
# The remark typed into the form of the event before this form opened; kept in the session, not in an address.
JOINING_NOTE = "households.joining_note"


FIRST_YEAR = 2013


def year_asked(text: str) -> int:
    """The file year that an address asks for; without one, this year's. 404 for one that has no files."""
    this_year = clock.today().year
    if not text:
        return this_year
    year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else 0
    if not FIRST_YEAR <= year <= this_year + 1:
        raise Http404
    return year


class MemberList(ListPage):
    """Every person in the files of the area."""

    model, table_class, filterset_class = Member, MemberTable, MemberFilter
    title = _("Persons on file")
    export_permission = "households.export_household"
    empty_text = _("Nobody fits. Widen the filter.")
    template_name = "households/member_list.html"

    def rows(self) -> QuerySet[Member]:
        rows = Member.objects.visible_to(self.user)
        return rows.select_related("household", "village__township")

    def hidden_columns(self) -> list[str]:
        hidden = super().hidden_columns()
        return hidden if access.may(self.user, PERSONAL) else [*hidden, "id_number"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_see_children=access.may(self.user, PERSONAL), **kwargs)


class MembersTab(HouseholdTab):
    """Who belongs to the household with this year's answers, and who has left it."""

    tab, permission = "members", "households.view_member"
    template_name = "households/members.html"
    actions = (
        TabAction(_("Edit the members"), "households:members_edit", "households.save_member", "pencil"),
        TabAction(_("Add a member"), "households:member_add", "households.save_member"),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = year_asked(self.request.GET.get("year", ""))
        rows = Member.objects.visible_to(self.user).filter(household=self.object).order_by("-is_head", "pk")
        found = list(MemberYear.objects.visible_to(self.user).filter(household=self.object).order_by("year"))
        answers = {row.member_id: row for row in found if row.year <= year}
        on_file = {row.year for row in found} | set(self.object.householdyears.values_list("year", flat=True))
        shown: dict[bool, list[tuple[Member, MemberYear | None, IdentityChange | None]]] = defaultdict(list)
        changing = self.changing()
        for row in rows:
            shown[row.state == MemberState.LIVING_HERE].append((row, answers.get(row.pk), changing.get(row.pk)))
        return super().get_context_data(
            living=shown[True],
            children_not_shown=children_not_shown(self.user, self.object),
            gone=shown[False],
            year=year,
            years=sorted({*on_file, year, clock.today().year}, reverse=True) if self.may(PERSONAL) else [],
            is_this_year=year == clock.today().year,
            may_reveal=self.may("households.reveal"),
            may_save=self.object.left_on is None and self.may("households.save_member"),
            may_propose=self.object.left_on is None and self.may("households.propose_identity_change"),
            **kwargs,
        )

    def changing(self) -> dict[int, IdentityChange]:
        """The changes of identity that wait for their second person, by member."""
        rows = IdentityChange.objects.visible_to(self.user).filter(household=self.object)
        return {row.member_id: row for row in rows.filter(state=IdentityChangeState.PROPOSED)}


class EditMembers(Drafted, HouseholdFormPage):
    """The grid with every member and two empty rows; for another year, who lives here with that year's answers.

    Who has no answers of the year yet begins with those of the latest year before it.
    """

    overwrites = True
    permission, form_class, back_to = "households.save_member", MembersForm, "members"
    template_name = "households/members_edit.html"
    title, submit_label = _("Edit the members"), _("Save the members")
    success_message = _("The members are saved.")
    empty_rows, draft_page = EMPTY_ROWS, DraftPage.MEMBERS

    @cached_property
    def year(self) -> int:
        return year_asked(str(self.kwargs.get("year", "")))

    @property
    def is_this_year(self) -> bool:
        return self.year == clock.today().year

    def draft_place(self) -> DraftPlace:
        place = super().draft_place()
        return place if self.is_this_year else replace(place, year=self.year)

    def get_title(self) -> str:
        title = super().get_title()
        return title if self.is_this_year else f"{title} · {self.year}"

    def stored(self) -> list[Member]:
        """The members whose rows are shown."""
        rows = Member.objects.actionable_by(self.user, self.permission).with_answers(self.year)
        return list(rows.filter(household=self.object, state=MemberState.LIVING_HERE).order_by("-is_head", "pk"))

    @cached_property
    def rows_stored(self) -> list[tuple[Member, MemberYear | None]]:
        return self.read_rows()

    def read_rows(self) -> list[tuple[Member, MemberYear | None]]:
        return [(row, next(iter(row.answers), None)) for row in self.stored()]

    def draft_basis(self) -> str:
        return str([(row.pk, member_initial(row, answers)) for row, answers in self.read_rows()])

    def make_form(self) -> MembersForm:
        grid = MemberGrid(
            user=self.user,
            year=self.year,
            data=self.request.POST if self.request.method == "POST" else None,
            typed=self.typed,
            stored=self.rows_stored,
            empty_rows=self.empty_rows if self.is_this_year else 0,
            with_head=False,
            joining=self.joining(),
        )
        return MembersForm(grid, self.remark())

    def joining(self) -> dict[str, Any]:
        """What is shown of how a new member came."""
        return {}

    def remark(self) -> forms.Form | None:
        """The field for a remark on it."""
        return None

    def save(self, form: MembersForm) -> list[Member]:
        facts = form.grid.facts()
        apart = said_apart(self.request)
        return services.save_members(
            actor=self.user, household_id=self.object.pk, members=facts, note=form.note, apart=apart
        )

    def get_success_url(self, done: list[Member]) -> str:
        url = super().get_success_url(done)
        return url if self.is_this_year else f"{url}?year={self.year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copied = sorted({row.year for _member, row in self.rows_stored if row is not None and row.year < self.year})
        return super().get_context_data(
            year=self.year, is_this_year=self.is_this_year, copied=copied, may_add=self.is_this_year, **kwargs
        )


class EditMember(EditMembers):
    """One member."""

    title, submit_label, success_message = _("Edit a member"), _("Save the member"), _("The member is saved.")
    empty_rows, draft_page = 0, DraftPage.MEMBER

    def draft_place(self) -> DraftPlace:
        return DraftPlace(self.draft_page, household_id=self.object.pk, member_id=self.kwargs["member"])

    def stored(self) -> list[Member]:
        rows = [row for row in super().stored() if row.pk == self.kwargs["member"]]
        if not rows:
            raise Http404
        return rows


class AddMember(EditMembers):
    """Somebody who is new in the household, with the event by which he came: ``?kind=01&on=2016-11-01`` names it."""

    overwrites = False
    title, submit_label, success_message = _("Add a member"), _("Save the member"), _("The member is saved.")
    empty_rows, draft_page = 1, DraftPage.MEMBER_ADD

    def draft_place(self) -> DraftPlace:
        kind = self.request.GET.get("kind", "")
        return replace(super().draft_place(), kind=kind if kind in JOINING else "")

    def get_title(self) -> str:
        kind = self.request.GET.get("kind", "")
        told = f" · {label_of('event_kind', kind)}" if kind in JOINING else ""
        return super().get_title() + told

    def stored(self) -> list[Member]:
        return []

    def joining(self) -> dict[str, Any]:
        asked = self.request.GET
        found: dict[str, Any] = {"join_kind": JOINING.get(asked.get("kind", ""), "")}
        try:
            found["joined_on"] = datetime.date.fromisoformat(asked.get("on", ""))
        except ValueError:
            # No day, or none that is one: it is asked in the form.
            found["joined_on"] = None
        if found["join_kind"] == BIRTH:
            found["birth_date"] = found["joined_on"]
        return found

    def remark(self) -> forms.Form:
        data = self.request.POST if self.request.method == "POST" else None
        form = NoteForm(data, user=self.user, initial={"note": self.request.session.get(JOINING_NOTE, "")})
        form.fields["note"].label = _("Remark on how the new member came")
        if not form.initial["note"] and self.typed is not None and "note" in self.typed:
            show_typed(form, self.typed)
        return form

    def respond(self, done: list[Member]) -> HttpResponse:
        self.request.session.pop(JOINING_NOTE, None)
        return super().respond(done)

    def get_success_url(self, done: list[Member]) -> str:
        """The event of the first of them, where there is one."""
        events = LifeEvent.objects.visible_to(self.user).filter(member__in=done, kind__in=JOINING)
        event = events.order_by("pk").first() if access.may(self.user, "households.view_lifeevent") else None
        return event.get_absolute_url() if event else super().get_success_url(done)
