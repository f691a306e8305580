"""Changes of identity: proposed on the members' page, compared with the papers and confirmed by another person."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import services, standing, tabs
from households.filters.doubles import IdentityFilter
from households.forms.doubles import IdentityForm
from households.hanging import told
from households.models import Document, IdentityChange, Member, PayeeAccount
from households.services import RightIdentity
from households.services.joining import LIVE_ACCOUNT
from households.services.payees import payments_on_their_way
from households.tables.doubles import IdentityTable
from households.views.tabs import HouseholdRowFormPage
from households.workflow import IDENTITY_CHANGE
from yuping.accounts import access, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, DetailPage, EmptyForm, Fact, ListPage, MovePage, ReasonForm
from yuping.core import show
from yuping.core.templatetags.core import masked_account, masked_id

PROPOSE = "households.propose_identity_change"
CONFIRM = "households.confirm_identity_change"


class IdentityList(ListPage):
    """The changes of identity of the area."""

    model, table_class, filterset_class = IdentityChange, IdentityTable, IdentityFilter
    title = _("Changes of identity")
    empty_text = _("No change of identity fits. It is proposed on the members' page of a household.")

    def rows(self) -> QuerySet[IdentityChange]:
        rows = IdentityChange.objects.visible_to(self.user)
        return rows.select_related("household", "village__township", "proposed_by", "decided_by")


class ProposeIdentity(HouseholdRowFormPage, MovePage):
    """Propose the right name or number of a member."""

    model, permission, form_class, back_to = Member, PROPOSE, IdentityForm, "members"
    template_name = "layouts/confirm.html"
    title, submit_label = _("Propose a change of identity"), _("Propose the change")
    success_message = _("The change is proposed. A second person compares it with the papers and confirms it.")

    def rows(self) -> QuerySet[Member]:
        return super().rows().living_here().select_related("household", "village")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.name}"

    def consequence(self) -> str:
        return str(
            _(
                "Nothing changes until a second person confirms. While a payment to the household is between lock and "
                "settlement, the proposal waits."
            )
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"member": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name}

    def save(self, form: IdentityForm) -> IdentityChange:
        data = form.cleaned_data
        right = RightIdentity(name=data["name"], id_number=data["id_number"])
        return services.propose_identity_change(
            actor=self.user,
            member_id=self.object.pk,
            right=right,
            reason=data["reason"],
            paper=data["paper"].read() if data["paper"] else b"",
        )

    def get_success_url(self, done: IdentityChange) -> str:
        return done.get_absolute_url()


def facts_of(change: IdentityChange) -> list[Fact]:
    """What is to change, and who asks for it."""
    found = [
        (_("Household"), change.household),
        (_("Name so far"), change.old_name),
        (_("New name"), change.new_name),
    ]
    if change.id_index:
        found += [
            (_("Present identity number"), masked_id(change.member.id_number)),
            (_("New identity number"), masked_id(change.id_number)),
            (_("Date of birth"), show.show_day(change.birth_date)),
            (_("Sex"), change.get_sex_display()),
        ]
    else:
        found.append((_("Identity number"), _("stays")))
    found += [
        (_("Reason"), change.reason),
        (_("Proposed by"), change.proposed_by),
        (_("Proposed on"), show.show_day(change.proposed_on)),
    ]
    if change.decided_by:
        found += [(_("Decided by"), change.decided_by), (_("Decided on"), show.show_day(change.decided_on))]
    if change.refusal:
        found.append((_("Why it was refused"), change.refusal))
    return found


def hangs_on(change: IdentityChange, user: User) -> list[Fact]:
    """The accounts in the member's name, and the loans and shares that name him, each with the way to it."""
    live = PayeeAccount.objects.visible_to(user).filter(member=change.member, state__in=LIVE_ACCOUNT)
    found: list[Fact] = [
        (_("Payee account"), f"{row.holder_name} · {row.bank_name} · {masked_account(row.number)}") for row in live
    ]
    things = standing.of_households([change.household_id])
    mine = [one for one in things if one.member_id in (None, change.member_id)]
    found += [
        (_("Stands on file"), format_html('<a href="{}">{}</a>', one.url, one.text) if one.url else one.text)
        for one in told(user, mine, change.village_id)
    ]
    return found


def paper_of(change: IdentityChange, user: User) -> Document | None:
    """The paper that it rests on, for whoever may read it."""
    may_read = access.scope_of(user, "households.view_document").covers(change.village_id)
    return change.paper if may_read else None


