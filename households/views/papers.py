"""The papers of a household for signature and for the cabinet: registration form and income sheet."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import papers, tabs
from households.models import Household, HouseholdYear, Measure, Member, MemberYear, Pairing, Relocation
from households.prints import FORM, INCOME
from households.reference import poverty_line
from households.views.tabs import PERSONAL, children_not_shown, covered
from yuping.accounts import access
from yuping.accounts.pages import PrintPage
from yuping.core import clock
from yuping.core.templatetags.core import masked_id, masked_phone

FIRST_YEAR = 2013
SIGNS = _("Head of household (signature, fingerprint)")
FORM_SIGNATURES = (SIGNS, _("Filled in by"), _("Checked by"), _("Head of the unit"))
INCOME_SIGNATURES = (SIGNS, _("Cadre in charge"), _("Village committee (seal)"), _("Checked by the township"))


class HouseholdPaper(PrintPage, abstract=True):
    """A paper of one household for the file year ``?year=``, by itself that of the latest record.

    A year without a record gives the form with empty boxes. Numbers are masked, as on the screen.
    """

    model = Household

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
        numbers = [masked_id(person.id_number) if may_see and person.id_number else "" for person, _answers in people]
        phone = masked_phone(household.phone) if may_see and household.phone else ""
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
        return super().get_context_data(**self.form_parts(), **self.income_parts(), **kwargs)


class IncomeSheetPrint(HouseholdPaper):
    """The income by item, to be checked with the household and signed by it."""

    permission, template_name = INCOME, "households/income_print.html"
    title = _("Income sheet of the household")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.income_parts(), **kwargs)
