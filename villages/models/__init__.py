"""Tables of the villages room, one file for each group of nouns."""

from villages.models.areas import Township, Village, VillageAccount, VillageGroup
from villages.models.collective import CollectiveEntry, Direction, IncomeClass, SpendingClass, VillageResolution
from villages.models.indicators import Indicator, IndicatorState, IndicatorValue, Origin, ValueType
from villages.models.people import (
    Cadre,
    Duty,
    Responsibility,
    ResponsibilityKind,
    TaskForce,
    TaskForceMember,
    TaskForceVillage,
)
from villages.models.phones import ComplaintPhone

__all__ = [
    "Cadre",
    "CollectiveEntry",
    "ComplaintPhone",
    "Direction",
    "Duty",
    "IncomeClass",
    "Indicator",
    "IndicatorState",
    "IndicatorValue",
    "Origin",
    "Responsibility",
    "ResponsibilityKind",
    "SpendingClass",
    "TaskForce",
    "TaskForceMember",
    "TaskForceVillage",
    "Township",
    "ValueType",
    "Village",
    "VillageAccount",
    "VillageGroup",
    "VillageResolution",
]
