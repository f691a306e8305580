"""The form that confirms an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from households.forms.fields import text
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress
from yuping.core.show import show_count


class ConfirmForm(ScopedForm):
    """Nothing to fill in, unless rows look like people or households on file or are visits that stand there: then that
    they were compared; or unless households have no accepted identification: then why they come on file all the same.
    """

    def __init__(self, *args: Any, doubles: int = 0, repeated: int = 0, unidentified: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unidentified:
            words = ngettext(
                "Why %(count)s household comes on file without identification",
                "Why %(count)s households come on file without identification",
                unidentified,
            )
            self.fields["reason"] = text(
                words % {"count": show_count(unidentified)},
                length=200,
                help_text=_("They are not paid before the county's poverty office lets each of them stand."),
            )
        if doubles:
            words = ngettext(
                "I have compared the %(count)s row that looks like somebody on file: it is somebody else",
                "I have compared the %(count)s rows that look like somebody on file: they are somebody else",
                doubles,
            )
            self.fields["compared"] = forms.BooleanField(
                label=words % {"count": show_count(doubles)},
                error_messages={"required": _("Compare the likely doubles of the verdict first, then tick this.")},
            )
        if repeated:
            words = ngettext(
                "%(count)s visit of this file stands on file already: enter it once more",
                "%(count)s visits of this file stand on file already: enter them once more",
                repeated,
            )
            self.fields["compared"] = forms.BooleanField(
                label=words % {"count": show_count(repeated)},
                error_messages={
                    "required": _("Leave the visits on file out of the workbook, or tick this to enter them once more.")
                },
            )
        dress(self)
