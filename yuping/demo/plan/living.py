"""Production and living conditions of a household, as the second tab of its file asks for them."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from yuping.demo.plan.chance import Weighted, chance

_ROAD = Weighted({"1": 24, "2": 22, "3": 51, "4": 3})
_FUEL = Weighted({"1": 62, "3": 6, "4": 32})
_STRUCTURE = Weighted({"1": 5, "2": 44, "3": 22, "4": 29})
_EARTH, _BRICK = "1", "4"
_WATER = Weighted({"1": 60, "2": 14, "3": 19, "4": 7})


@dataclass(frozen=True, slots=True)
class LivingPlan:
    """Land in mu, house in square metres, road in kilometres; codes as in the lists named beside the fields."""

    farmland: Decimal
    irrigated: Decimal
    woodland: Decimal
    returned_woodland: Decimal
    orchard: Decimal
    grassland: Decimal
    water_surface: Decimal
    has_production_power: bool
    has_household_power: bool
    has_broadcast: bool
    road_distance: Decimal
    road_type: str  # road_type
    housing_area: Decimal
    housing_structure: str  # housing_structure
    built_year: int
    unsafe_house: bool
    danger_level: str  # danger_level, empty for a safe house
    water_source: str  # water_source
    water_difficulty: bool
    safe_water: bool
    fuel: str  # fuel
    has_toilet: bool
    in_cooperative: bool
    led_by_enterprise: bool
    led_by_pacesetter: bool


def plan_living(rng: Random, *, persons: int, town: bool, invested: bool, out_of_poverty: bool) -> LivingPlan:
    """Conditions of a household: little land in town, no unsafe house or water for who has left poverty."""
    farmland = _mu(rng, last=40 if town else 90 + 40 * persons)
    unsafe = not out_of_poverty and chance(rng, 12)
    safe = out_of_poverty or chance(rng, 94)
    drawn = LivingPlan(
        farmland=farmland,
        irrigated=(farmland * rng.randint(10, 70) / 100).quantize(Decimal("0.01")),
        woodland=_mu(rng, last=10 if town else 900),
        returned_woodland=_mu(rng, last=60) if not town and chance(rng, 26) else Decimal(0),
        orchard=_mu(rng, last=200) if not town and chance(rng, 22) else Decimal(0),
        grassland=_mu(rng, last=150) if not town and chance(rng, 4) else Decimal(0),
        water_surface=_mu(rng, last=120) if not town and chance(rng, 5) else Decimal(0),
        has_production_power=town or chance(rng, 96),
        has_household_power=True,
        has_broadcast=chance(rng, 97),
        road_distance=Decimal(rng.randrange(0, 90 if town else 460)) / 100,
        road_type=_ROAD.pick(rng),
        housing_area=Decimal(rng.randrange(28 + 9 * persons, 70 + 26 * persons)),
        housing_structure=_STRUCTURE.pick(rng),
        built_year=rng.randint(1962, 1994) if unsafe else rng.randint(1975, 2013),
        unsafe_house=unsafe,
        danger_level=("C" if chance(rng, 62) else "D") if unsafe else "",
        water_source=_WATER.pick(rng),
        water_difficulty=not safe and chance(rng, 60),
        safe_water=safe,
        fuel=_FUEL.pick(rng),
        has_toilet=chance(rng, 41),
        in_cooperative=chance(rng, 27),
        led_by_enterprise=invested,
        led_by_pacesetter=chance(rng, 14),
    )
    return _fitting(drawn)


def _fitting(drawn: LivingPlan) -> LivingPlan:
    """Houses of the worst level are of earth, and farmland returned to forest stands among the woodland."""
    structure = _EARTH if drawn.danger_level == "D" and drawn.housing_structure == _BRICK else drawn.housing_structure
    return replace(drawn, housing_structure=structure, woodland=max(drawn.woodland, drawn.returned_woodland))


def _mu(rng: Random, *, last: int) -> Decimal:
    """An area of up to `last` tenths of a mu, in steps of five hundredths."""
    return (Decimal(rng.randint(0, last * 2)) / 20).quantize(Decimal("0.01"))
