"""Pages that put wrong measures and visits right: one measure, its signature, corrections and withdrawals."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.forms.support import CorrectMeasureForm
from households.forms.visits import CorrectVisitForm
from households.models import Measure, Visit
from households.models.base import WithdrawableRecord
from households.services import MeasureRow, VisitRow
from households.services.corrections import (
    CORRECT_MEASURE,
    CORRECT_VISIT,
    SIGN_MEASURE,
    WITHDRAW_MEASURE,
    WITHDRAW_VISIT,
    against_signing,
)
from households.views.support import measure_crumbs
from households.views.tabs import HouseholdRowFormPage
from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, DetailPage, EmptyForm, Fact, MovePage, ReasonForm
from yuping.core import show

OF_MEASURE = ("date", "category", "content", "unit", "cost", "signed_by_head", "note")
OF_VISIT = (
    "date",
    "cadre",
    "visitor",
    "theme",
    "place",
    "people_met",
    "content",
    "problem",
    "appeal_class",
    "responsible_unit",
    "due_on",
    "confirmed_by_household",
)


def hindrance(row: WithdrawableRecord) -> list[str]:
    """Why a line can be neither corrected nor withdrawn."""
    if row.withdrawn_on is None:
        return []
    return [sentences.sentence("households.line_withdrawn", {"day": row.withdrawn_on})]


def corrections_of(row: WithdrawableRecord, user: User, correct: str, withdraw: str) -> dict[str, bool]:
    """Whether this person may correct or withdraw the line."""
    stands = row.withdrawn_on is None
    return {
        "may_correct": stands
        and row.household.left_on is None
        and access.scope_of(user, correct).covers(row.village_id),
        "may_withdraw": stands and access.scope_of(user, withdraw).covers(row.village_id),
    }


class MeasureDetail(DetailPage):
    """One measure: what was given, whether the head has signed for it, and what became of the line."""

    model, template_name = Measure, "households/measure_detail.html"

    def rows(self) -> QuerySet[Measure]:
        named = ("household", "village", "recorded_by", "withdrawn_by", "replaces", "replaced_by")
        return Measure.objects.visible_to(self.user).select_related(*named)

    def get_title(self) -> str:
        return f"{self.object.get_category_display()} · {self.object.household.head_name}"

    def parents(self) -> list[Crumb]:
        household = self.object.household
        return [*measure_crumbs(), (str(household), tabs.url_of(household, "support"))]

    def facts(self) -> list[Fact]:
        row: Measure = self.object
        return [
            *facts_of(row),
            (_("Signed by the head of household"), row.signed_by_head),
            (_("Remark"), row.note),
            (_("Recorded by"), row.recorded_by.full_name),
            (_("Recorded at"), show.show_time(row.recorded_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Measure = self.object
        signs = against_signing(row) is None and access.scope_of(self.user, SIGN_MEASURE).covers(row.village_id)
        may = corrections_of(row, self.user, CORRECT_MEASURE, WITHDRAW_MEASURE)
        return super().get_context_data(row=row, may_sign=signs, **may, **kwargs)


def facts_of(row: Measure) -> list[Fact]:
    """What was given, by whom, and what it cost."""
    return [
        (_("Date"), show.show_day(row.date)),
        (_("Kind of measure"), row.get_category_display()),
        (_("Content"), row.content),
        (_("Assisting unit"), row.unit),
        (_("Cost (yuan)"), show.show_money(row.cost)),
    ]


class OfMeasure(HouseholdRowFormPage, MovePage, abstract=True):
    """An act on one measure."""

    model, back_to = Measure, "support"

    def hindrances(self) -> list[str]:
        return hindrance(self.object)

    def facts(self) -> list[Fact]:
        return facts_of(self.object)

    def get_success_url(self, done: Measure) -> str:
        return done.get_absolute_url()


class SignMeasure(OfMeasure):
    """Note that the head has signed."""

    permission, form_class = SIGN_MEASURE, EmptyForm
    title, submit_label = _("Note the signature"), _("Note the signature")
    success_message = _("The signature is noted: %(object)s.")

    def hindrances(self) -> list[str]:
        why = against_signing(self.object)
        return [text for _field, text in sentences.explain(why)] if why else []

    def consequence(self) -> str:
        return str(_("Says that the head of household has signed for this measure on paper."))

    def save(self, form: EmptyForm) -> Measure:
        return services.sign_measure(actor=self.user, measure_id=self.object.pk)


class CorrectMeasure(OfMeasure):
    """Put the right line in the place of a wrong one."""

    overwrites = True
    permission, form_class, template_name = CORRECT_MEASURE, CorrectMeasureForm, "layouts/form.html"
    title, submit_label = _("Correct a measure"), _("Correct the measure")
    success_message = _("The measure is corrected: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in OF_MEASURE}

    def save(self, form: CorrectMeasureForm) -> Measure:
        data = dict(form.cleaned_data)
        reason = data.pop("reason")
        row = MeasureRow(household_id=self.object.household_id, **data)
        return services.correct_measure(actor=self.user, measure_id=self.object.pk, row=row, reason=reason)


class WithdrawMeasure(OfMeasure):
    """Take a measure out of the count, with a reason."""

    permission, form_class, danger = WITHDRAW_MEASURE, ReasonForm, True
    title, submit_label = _("Withdraw a measure"), _("Withdraw the measure")
    success_message = _("The measure is withdrawn: %(object)s.")

    def consequence(self) -> str:
        return str(_("The line counts no more, in no sum and on no paper; it stays readable as withdrawn."))

    def save(self, form: ReasonForm) -> Measure:
        reason = form.cleaned_data["reason"]
        return services.withdraw_measure(actor=self.user, measure_id=self.object.pk, reason=reason)


class OfVisit(HouseholdRowFormPage, MovePage, abstract=True):
    """An act on one visit."""

    model, back_to = Visit, "visits"

    def hindrances(self) -> list[str]:
        return hindrance(self.object)

    def get_success_url(self, done: Visit) -> str:
        return done.get_absolute_url()

    def cancel_url(self) -> str:
        return reverse("households:visit_detail", kwargs={"pk": self.object.pk})


class CorrectVisit(OfVisit):
    """Put the right visit in the place of a wrong one; a problem that was closed stays closed."""

    overwrites = True
    permission, form_class, template_name = CORRECT_VISIT, CorrectVisitForm, "households/visit_form.html"
    title, submit_label = _("Correct a visit"), _("Correct the visit")
    success_message = _("The visit is corrected: %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household": self.household, "closed": self.object.closed_on is not None}

    def rows(self) -> QuerySet[Visit]:
        return super().rows().with_agreed()

    def get_initial(self) -> dict[str, Any]:
        row: Visit = self.object
        told = {"measure": row.agreed, "result": row.done, "closing_confirmed": row.closed_with_household}
        return {name: getattr(row, name) for name in OF_VISIT} | told

    def save(self, form: CorrectVisitForm) -> Visit:
        data = dict(form.cleaned_data)
        reason, cadre = data.pop("reason"), data.pop("cadre")
        closed_on = self.object.closed_on if data["problem"] else None
        row = VisitRow(
            household_id=self.object.household_id, cadre_id=cadre.pk if cadre else None, closed_on=closed_on, **data
        )
        return services.correct_visit(actor=self.user, visit_id=self.object.pk, row=row, reason=reason)


class WithdrawVisit(OfVisit):
    """Take a visit out of the count, with a reason."""

    permission, form_class, danger = WITHDRAW_VISIT, ReasonForm, True
    title, submit_label = _("Withdraw a visit"), _("Withdraw the visit")
    success_message = _("The visit is withdrawn: %(object)s.")

    def facts(self) -> list[Fact]:
        row: Visit = self.object
        return [
            (_("Date"), show.show_day(row.date)),
            (_("Visitor"), row.visitor),
            (_("Purpose"), row.theme),
            (_("Problem"), row.problem),
        ]

    def consequence(self) -> str:
        return str(_("The visit counts no more, and its problem waits for nobody; it stays readable as withdrawn."))

    def save(self, form: ReasonForm) -> Visit:
        return services.withdraw_visit(actor=self.user, visit_id=self.object.pk, reason=form.cleaned_data["reason"])
