"""Pages on the telephone numbers for complaints that stand on the notices of villages."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages import services
from villages.forms.phones import ComplaintPhoneForm
from villages.models import ComplaintPhone
from villages.services.phones import SET_PHONE
from villages.tables import ComplaintPhoneTable
from yuping.accounts.pages import Action, Crumb, FormPage, ListPage


class ComplaintPhoneList(ListPage):
    """The number of each office. They are public: they hang in every village."""

    model, table_class = ComplaintPhone, ComplaintPhoneTable
    title = _("Phones for complaints")
    primary = Action(_("Set a phone"), "villages:complaint_phone_set", SET_PHONE)
    empty_text = _("No number is set yet; on the notices its place stays empty. Townships and the county set theirs.")

    def rows(self) -> QuerySet[ComplaintPhone]:
        return ComplaintPhone.objects.filter(pk__in=ComplaintPhone.objects.in_force().values("pk")).select_related(
            "recorded_by"
        )


class SetComplaintPhone(FormPage):
    """Set the number of an office; the one before stays on record."""

    permission, form_class = SET_PHONE, ComplaintPhoneForm
    title, submit_label = _("Set a phone for complaints"), _("Set the phone")
    success_message = _("The phone is set: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(_("Phones for complaints"), reverse("villages:complaint_phone_list"))]

    def save(self, form: ComplaintPhoneForm) -> ComplaintPhone:
        return services.set_complaint_phone(actor=self.user, **form.cleaned_data)

    def get_success_url(self, done: Any) -> str:
        return reverse("villages:complaint_phone_list")
