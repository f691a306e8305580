"""The sentences a person reads when the rules refuse: code -> translated text with named placeholders.

Each room registers its own in ``apps.ready()``::

    from yuping.accounts import sentences
    sentences.register({"no_account": _("%(household)s has no verified account. Enter one on the household's page.")})
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yuping.core import show
from yuping.core.errors import DomainError

# What a sentence names one by one; the rest is counted.
MOST_TOLD = 10
_sentences: dict[str, str | Promise] = {}


def register(texts: Mapping[str, str | Promise]) -> None:
    """Add sentences; a code of another room is never replaced (ValueError)."""
    taken = [code for code in texts if code in _sentences and _sentences[code] is not texts[code]]
    if taken:
        raise ValueError(f"sentences registered twice: {', '.join(taken)}")
    _sentences.update(texts)


def known() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_sentences)


def sentence(code: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence of a code with its values filled in, as they are written on screen."""
    if code not in _sentences:
        return _("The rules do not allow this (%(code)s).") % {"code": code}
    return filled(_sentences[code], params or {})


def filled(text: str | Promise, params: Mapping[str, object]) -> str:
    """A text with its values filled in, as they are written on screen."""
    return str(text) % _Filled(params)


def explain(error: DomainError) -> Iterator[tuple[str | None, str]]:
    """(field or None, sentence) for an error; one for each reason, at its own field, when it carries several."""
    reasons = error.params.get("reasons")
    if not reasons or not isinstance(reasons, Iterable) or isinstance(reasons, str):
        field = error.params.get("field")
        yield (str(field) if field else None), sentence(error.code, error.params)
        return
    for reason in reasons:
        params = getattr(reason, "params", None)
        text = sentence(str(getattr(reason, "code", reason)), error.params if params is None else params)
        yield getattr(reason, "field", None) or None, text


class _Filled(dict[str, object]):
    """Values by name, written as on screen; one that is missing is a dash rather than a failed page."""

    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__({name: _written(value) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return show.EMPTY


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return show.show_money(value)
    if isinstance(value, datetime.date):
        return show.show_day(value)
    if isinstance(value, list | tuple | set | frozenset):
        told = "、".join(str(_written(one)) for one in list(value)[:MOST_TOLD])
        more = len(value) - MOST_TOLD
        return told if more <= 0 else _("%(told)s and %(more)s more") % {"told": told, "more": more}
    return show.EMPTY if value is None else value
