"""What a scoring template is, and everything that keeps it from being put in force. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from households.policy.rules import Level, Problem

MOST_OPTIONS = 8


class Look(StrEnum):
    """What is looked at: 房, 粮, 劳动力, 读书郎; other regions look at the sick as well."""

    HOUSE = "house"
    GRAIN = "grain"
    LABOUR = "labour"
    SCHOOL = "school"
    HEALTH = "health"


class Direction(StrEnum):
    """Which end of the scale is poor; it decides wording and order everywhere."""

    LOW = "low"
    HIGH = "high"


class Scale(StrEnum):
    """How an item is answered: by one of several entries, or by a number that falls into a band."""

    CHOICE = "choice"
    BANDS = "bands"


class Source(StrEnum):
    """What the file can tell of an item."""

    HOUSE = "house"
    AREA_PER_HEAD = "area_per_head"
    UTILITIES = "utilities"
    LAND_PER_HEAD = "land_per_head"
    INDUSTRY = "industry"
    ABLE_SHARE = "able_share"
    HEALTHY_SHARE = "healthy_share"
    SKILL = "skill"
    WORK_MONTHS = "work_months"
    SCHOOL_STAGE = "school_stage"
    SCHOOL_RETURN = "school_return"


# The entries that a source can give; the other sources give a number.
CODES: dict[Source, tuple[str, ...]] = {
    Source.HOUSE: ("level_d", "level_c", "earth", "wood", "brick_wood", "brick", "concrete"),
    Source.SKILL: ("skilled", "senior", "junior", "primary", "none"),
    Source.SCHOOL_STAGE: ("none", "compulsory", "senior", "college", "several"),
    Source.SCHOOL_RETURN: ("soon", "later", "nobody"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """An entry with its points; of a band, ``up_to`` is the first number that no longer belongs to it."""

    code: str
    label: str
    points: int
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One item of a look. ``source`` names what the file tells of it, "" for what is only asked at the door."""

    key: str
    look: str
    label: str
    most: int
    scale: str
    options: tuple[Option, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class TemplateRule:
    """A whole template. Low end poor: below ``poor_limit`` poor, above ``clear_limit`` not poor; else the reverse."""

    direction: str
    full: int
    poor_limit: int
    clear_limit: int
    items: tuple[ItemRule, ...]


def problems_of(template: TemplateRule) -> list[Problem]:
    """Every reason for which the template can't be put in force; empty when it can."""
    return [*_of_limits(template), *_of_sum(template), *(found for item in template.items for found in of_item(item))]


def _refused(code: str, **params: object) -> Problem:
    return Problem(f"households.{code}", Level.REFUSED, params=params)


def _of_limits(template: TemplateRule) -> Iterator[Problem]:
    poor, clear = template.poor_limit, template.clear_limit
    in_order = poor <= clear if template.direction == Direction.LOW else poor >= clear
    if not in_order or not min(poor, clear) > 0 or not max(poor, clear) < template.full:
        yield _refused("score_limits", full=template.full)


def _of_sum(template: TemplateRule) -> Iterator[Problem]:
    total = sum(item.most for item in template.items)
    if total != template.full:
        yield _refused("score_sum", total=total, full=template.full)


def of_item(item: ItemRule) -> Iterator[Problem]:
    """What is wrong with one item."""
    points = [option.points for option in item.options]
    if len(points) < 2 or max(points) != item.most or min(points) < 0:
        yield _refused("score_points", item=item.label, most=item.most)
    elif [code for code, count in Counter(option.code for option in item.options).items() if count > 1]:
        yield _refused("score_entry_twice", item=item.label)
    elif item.scale == Scale.BANDS:
        yield from _of_bands(item)
    elif item.source in CODES and {option.code for option in item.options} != set(CODES[Source(item.source)]):
        yield _refused("score_source_entries", item=item.label)
    elif item.source and item.source not in CODES:
        yield _refused("score_source_number", item=item.label)


def _of_bands(item: ItemRule) -> Iterator[Problem]:
    *ends, last = [option.up_to for option in item.options]
    whole = last is None and None not in ends
    if not whole or any(low >= high for low, high in zip(ends, ends[1:], strict=False)):
        yield _refused("score_bands", item=item.label)
    if item.source in CODES:
        yield _refused("score_source_choice", item=item.label)
