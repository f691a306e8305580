"""What was not paid: returned and held lines with their reasons, and the batch that pays chosen ones again."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.filters import FailedFilter, FailedShareFilter, PayoutFilter
from dividends.forms import ReissueForm
from dividends.models import Batch, Payout, VillageShare
from dividends.overview.batch import failed
from dividends.tables import FailedShareTable, FailedTable, PayoutTable
from dividends.workflow import LineState
from yuping.accounts.pages import Action, BulkPage, Crumb, ListPage
from yuping.core.show import show_money


class FailedList(ListPage):
    """Household lines that wait to be paid again, each with its reason."""

    model, table_class, filterset_class = Payout, FailedTable, FailedFilter
    title = _("Returned and held lines")
    bulk_actions = (Action(_("Prepare a reissue batch"), "dividends:reissue_add", "dividends.create_reissue_batch"),)
    empty_text = _("Nothing waits to be paid again. Lines the bank returns and lines held back appear here.")

    def rows(self) -> Any:
        rows = failed(super().rows().to_pay_again()).with_account_now()
        return rows.select_related("village", "batch", "household")


class UndulyPaidList(ListPage):
    """What removed households were paid since they were no longer eligible: to be recovered from them."""

    model, table_class, filterset_class = Payout, PayoutTable, PayoutFilter
    title = _("Sums to recover")
    empty_text = _(
        "Nothing is to be recovered. When the county removes a household, what it was paid unduly stands here."
    )

    def rows(self) -> Any:
        return super().rows().unduly_paid().select_related("village", "batch", "agreement")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("To recover (yuan)"), show_money(rows.total()))]


class FailedShareList(ListPage):
    """Village shares that the bank returned."""

    model, table_class, filterset_class = VillageShare, FailedShareTable, FailedShareFilter
    title = _("Returned village shares")
    bulk_actions = (
        Action(_("Prepare a reissue batch"), "dividends:reissue_shares_add", "dividends.create_reissue_batch"),
    )
    empty_text = _("No village share waits to be paid again.")

    def rows(self) -> Any:
        rows = super().rows().filter(state=LineState.RETURNED).to_pay_again()
        return rows.select_related("village", "batch")


class ReissueAdd(BulkPage):
    """A draft that pays the chosen lines again; each names the line it replaces."""

    model, permission, form_class = Payout, "dividends.create_reissue_batch", ReissueForm
    title, submit_label = _("Prepare a reissue batch"), _("Prepare the reissue batch")
    success_message = _("Reissue batch %(object)s is prepared. Read its stop list before you lock it.")
    template_name, back = "dividends/reissue_form.html", "dividends:failed_list"

    def parents(self) -> list[Crumb]:
        return [(_("Returned and held lines"), reverse(self.back))]

    def consequence(self) -> str:
        return _("A draft of %(count)s lines is made. It is locked, noticed and approved like every other batch.") % {
            "count": len(self.ids)
        }

    def chosen(self) -> Any:
        return failed(super().chosen()).with_account_now().select_related("batch", "village")

    def get_initial(self) -> dict[str, Any]:
        return {"key": uuid.uuid4()}

    def save(self, form: ReissueForm) -> Batch:
        return services.create_reissue_batch(
            actor=self.user, payout_ids=[int(pk) for pk in self.ids], key=form.cleaned_data["key"]
        )


class ReissueSharesAdd(ReissueAdd):
    """The same for shares of village collectives."""

    model, back = VillageShare, "dividends:failed_share_list"

    def chosen(self) -> Any:
        return BulkPage.chosen(self).select_related("batch", "village")

    def save(self, form: ReissueForm) -> Batch:
        return services.create_reissue_batch(
            actor=self.user, payout_ids=[], share_ids=[int(pk) for pk in self.ids], key=form.cleaned_data["key"]
        )
