"""Findings: what the rules of data quality found wrong in a file."""

from typing import Any

from households.models import Finding
from households.views.tabs import HouseholdTab


class FindingsTab(HouseholdTab):
    """Everything found in this household's file, the open ones first."""

    tab, permission = "findings", "households.view_finding"
    template_name = "households/findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Finding.objects.visible_to(self.user).filter(household=self.object).select_related("member")
        return super().get_context_data(
            rows=sorted(rows, key=lambda row: (row.state != "open", row.level, -row.pk)), **kwargs
        )
