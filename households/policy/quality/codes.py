"""Codes of the official lists that rules ask for, by their meaning. Pure."""

HEAD, SPOUSE, SON, DAUGHTER = "01", "02", "03", "04"
CHILDREN = frozenset({SON, DAUGHTER})
GRANDCHILDREN = frozenset({"07", "08", "09", "10"})
PARENTS = frozenset({"11", "12"})
PARENTS_IN_LAW = frozenset({"13", "14", "15", "16"})
GRANDPARENTS = frozenset({"17", "18", "19", "20"})
# A household has one of each.
SINGLE = PARENTS | PARENTS_IN_LAW | GRANDPARENTS
# The parents of a wife stand as 13, 14 in her husband's file, those of a husband as 15, 16 in his wife's.
OF_A_MANS_WIFE, OF_A_WOMANS_HUSBAND = frozenset({"13", "14"}), frozenset({"15", "16"})
MEN = frozenset({"03", "06", "07", "09", "11", "13", "15", "17", "19", "21", "25", "26"})
WOMEN = frozenset({"04", "05", "08", "10", "12", "14", "16", "18", "20", "22", "24", "27"})

MALE, FEMALE = "1", "2"
HEALTHY, ILL, GRAVELY_ILL, DISABLED = "1", "2", "3", "4"
ABLE = frozenset({"1", "2"})
NOT_ABLE = frozenset({"3", "4"})
SKILLED, LOST_LABOUR, NO_LABOUR = "2", "3", "4"
NOT_AT_SCHOOL, PRE_SCHOOL, COLLEGE = "01", "02", "16"
ILLITERATE, PRIMARY, JUNIOR, SENIOR, HIGHER, BEFORE_SCHOOL = "1", "2", "3", "4", "5", "6"
CERTIFICATES = frozenset({"disability_20", "disability_22"})
AWAY = frozenset({"3", "4"})
PARTY, LEAGUE = frozenset({"01", "02"}), "03"
LIMBS, MIND = "4", frozenset({"5", "6"})
SEVERE = frozenset({"1", "2"})
BORN = "1"

ILLNESS, DISABILITY, SCHOOL, DISASTER, LAND, WATER = "1", "2", "3", "4", "5", "6"
SKILL, LABOUR, ROAD, OTHER = "7", "8", "10", "99"
POOR, EXITED, ABOUT_TO_EXIT, RETURNED = "1", "2", "3", "4"
HARD_ROADS = frozenset({"3", "4", "5"})
PLAIN = "1"


def at_school(status: str) -> bool:
    """Whether a school status says that the person is at school."""
    return bool(status) and status != NOT_AT_SCHOOL


def allowance_attributes(year: int) -> frozenset[str]:
    """The household attributes of a year's list that mean the low-income allowance."""
    return frozenset({"2", "4"}) if 2014 <= year < 2017 else frozenset({"2"})


def destitute_attributes(year: int) -> frozenset[str]:
    """Those that mean support for the destitute (五保, later 特困供养); the list of 2013 had none."""
    return frozenset({"3"}) if year >= 2014 else frozenset()


# Kinds of measure by what they are for; the list was renumbered in 2021.
MEASURES = {
    "school": ({"02"}, {"07", "08"}),
    "health": ({"03", "08", "09"}, {"09", "10"}),
    "house": ({"04"}, {"05", "12"}),
    "work": ({"05"}, {"02", "03"}),
    "allowance": ({"09"}, {"10"}),
}


def measures(purpose: str, year: int) -> frozenset[str]:
    """The kinds of measure of a year's list that serve a purpose."""
    return frozenset(MEASURES[purpose][year >= 2021])
