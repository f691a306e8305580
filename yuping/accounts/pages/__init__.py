"""Generic pages. Declare a page; scope, permission, paging, export, refusals and looks come with it.

A list (`households/views/households.py`)::

    class HouseholdTable(BaseTable):
        state = StateColumn(_("State"))
        income = MoneyColumn(_("Income per head (yuan)"))
        class Meta(BaseTable.Meta):
            model = Household
            fields = ("head_name", "village", "state", "income")   # the first one links to the record

    class HouseholdFilter(BaseFilterSet):
        search_lookups = ("head_name__startswith", "name_initials__startswith", "number__iexact")
        class Meta:
            model = Household
            fields = ["village", "state"]

    class HouseholdList(ListPage):
        model, table_class, filterset_class = Household, HouseholdTable, HouseholdFilter
        primary = Action(_("Register a household"), "households:register", "households.register_household")
        empty_text = _("No household fits. Widen the filter or register one.")

`rows()` is `Household.objects.visible_to(user)` and its `for_table()` when the queryset has one; the permission is
`households.view_household`. A table without area (`Book`) defines `rows()` itself.

A record, a form, a move::

    class HouseholdDetail(DetailPage):            # its template extends layouts/detail.html
        model, template_name = Household, "households/household_detail.html"

    class RegisterHousehold(FormPage):
        permission, form_class = "households.register_household", HouseholdForm      # HouseholdForm(ScopedModelForm)
        title, success_message = _("Register a household"), _("%(object)s is registered.")
        def save(self, form):
            return services.register_household(actor=self.user, **form.cleaned_data)

    class LockBatch(MovePage):
        model, permission, title, submit_label = Batch, "dividends.lock_batch", _("Lock"), _("Lock the list")
        def consequence(self): return _("Freezes the list of %(count)s households.") % {"count": self.object.count}
        def expected_digest(self): return self.object.digest
        def save(self, form):
            return services.lock_batch(actor=self.user, batch_id=self.object.pk, digest=self.seen_digest)

`once = True` on a form that adds a row carries it out once, however often it is sent; `overwrites = True` on one that
replaces what is on file refuses it while somebody else has changed that since it was shown. A paper in the store is
handed out by a `FilePage`, which compares it with its digest and leaves an entry in the audit record.

A `DomainError` from the service appears at `params["field"]` or in the summary, in the sentence its code has in
`yuping.accounts.sentences`; `params["reasons"]` gives one line each. Register sentences, navigation entries
(`yuping.accounts.navigation`) and work list sources (`yuping.accounts.worklist`) in `apps.ready()`.
Numbers are typed into `YuanField`, `CountField` and `NumberField` (thousands commas, full-width digits), never into
Django's own. Templates use `{% field form.name %}`, `{{ amount|money }}`, `{{ day|day }}`, `{% badge label state %}`,
`{% icon "users" %}`, `{{ member.id_number|masked_id }}` without loading anything.
"""

from yuping.accounts.pages.base import SIGNED_IN, Crumb, Page, one_or_404
from yuping.accounts.pages.details import DetailPage, Fact, PrintPage
from yuping.accounts.pages.files import FilePage, Kept
from yuping.accounts.pages.filters import BaseFilterSet
from yuping.accounts.pages.forms import FILL_IN, EmptyForm, FormPage, NoteForm, ReasonForm, ScopedForm, ScopedModelForm
from yuping.accounts.pages.lists import Action, ListPage
from yuping.accounts.pages.moves import ActionPage, BulkPage, MovePage
from yuping.accounts.pages.numbers import CountField, NumberField, YuanField
from yuping.accounts.pages.tables import (
    BaseTable,
    DayColumn,
    MoneyColumn,
    NumberColumn,
    PercentColumn,
    StateColumn,
    TimeColumn,
    YesNoColumn,
)
from yuping.accounts.pages.widgets import DAYS_ON_FILE

__all__ = [
    "DAYS_ON_FILE",
    "FILL_IN",
    "SIGNED_IN",
    "Action",
    "ActionPage",
    "BaseFilterSet",
    "BaseTable",
    "BulkPage",
    "CountField",
    "Crumb",
    "DayColumn",
    "DetailPage",
    "EmptyForm",
    "Fact",
    "FilePage",
    "FormPage",
    "Kept",
    "ListPage",
    "MoneyColumn",
    "MovePage",
    "NoteForm",
    "NumberColumn",
    "NumberField",
    "Page",
    "PercentColumn",
    "PrintPage",
    "ReasonForm",
    "ScopedForm",
    "ScopedModelForm",
    "StateColumn",
    "TimeColumn",
    "YesNoColumn",
    "YuanField",
    "one_or_404",
]
