"""Jobs that agreements brought: who works where, recording one, ending one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.filters import JobFilter
from dividends.forms import EndJobForm, JobForm
from dividends.models import Job, Participation
from dividends.tables import JobTable
from yuping.accounts.pages import Fact, FormPage, ListPage, MovePage
from yuping.core.show import show_day, show_money


class JobList(ListPage):
    model, table_class, filterset_class = Job, JobTable, JobFilter
    empty_text = _("No job is recorded yet. Record one on the page of a participating household.")

    def rows(self) -> Any:
        return super().rows().select_related("member", "village", "participation__agreement__enterprise")


class JobAdd(FormPage):
    """A post for a member of the household."""

    model, permission, form_class = Participation, "dividends.record_job", JobForm
    title, submit_label, success_message = _("Record a job"), _("Record the job"), _("The job is recorded: %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "participation": self.object}

    def save(self, form: JobForm) -> Job:
        values = dict(form.cleaned_data)
        return services.record_job(
            actor=self.user, participation_id=self.object.pk, member_id=values.pop("member").pk, **values
        )


class JobEnd(MovePage):
    """The person left the post."""

    model, permission, form_class = Job, "dividends.record_job", EndJobForm
    title, submit_label, success_message = _("End the job"), _("Record the end"), _("The end of the job is recorded.")

    def facts(self) -> list[Fact]:
        job = self.object
        return [
            (_("Person"), job.member),
            (_("Post"), job.post),
            (_("Monthly wage (yuan)"), show_money(job.monthly_wage)),
            (_("From"), show_day(job.started_on)),
        ]

    def save(self, form: EndJobForm) -> Job:
        return services.end_job(actor=self.user, job_id=self.object.pk, **form.cleaned_data)
