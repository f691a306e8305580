"""Forms of produce sold with help."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, entry_of, words
from yuping.accounts.pages import NumberField, ScopedForm, YuanField

LEAST = Decimal("0.01")


class SaleForm(ScopedForm):
    """A sale: what, how much of it, through whom, for how much."""

    date = day(_("Date of the sale"))
    product = entry_of("sale_product", _("Kind of produce"))
    product_name = words(_("Produce"), length=60, help_text=_("What exactly it was: free-range eggs, tea-oil seed."))
    quantity = NumberField(label=_("Quantity"), least=LEAST, most=Decimal("9999999.99"))
    unit = entry_of("sale_unit", _("Unit of quantity"))
    amount = YuanField(label=_("Proceeds"), least=LEAST, help_text=_("What the household received for all of it."))
    channel = entry_of("sale_channel", _("Channel of the sale"))
    buyer = words(
        _("Buyer"),
        length=80,
        help_text=_("The unit, the cooperative, or the shop on the platform; on a market write passers-by."),
    )
    note = words(_("Remark"), length=200, required=False)


class CorrectSaleForm(SaleForm):
    """The right line, and why the old one was wrong."""

    reason = words(_("Reason"), length=200)
