"""Families: who lives together, with relations that fit sex and age.

A family grows from its head by one relative at a time until it has its size. Ages are years of birth; the day
comes later.
"""

from dataclasses import dataclass
from random import Random

from yuping.demo.plan.chance import Weighted, chance

THIS_YEAR = 2016
BORROWING_AGES = range(19, 65)

# Persons in a household, weights in a thousand.
SIZES = Weighted({1: 170, 2: 285, 3: 262, 4: 158, 5: 75, 6: 34, 7: 11, 8: 5})

_HEAD_ALONE = {True: ((28, 63, 100),), False: ((33, 61, 20), (62, 88, 80))}
_HEAD = {
    True: ((24, 34, 13), (35, 44, 28), (45, 54, 33), (55, 64, 18), (65, 77, 8)),
    False: ((26, 44, 22), (45, 59, 28), (60, 69, 28), (70, 84, 22)),
}


@dataclass(frozen=True, slots=True)
class Kin:
    """A person of a family before names and papers: relation code, sex, year of birth.

    `line` says whose surname the person bears: that of the head's family, the spouse's, or one of their own.
    """

    relation: str
    sex: str
    born: int
    line: str

    @property
    def age(self) -> int:
        """Age at the end of the demo's year."""
        return THIS_YEAR - self.born


def draw_sizes(rng: Random, *, households: int, persons: int) -> list[int]:
    """Sizes of a village's households that add up to its persons."""
    sizes = [SIZES.pick(rng) for _ in range(households)]
    missing = persons - sum(sizes)
    step = 1 if missing > 0 else -1
    while missing:
        place = rng.randrange(households)
        if 1 <= sizes[place] + step <= 8:
            sizes[place] += step
            missing -= step
    return sizes


def compose(rng: Random, *, size: int, borrows: bool) -> tuple[Kin, ...]:
    """A family of a size; one that borrows has an adult of borrowing age."""
    while True:
        family = _grow(rng, size=size, borrows=borrows)
        if not borrows or any(kin.age in BORROWING_AGES and _grown(kin) for kin in family):
            return family


def _grown(kin: Kin) -> bool:
    """Old enough to have left school for certain."""
    return kin.age >= 23


def _grow(rng: Random, *, size: int, borrows: bool) -> tuple[Kin, ...]:
    family = [_head(rng, size=size, borrows=borrows)]
    if size > 1 and chance(rng, _marriage_chance(family[0])):
        family.append(_spouse(rng, family[0]))
    while len(family) < size:
        family.append(_relative(rng, family))
    return tuple(family)


def _head(rng: Random, *, size: int, borrows: bool) -> Kin:
    bands = (_HEAD_ALONE if size == 1 else _HEAD)[borrows]
    first, last, _ = rng.choices(bands, [weight for _, _, weight in bands])[0]
    sex = "male" if chance(rng, 86) else "female"
    return Kin(relation="01", sex=sex, born=THIS_YEAR - rng.randint(first, last), line="head")


def _marriage_chance(head: Kin) -> int:
    if head.sex == "female":
        return 22
    if head.age >= 65:
        return 60
    return 84 if head.age >= 35 else 72


def _spouse(rng: Random, head: Kin) -> Kin:
    sex, step = ("female", 1) if head.sex == "male" else ("male", -1)
    born = head.born + step * rng.randint(-2, 6)
    return Kin(relation="02", sex=sex, born=min(born, THIS_YEAR - 21), line="spouse")


def _relative(rng: Random, family: list[Kin]) -> Kin:
    """One more relative, drawn among those for whom there is room and age."""
    makers = {
        _child: 60 - 9 * len(_of(family, "03", "04")),
        _parent: 13,
        _daughter_in_law: 26,
        _grandchild: 46 if _of(family, "05") else 9,
        _grandparent: 1,
        _sibling: 2,
    }
    rows = [(kin, weight) for make, weight in makers.items() if weight > 0 and (kin := make(rng, family))]
    if not rows:
        return _sibling(rng, family)
    return rng.choices([kin for kin, _ in rows], [weight for _, weight in rows])[0]


def _of(family: list[Kin], *relations: str) -> list[Kin]:
    return [kin for kin in family if kin.relation in relations]


def _mother_born(family: list[Kin]) -> int:
    """Year of birth of the woman of the couple; a widower's wife is taken as two years younger."""
    women = [kin.born for kin in family if kin.relation in {"01", "02"} and kin.sex == "female"]
    return women[0] if women else family[0].born + 2


def _child(rng: Random, family: list[Kin]) -> Kin | None:
    mother, children = _mother_born(family), _of(family, "03", "04")
    earliest = mother + 20
    born = children[-1].born + rng.randint(1, 5) if children else earliest + rng.randint(0, 9)
    if not earliest <= born <= min(THIS_YEAR, mother + 42):
        return None
    # A daughter past thirty has married out, as a rule.
    sex = "male" if chance(rng, 55 if THIS_YEAR - born < 30 else 88) else "female"
    return Kin(relation="03" if sex == "male" else "04", sex=sex, born=born, line="father")


def _parent(rng: Random, family: list[Kin]) -> Kin | None:
    """A parent of the head; a woman heading her husband's house lives with his parents."""
    head = family[0]
    in_law = head.sex == "female" and len(_of(family, "02")) == 0 and bool(_of(family, "03", "04"))
    mother_code, father_code = ("16", "15") if in_law else ("12", "11")
    free = [code for code in (mother_code, mother_code, father_code) if not _of(family, code)]
    if not free or _of(family, "05"):
        return None
    relation = rng.choice(free)
    partner = _of(family, mother_code, father_code)
    born = partner[0].born + rng.randint(-4, 4) if partner else head.born - rng.randint(21, 34)
    if not 46 <= THIS_YEAR - born <= 93 or head.born - born < 19:
        return None
    male = relation in {"11", "15"}
    line = ("marriage" if in_law else "head") if male else "own"
    return Kin(relation=relation, sex="male" if male else "female", born=born, line=line)


def _daughter_in_law(rng: Random, family: list[Kin]) -> Kin | None:
    sons = [kin for kin in _of(family, "03") if kin.age >= 23]
    if not sons or _of(family, "05", "11", "12"):
        return None
    return Kin(relation="05", sex="female", born=min(sons[0].born + rng.randint(-2, 4), THIS_YEAR - 20), line="own")


def _grandchild(rng: Random, family: list[Kin]) -> Kin | None:
    sons = [kin for kin in _of(family, "03") if kin.age >= 23]
    if not sons:
        return None
    mother = next((kin.born for kin in _of(family, "05")), sons[0].born + 1)
    others = [kin.born for kin in _of(family, "07", "08")]
    born = max(others) + rng.randint(1, 4) if others else max(mother, sons[0].born) + rng.randint(20, 26)
    if born > THIS_YEAR or born - mother > 40:
        return None
    sex = "male" if chance(rng, 53) else "female"
    return Kin(relation="07" if sex == "male" else "08", sex=sex, born=born, line="head")


def _grandparent(rng: Random, family: list[Kin]) -> Kin | None:
    head = family[0]
    born = head.born - rng.randint(44, 58)
    if THIS_YEAR - born > 98 or head.age > 45 or _of(family, "18"):
        return None
    return Kin(relation="18", sex="female", born=born, line="own")


def _sibling(rng: Random, family: list[Kin]) -> Kin:
    sex = "male" if chance(rng, 60) else "female"
    born = min(family[0].born + rng.randint(1, 9), THIS_YEAR - 1)
    return Kin(relation="99", sex=sex, born=born, line="head")
