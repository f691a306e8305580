"""Jobs that agreements brought: who works where."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dividends.filters import JobFilter
from dividends.models import Job
from dividends.tables import JobTable
from yuping.accounts.pages import ListPage


class JobList(ListPage):
    model, table_class, filterset_class = Job, JobTable, JobFilter
    empty_text = _("No job is recorded for households of your area.")

    def rows(self) -> Any:
        return super().rows().select_related("member", "village", "participation__agreement__enterprise")
