"""Villages as files name them: by code, or by a name that only one village of the county, or of the township, has."""

from households.resources.layouts import Table
from households.resources.lines import Fault, Line, spot
from villages.models import Village


class VillageNames:
    """The villages of the county by code and name. Whether the person may act there is asked by the check."""

    def __init__(self) -> None:
        rows = Village.objects.all_areas(reason="names in a file; the check asks for the person's reach")
        self.found: dict[str, dict[str, str]] = {}
        fields = ("pk", "name", "short_name", "township__name")
        for code, name, short, township in rows.filter(valid_to__isnull=True).values_list(*fields):
            for text in {code, name, short}:
                self.found.setdefault(text, {})[code] = township

    def find(self, line: Line, table: Table, faults: list[Fault]) -> None:
        """Put the code in the place of the name; "" with a fault where there is none, or more than one."""
        text, township = line.values["village"], line.values["township"]
        line.values["village"] = ""
        if not text:
            return
        known = self.found.get(text, {})
        codes = [code for code, name in known.items() if not township or township == name]
        if len(codes) == 1:
            line.values["village"] = codes[0]
            return
        if not known:
            faults.append(Fault(spot(table, line.row, "village"), "households.village_unknown"))
        elif codes:
            faults.append(Fault(spot(table, line.row, "village"), "households.village_name_twice"))
        else:
            faults.append(Fault(spot(table, line.row, "township"), "households.village_of_other_township"))
