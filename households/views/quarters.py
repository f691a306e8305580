"""Pages on the effects of the assistance: the list, the quarter of a whole village, the quarter of one household."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from households import services
from households.effects import KINDS_OF_INCOME
from households.filters.quarters import QuarterFilter, VillageQuarterFilter
from households.forms.quarters import KIND_LABELS, QUARTER_NAMES, CorrectQuarterForm, QuarterForm, VillageQuarterForm
from households.models import QUARTERS, DraftPage, Household, HouseholdQuarter
from households.querysets.quarters import with_quarter
from households.services import DraftPlace
from households.services.quarters import FIRST_YEAR
from households.tables.quarters import QuarterTable, VillageQuarterTable
from households.views.drafts import Drafted
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, FormPage, ListPage, one_or_404
from yuping.core import clock, show

RECORD = "households.record_quarter"
CORRECT = "households.correct_quarter"
VIEW = "households.view_householdquarter"


def quarter_of_today() -> tuple[int, int]:
    """The year and the quarter that the business date lies in."""
    today = clock.today()
    return today.year, (today.month + 2) // 3


def quarter_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of quarters."""
    return [(_("Effects of the assistance"), reverse("households:quarter_list"))]


def quarter_words(year: int, quarter: int) -> str:
    """A quarter in words."""
    return str(_("%(year)s, %(quarter)s")) % {"year": year, "quarter": QUARTER_NAMES[quarter - 1]}


class QuarterList(RecordList):
    """Income by quarter, latest first."""

    model, table_class, filterset_class = HouseholdQuarter, QuarterTable, QuarterFilter
    title = _("Effects of the assistance")
    primary = Action(_("Look and enter by village"), "households:quarter_villages", VIEW, "table")
    empty_text = _("No quarter fits. Widen the filter, or enter the quarter of a village.")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        homes, amount = rows.sums()
        return [(_("Households"), show.show_count(homes)), (_("Together (yuan)"), show.show_money(amount))]


class VillageQuarters(ListPage):
    """How far the villages are with a quarter, the farthest behind first; a row opens the grid or what is recorded."""

    model, permission = Village, VIEW
    table_class, filterset_class = VillageQuarterTable, VillageQuarterFilter
    empty_text = _("No village of your area fits. Widen the filter.")

    @cached_property
    def when(self) -> tuple[int, int]:
        """The quarter in the address, else that of today."""
        year, quarter = quarter_of_today()
        typed = self.request.GET.get("year", ""), self.request.GET.get("quarter", "")
        if typed[0].isascii() and typed[0].isdigit() and FIRST_YEAR <= int(typed[0][:5]) <= year:
            year = int(typed[0])
        return year, int(typed[1]) if typed[1] in map(str, QUARTERS) else quarter

    def get_title(self) -> str:
        return str(_("Income of a quarter by village: %(quarter)s")) % {"quarter": quarter_words(*self.when)}

    def parents(self) -> list[Crumb]:
        return quarter_crumbs()

    def rows(self) -> QuerySet[Village]:
        mine = Village.objects.visible_to(self.user).existing(clock.today())
        mine = mine.filter(access.scope_of(self.user, self.permission).q(""))
        found = with_quarter(mine, *self.when).filter(on_file__gt=0)
        return found.select_related("township").order_by("-missing", "pk")

    def make_table(self, rows: QuerySet[Village]) -> VillageQuarterTable:
        table = super().make_table(rows)
        table.when = self.when
        table.entered_in = access.scope_of(self.user, RECORD)
        return table

    def make_filterset(self) -> VillageQuarterFilter:
        filterset = super().make_filterset()
        for name, value in zip(("year", "quarter"), self.when, strict=True):
            filterset.form.fields[name].initial = value
        return filterset

    def totals(self, rows: QuerySet[Village]) -> list[tuple[Any, str]]:
        found = rows.aggregate(files=Sum("on_file"), done=Sum("recorded"))
        files, done = found["files"] or 0, found["done"] or 0
        pairs = ((_("Households on file"), files), (_("Recorded"), done), (_("Missing"), files - done))
        return [(label, show.show_count(number)) for label, number in pairs]


