"""Words of the dividends room in templates."""

from django import template

from dividends.overview import MOVE_LABELS
from dividends.sentences import REASONS
from yuping.accounts.verbs import name_of

register = template.Library()


@register.filter
def move_label(name: str) -> str:
    """The move's name as its button says it."""
    return str(MOVE_LABELS.get(name, name))


@register.filter
def reason_text(reason: str) -> str:
    """The sentence of a refusal: what is wrong and how to clear it."""
    return str(REASONS[reason])


@register.filter
def verb_name(verb: str) -> str:
    """The verb of an audit entry in words."""
    return name_of(verb)
