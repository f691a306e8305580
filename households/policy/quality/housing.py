"""Rules over house, water, power and road."""

from collections.abc import Iterator

from households.policy.quality.limits import NEW_HOUSE_YEARS, OLDEST_HOUSE, ROAD_KM, ROOM_FROM, ROOM_TO
from households.policy.rules import Answer, FileRules, Spot, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
EARTH_ROAD = "1"
BRICK_AND_CONCRETE = frozenset({"4", "5"})
COMFORTS = ("has_household_power", "has_broadcast", "road_type", "fuel", "has_toilet", "housing_structure")
housing = FileRules(family=Family.HOUSING, remedy=Remedy.RECORD)


@housing.of_file(
    "danger_level", ERROR, "householdyear.unsafe_house householdyear.danger_level", of_form("aac318", "aac322")
)
def unsafe_house_without_level(file: YearFile) -> Answer:
    return bool(file.year.unsafe_house) and not file.year.danger_level


@housing.rule(WARNING, "householdyear.unsafe_house householdyear.safe_water", verified("3_02_005", "3_02_008"))
def housing_unanswered(file: YearFile) -> Iterator[Spot]:
    if file.year.unsafe_house is None or file.year.safe_water is None:
        yield Spot("unsafe_house" if file.year.unsafe_house is None else "safe_water")


@housing.rule(
    WARNING,
    " ".join(f"householdyear.{name}" for name in COMFORTS),
    verified("3_02_002", "3_02_003", "3_02_004", "3_02_006", "3_02_007", "3_02_009"),
)
def living_unanswered(file: YearFile) -> Iterator[Spot]:
    """One finding for the section; it names the first open question. All open is a section not yet begun."""
    open_ones = [name for name in COMFORTS if getattr(file.year, name) in (None, "")]
    if open_ones and len(open_ones) < len(COMFORTS):
        yield Spot(open_ones[0], None, {"count": len(open_ones)})


@housing.of_file("has_household_power", ERROR, "householdyear.has_household_power", verified("2_02_002"))
def no_power(file: YearFile) -> Answer:
    return file.year.has_household_power is False


@housing.of_file(
    "safe_water", ERROR, "householdyear.safe_water householdyear.water_difficulty", of_form("aac311", "aac312")
)
def water_safe_and_difficult(file: YearFile) -> Answer:
    return bool(file.year.safe_water and file.year.water_difficulty)


@housing.of_file(
    "road_distance", WARNING, "householdyear.road_distance", verified("5_14_007", "5_14_014"), limits=[ROAD_KM]
)
def far_from_the_road(file: YearFile) -> Answer:
    far = file.year.road_distance is not None and file.year.road_distance > file.of(ROAD_KM)
    return {"limit": file.of(ROAD_KM)} if far else None


@housing.of_file(
    "road_type", WARNING, "householdyear.road_type householdyear.road_distance", of_form("aac315", "aac316")
)
def earth_road_beside_the_main_road(file: YearFile) -> Answer:
    return file.year.road_type == EARTH_ROAD and file.year.road_distance == 0


@housing.of_file(
    "housing_area",
    WARNING,
    "householdyear.housing_area householdyear.population_end",
    of_form("aac317"),
    limits=[ROOM_FROM],
)
def cramped_house(file: YearFile) -> Answer:
    area, persons = file.year.housing_area, file.year.population_end
    if area is None or not persons or area >= file.of(ROOM_FROM) * persons:
        return None
    return {"area": str(area), "persons": persons}


@housing.of_file(
    "housing_area",
    WARNING,
    "householdyear.housing_area householdyear.population_end",
    of_form("aac317"),
    limits=[ROOM_TO],
)
def vast_house(file: YearFile) -> Answer:
    area, persons = file.year.housing_area, file.year.population_end
    if area is None or not persons or area <= file.of(ROOM_TO) * persons:
        return None
    return {"area": str(area), "persons": persons}


@housing.of_file(
    "built_year", ERROR, "householdyear.built_year householdyear.year", of_form("建房年份"), limits=[OLDEST_HOUSE]
)
def built_in_an_odd_year(file: YearFile) -> Answer:
    built = file.year.built_year
    if built is None or file.of(OLDEST_HOUSE) <= built <= file.year.year:
        return None
    return {"built": built}


@housing.of_file(
    "unsafe_house",
    WARNING,
    "householdyear.built_year householdyear.unsafe_house householdyear.year",
    of_form("aac318"),
    limits=[NEW_HOUSE_YEARS],
)
def new_house_unsafe(file: YearFile) -> Answer:
    built = file.year.built_year
    if built is None or not file.year.unsafe_house:
        return None
    age = file.year.year - built
    return {"built": built} if 0 <= age <= file.of(NEW_HOUSE_YEARS) else None


@housing.of_file(
    "danger_level",
    WARNING,
    "householdyear.housing_structure householdyear.danger_level",
    of_form("aac318", "aac322"),
)
def concrete_house_worst_level(file: YearFile) -> Answer:
    return file.year.housing_structure in BRICK_AND_CONCRETE and file.year.danger_level == "D"
