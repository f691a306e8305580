"""The left navigation: each room registers its entries; a person sees those he may open.

In ``apps.ready()``::

    from yuping.accounts import navigation
    navigation.register("households", _("Household files"), "households:household_list",
                        "households.view_household", order=10)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access
from yuping.accounts.models import User

# Sections by task, in the order of the page: key -> (label, icon).
SECTIONS: dict[str, tuple[str | Promise, str]] = {
    "work": (_("Work list"), "list-check"),
    "households": (_("Households"), "users"),
    "quality": (_("Data quality"), "clipboard-check"),
    "cases": (_("Identification and adjustment"), "adjustments"),
    "help": (_("Visits and help"), "heart"),
    "loans": (_("Loans"), "cash"),
    "dividends": (_("Dividends"), "coins"),
    "villages": (_("Villages"), "building-community"),
    "figures": (_("Figures"), "chart-bar"),
    "audit": (_("Audit"), "shield-check"),
    "accounts": (_("People"), "id"),
}


@dataclass(frozen=True)
class Entry:
    """One page in the navigation; ``permission=""`` is open to whoever is signed in."""

    section: str
    label: str | Promise
    url_name: str
    permission: str
    order: int


@dataclass(frozen=True)
class ShownEntry:
    label: str | Promise
    url: str
    current: bool


@dataclass(frozen=True)
class ShownSection:
    key: str
    label: str | Promise
    icon: str
    entries: list[ShownEntry]

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


_entries: list[Entry] = []


def register(section: str, label: str | Promise, url_name: str, permission: str, order: int = 50) -> None:
    """Add an entry; ``section`` is a key of SECTIONS (KeyError otherwise)."""
    SECTIONS[section]
    _entries.append(Entry(section, label, url_name, permission, order))


def for_person(user: User, path: str) -> Iterator[ShownSection]:
    """The sections with the entries this person may open; the entry that best fits ``path`` is the current one."""
    allowed = [entry for entry in _entries if not entry.permission or access.may(user, entry.permission)]
    urls = {entry: reverse(entry.url_name) for entry in allowed}
    fitting = [url for url in urls.values() if path == url or (url != "/" and path.startswith(url))]
    current = max(fitting, key=len, default="")
    for key, (label, icon) in SECTIONS.items():
        mine = sorted((entry for entry in allowed if entry.section == key), key=lambda entry: entry.order)
        shown = [ShownEntry(entry.label, urls[entry], urls[entry] == current) for entry in mine]
        if shown:
            yield ShownSection(key, label, icon, shown)
