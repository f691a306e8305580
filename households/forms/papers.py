"""The field for a scan or photograph, wherever one is handed in: its kinds, its size, and what is said of either."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from households.services.documents import MOST_BYTES, refuse_odd_file
from yuping.accounts import sentences
from yuping.core.errors import BadInput

FIRST_BYTES = 16
# What the script of the page needs to make a photograph smaller, and says when it has.
SHRUNK = {
    "data-most": MOST_BYTES,
    "data-shrunk": _("The photograph had {before} MB and is sent with {after} MB."),
    "data-too-large": _("This file has {before} MB; at most 5 MB are kept."),
}


class PaperField(forms.FileField):
    """A PDF or a picture. The page makes a photograph that is too large smaller before it is sent; what is too large
    all the same, or of another kind, is refused before it is read."""

    def __init__(self, *, label: Any = "", help_text: Any = "", **kwargs: Any) -> None:
        limits = _(
            "PDF, JPEG or PNG, at most 5 MB. A larger photograph is made smaller by this page before it is sent."
        )
        super().__init__(
            label=label or _("Paper or photograph"),
            help_text=help_text or limits,
            widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png", **SHRUNK}),
            error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file: UploadedFile | None = super().clean(data, initial)
        if file:
            try:
                refuse_odd_file(file.read(FIRST_BYTES), file.size)
            except BadInput as error:
                raise forms.ValidationError(sentences.sentence(error.code, error.params)) from error
            file.seek(0)
        return file
