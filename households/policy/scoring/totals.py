"""From answers to points, total and band; and what a difference to the score before means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from households.policy.scoring.templates import Direction, ItemRule, Option, Scale, TemplateRule
from yuping.core.errors import BadInput

# The code of an entry, or a number.
Answer = str | Decimal
MOST = Decimal("9999999.99")


class Band(StrEnum):
    POOR = "poor"
    BORDERLINE = "borderline"
    NOT_POOR = "not_poor"


class Change(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class LineScore:
    """An item with its answer and points."""

    item: ItemRule
    answer: Answer
    option: Option

    @property
    def points(self) -> int:
        return self.option.points


@dataclass(frozen=True, slots=True)
class Result:
    """A score. ``standing`` orders scores of all templates: 0 the poorest, 1,000 the best off."""

    lines: tuple[LineScore, ...]
    total: int
    band: Band
    standing: int

    @property
    def looks(self) -> dict[str, tuple[int, int]]:
        """Look to its points and the most it can have, in the template's order."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.lines:
            points, most = found.get(line.item.look, (0, 0))
            found[line.item.look] = points + line.points, most + line.item.most
        return found


def score_of(template: TemplateRule, answers: Mapping[str, Answer]) -> Result:
    """The score of a household; raises BadInput at the item whose answer is missing or not possible."""
    lines = tuple(LineScore(item, *_taken(item, answers.get(item.key))) for item in template.items)
    total = sum(line.points for line in lines)
    return Result(lines, total, band_of(template, total), standing_of(template, total))


def _taken(item: ItemRule, answer: Answer | None) -> tuple[Answer, Option]:
    if answer is None or answer == "":
        raise BadInput("households.required", field=item.key)
    option = option_of(item, answer)
    if option is None:
        raise BadInput("households.score_answer", field=item.key)
    return answer, option


def option_of(item: ItemRule, answer: Answer) -> Option | None:
    """The entry of a code, or the band of a number; None where there is none."""
    if item.scale == Scale.CHOICE:
        return next((option for option in item.options if option.code == answer), None)
    if not isinstance(answer, Decimal) or not answer.is_finite() or not 0 <= answer <= MOST:
        return None
    return next((option for option in item.options if option.up_to is None or answer < option.up_to), None)


def band_of(template: TemplateRule, total: int) -> Band:
    """Poor, borderline (both limits included) or not poor."""
    sign = 1 if template.direction == Direction.LOW else -1
    if sign * total < sign * template.poor_limit:
        return Band.POOR
    return Band.NOT_POOR if sign * total > sign * template.clear_limit else Band.BORDERLINE


def standing_of(template: TemplateRule, total: int) -> int:
    """Thousandths of the way from the poor end of the scale to the other."""
    away = total if template.direction == Direction.LOW else template.full - total
    return away * 1000 // template.full


def compare(direction: str, now: int, before: int) -> Change:
    """What it means for the household that the total went from one to the other on the same scale."""
    if now == before:
        return Change.SAME
    return Change.BETTER if (now > before) == (direction == Direction.LOW) else Change.WORSE
