"""The papers of a household for signature and for the cabinet: registration form and income sheet."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import papers, services, tabs
from households.models import Household, HouseholdYear, Measure, Member, MemberYear, Pairing, Relocation
from households.prints import FORM, INCOME
from households.reference import poverty_line
from households.services.revealing import REVEAL
from households.views.tabs import PERSONAL, HouseholdFormPage, children_not_shown, covered
from yuping.accounts import access
from yuping.accounts.pages import PrintPage, ReasonForm
from yuping.core import clock
from yuping.core.fields import Sealed
from yuping.core.templatetags.core import masked_id, masked_phone

FIRST_YEAR = 2013
SIGNS = _("Head of household (signature, fingerprint)")
FORM_SIGNATURES = (SIGNS, _("Filled in by"), _("Checked by"), _("Head of the unit"))
INCOME_SIGNATURES = (SIGNS, _("Cadre in charge"), _("Village committee (seal)"), _("Checked by the township"))


class HouseholdPaper(PrintPage, abstract=True):
    """A paper of one household for the file year ``?year=``, by itself that of the latest record.

    A year without a record gives the form with empty boxes. Numbers are masked, as on the screen, unless the print
    was asked for with a reason.
    """

    model = Household
    in_full = False

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, self.permission)

    def get_title(self) -> str:
        return str(self.title)

    def back_url(self) -> str:
        return tabs.url_of(self.object, "overview")

    @cached_property
    def records(self) -> list[HouseholdYear]:
        """The records of all years, the latest first."""
        rows = HouseholdYear.objects.visible_to(self.user).filter(household=self.object)
        return list(rows.order_by("-year"))

    @cached_property
    def year(self) -> int:
        asked, today = self.request.GET.get("year", ""), clock.today()
        if not asked:
            return next((row.year for row in self.records if row.year <= today.year), today.year)
        if not asked.isascii() or not asked.isdigit() or not FIRST_YEAR <= int(asked[:6]) <= today.year + 1:
            raise Http404
        return int(asked)

    @cached_property
    def record(self) -> HouseholdYear | None:
        return next((row for row in self.records if row.year == self.year), None)

    @property
    def day(self) -> datetime.date:
        """The day as of which the year's members are counted: its last one, or today."""
        return min(datetime.date(self.year, 12, 31), clock.today())

    def people(self) -> list[tuple[Member, MemberYear | None]]:
        """Who belonged to the household then, the head first, each with the year's answers."""
        rows = MemberYear.objects.visible_to(self.user).filter(household=self.object, year=self.year)
        answers = {row.member_id: row for row in rows}
        members = Member.objects.visible_to(self.user).filter(household=self.object)
        return [(member, answers.get(member.pk)) for member in members.of_file_year(self.year, self.day)]

    def pairings(self) -> list[Pairing]:
        rows = Pairing.objects.visible_to(self.user).filter(household=self.object, accepted_on__isnull=False)
        rows = rows.filter(Q(to_on=None) | Q(to_on__gte=datetime.date(self.year, 1, 1)), from_on__lte=self.day)
        return list(rows.select_related("cadre").order_by("from_on"))

    def form_parts(self) -> dict[str, Any]:
        """What ``households/_paper_form.html`` is made of."""
        household, may_see = self.object, access.scope_of(self.user, PERSONAL).covers(self.object.village_id)
        people = self.people()
        numbers = [self.written(person.id_number, masked_id) if may_see else "" for person, _answers in people]
        phone = self.written(household.phone, masked_phone) if may_see else ""
        mine = {"household": household}
        return {
            "form_signatures": FORM_SIGNATURES,
            "basic": papers.basic_cells(household, self.record, self.year, phone),
            "children_not_shown": children_not_shown(self.user, household),
            "person_tables": papers.person_tables(people, numbers, self.day),
            "living": papers.living_cells(self.record, self.year),
            "pairings": self.pairings(),
            "measures": list(
                Measure.objects.visible_to(self.user).standing().filter(year=self.year, **mine).order_by("date", "pk")
            ),
            "relocations": list(Relocation.objects.visible_to(self.user).filter(year__lte=self.year, **mine)),
        }

    def written(self, sealed: Sealed | None, masked: Callable[[Sealed], str]) -> str:
        """A number as this print shows it."""
        if not sealed:
            return ""
        return sealed.open() if self.in_full else masked(sealed)

    def income_parts(self) -> dict[str, Any]:
        """What ``households/_paper_income.html`` is made of."""
        return {
            "income": papers.income_lines(self.record),
            "line": poverty_line(self.year - 1),
            "income_signatures": INCOME_SIGNATURES,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = sorted({*(row.year for row in self.records), self.year, clock.today().year}, reverse=True)
        return super().get_context_data(
            household=self.object,
            year=self.year,
            income_year=self.year - 1,
            record=self.record,
            years=years,
            printed_on=clock.today(),
            **kwargs,
        )


class RegistrationFormPrint(HouseholdPaper):
    """The registration form in the order of the official one."""

    permission, template_name = FORM, "households/form_print.html"
    title = _("Registration form of a poor household")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_reveal = not self.in_full and access.scope_of(self.user, REVEAL).covers(self.object.village_id)
        return super().get_context_data(
            in_full=self.in_full, may_reveal=may_reveal, **self.form_parts(), **self.income_parts(), **kwargs
        )


class RegistrationFormInFull(HouseholdFormPage):
    """The registration form with its numbers in full, to be signed: asked for with a reason, and on record."""

    once = False
    permission, form_class = REVEAL, ReasonForm
    title, submit_label = _("Registration form with numbers in full"), _("Show the form for printing")

    def rows(self) -> QuerySet[Household]:
        return super().rows().filter(pk__in=covered(self.user, FORM).values("pk"))

    def cancel_url(self) -> str:
        return reverse("households:form_print", kwargs={"pk": self.object.pk})

    @cached_property
    def page(self) -> RegistrationFormPrint:
        page = RegistrationFormPrint(in_full=True)
        page.setup(self.request, **self.kwargs)
        return page

    def save(self, form: ReasonForm) -> Household:
        self.page.object = self.object
        return services.reveal_on_form(
            actor=self.user, household_id=self.object.pk, year=self.page.year, reason=form.cleaned_data["reason"]
        )

    def respond(self, done: Household) -> HttpResponse:
        return self.page.get(self.request, **self.kwargs)


class IncomeSheetPrint(HouseholdPaper):
    """The income by item, to be checked with the household and signed by it."""

    permission, template_name = INCOME, "households/income_print.html"
    title = _("Income sheet of the household")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.income_parts(), **kwargs)
