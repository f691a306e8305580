"""Villages as files name them: by code, or by a name that only one village of the county, or of the township, has."""

import re

from households.resources.layouts import Table
from households.resources.lines import Fault, Line, Spot, spot
from villages.models import Village

# 老寨, 老寨村, 老寨村委会 and 老寨村民委员会 are one village, as long as no other is called so.
KIND = re.compile(r"(村民委员会|居民委员会|社区居委会|村委会|居委会|社区|村)$")
MOST_PROPOSED = 3


class VillageNames:
    """The villages of the county by code and name. Whether the person may act there is asked by the check."""

    def __init__(self) -> None:
        rows = Village.objects.all_areas(reason="names in a file; the check asks for the person's reach")
        self.found: dict[str, dict[str, str]] = {}
        self.stems: dict[str, dict[str, str]] = {}
        # Name, stem of it, and township.
        self.named: list[tuple[str, str, str]] = []
        fields = ("pk", "name", "short_name", "township__name")
        for code, name, short, township in rows.filter(valid_to__isnull=True).values_list(*fields):
            for text in {code, name, short}:
                self.found.setdefault(text, {})[code] = township
            for text in {_stem(name), _stem(short)}:
                self.stems.setdefault(text, {})[code] = township
            self.named.append((short, _stem(short), township))

    def find(self, line: Line, table: Table, faults: list[Fault]) -> None:
        """Put the code in the place of the name; "" with a fault where there is none, or more than one."""
        text, township = line.values["village"], line.values["township"]
        line.values["village"] = ""
        if not text:
            return
        known = self.found.get(text) or self.stems.get(_stem(text), {})
        codes = [code for code, name in known.items() if _is_of(township, name)]
        if len(codes) == 1:
            line.values["village"] = codes[0]
            return
        if not known:
            faults.append(self._unknown(text, township, spot(table, line.row, "village")))
        elif codes:
            faults.append(Fault(spot(table, line.row, "village"), "households.village_name_twice"))
        else:
            faults.append(Fault(spot(table, line.row, "township"), "households.village_of_other_township"))

    def _unknown(self, text: str, township: str, where: Spot) -> Fault:
        """That no village is called so, with those whose names are like it."""
        said = _stem(text)
        alike = [(name, place) for name, stem, place in self.named if said in name or stem in text]
        here = [name for name, place in alike if _is_of(township, place)]
        if proposed := here or [name for name, _place in alike]:
            return Fault(where, "households.village_like", params={"names": "、".join(proposed[:MOST_PROPOSED])})
        return Fault(where, "households.village_unknown")


def _is_of(written: str, township: str) -> bool:
    """Whether the township may be meant: 新店 is 新店镇, and where none is written every one may."""
    return township.startswith(written)


def _stem(name: str) -> str:
    """A name without what says that it is a village's."""
    return KIND.sub("", name) or name
