"""The tabs of a household's page: each has an address of its own and is shown to whoever may see its records.

A tab is registered where its page is declared::

    from households import tabs
    tabs.register(tabs.Tab("visits", _("Visits"), "households:household_visits", "households.view_visit", order=60))

The address takes the household's ``pk``. Its page is a ``households.views.tabs.HouseholdTab`` with ``tab = "visits"``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import Household
from yuping.accounts import access
from yuping.accounts.models import User


@dataclass(frozen=True)
class Tab:
    """One section of the household's page."""

    key: str
    label: str | Promise
    url_name: str
    permission: str
    order: int = 50


@dataclass(frozen=True)
class ShownTab:
    key: str
    label: str | Promise
    url: str
    current: bool


_tabs: dict[str, Tab] = {}


def register(*tabs: Tab) -> None:
    """Add tabs; raises ValueError for a key that another tab has."""
    for tab in tabs:
        if _tabs.get(tab.key, tab) != tab:
            raise ValueError(f"the tab {tab.key} is declared twice")
        _tabs[tab.key] = tab


def url_of(household: Household, key: str) -> str:
    """The address of a household's tab."""
    return reverse(_tabs[key].url_name, kwargs={"pk": household.pk})


def for_person(user: User, household: Household, current: str) -> Iterator[ShownTab]:
    """The tabs of this household that the person may open, in their order."""
    for tab in sorted(_tabs.values(), key=lambda one: one.order):
        if access.scope_of(user, tab.permission).covers(household.village_id):
            yield ShownTab(tab.key, tab.label, url_of(household, tab.key), tab.key == current)


register(
    Tab("overview", _("Overview"), "households:household_detail", "households.view_household", order=10),
    Tab("members", _("Members"), "households:household_members", "households.view_member", order=20),
    Tab("years", _("Yearly records"), "households:household_years", "households.view_householdyear", order=30),
    Tab("accounts", _("Payee accounts"), "households:household_accounts", "households.view_payeeaccount", order=70),
    Tab("documents", _("Documents"), "households:household_documents", "households.view_document", order=75),
    Tab("findings", _("Problems"), "households:household_findings", "households.view_finding", order=80),
    Tab("history", _("History"), "households:household_history", "households.view_history", order=90),
)
