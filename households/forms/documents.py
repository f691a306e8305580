"""The form of a paper that is put into a household's file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN, NOT_A_DATE
from households.forms.fields import words
from households.forms.papers import PaperField
from households.models import DocumentKind
from yuping.accounts.pages import ScopedForm


class DocumentForm(ScopedForm):
    """What paper it is, of what day, and the file."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=100, error_messages={"required": FILL_IN})
    dated_on = forms.DateField(
        label=_("Date of the paper"), error_messages={"required": FILL_IN, "invalid": NOT_A_DATE}
    )
    file = PaperField(label=_("File"))


class WithdrawForm(ScopedForm):
    """Why a paper is withdrawn."""

    reason = words(
        _("Reason"),
        length=200,
        error_messages={"required": FILL_IN},
        help_text=_("What is wrong with it: another household's photograph, the wrong kind or title …"),
    )
