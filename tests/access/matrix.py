"""The matrix of pages and roles, written by hand from the table of roles; one file for each room.

A line of a table: the name of the page, what its address holds, who opens it, and how it answers them.

- "-" is an address without a row; other words name a row of ``tests.access.county``: one of the own township and one
  that lies wholly in another.
  "county" is an address without a row that speaks of the whole county: it does not exist for cadre and clerk.
- Roles are letters: V village cadre, T township clerk, P poverty office, I investment company, C credit union,
  A finance approver, K cashier, L leadership, D auditor, S system, U security, R audit administrator.
  "open" is for whoever comes. Everyone else gets 403, who is not signed in is sent to sign in.
- A village cadre and a township clerk get 404 for the row of the other township.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver, get_resolver

from yuping.accounts.roles import Role

LETTERS = dict(zip("VTPICAKLDSUR", Role, strict=True))
ROOMS = ("accounts", "villages", "households", "loans", "dividends", "ledger", "audit", "dashboard")
OPEN = "open"
# The framework's own pages, each closed to all but the poverty office by tests of their own.
ELSEWHERE = ("admin",)


@dataclass(frozen=True)
class Line:
    """One page."""

    name: str
    kind: str
    roles: str
    status: int

    @property
    def has_row(self) -> bool:
        return self.kind not in ("-", "county")

    def lets_in(self, letter: str) -> bool:
        return self.roles == OPEN or letter in self.roles


def _lines() -> Iterator[Line]:
    for room in ROOMS:
        for text in import_module(f"tests.access.matrix_{room}").TABLE.strip().splitlines():
            name, kind, roles, status = text.split()
            yield Line(f"{room}:{name}", kind, roles, int(status))


LINES = {line.name: line for line in _lines()}


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the project."""
    for found in (resolver or get_resolver("yuping.urls")).url_patterns:
        if isinstance(found, URLResolver):
            if found.namespace not in ELSEWHERE:
                yield from patterns(found, found.namespace or namespace)
        else:
            yield f"{namespace}:{found.name}", found
