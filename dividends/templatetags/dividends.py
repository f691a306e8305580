"""Words of the dividends room in templates."""

from django import template

from dividends.overview import MOVE_LABELS
from dividends.sentences import REASONS

register = template.Library()


@register.filter
def move_label(name: str) -> str:
    """The move's name as its button says it."""
    return str(MOVE_LABELS.get(name, name))


@register.filter
def reason_text(reason: str) -> str:
    """The sentence of a refusal: what is wrong and how to clear it."""
    return str(REASONS[reason])
