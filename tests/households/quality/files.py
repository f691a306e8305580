"""Files of a year to read rules over: a couple in their forties without a fault, and what a test changes in it."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.policy import RULES, YearFile, doubts_of, year_file

YEAR = 2016
MEMBER = {field.name for field in dataclasses.fields(MemberFacts)}
HOME = {field.name for field in dataclasses.fields(HouseholdFacts)}
NAMES = ("王伟", "李秀英", "王小明", "王小红", "王老五", "王大爷")


def person(age: int = 46, relation: str = "03", **values: Any) -> MemberFacts:
    """A member of an age on the year's last day, with answers that fit; ``silent`` leaves them out."""
    silent = values.pop("silent", False)
    adult = 16 <= age < 60
    given = {
        "year": YEAR,
        "education": "3" if age > 15 else "",
        "health": ("1",),
        "labour_skill": "1" if adult else "4",
    }
    given |= {"school_status": "03"} if 7 <= age < 13 else {"school_status": "05"} if 13 <= age < 16 else {}
    given |= {"education": "6"} if 3 <= age < 7 else {}
    given |= {"resident_insurance": True, "employee_insurance": False, "resident_pension": age >= 16}
    given |= {name: value for name, value in values.items() if name not in MEMBER}
    own = {name: value for name, value in values.items() if name in MEMBER}
    facts = {
        "name": NAMES[0] if relation == "01" else NAMES[1] if relation == "02" else f"王{relation}{age}",
        "relation": relation,
        "sex": "2" if relation in {"02", "04", "05", "08", "10", "12", "14", "16", "18", "20"} else "1",
        "birth_date": datetime.date(YEAR - age, 6, 1),
        "id_kind": "resident",
        "ethnic_group": "12",
        "joined_on": max(datetime.date(2014, 6, 1), datetime.date(YEAR - age, 6, 1)),
        "years": () if silent else (MemberYearFacts(**given),),
    }
    return MemberFacts(**(facts | own))


def file(*people: MemberFacts, line: int | None = None, **values: Any) -> YearFile:
    """The couple's file, with others beside them or in their place (relation 01 or 02)."""
    members = {"01": person(46, "01"), "02": person(45, "02")}
    others, placed = [], set()
    for one in people:
        if one.relation in members and one.relation not in placed:
            members[one.relation] = one
            placed.add(one.relation)
        else:
            others.append(one)
    everybody = (*members.values(), *others)
    answers = {
        "year": YEAR,
        "population_end": len(everybody),
        "attribute": "1",
        "main_cause": "9",
        "farmland": Decimal(3),
        "unsafe_house": False,
        "safe_water": True,
        "wage_income": Decimal(9000),
    }
    home = {"number": "52060001", "village": "520622102201", "phone": "•", "identification_standard": "1"}
    home |= {"registered_on": datetime.date(2014, 6, 1)}
    home |= {name: value for name, value in values.items() if name in HOME}
    answers |= {name: value for name, value in values.items() if name not in HOME}
    household = HouseholdFacts(members=everybody, years=(HouseholdYearFacts(**answers),), **home)
    return year_file(household, household.years[0], poverty_line=None if line is None else Decimal(line))


def broken(year: YearFile) -> set[str]:
    """The rules that the file breaks."""
    return {problem.code for problem in doubts_of(year, RULES.values())}