def held_up(change: IdentityChange) -> list[str]:
    """Why the change waits though a second person is there: the batches on their way."""
    batches = payments_on_their_way([change.household_id])
    return [sentences.sentence("households.payment_on_its_way", {"batch": batches})] if batches else []


class IdentityDetail(DetailPage):
    """One change of identity, and the steps that are possible now."""

    model, template_name = IdentityChange, "households/identity_detail.html"

    def rows(self) -> QuerySet[IdentityChange]:
        rows = IdentityChange.objects.visible_to(self.user)
        return rows.select_related("household", "member", "paper", "proposed_by", "decided_by")

    def parents(self) -> list[Crumb]:
        return identity_crumbs()

    def get_title(self) -> str:
        return gettext("Change of identity: %(name)s") % {"name": self.object}

    def facts(self) -> list[Fact]:
        return facts_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change: IdentityChange = self.object
        moves = IDENTITY_CHANGE.from_state(change.state)
        open_to = {move.name for move in moves if access.scope_of(self.user, move.permission).covers(change.village_id)}
        takers = {"propose": [change.proposed_by_id]}
        waits = held_up(change) if moves else []
        own = against_step(IDENTITY_CHANGE, "confirm", change, self.user, takers) if "confirm" in open_to else []
        return super().get_context_data(
            change=change,
            may_confirm="confirm" in open_to and not own and not waits,
            may_refuse="refuse" in open_to,
            hangs=hangs_on(change, self.user) if moves else [],
            waits=[*own, *waits],
            paper=paper_of(change, self.user),
            **kwargs,
        )


def identity_crumbs() -> list[Crumb]:
    """The breadcrumb that leads to the list."""
    return [(IdentityList.title, reverse("households:identity_list"))]


class IdentityMove(MovePage, abstract=True):
    """A step with one change of identity."""

    model, workflow = IdentityChange, IDENTITY_CHANGE

    def rows(self) -> QuerySet[IdentityChange]:
        return super().rows().select_related("household", "member", "paper", "proposed_by", "decided_by")

    def parents(self) -> list[Crumb]:
        return [*identity_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def takers(self) -> dict[str, list[int]]:
        return {"propose": [self.object.proposed_by_id]}

    def facts(self) -> list[Fact]:
        return facts_of(self.object)


class ConfirmIdentity(IdentityMove):
    """The second person compares the full number with the card and confirms."""

    permission, move, template_name = CONFIRM, "confirm", "households/identity_confirm.html"
    title, submit_label = _("Confirm the change"), _("Confirm the change")
    success_message = _("The change is carried out: %(object)s.")

    def hindrances(self) -> list[str]:
        return super().hindrances() or held_up(self.object)

    def facts(self) -> list[Fact]:
        return [*super().facts(), *hangs_on(self.object, self.user)]

    def consequence(self) -> str:
        return str(
            _("From now on the member has this name and number. A payee account in another name is not paid any more.")
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.look() if "look" in request.POST else super().post(request, *args, **kwargs)

    def look(self) -> HttpResponse:
        """The page with the full number; that it was looked at is on record, and no browser keeps the answer."""
        self.object = self.get_object()
        why = gettext("check of a proposed identity by the second person")
        number = services.reveal(actor=self.user, kind="new_identity", pk=self.object.pk, reason=why)
        response = self.render_to_response(self.get_context_data(form=self.make_form(), number=number))
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_reveal = bool(self.object.id_index) and access.may(self.user, "households.reveal")
        return super().get_context_data(may_reveal=may_reveal, paper=paper_of(self.object, self.user), **kwargs)

    def save(self, form: EmptyForm) -> IdentityChange:
        return services.confirm_identity_change(actor=self.user, change_id=self.object.pk)


class RefuseIdentity(IdentityMove):
    """The change is not made."""

    permission, move, form_class = "households.refuse_identity_change", "refuse", ReasonForm
    title, submit_label = _("Refuse the change"), _("Refuse the change")
    success_message = _("The change is not made: %(object)s.")

    def save(self, form: ReasonForm) -> IdentityChange:
        reason = form.cleaned_data["reason"]
        return services.refuse_identity_change(actor=self.user, change_id=self.object.pk, reason=reason)

    def get_success_url(self, done: IdentityChange) -> str:
        return tabs.url_of(done.household, "members")
