"""Facts of a household as a form or an import would hand them to the services."""

import datetime
from decimal import Decimal
from typing import Any

from households.facts import AccountFacts, HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from tests.households.factories import id_of
from villages.models import Village

CARD = "6229990000000000019"
OTHER_CARD = "6217999900000123453"


def head_facts(number: int = 101, **values: Any) -> MemberFacts:
    given = {
        "name": "王伟",
        "relation": "01",
        "id_number": id_of(number),
        "ethnic_group": "12",
        "phone": "13800000001",
        "years": (answers(),),
    }
    return MemberFacts(**{**given, **values})


def spouse_facts(number: int = 102, **values: Any) -> MemberFacts:
    given = {
        "name": "李秀英",
        "relation": "02",
        "ethnic_group": "12",
        "id_number": id_of(number),
        "years": (answers(),),
    }
    return MemberFacts(**{**given, **values})


def answers(**values: Any) -> MemberYearFacts:
    given = {
        "year": 2016,
        "education": "3",
        "health": ("1",),
        "labour_skill": "1",
        "resident_insurance": True,
        "employee_insurance": False,
    }
    return MemberYearFacts(**{**given, **values})


def year_facts(**values: Any) -> HouseholdYearFacts:
    given = {
        "year": 2016,
        "population_end": 2,
        "attribute": "1",
        "main_cause": "7",
        "farmland": Decimal("3.00"),
        "unsafe_house": False,
        "safe_water": True,
        "wage_income": Decimal("5000.00"),
    }
    return HouseholdYearFacts(**{**given, **values})


def household_facts(place: Village, **values: Any) -> HouseholdFacts:
    given = {
        "number": "5206000000001",
        "village": place.pk,
        "members": (head_facts(), spouse_facts()),
        "phone": "13800000001",
        "identification_standard": "1",
        "registered_on": datetime.date(2014, 6, 1),
        "years": (year_facts(),),
    }
    return HouseholdFacts(**{**given, **values})


def account_facts(**values: Any) -> AccountFacts:
    return AccountFacts(**{"number": CARD, "kind": "card", "bank_name": "玉屏农村信用合作联社", **values})
