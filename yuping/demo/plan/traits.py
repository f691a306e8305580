"""What stays with a person from year to year: health, skill, insurance, the habit of working away."""

from dataclasses import dataclass
from random import Random

from yuping.demo.plan.chance import Weighted, chance

HEALTHY, CHRONIC, SERIOUS, DISABLED = "1", "2", "3", "4"

# Health by age from; weights in a hundred.
_HEALTH = (
    (75, Weighted({(HEALTHY,): 37, (CHRONIC,): 48, (SERIOUS,): 6, (DISABLED,): 7, (CHRONIC, DISABLED): 2})),
    (60, Weighted({(HEALTHY,): 56, (CHRONIC,): 30, (SERIOUS,): 6, (DISABLED,): 7, (CHRONIC, DISABLED): 1})),
    (45, Weighted({(HEALTHY,): 78, (CHRONIC,): 12, (SERIOUS,): 4, (DISABLED,): 6})),
    (16, Weighted({(HEALTHY,): 91, (CHRONIC,): 3, (SERIOUS,): 2, (DISABLED,): 4})),
    (0, Weighted({(HEALTHY,): 97, (CHRONIC,): 1, (SERIOUS,): 1, (DISABLED,): 1})),
)

# Classes and grades of the disability certificate.
_CLASS = Weighted({"1": 12, "2": 15, "3": 5, "4": 41, "5": 12, "6": 11, "7": 4})
_GRADE = Weighted({"1": 11, "2": 28, "3": 31, "4": 30})
# Intellectual and mental disability: no contract can be signed.
_NO_CONTRACT = {"5", "6", "7"}

_REGION = Weighted({"1": 13, "2": 24, "3": 12, "4": 50, "5": 1})


@dataclass(frozen=True, slots=True)
class Traits:
    """A person's lasting traits. `disability` is class and grade of the certificate, or empty."""

    health: tuple[str, ...]
    disability: str
    skilled: bool
    works_away: bool
    work_region: str
    work_months: int
    party: bool
    league: bool
    employee_insured: bool
    pension: bool
    mandarin: bool
    soldier: bool
    post: bool

    @property
    def can_sign(self) -> bool:
        """Whether nothing in the person's health stands against a contract."""
        return not self.disability or (self.disability[0] not in _NO_CONTRACT and self.disability[1] in "34")

    @property
    def unable(self) -> bool:
        """Whether illness or disability has taken the ability to work."""
        return bool(self.disability) and (self.disability[1] in "12" or self.disability[0] in _NO_CONTRACT)


def draw_traits(rng: Random, *, age: int, sex: str) -> Traits:
    """The traits of a person of an age."""
    health = next(draw for since, draw in _HEALTH if age >= since).pick(rng)
    disability = _CLASS.pick(rng) + _GRADE.pick(rng) if DISABLED in health else ""
    employee = 22 <= age < 60 and chance(rng, 1)
    return Traits(
        health=health,
        disability=disability,
        skilled=chance(rng, 9),
        works_away=chance(rng, 58 if age < 45 else 31),
        work_region=_REGION.pick(rng),
        work_months=rng.randint(3, 11),
        party=age >= 25 and chance(rng, 4),
        league=chance(rng, 26),
        employee_insured=employee,
        pension=chance(rng, 91),
        mandarin=chance(rng, 88 if age < 50 else 45),
        soldier=sex == "male" and 19 <= age <= 22 and health == (HEALTHY,) and chance(rng, 2),
        post=20 <= age < 59 and chance(rng, 2),
    )


def sound(traits: Traits) -> bool:
    """Whether the person can borrow and work: no certificate that bars it."""
    return traits.can_sign and not traits.unable and SERIOUS not in traits.health
