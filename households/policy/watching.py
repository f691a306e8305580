"""What the form of 2021 and later asks of households that are watched: class, risks, the three guarantees. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from households.facts import HouseholdYearFacts
from households.policy.refusals import refused
from households.policy.rules import Problem

FIRST_YEAR = 2021
RISKS = ("first_risk", "second_risk", "third_risk", "fourth_risk", "fifth_risk")
GUARANTEES = ("education_secured", "medical_secured", "housing_secured")
WATCH = ("household_type", "monitored_type", *RISKS, "disaster_kind", "risk_note", "risk_removed", *GUARANTEES)
BY_DISASTER, OTHER, WATCHED = "4", "99", "3"


def watch_problems(year: HouseholdYearFacts) -> Iterator[Problem]:
    """What is wrong with the answers about watching."""
    given = [name for name in WATCH if getattr(year, name) not in ("", None)]
    if given and year.year < FIRST_YEAR:
        yield refused("households.watched_before", given[0], year=year.year)
        return
    risks = [getattr(year, name) for name in RISKS]
    for place, name in enumerate(RISKS):
        if risks[place] and risks[place] in risks[:place]:
            yield refused("households.same_risk", name, year=year.year)
        if risks[place] and "" in risks[:place]:
            yield refused("households.risks_in_order", name, year=year.year)
    if bool(year.disaster_kind) != (BY_DISASTER in risks):
        yield refused("households.disaster_with_its_risk", "disaster_kind", year=year.year)
    if OTHER in risks and not year.risk_note:
        yield refused("households.risk_needs_note", "risk_note", year=year.year)
    if year.monitored_type and year.household_type != WATCHED:
        yield refused("households.class_of_watched_only", "monitored_type", year=year.year)


@dataclass(frozen=True, slots=True)
class DecidedRisk:
    """A risk for which the county has decided to watch a household."""

    risk: str
    item: str = ""
    note: str = ""


def answers_when_watched(
    year: HouseholdYearFacts, kind: str, risks: Sequence[DecidedRisk], disasters: Mapping[str, str]
) -> HouseholdYearFacts:
    """The year's answers once the county has decided; ``disasters`` are the codes and labels of the official list."""
    given = [one.risk for one in risks]
    by_label = {label: code for code, label in disasters.items()}
    disaster = next((by_label.get(one.item, OTHER) for one in risks if one.risk == BY_DISASTER), "")
    note = next((one.note or one.item for one in risks if one.risk == OTHER), "")
    return replace(
        year,
        household_type=WATCHED,
        monitored_type=kind,
        **dict(zip(RISKS, [*given, *[""] * len(RISKS)], strict=False)),
        disaster_kind=disaster,
        risk_note=(note or "—")[:100] if OTHER in given else "",
        risk_removed=False,
    )


def answers_when_over(year: HouseholdYearFacts) -> HouseholdYearFacts:
    """The year's answers once the county has decided that the risk is over: class and risks stay, as on the form."""
    return replace(year, risk_removed=True)
