"""Pages on the assistance given: measures, training, relocation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from households import effects, services, tabs
from households.filters.support import MeasureFilter, RelocationFilter, TrainingFilter
from households.forms.support import MeasureForm, RelocationForm, TrainingForm
from households.models import Household, HouseholdQuarter, Measure, Relocation, Training
from households.services import MeasureRow, RelocationRow, TrainingRow
from households.tables.support import MeasureTable, RelocationTable, TrainingTable
from households.views.choosing import ChooseHousehold
from households.views.quarters import CORRECT, RECORD
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts.pages import Action, BulkPage, Crumb
from yuping.core import clock, show
from yuping.core.money import ZERO

MEASURE = "households.record_measure"
TRAINING = "households.record_training"
RELOCATION = "households.record_relocation"


def measure_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of measures."""
    return [(_("Measures"), reverse("households:measure_list"))]


class MeasureList(RecordList):
    """Measures, latest first."""

    model, table_class, filterset_class = Measure, MeasureTable, MeasureFilter
    title = _("Measures")
    primary = Action(_("Record a measure"), "households:measure_choose", MEASURE)
    empty_text = _("No measure fits. Widen the filter or record one.")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Cost (yuan)"), show.show_money(rows.total_cost() or ZERO))]


class TrainingList(RecordList):
    """Courses, latest first."""

    model, table_class, filterset_class = Training, TrainingTable, TrainingFilter
    title = _("Trainings")
    primary = Action(_("Record a training"), "households:training_choose", TRAINING)
    empty_text = _("No training fits. Widen the filter or record one.")


class RelocationList(RecordList):
    """Relocations, latest programme year first."""

    model, table_class, filterset_class = Relocation, RelocationTable, RelocationFilter
    title = _("Relocations")
    primary = Action(_("Record a relocation"), "households:relocation_choose", RELOCATION)
    empty_text = _("No relocation fits. Widen the filter or record one.")


class ChooseForMeasure(ChooseHousehold):
    """Who received it: one household, or several that received the same."""

    permission, title, target = MEASURE, _("Record a measure · choose the household"), "households:measure_record"
    bulk_actions = (Action(_("Record one measure for all chosen"), "households:measure_record_many", MEASURE),)

    def parents(self) -> list[Crumb]:
        return measure_crumbs()


class ChooseForTraining(ChooseHousehold):
    """Whose member took the course."""

    permission, title, target = TRAINING, _("Record a training · choose the household"), "households:training_record"

    def parents(self) -> list[Crumb]:
        return [(_("Trainings"), reverse("households:training_list"))]


class ChooseForRelocation(ChooseHousehold):
    """Who is relocated."""

    permission, target = RELOCATION, "households:relocation_record"
    title = _("Record a relocation · choose the household")

    def parents(self) -> list[Crumb]:
        return [(_("Relocations"), reverse("households:relocation_list"))]


class RecordMeasure(HouseholdFormPage):
    """Record a measure for one household."""

    permission, form_class, back_to = MEASURE, MeasureForm, "support"
    title, submit_label = _("Record a measure"), _("Record the measure")
    success_message = _("The measure is recorded: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: MeasureForm) -> Measure:
        row = MeasureRow(household_id=self.object.pk, **form.cleaned_data)
        return services.record_measure(actor=self.user, row=row)


class RecordMeasureForMany(BulkPage):
    """Record the same measure for every chosen household; the cost is that of each."""

    once = True
    model, permission, form_class = Household, MEASURE, MeasureForm
    title, submit_label = _("Record one measure for several households"), _("Record the measure")
    success_message = _("The measure is recorded for %(object)s households.")

    def parents(self) -> list[Crumb]:
        return measure_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def consequence(self) -> str:
        count = len(self.ids)
        return ngettext(
            "Enters one line for %(count)s household; the cost is that of one household.",
            "Enters a line for each of %(count)s households; the cost is that of one household.",
            count,
        ) % {"count": count}

    def save(self, form: MeasureForm) -> int:
        rows = [MeasureRow(household_id=int(pk), **form.cleaned_data) for pk in self.ids]
        return len(services.record_measures(actor=self.user, rows=rows))

    def get_success_url(self, done: int) -> str:
        return reverse("households:measure_list")


class RecordTraining(HouseholdFormPage):
    """Record a course that a member took."""

    permission, form_class, back_to = TRAINING, TrainingForm, "support"
    title, submit_label = _("Record a training"), _("Record the training")
    success_message = _("The training is recorded: %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household": self.object}

    def save(self, form: TrainingForm) -> Training:
        data = dict(form.cleaned_data)
        row = TrainingRow(household_id=self.object.pk, member_id=data.pop("member").pk, **data)
        return services.record_training(actor=self.user, row=row)


class RecordRelocation(HouseholdFormPage):
    """Record the household's move under the relocation programme."""

    permission, form_class, back_to = RELOCATION, RelocationForm, "support"
    title, submit_label = _("Record a relocation"), _("Record the relocation")
    success_message = _("The relocation is recorded: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        return {"year": clock.today().year, "from_place": self.object.address}

    def save(self, form: RelocationForm) -> Relocation:
        row = RelocationRow(household_id=self.object.pk, **form.cleaned_data)
        return services.record_relocation(actor=self.user, row=row)


class HouseholdSupport(HouseholdTab):
    """What one household received."""

    tab, permission, template_name = "support", "households.view_measure", "households/support_tab.html"
    actions = (
        TabAction(_("Record a relocation"), "households:relocation_record", RELOCATION),
        TabAction(_("Record a quarter"), "households:quarter_record", RECORD),
        TabAction(_("Record a training"), "households:training_record", TRAINING),
        TabAction(_("Record a measure"), "households:measure_record", MEASURE),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        def rows_of(model: Any) -> Any:
            return model.objects.visible_to(self.user).filter(household=self.object).for_table()

        measures = rows_of(Measure)
        quarters = HouseholdQuarter.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(
            measures=MeasureTable.of_one_household(measures),
            cost=measures.total_cost(),
            trainings=TrainingTable.of_one_household(rows_of(Training)),
            years_of_quarters=effects.by_year(quarters),
            may_correct=self.may(CORRECT) and self.object.left_on is None,
            relocations=RelocationTable.of_one_household(rows_of(Relocation)),
            **kwargs,
        )


tabs.register(tabs.Tab("support", _("Assistance"), "households:household_support", "households.view_measure", order=62))
