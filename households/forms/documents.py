"""The form of a paper that is put into a household's file."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN, NOT_A_DATE
from households.models import DocumentKind
from households.services.documents import MOST_BYTES
from yuping.accounts import sentences
from yuping.accounts.pages import ScopedForm


class DocumentForm(ScopedForm):
    """What paper it is, of what day, and the file."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=100, error_messages={"required": FILL_IN})
    dated_on = forms.DateField(
        label=_("Date of the paper"), error_messages={"required": FILL_IN, "invalid": NOT_A_DATE}
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 5 MB."),
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        """Too large a file is refused before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(sentences.sentence("households.document_kind"))
        return file
