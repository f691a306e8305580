"""The form of a score: the items of the template in force, look by look, with what the file tells of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN
from households.forms.fields import BLANK, day, text, words
from households.models import LOOKS, Document, ScoringTemplate
from households.policy.scoring import Answer, Derived, ItemRule, Scale, TemplateRule
from households.policy.scoring.totals import MOST, option_of
from yuping.accounts.pages import NumberField, ScopedForm
from yuping.accounts.pages.widgets import dress
from yuping.core.show import show_count


@dataclass(frozen=True)
class ShownItem:
    """An item of the form: its field, what the file tells in words ("" where it tells nothing), and the reason's."""

    rule: ItemRule
    field: BoundField
    told: str
    reason: BoundField | None


@dataclass(frozen=True)
class ShownLook:
    """A look with its items."""

    key: str
    label: str | Promise
    most: int
    items: list[ShownItem]


class ScoreForm(ScopedForm):
    """Day, scorer and paper of the visit, then a field for each item; ``told`` is what the file says of the items.

    With ``corrects`` the form asks why the score before it was wrong.
    """

    date = day(_("Date of the visit"))
    scorer = words(_("Scored by"), length=50)
    note = text(_("Note"), length=500, rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        template: ScoringTemplate,
        told: Derived,
        papers: QuerySet[Document] | None,
        attach_url: str = "",
        corrects: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.rule, self.told = template, template.rule(), told
        for item in self.rule.items:
            self.fields[item.key] = self._field(item)
            if item.source in told:
                self.fields[f"{item.key}_reason"] = words(
                    _("Reason for another answer · %(item)s") % {"item": item.label}, length=200, required=False
                )
        if papers is not None:
            self.fields["paper"] = forms.ModelChoiceField(
                papers,
                label=_("Signed sheet or photograph"),
                required=False,
                empty_label=_("none yet"),
                help_text=format_html(
                    '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
                    _("Of the household's documents; what is not there yet:"),
                    attach_url,
                    _("Attach a paper"),
                ),
            )
        if corrects:
            self.fields["reason"] = words(_("Reason for the correction"), length=200)
        dress(self)

    def _field(self, item: ItemRule) -> forms.Field:
        common = {"label": item.label, "error_messages": {"required": FILL_IN}}
        if item.scale == Scale.CHOICE:
            choices = [BLANK, *((option.code, option.label) for option in item.options)]
            found: forms.Field = forms.ChoiceField(choices=choices, **common)
        else:
            found = NumberField(most=MOST, **common)
        found.widget.attrs |= {"data-score": scale_of(item), "data-look": item.look}
        if item.source in self.told:
            found.widget.attrs["data-told"] = shown_answer(self.told[item.source])
        return found

    def visit_fields(self) -> Iterator[BoundField]:
        """The fields that are no items."""
        return (self[name] for name in ("date", "scorer", "paper", "note", "reason") if name in self.fields)

    def looks(self) -> Iterator[ShownLook]:
        """The items by look, in the template's order."""
        by_look: dict[str, list[ItemRule]] = {}
        for item in self.rule.items:
            by_look.setdefault(item.look, []).append(item)
        for look, items in by_look.items():
            yield ShownLook(look, LOOKS[look], sum(item.most for item in items), [self._shown(item) for item in items])

    def _shown(self, item: ItemRule) -> ShownItem:
        told = self.told.get(item.source)
        reason = self[f"{item.key}_reason"] if told is not None else None
        return ShownItem(item, self[item.key], "" if told is None else words_of(item, told), reason)

    def answers(self) -> dict[str, Answer]:
        """The answer of each item."""
        return {item.key: self.cleaned_data[item.key] for item in self.rule.items}

    def reasons(self) -> dict[str, str]:
        """The reason typed beside each item that the file tells of."""
        asked = (item.key for item in self.rule.items if item.source in self.told)
        return {key: self.cleaned_data.get(f"{key}_reason", "") for key in asked}


def told_of(rule: TemplateRule, told: Derived) -> dict[str, Any]:
    """What the file tells, as the form's fields show it."""
    return {item.key: shown_answer(told[item.source]) for item in rule.items if item.source in told}


def shown_answer(answer: Answer) -> str:
    """An answer as a field shows it."""
    return show_count(answer).replace(",", "") if isinstance(answer, Decimal) else answer


def words_of(item: ItemRule, answer: Answer) -> str:
    """An answer in words: the entry's, or the number."""
    if item.scale != Scale.CHOICE:
        return shown_answer(answer)
    found = option_of(item, answer)
    return found.label if found else shown_answer(answer)


def scale_of(item: ItemRule) -> str:
    """The entries or bands with their points, for the total that follows the typing."""
    if item.scale == Scale.CHOICE:
        return json.dumps({option.code: option.points for option in item.options})
    return json.dumps([[None if o.up_to is None else str(o.up_to), o.points] for o in item.options])
