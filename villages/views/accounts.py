"""Pages on the bank accounts of villages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages import services
from villages.filters import AccountFilter
from villages.forms import AccountForm
from villages.models import VillageAccount
from villages.tables import AccountTable
from villages.views.areas import linked
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, EmptyForm, Fact, FormPage, ListPage, MovePage, ReasonForm
from yuping.core import show


def account_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of accounts."""
    return [(_("Village accounts"), reverse("villages:account_list"))]


def account_facts(account: VillageAccount) -> list[Fact]:
    """What a person compares with the bank's paper; the number masked."""
    return [
        (_("Village"), linked(account.village)),
        (_("Bank"), account.bank_name),
        (_("Account holder"), account.holder_name),
        (_("Account number"), account.masked),
        (_("Proposed by"), account.proposed_by),
        (_("Proposed on"), show.show_day(account.proposed_on)),
    ]


class AccountList(ListPage):
    """Accounts of the villages; one for each village is verified."""

    model, table_class, filterset_class = VillageAccount, AccountTable, AccountFilter
    primary = Action(_("Propose an account"), "villages:account_propose", "villages.propose_village_account")
    empty_text = _("No account fits. Widen the filter or propose one.")


class AccountDetail(DetailPage):
    """One account with who proposed and who confirmed it."""

    model, template_name = VillageAccount, "villages/account_detail.html"

    def parents(self) -> list[Crumb]:
        return account_crumbs()

    def facts(self) -> list[Fact]:
        account: VillageAccount = self.object
        return [
            *account_facts(account),
            (_("Confirmed by"), account.confirmed_by),
            (_("Confirmed on"), show.show_day(account.confirmed_on)),
            (_("Closed on"), show.show_day(account.closed_on)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: VillageAccount = self.object
        moves = {"confirm": "proposed", "reject": "proposed", "close": "verified"}
        possible = [
            move
            for move, state in moves.items()
            if state == account.state
            and access.scope_of(self.user, f"villages.{move}_village_account").covers(account.village_id)
        ]
        own = account.proposed_by_id == self.user.pk
        return super().get_context_data(possible=possible, is_own=own and account.state == "proposed", **kwargs)


class ProposeAccount(FormPage):
    """Propose an account for a village; somebody else confirms it."""

    permission, form_class = "villages.propose_village_account", AccountForm
    title, submit_label = _("Propose an account"), _("Propose the account")
    success_message = _("The account is proposed: %(object)s. Somebody else has to confirm it.")

    def parents(self) -> list[Crumb]:
        return account_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"village": self.request.GET.get("village")}

    def save(self, form: AccountForm) -> VillageAccount:
        data = dict(form.cleaned_data)
        return services.propose_village_account(actor=self.user, village_code=data.pop("village").pk, **data)


class _AccountMove(MovePage, abstract=True):
    model = VillageAccount

    def parents(self) -> list[Crumb]:
        return account_crumbs()

    def facts(self) -> list[Fact]:
        return account_facts(self.object)


class ConfirmAccount(_AccountMove):
    """Confirm a proposed account."""

    permission, form_class = "villages.confirm_village_account", EmptyForm
    title, submit_label = _("Confirm the account"), _("Confirm the account")
    success_message = _("The account is confirmed: %(object)s.")

    def consequence(self) -> str:
        return _("From now on the village's money is paid into this account; the one before is closed.")

    def save(self, form: EmptyForm) -> VillageAccount:
        return services.confirm_village_account(actor=self.user, account_id=self.object.pk)


class RejectAccount(_AccountMove):
    """Refuse a proposed account."""

    permission, form_class = "villages.reject_village_account", ReasonForm
    title, submit_label = _("Refuse the account"), _("Refuse the account")
    success_message = _("The account is refused: %(object)s.")

    def save(self, form: ReasonForm) -> VillageAccount:
        reason = form.cleaned_data["reason"]
        return services.reject_village_account(actor=self.user, account_id=self.object.pk, reason=reason)


class CloseAccount(_AccountMove):
    """Close the verified account."""

    permission, form_class = "villages.close_village_account", ReasonForm
    title, submit_label, danger = _("Close the account"), _("Close the account"), True
    success_message = _("The account is closed: %(object)s.")

    def consequence(self) -> str:
        return _("Until another account is confirmed nothing can be paid to the village.")

    def save(self, form: ReasonForm) -> VillageAccount:
        reason = form.cleaned_data["reason"]
        return services.close_village_account(actor=self.user, account_id=self.object.pk, reason=reason)
