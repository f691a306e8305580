"""Payee accounts: proposed by one person, confirmed by another; numbers stay masked."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import services, standing
from households.filters.files import AccountFilter
from households.forms.accounts import AccountForm
from households.hanging import Hanging, on_their_way
from households.models import AccountState, PayeeAccount
from households.services.loading import gone
from households.services.payees import payments_on_their_way
from households.tables.files import AccountTable
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage, HouseholdTab, TabAction
from households.workflow import PAYEE_ACCOUNT
from yuping.accounts import access, sentences
from yuping.accounts.pages import Action, BulkPage, Crumb, Fact, ListPage, MovePage, ReasonForm
from yuping.accounts.pages.forms import EmptyForm
from yuping.core.show import show_day
from yuping.core.templatetags.core import masked_account


class AccountList(ListPage):
    """The payee accounts of the area."""

    model, table_class, filterset_class = PayeeAccount, AccountTable, AccountFilter
    title = _("Payee accounts")
    bulk_actions = (
        Action(_("Confirm the accounts"), "households:accounts_confirm", "households.confirm_payee_account", "check"),
    )
    empty_text = _("No account fits. Accounts are proposed on the page of the household.")

    def rows(self) -> QuerySet[PayeeAccount]:
        rows = PayeeAccount.objects.visible_to(self.user)
        return rows.select_related("household", "village__township", "member", "proposed_by", "confirmed_by")


class ConfirmAccounts(BulkPage):
    """Confirm chosen accounts, all or none."""

    model, permission = PayeeAccount, "households.confirm_payee_account"
    title, submit_label = _("Confirm payee accounts"), _("Confirm the accounts")
    success_message = _("The accounts are in force.")

    def consequence(self) -> str:
        words = _("Puts %(count)s accounts in force; the households are paid on them from now on.")
        return str(words) % {"count": len(self.ids)}

    def rows(self) -> QuerySet[PayeeAccount]:
        return super().rows().filter(state=AccountState.PROPOSED).select_related("household")

    def hindered(self, rows: list[PayeeAccount]) -> dict[int, str]:
        """Those whose household is being paid now: they wait, the others go on."""
        batches: dict[int, set[str]] = {}
        for one in standing.on_their_way({row.household_id for row in rows}):
            batches.setdefault(one.household_id, set()).add(str(one.params["batch"]))
        return {
            row.pk: sentences.sentence("households.payment_on_its_way", {"batch": sorted(batches[row.household_id])})
            for row in rows
            if row.household_id in batches
        }

    def save(self, form: EmptyForm) -> list[PayeeAccount]:
        return services.confirm_payee_accounts(actor=self.user, account_ids=[int(pk) for pk in self.ids])

    def parents(self) -> list[Crumb]:
        return [(_("Payee accounts"), reverse("households:account_list"))]

    def get_success_url(self, done: Any) -> str:
        return self.parents()[0][1]


class AccountsTab(HouseholdTab):
    """The accounts of a household, the one in force first."""

    tab, permission = "accounts", "households.view_payeeaccount"
    template_name = "households/accounts.html"
    actions = (
        TabAction(_("Propose an account"), "households:account_propose", "households.propose_payee_account", "plus"),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PayeeAccount.objects.visible_to(self.user).filter(household=self.object)
        order = list(AccountState.values)
        order.remove(AccountState.VERIFIED)
        order.insert(0, AccountState.VERIFIED)
        accounts = sorted(
            rows.select_related("member", "proposed_by", "confirmed_by"),
            key=lambda row: (order.index(row.state), -row.pk),
        )
        self.held = self.held_up()
        return super().get_context_data(
            accounts=[(row, self.moves_of(row)) for row in accounts],
            held=self.held,
            may_reveal=self.may("households.reveal"),
            **kwargs,
        )

    def held_up(self) -> list[Hanging]:
        """The payments on their way, until whose settlement no other account is put in force."""
        return on_their_way(self.user, self.object.pk, self.object.village_id)

    def moves_of(self, account: PayeeAccount) -> list[str]:
        """The steps that this person may take with the account now; his own proposal he doesn't confirm, and nobody
        does while a payment is on its way or once the household has left the file."""
        waits = account.proposed_by_id == self.user.pk or bool(self.held) or self.object.left_on is not None
        return [
            move.name
            for move in PAYEE_ACCOUNT.from_state(account.state)
            if self.may(move.permission) and not (move.name == "confirm" and waits)
        ]


class ProposeAccount(HouseholdFormPage):
    """Propose the account on which the household is to be paid."""

    permission, form_class, back_to = "households.propose_payee_account", AccountForm, "accounts"
    template_name = "households/account_form.html"
    title, submit_label = _("Propose a payee account"), _("Propose the account")
    success_message = _("The account is proposed. A second person has to confirm it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household_id": self.object.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = on_their_way(self.user, self.object.pk, self.object.village_id)
        return super().get_context_data(held=held, **kwargs)

    def save(self, form: AccountForm) -> PayeeAccount:
        data = dict(form.cleaned_data)
        member = data.pop("member")
        return services.propose_payee_account(actor=self.user, household_id=self.object.pk, member_id=member.pk, **data)


class AccountMove(HouseholdRowFormPage, MovePage, abstract=True):
    """A step with one account."""

    model, back_to = PayeeAccount, "accounts"

    def rows(self) -> QuerySet[PayeeAccount]:
        return super().rows().select_related("household", "proposed_by", "member")

    def facts(self) -> list[Fact]:
        account: PayeeAccount = self.object
        return [
            (_("Household"), account.household),
            (_("Holder"), account.holder_name),
            (_("Relation to the head"), account.member.get_relation_display()),
            (_("Kind of account"), account.get_kind_display()),
            (_("Bank"), account.bank_name),
            (_("Account number"), masked_account(account.number)),
            (_("Proposed by"), account.proposed_by),
            (_("Proposed on"), show_day(account.proposed_on)),
            (_("Reason"), account.reason),
        ]


class ConfirmAccount(AccountMove):
    """The second person puts the account in force, after comparing the full number with the card."""

    permission, template_name = "households.confirm_payee_account", "households/account_confirm.html"
    title, submit_label = _("Confirm the account"), _("Confirm the account")
    success_message = _("The account %(object)s is in force.")

    def hindrances(self) -> list[str]:
        """Why nobody can confirm it now; the service asks again."""
        if found := super().hindrances():
            return found
        if self.household.left_on is not None:
            return [text for _field, text in sentences.explain(gone(self.household))]
        batches = payments_on_their_way([self.household.pk])
        return [sentences.sentence("households.payment_on_its_way", {"batch": batches})] if batches else []

    def consequence(self) -> str:
        return str(_("From now on the household is paid on this account; one in force before is closed."))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.look() if "look" in request.POST else super().post(request, *args, **kwargs)

    def look(self) -> HttpResponse:
        """The page with the full number; that it was looked at is on record, and no browser keeps the answer."""
        self.object = self.get_object()
        why = gettext("check of a proposed account by the second person")
        number = services.reveal(actor=self.user, kind="account", pk=self.object.pk, reason=why)
        groups = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        response = self.render_to_response(self.get_context_data(form=self.make_form(), number=groups))
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_reveal=access.may(self.user, "households.reveal"), **kwargs)

    def save(self, form: EmptyForm) -> PayeeAccount:
        return services.confirm_payee_account(actor=self.user, account_id=self.object.pk)


class RefuseAccount(AccountMove):
    """The proposed account is not taken."""

    permission, form_class = "households.refuse_payee_account", ReasonForm
    title, submit_label = _("Refuse the account"), _("Refuse the account")
    success_message = _("The account %(object)s is refused.")

    def save(self, form: ReasonForm) -> PayeeAccount:
        reason = form.cleaned_data["reason"]
        return services.refuse_payee_account(actor=self.user, account_id=self.object.pk, reason=reason)


class CloseAccount(AccountMove):
    """The account in force is closed."""

    permission, form_class, danger = "households.close_payee_account", ReasonForm, True
    title, submit_label = _("Close the account"), _("Close the account")
    success_message = _("The account %(object)s is closed.")

    def consequence(self) -> str:
        return str(_("Until another account is confirmed, the household can't be paid."))

    def save(self, form: ReasonForm) -> PayeeAccount:
        reason = form.cleaned_data["reason"]
        return services.close_payee_account(actor=self.user, account_id=self.object.pk, reason=reason)
