"""What verbs ask of a typed value by itself: that it is there, that its list knows it."""

from households.services.checking import lists
from yuping.core.errors import BadInput
from yuping.core.text import clean_line


def filled(text: str, field: str, max_length: int) -> str:
    """The cleaned line; raises BadInput at the field when nothing stands in it."""
    cleaned = clean_line(text, max_length=max_length)
    if not cleaned:
        raise BadInput("households.required", field=field)
    return cleaned


def require_code(code_set: str, code: str, field: str, year: int) -> None:
    """Raises BadInput at the field for a code that the list of that year doesn't hold."""
    if code not in lists(code_set, year):
        raise BadInput("households.unknown_code", field=field)
