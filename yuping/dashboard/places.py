"""The areas of the leadership's pages: which ones a person may choose, and the parts an area is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from villages.models import Village
from yuping.accounts import access, areas, roles
from yuping.accounts.models import User
from yuping.core.characters import for_reader

PERMISSION = "dashboard.view_figures"
NEXT_LEVEL = {roles.COUNTY: roles.TOWNSHIP, roles.TOWNSHIP: roles.VILLAGE}


@dataclass(frozen=True)
class Place:
    """A county, township or village by its code."""

    code: str
    name: str

    @property
    def is_county(self) -> bool:
        return len(self.code) == roles.COUNTY

    @cached_property
    def scope(self) -> access.Scope:
        return access.Scope(frozenset({self.code}))


class Places:
    """The areas of one person, read once for a page."""

    def __init__(self, user: User) -> None:
        self.scope = access.require(user, PERMISSION)
        self.names = {code: for_reader(name) for code, name in areas.every_area() if self.scope.covers(code)}

    def chosen(self, code: str) -> Place:
        """The area of that code, by default the widest of the person; 404 for one that isn't his."""
        if not code:
            code = min(self.names, key=lambda one: (len(one), one), default="")
        if code not in self.names:
            raise Http404
        return Place(code, self.names[code])

    def parents(self, place: Place) -> list[Place]:
        """The areas around it that the person may choose, the widest first."""
        codes = [place.code[:length] for length in NEXT_LEVEL if length < len(place.code)]
        return [Place(code, self.names[code]) for code in codes if code in self.names]

    def parts(self, place: Place) -> list[Place]:
        """The townships of a county or villages of a township that are in the county's totals."""
        length = NEXT_LEVEL.get(len(place.code))
        if length is None:
            return []
        codes = sorted({code[:length] for code in self.counted if code.startswith(place.code)})
        return [Place(code, self.short_names.get(code) or self.names[code]) for code in codes if code in self.names]

    def options(self, place: Place) -> list[tuple[str, str]]:
        """(code, name) for the choice of area: what is above, beside and below the chosen one."""
        town = place.code[: roles.TOWNSHIP]
        near = [code for code in self.names if len(code) <= roles.TOWNSHIP or code.startswith(town)]
        if place.is_county:
            near = [code for code in near if len(code) <= roles.TOWNSHIP]
        return [(code, self.names[code]) for code in sorted(near)]

    @cached_property
    def villages(self) -> list[Village]:
        """Those in the county's totals."""
        rows = Village.objects.all_areas(reason="the parts of the county are its own, whoever looks")
        return list(rows.filter(counts_in_county=True).only("pk", "short_name", "successor_id"))

    @cached_property
    def counted(self) -> dict[str, str]:
        """Villages in the county's totals, each with the village it was recoded into (empty: none)."""
        return {village.pk: village.successor_id or "" for village in self.villages}

    @cached_property
    def short_names(self) -> dict[str, str]:
        return {village.pk: str(village) for village in self.villages}

    def part_of(self, village: str, parts: Iterable[Place]) -> str:
        """Which of the parts a row of that village belongs to; a recoded village counts where it went."""
        here = {part.code for part in parts}
        while village:
            for length in (roles.VILLAGE, roles.TOWNSHIP):
                if village[:length] in here:
                    return village[:length]
            village = self.counted.get(village, "")
        return ""
