"""Forms of pairings: who takes charge of a household, and when he accepted it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, words
from villages.forms.people import CadreSelect, offer_cadres
from villages.models import Cadre
from yuping.accounts.pages import ScopedForm


class PairForm(ScopedForm):
    """The cadre who takes charge, and from which day."""

    cadre = forms.ModelChoiceField(Cadre.objects.all(), label=_("Cadre"), widget=CadreSelect)
    from_on = day(_("In charge from"))
    reason = words(_("Reason"), length=200, required=False, help_text=_("Why the cadre changes, if he does."))

    def __init__(self, *args: Any, near: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_cadres(self.fields["cadre"], self.user, near)


class AcceptForm(ScopedForm):
    """When the new cadre accepted the hand-over."""

    accepted_on = day(_("Hand-over accepted on"))
