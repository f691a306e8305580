"""Forms of sign-in, passwords, people and postings: the shape of what is typed. The services judge it."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yuping.accounts import areas
from yuping.accounts.models import Posting, User
from yuping.accounts.pages.forms import ReasonForm, ScopedForm, ScopedModelForm
from yuping.accounts.pages.widgets import dress
from yuping.core import clock
from yuping.core.characters import for_reader

LONGEST_STEP = datetime.timedelta(days=366)


class SignInForm(forms.Form):
    """Name and password; which of them was wrong is never said."""

    use_required_attribute = False

    username = forms.CharField(
        label=_("Sign-in name"), max_length=40, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ChangePasswordForm(ScopedForm):
    """The old password once, the new one twice."""

    old_password = forms.CharField(
        label=_("Present password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_(
            "At least 12 characters; three of: capital letters, small letters, digits, other characters. "
            "Leave out your name, phone and unit."
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_repeated(self) -> str:
        if self.cleaned_data.get("new_password") != self.cleaned_data["repeated"]:
            raise forms.ValidationError(_("The two new passwords differ. Type the new one again."))
        return self.cleaned_data["repeated"]


class DemoDateForm(ScopedForm):
    """A later business date."""

    day = forms.DateField(label=_("New business date"), help_text=_("Forward only, for everybody in this database."))

    def clean_day(self) -> datetime.date:
        """A slip in the year could never be taken back, so one step is at most a year."""
        day, furthest = self.cleaned_data["day"], clock.today() + LONGEST_STEP
        if day > furthest:
            raise forms.ValidationError(
                _("At most one year at a time: choose a day up to %(day)s.") % {"day": furthest}
            )
        return day


class UserForm(ScopedModelForm):
    """A new account."""

    class Meta:
        model = User
        fields = ["username", "full_name", "unit", "phone"]
        help_texts = {
            "username": _("Small letters, digits and _ . - ; 3 to 40 characters."),
            "unit": _("The office the person works for."),
        }


class PostingForm(ScopedForm):
    """Who, as what, where, from when to when."""

    role = forms.ChoiceField(label=_("Role"), choices=Posting._meta.get_field("role").choices)
    area_code = forms.ChoiceField(label=_("Area"))
    valid_from = forms.DateField(label=_("From"))
    valid_to = forms.DateField(label=_("To"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [(code, f"{for_reader(name)} {code}") for code, name in areas.every_area()]
        self.fields["valid_from"].initial = clock.today()


class EndPostingForm(ReasonForm):
    """The last day and why."""

    on = forms.DateField(label=_("Last day"))

    field_order = ["on", "reason"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