class EnterVillageQuarter(Drafted, FormPage):
    """The grid of a village: one row for each household whose quarter is not on record yet."""

    permission, form_class, submit_label = RECORD, VillageQuarterForm, _("Record the rows filled in")
    template_name = "households/quarter_grid.html"
    draft_page, keeps_empty = DraftPage.QUARTERS, False

    def draft_place(self) -> DraftPlace:
        year, quarter = self.when
        return DraftPlace(self.draft_page, year=year, quarter=quarter, village_id=self.object.pk)

    def get_object(self) -> Village:
        if self.kwargs["quarter"] not in QUARTERS or self.when > quarter_of_today() or self.when[0] < FIRST_YEAR:
            raise Http404
        return one_or_404(Village.objects.actionable_by(self.user, self.permission), pk=self.kwargs["code"])

    @property
    def when(self) -> tuple[int, int]:
        return self.kwargs["year"], self.kwargs["quarter"]

    def get_title(self) -> str:
        return f"{self.object} · {quarter_words(*self.when)}"

    def parents(self) -> list[Crumb]:
        return [*quarter_crumbs(), (_("Villages"), self.cancel_url())]

    def cancel_url(self) -> str:
        year, quarter = self.when
        return f"{reverse('households:quarter_villages')}?year={year}&quarter={quarter}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"households": list(self.missing())}

    def missing(self) -> QuerySet[Household]:
        year, quarter = self.when
        mine = Household.objects.actionable_by(self.user, self.permission).active().filter(village=self.object)
        known = self.recorded().values("household")
        return mine.exclude(pk__in=known).select_related("group").order_by("group__name", "number")

    def recorded(self) -> QuerySet[HouseholdQuarter]:
        year, quarter = self.when
        rows = HouseholdQuarter.objects.actionable_by(self.user, self.permission)
        return rows.filter(village=self.object, year=year, quarter=quarter, household__state="active")

    def save(self, form: VillageQuarterForm) -> int:
        year, quarter = self.when
        rows = services.record_quarters(actor=self.user, year=year, quarter=quarter, incomes=form.incomes())
        return len(rows)

    def respond(self, done: int) -> HttpResponse:
        self.success_message = ngettext("%(object)s household recorded.", "%(object)s households recorded.", done)
        return super().respond(done)

    def get_success_url(self, done: int) -> str:
        year, quarter = self.when
        return reverse("households:quarter_enter", kwargs={"code": self.object.pk, "year": year, "quarter": quarter})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recorded = self.recorded().for_table().order_by("household__number")
        return super().get_context_data(kinds=KIND_LABELS, recorded=list(recorded), **kwargs)


class RecordQuarter(HouseholdFormPage):
    """Record the income of a quarter."""

    permission, form_class, back_to = RECORD, QuarterForm, "support"
    title, submit_label = _("Record the income of a quarter"), _("Record the quarter")
    success_message = _("The quarter is recorded: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        year, quarter = quarter_of_today()
        return {"year": year, "quarter": quarter}

    def save(self, form: QuarterForm) -> HouseholdQuarter:
        when = {name: form.cleaned_data[name] for name in ("year", "quarter")}
        return services.record_quarter(actor=self.user, household_id=self.object.pk, income=form.income(), **when)


class CorrectQuarter(HouseholdRowFormPage):
    """Correct the income of a quarter, with a reason."""

    overwrites = True
    model, permission, form_class, back_to = HouseholdQuarter, CORRECT, CorrectQuarterForm, "support"
    submit_label, success_message = _("Correct the quarter"), _("The quarter is corrected: %(object)s.")

    def get_title(self) -> str:
        words = _("Correct the income of quarter %(quarter)s of %(year)s · %(head)s")
        return words % {"quarter": self.object.quarter, "year": self.object.year, "head": self.household.head_name}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in KINDS_OF_INCOME}

    def save(self, form: CorrectQuarterForm) -> HouseholdQuarter:
        reason = form.cleaned_data["reason"]
        return services.correct_quarter(actor=self.user, quarter_id=self.object.pk, income=form.income(), reason=reason)
