"""Words of the dividends room in templates."""

from django import template

from dividends.overview import MOVE_LABELS
from dividends.overview.remedies import Remedy, remedy_of
from dividends.sentences import REASONS
from dividends.stop_list import Stopped
from yuping.accounts.models import User
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


@register.simple_tag
def remedy(reason: str, line: Stopped, user: User) -> Remedy | None:
    """Where a reason on the stop list is cleared; nothing for who may not open that page."""
    return remedy_of(reason, line, user)


@register.filter
def verb_name(verb: str) -> str:
    """The verb of an audit entry in words."""
    return name_of(verb)
