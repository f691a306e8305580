"""Forms of scoring templates: their head, an item with its entries, the day from which a version holds."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN
from households.forms.fields import day, text, words
from households.models import DIRECTIONS, LOOKS, SCALES, SOURCES, ScoringItem
from households.policy.scoring import Option, Scale, Source
from households.policy.scoring.templates import CODES, MOST_OPTIONS
from yuping.accounts.pages import CountField, NumberField, ScopedForm
from yuping.accounts.pages.widgets import dress

MOST_POINTS = 1000


class TemplateForm(ScopedForm):
    """What a template says of itself."""

    name = words(_("Name"), length=60)
    direction = forms.ChoiceField(label=_("Direction of the scale"), choices=list(DIRECTIONS.items()))
    full_points = CountField(label=_("Full points"), least=1, most=MOST_POINTS)
    poor_limit = CountField(
        label=_("Limit of poor"), most=MOST_POINTS, help_text=_("Beyond it poor; the limit itself is borderline.")
    )
    clear_limit = CountField(
        label=_("Limit of not poor"),
        most=MOST_POINTS,
        help_text=_("Beyond it not poor; the limit itself is borderline."),
    )
    basis = text(_("Basis"), length=200, rows=2, required=False, help_text=_("The paper that the points rest on."))


class ItemForm(ScopedForm):
    """An item with its entries in rows: words, points, and for a band the number below which it lies."""

    label = words(_("Item"), length=60)
    look = forms.ChoiceField(label=_("Look"), choices=list(LOOKS.items()))
    most = CountField(label=_("Most points"), least=1, most=MOST_POINTS)
    position = CountField(label=_("Position"), least=1, most=200, required=False, help_text=_("Empty: at the end."))
    scale = forms.ChoiceField(label=_("How it is answered"), choices=list(SCALES.items()))
    source = forms.ChoiceField(
        label=_("From the file"),
        choices=[("", _("nothing: asked at the door")), *SOURCES.items()],
        required=False,
        help_text=_("What the file tells is filled in and can be answered otherwise for a reason."),
    )

    def __init__(self, *args: Any, item: ScoringItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [option["code"] for option in item.options] if item else []
        for place in range(MOST_OPTIONS):
            number = {"number": place + 1}
            self.fields[f"label{place}"] = words(_("Entry %(number)s") % number, length=60, required=place < 2)
            self.fields[f"points{place}"] = CountField(
                label=_("Points of entry %(number)s") % number,
                most=MOST_POINTS,
                required=place < 2,
                error_messages={"required": FILL_IN},
            )
            self.fields[f"up_to{place}"] = NumberField(
                label=_("Entry %(number)s lies below") % number, most=9_999_999, required=False
            )
        dress(self)

    def heads(self) -> list[BoundField]:
        """The fields of the item itself."""
        return [self[name] for name in ("label", "look", "most", "position", "scale", "source")]

    def rows(self) -> Iterator[tuple[int, BoundField, BoundField, BoundField]]:
        """The rows of entries."""
        for place in range(MOST_OPTIONS):
            yield place + 1, self[f"label{place}"], self[f"up_to{place}"], self[f"points{place}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for place in range(2, MOST_OPTIONS):
            label, points = data.get(f"label{place}"), data.get(f"points{place}")
            missing = "points" if label and points is None else "label" if points is not None and not label else ""
            if missing and f"{missing}{place}" not in self.errors:
                self.add_error(f"{missing}{place}", FILL_IN)
        return data

    def options(self) -> list[Option]:
        """The entries as typed. One that is taken from the file keeps the code by which the file names it."""
        data = self.cleaned_data
        banded, source = data["scale"] == Scale.BANDS, data["source"]
        told = CODES.get(Source(source), ()) if source and not banded else ()
        found = []
        for place in range(MOST_OPTIONS):
            if not data.get(f"label{place}"):
                continue
            code = told[place] if place < len(told) else f"{'b' if banded else 'o'}{place + 1}"
            up_to = data[f"up_to{place}"] if banded else None
            found.append(Option(code, data[f"label{place}"], data[f"points{place}"], up_to))
        return found


def initial_of_item(item: ScoringItem) -> dict[str, Any]:
    """A stored item as the form shows it; entries of the file in the order in which the file knows them."""
    names = ("label", "look", "most", "position", "scale", "source")
    shown: dict[str, Any] = {name: getattr(item, name) for name in names}
    options = list(item.options)
    if item.source and item.scale == Scale.CHOICE:
        order = CODES[Source(item.source)]
        options.sort(key=lambda one: order.index(one["code"]))
    for place, option in enumerate(options):
        shown |= {f"label{place}": option["label"], f"points{place}": option["points"]}
        shown[f"up_to{place}"] = option["up_to"] or ""
    return shown


class PublishForm(ScopedForm):
    """From which day on a version holds."""

    valid_from = day(_("Valid from"), help_text=_("The version in force until then ends the day before."))
