"""Forms by which adjustments of households on file are proposed, one for each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import BLANK, day, entry_of, text, words
from households.models import MOST_RISKS
from households.procedures import Kind
from households.services import Proposal, RiskRow
from yuping.accounts.pages import ScopedForm
from yuping.core.codes import choices_of


class ProposalForm(ScopedForm):
    """What every case is opened with."""

    kind = Kind.EXIT

    date = day(_("Proposed on"))
    reason = text(_("Reason"), length=500, help_text=_("What the village rests its proposal on."))

    def proposal(self) -> Proposal:
        """What was typed, as the verb takes it."""
        return Proposal(kind=self.kind, **self.cleaned_data)


class ReturnForm(ProposalForm):
    """A household that has fallen back."""

    kind = Kind.RETURN
    field_order = ["date", "return_cause", "reason"]
    return_cause = entry_of("cause", _("Cause of the return"))


class RemovalForm(ProposalForm):
    """A household that should never have been on file, or should no longer."""

    kind = Kind.REMOVAL
    field_order = ["date", "ineligible_from", "reason"]
    ineligible_from = day(
        _("Not eligible since"),
        help_text=_("What was paid from this day on is listed for recovery once the county has decided."),
    )


class WatchEndForm(ProposalForm):
    """A risk that is over."""

    kind = Kind.WATCH_END


def _of_latest(code_set: str) -> list[tuple[str, str]]:
    return [BLANK, *choices_of(code_set)]


class WatchForm(ProposalForm):
    """A household at risk, with up to five risks."""

    kind = Kind.WATCH
    watch_kind = forms.ChoiceField(label=_("Kind of watched household"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].label = _("Lead received on")
        self.fields["watch_kind"].choices = _of_latest("monitored_type")
        self.fields["watch_kind"].widget.attrs["class"] = "form-select"
        for place in range(1, MOST_RISKS + 1):
            self._add_risk(place)
        self.order_fields(["date", "watch_kind", "reason"])

    def _add_risk(self, place: int) -> None:
        number = {"number": place}
        self.fields[f"risk_{place}"] = forms.ChoiceField(
            label=_("Risk %(number)s") % number,
            choices=_of_latest("risk"),
            required=place == 1,
            widget=forms.Select({"class": "form-select"}),
        )
        for name, label, length in (
            ("item", _("Risk %(number)s: what exactly"), 60),
            ("note", _("Risk %(number)s: remark"), 200),
        ):
            self.fields[f"{name}_{place}"] = words(label % number, length=length, required=False)
            self.fields[f"{name}_{place}"].widget.attrs["class"] = "form-control"

    def risk_lines(self) -> list[list[Any]]:
        """The fields of each risk, line by line."""
        places = range(1, MOST_RISKS + 1)
        return [[self[f"{name}_{place}"] for name in ("risk", "item", "note")] for place in places]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seen: set[str] = set()
        for place in range(1, MOST_RISKS + 1):
            risk = data.get(f"risk_{place}")
            if risk and risk in seen:
                self.add_error(f"risk_{place}", _("Each risk stands once."))
            if not risk and (data.get(f"item_{place}") or data.get(f"note_{place}")) and place > 1:
                self.add_error(f"risk_{place}", _("Choose the risk, or leave the line empty."))
            seen.add(risk or "")
        return data

    def proposal(self) -> Proposal:
        data = self.cleaned_data
        risks = tuple(
            RiskRow(risk=data[f"risk_{place}"], item=data[f"item_{place}"], note=data[f"note_{place}"])
            for place in range(1, MOST_RISKS + 1)
            if data[f"risk_{place}"]
        )
        kept = {name: data[name] for name in ("date", "reason", "watch_kind")}
        return Proposal(kind=self.kind, risks=risks, **kept)
