"""Rules over land."""

from collections.abc import Iterator

from households.policy.quality.limits import BROAD_LAND, NARROW_LAND
from households.policy.rules import Answer, FileRules, Spot, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
BROAD = ("woodland", "returned_woodland", "orchard")
NARROW = ("farmland", "grassland", "water_surface")
land = FileRules(family=Family.LAND, remedy=Remedy.RECORD)


@land.rule(
    WARNING,
    " ".join(f"householdyear.{name}" for name in NARROW + BROAD),
    verified("5_14_001", "5_14_004", "5_14_008", "5_14_013"),
    limits=(NARROW_LAND, BROAD_LAND),
)
def land_out_of_range(file: YearFile) -> Iterator[Spot]:
    for names, limit in ((NARROW, NARROW_LAND), (BROAD, BROAD_LAND)):
        most = file.of(limit)
        for name in names:
            value = getattr(file.year, name)
            if value is not None and value > most:
                yield Spot(name, None, {"limit": most})


@land.of_file("farmland", WARNING, "householdyear.farmland", verified("5_14_015"))
def land_unanswered(file: YearFile) -> Answer:
    return file.year.farmland is None


@land.of_file("farmland", ERROR, "householdyear.irrigated householdyear.farmland", of_form("aac301", "aac302"))
def irrigated_without_farmland(file: YearFile) -> Answer:
    return bool(file.year.irrigated) and file.year.farmland is None


@land.of_file(
    "woodland", WARNING, "householdyear.returned_woodland householdyear.woodland", of_form("aac303", "aac304")
)
def returned_land_without_woodland(file: YearFile) -> Answer:
    """Farmland returned to forest counts as woodland; asked only where woodland is answered."""
    wood, returned = file.year.woodland, file.year.returned_woodland
    return wood is not None and returned is not None and returned > 0 and wood == 0
