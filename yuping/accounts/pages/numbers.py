"""The fields in which numbers are typed: amounts in yuan, counts, rates.

What counts as a number is said once, in core: people type 20,000 and full-width digits, and nobody means 1e3. A
bound that is passed is named in the county's words.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuping.accounts import sentences
from yuping.core.errors import BadInput
from yuping.core.money import parse_yuan
from yuping.core.numbers import parse_count, parse_number

LONGEST = 24


class NumberField(forms.CharField):
    """A number from 0 with at most ``places`` decimals, between the bounds; empty means none."""

    below, above, keyboard = "number_least", "number_most", "decimal"

    def __init__(self, *, least: Any = None, most: Any = None, places: int = 2, **kwargs: Any) -> None:
        self.least, self.most, self.places = least, most, places
        widget = forms.TextInput({"inputmode": self.keyboard, "autocomplete": "off"})
        super().__init__(**{"max_length": LONGEST, "widget": widget} | kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = self.read(text)
            self.check(number)
        except BadInput as error:
            raise forms.ValidationError(sentences.sentence(error.code, error.params), code=error.code) from error
        return number

    def read(self, text: str) -> Any:
        return parse_number(text, places=self.places)

    def check(self, number: Any) -> None:
        """Raise ``BadInput`` for a number outside the bounds."""
        if self.least is not None and number < self.least:
            raise BadInput(self.below, least=self.bound(self.least))
        if self.most is not None and number > self.most:
            raise BadInput(self.above, most=self.bound(self.most))

    def bound(self, number: Any) -> Any:
        """A bound as its sentence names it."""
        return str(number)


class CountField(NumberField):
    """A whole number: households, votes, signatures, years."""

    keyboard = "numeric"

    def read(self, text: str) -> int:
        return parse_count(text)


class YuanField(NumberField):
    """An amount in yuan as people type it; cleaned to an exact Decimal."""

    unit = _("yuan")
    below, above = "amount_least", "amount_most"

    def __init__(self, *, digits: int = 9, unit: Any = unit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.digits = digits
        # A label that names the unit itself passes an empty one.
        self.unit = unit

    def read(self, text: str) -> Decimal:
        return parse_yuan(text, digits=self.digits)

    def bound(self, number: Any) -> Any:
        return Decimal(number)
