"""The numbers that rules compare with, by the file year from which they hold. Pure.

Poverty standards stand in a table that the county edits; these follow from laws and from the trade's verification
rules, and change with the program. ``Limit(code, unit, ((year, value), …))``.
"""

from yuping.accounts.quality import Limit


def _always(code: str, unit: str, value: int) -> Limit:
    return Limit(code, unit, ((2013, value),))


ADULT = _always("adult", "age", 18)
MARRIAGE = _always("marriage", "age", 20)
COUPLE_YEARS = _always("couple_years", "age", 30)
PARENT_YEARS = _always("parent_years", "age", 15)
GRANDPARENT_YEARS = _always("grandparent_years", "age", 30)
OLDEST = _always("oldest", "age", 110)
PARTY_AGE = _always("party_age", "age", 18)
LEAGUE_FROM = _always("league_from", "age", 14)
LEAGUE_TO = _always("league_to", "age", 28)
SCHOOL_FROM = _always("school_from", "age", 7)
SCHOOL_TO = _always("school_to", "age", 15)
YOUNG_TO = _always("young_to", "age", 22)
WORK_FROM = _always("work_from", "age", 16)
WORK_TO = _always("work_to", "age", 59)
RETIRED = _always("retired", "age", 60)
WELL_BEYOND_WORK = _always("well_beyond_work", "age", 75)
POST_TO = _always("post_to", "age", 69)
SOLDIER_FROM = _always("soldier_from", "age", 17)
SOLDIER_TO = _always("soldier_to", "age", 50)
COLLEGE_FROM = _always("college_from", "age", 18)
NARROW_LAND = _always("narrow_land", "mu", 100)
BROAD_LAND = _always("broad_land", "mu", 200)
ENOUGH_LAND = _always("enough_land", "mu", 5)
ROAD_KM = _always("road_km", "km", 5)
NEAR_KM = _always("near_km", "km", 1)
ROOM_FROM = _always("room_from", "m2", 5)
ROOM_TO = _always("room_to", "m2", 300)
NEW_HOUSE_YEARS = _always("new_house_years", "years", 3)
OLDEST_HOUSE = _always("oldest_house", "year", 1900)
SMALL_WAGE = _always("small_wage", "yuan", 100)
MONTHLY_WAGE_FROM = _always("monthly_wage_from", "yuan", 100)
MONTHLY_WAGE_TO = _always("monthly_wage_to", "yuan", 30_000)
SAFE_PER_HEAD = Limit("safe_per_head", "yuan", ((2013, 15_000), (2018, 20_000)))
ALLOWANCE_A_HEAD = Limit("allowance_a_head", "yuan", ((2013, 6_000), (2017, 8_000), (2020, 12_000)))
PENSION_A_HEAD = Limit("pension_a_head", "yuan", ((2013, 60_000), (2020, 96_000)))
MONTHS_OF_WORK = _always("months_of_work", "months", 6)
PERSONS_APART = _always("persons_apart", "persons", 4)
QUARTERS_APART = _always("quarters_apart", "percent", 20)
INCOME_TIMES = _always("income_times", "times", 5)
SAME_TEXTS = _always("same_texts", "households", 5)
HOUSEHOLDS_A_CADRE = Limit("households_a_cadre", "households", ((2013, 120), (2018, 60)))
VISIT_DAYS = _always("visit_days", "days", 90)
LATE_VISIT_DAYS = _always("late_visit_days", "days", 182)
VISITS_A_DAY = _always("visits_a_day", "households", 10)
WAITING_DAYS = _always("waiting_days", "days", 30)
EVENT_DAYS = _always("event_days", "days", 15)
EXIT_MONTHS = _always("exit_months", "months", 6)
MOVED_DAYS = _always("moved_days", "days", 365)
