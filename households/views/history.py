"""The history of a household's file."""

from typing import Any

from households.history import MOST, acts_on
from households.views.tabs import HouseholdTab


class HistoryTab(HouseholdTab):
    """Who did what and when, and what it changed, the newest first."""

    tab, permission = "history", "households.view_history"
    template_name = "households/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(acts=acts_on(self.object), most=MOST, **kwargs)
