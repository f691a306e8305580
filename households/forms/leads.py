"""Forms of leads: the field check with its evidence, the decision, taking up again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import BLANK, day, text
from households.forms.papers import PaperField
from households.models import LeadFinding, LeadState
from households.services.leads import OUTCOMES
from yuping.accounts.pages import ScopedForm

DECISIONS = {LeadState.OPEN: _("send it back to be checked again")}


class CheckForm(ScopedForm):
    """When the household was visited, what was found, and the paper or photograph that shows it."""

    date = day(_("Checked on"))
    finding = forms.ChoiceField(label=_("What was found"), choices=[BLANK, *LeadFinding.choices])
    reason = text(_("What the check showed"), length=500)
    evidence = PaperField(
        label=_("Evidence"),
        help_text=_("A signed statement, a certificate or a photograph. PDF, JPEG or PNG, at most 5 MB."),
    )


class DecideForm(ScopedForm):
    """What the check leads to, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[BLANK, *((state, DECISIONS.get(state, state.label)) for state in OUTCOMES)],
    )
    date = day(_("Decided on"))
    reason = text(_("Reason"), length=500)
