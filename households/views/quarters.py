"""Pages on the effects of the assistance; they are shown on the household's tab of assistance."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from households import services
from households.effects import KINDS_OF_INCOME
from households.forms.quarters import CorrectQuarterForm, QuarterForm
from households.models import HouseholdQuarter
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage
from yuping.core import clock

RECORD = "households.record_quarter"
CORRECT = "households.correct_quarter"


class RecordQuarter(HouseholdFormPage):
    """Record the income of a quarter."""

    permission, form_class, back_to = RECORD, QuarterForm, "support"
    title, submit_label = _("Record the income of a quarter"), _("Record the quarter")
    success_message = _("The quarter is recorded: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        return {"year": today.year, "quarter": (today.month + 2) // 3}

    def save(self, form: QuarterForm) -> HouseholdQuarter:
        when = {name: form.cleaned_data[name] for name in ("year", "quarter")}
        return services.record_quarter(actor=self.user, household_id=self.object.pk, income=form.income(), **when)


class CorrectQuarter(HouseholdRowFormPage):
    """Correct the income of a quarter, with a reason."""

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
