"""School and education by birth: what a person of an age attends, or has attended."""

from dataclasses import dataclass
from datetime import date
from random import Random

from yuping.demo.plan.chance import Weighted

# Codes of education.
ILLITERATE, PRIMARY, JUNIOR, SENIOR, COLLEGE, BELOW_SCHOOL_AGE = "1", "2", "3", "4", "5", "6"

# Codes of school_status by years of age on 31 August, when the school year turns.
_CLASSES = {**dict.fromkeys(range(6, 12), "03"), 12: "04", 13: "05", 14: "06"}
_UPPER = {
    "senior": {15: "07", 16: "08", 17: "09"},
    "vocational": {15: "10", 16: "11", 17: "12"},
    # Who leaves for work does so at sixteen, after a second year in grade nine.
    "work": {15: "06"},
}
_HIGHER = {
    "university": {18: "16", 19: "16", 20: "16", 21: "16"},
    "college": {18: "13", 19: "14", 20: "15"},
    "none": {},
}

_WAYS = {(upper, higher): {**_CLASSES, **_UPPER[upper], **_HIGHER[higher]} for upper in _UPPER for higher in _HIGHER}

_UPPER_PATH = Weighted({"senior": 46, "vocational": 30, "work": 24})
_HIGHER_PATH = {
    "senior": Weighted({"university": 36, "college": 26, "none": 38}),
    "vocational": Weighted({"college": 18, "none": 82}),
    "work": Weighted({"none": 1}),
}

# Education of those who left school long ago, by year of birth and sex.
_ATTAINED = (
    (1945, {"male": {ILLITERATE: 40, PRIMARY: 52, JUNIOR: 8}, "female": {ILLITERATE: 72, PRIMARY: 26, JUNIOR: 2}}),
    (
        1960,
        {
            "male": {ILLITERATE: 15, PRIMARY: 56, JUNIOR: 24, SENIOR: 5},
            "female": {ILLITERATE: 38, PRIMARY: 50, JUNIOR: 11, SENIOR: 1},
        },
    ),
    (
        1975,
        {
            "male": {ILLITERATE: 4, PRIMARY: 41, JUNIOR: 46, SENIOR: 8, COLLEGE: 1},
            "female": {ILLITERATE: 13, PRIMARY: 51, JUNIOR: 32, SENIOR: 4},
        },
    ),
    (
        1990,
        {
            "male": {PRIMARY: 22, JUNIOR: 60, SENIOR: 14, COLLEGE: 4},
            "female": {PRIMARY: 30, JUNIOR: 56, SENIOR: 11, COLLEGE: 3},
        },
    ),
)
_ATTAINED_DRAWS = [(until, {sex: Weighted(table[sex]) for sex in table}) for until, table in _ATTAINED]


@dataclass(frozen=True, slots=True)
class SchoolPath:
    """A person's way through school: as far as it went, or as it will go."""

    upper: str
    higher: str
    attained: str
    kindergarten: bool


def draw_path(rng: Random, *, born: int, sex: str) -> SchoolPath:
    """The way through school of a person born in a year."""
    upper = _UPPER_PATH.pick(rng)
    higher = _HIGHER_PATH[upper].pick(rng)
    attained = _final(upper, higher)
    for until, draws in _ATTAINED_DRAWS:
        if born < until:
            attained = draws[sex].pick(rng)
            break
    return SchoolPath(upper=upper, higher=higher, attained=attained, kindergarten=rng.randrange(100) < 68)


def schooling(path: SchoolPath, *, birth_date: date, year: int) -> tuple[str, str]:
    """Education and school status of a file year: one of the two is empty."""
    age = year - birth_date.year - ((birth_date.month, birth_date.day) > (8, 31))
    if age < 6:
        attends = path.kindergarten and age >= 3
        return ("", "02") if attends else (BELOW_SCHOOL_AGE, "")
    classes = _WAYS[path.upper, path.higher]
    if birth_date.year >= _ATTAINED[-1][0] and age in classes:
        return "", classes[age]
    return _left_with(path, age=age), ""


def _left_with(path: SchoolPath, *, age: int) -> str:
    """Education of who is out of school: a course of studies counts once it is over."""
    if age < 18 and path.attained in {SENIOR, COLLEGE}:
        return JUNIOR
    return path.attained


def _final(upper: str, higher: str) -> str:
    if higher != "none":
        return COLLEGE
    return JUNIOR if upper == "work" else SENIOR
