"""Pages by which an adjustment is proposed: the household, the kind, the form; exits for many households at once."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.adjustments import ProposalForm, RemovalForm, ReturnForm, WatchEndForm, WatchForm
from households.models import Adjustment, AdjustmentKind, AdjustmentState, DraftPage, Household, Lead, LeadState
from households.policy.adjustments import AT_THE_EDGE, CaseFacts, bars_to_proposal, warnings
from households.procedures import ADJUSTMENTS, PROPOSE, Kind
from households.services import DraftPlace
from households.services.adjustments import case_facts
from households.services.file_facts import warnings_of_files
from households.services.loading import gone
from households.services.opening import in_words, refusals_to_open
from households.views.adjustments import adjustment_crumbs, incomes_shown
from households.views.cases import told_of_each
from households.views.choosing import ChooseHousehold
from households.views.drafts import Drafted
from households.views.tabs import HouseholdFormPage, covered, household_crumbs
from yuping.accounts import sentences
from yuping.accounts.pages import BulkPage, Crumb, DetailPage, Fact, MovePage
from yuping.accounts.pages.moves import PRIMARY_KEY
from yuping.core import clock


@dataclass(frozen=True)
class Offer:
    """A kind of adjustment as it is offered for one household, or why it is not."""

    label: str | Promise
    text: str | Promise
    url: str
    steps: list[str]
    why: str = ""


WORDS: dict[str, str | Promise] = {
    Kind.EXIT: _(
        "Income per head steadily above the standard, a safe house and safe water, every child of school age at school."
    ),
    Kind.RETURN: _("A household that had left poverty has fallen back."),
    Kind.REMOVAL: _("The household should not be on file. It is heard; what it received unduly is recovered."),
    Kind.WATCH: _("The household may fall into poverty: an unstable exit, a household at the edge, a sudden hardship."),
    Kind.WATCH_END: _("The risk for which the household is watched is over."),
}


class ChooseForAdjustment(ChooseHousehold):
    """Whose status is to be adjusted."""

    permission = PROPOSE
    title, target = _("Propose an adjustment · choose the household"), "households:adjustment_start"

    def parents(self) -> list[Crumb]:
        return adjustment_crumbs()


class StartAdjustment(DetailPage):
    """The kinds of adjustment for one household, each with its steps, or with the reason why it is not possible."""

    model, permission, template_name = Household, PROPOSE, "households/adjustment_start.html"

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, PROPOSE)

    def get_title(self) -> str:
        return f"{_('Propose an adjustment')} · {self.object.head_name}"

    def parents(self) -> list[Crumb]:
        return household_crumbs(self.object, "changes")

    def state(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offers=[self.offer(kind) for kind in Kind],
            under_way=Adjustment.objects.visible_to(self.user).filter(household=self.object).under_way().first(),
            **kwargs,
        )

    def offer(self, kind: Kind) -> Offer:
        procedure = ADJUSTMENTS[kind]
        why = ""
        if self.object.left_on is not None:
            why = gone_in_words(self.object)
        elif bars := bars_to_proposal(case_facts(self.object, kind, clock.today())):
            why = sentences.sentence(bars[0].code, bars[0].params)
        return Offer(
            AdjustmentKind(kind).label,
            WORDS[kind],
            reverse(f"households:propose_{kind}", kwargs={"pk": self.object.pk}),
            [str(AdjustmentState(state).label) for state in procedure.way],
            why,
        )


def gone_in_words(household: Household) -> str:
    """Since when the household is no longer on file, and how it left."""
    refusal = gone(household)
    return sentences.sentence(refusal.code, refusal.params)


class Propose(Drafted, HouseholdFormPage, MovePage, abstract=True):
    """Open a case for one household, with what its file says before one's eyes."""

    permission, form_class, back_to = PROPOSE, ProposalForm, "changes"
    submit_label = _("Propose it")
    success_message = _("The case is opened: %(object)s.")
    kind: ClassVar[Kind]

    def draft_place(self) -> DraftPlace:
        return DraftPlace(self.kind, household_id=self.object.pk)

    @property
    def draft_page(self) -> DraftPage:
        return DraftPage(self.kind)

    def get_title(self) -> str:
        return f"{AdjustmentKind(self.kind).label} · {self.object.head_name}"

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def hindrances(self) -> list[str]:
        found = refusals_to_open([self.object], self.kind, clock.today())
        return [text for error in found.get(self.object.pk, ()) for _place, text in sentences.explain(error)]

    def consequence(self) -> str | Promise:
        return WORDS[self.kind] if self.danger else _("Condition: %(words)s") % {"words": WORDS[self.kind]}

    @cached_property
    def read(self) -> CaseFacts:
        """What the household's file says today."""
        return case_facts(self.object, self.kind, clock.today())

    def facts(self) -> list[Fact]:
        return [(_("Household"), self.object), (_("Village"), self.object.village), *incomes_shown(self.read.file)]

    def cautions(self) -> list[str]:
        return [sentences.sentence(one.code, one.params) for one in warnings(self.read)]

    def save(self, form: ProposalForm) -> Adjustment:
        return services.propose_adjustment(actor=self.user, household_id=self.object.pk, proposal=form.proposal())

    def get_success_url(self, done: Adjustment) -> str:
        return done.get_absolute_url()


class ProposeExit(Propose):
    kind = Kind.EXIT


class ProposeReturn(Propose):
    kind, form_class = Kind.RETURN, ReturnForm


class ProposeRemoval(Propose):
    """Opened from a lead that was found not eligible, the day and the reason are the lead's."""

    kind, form_class = Kind.REMOVAL, RemovalForm
    danger = True

    @cached_property
    def lead(self) -> Lead | None:
        """The lead named in the address, of this household."""
        asked = self.request.GET.get("lead", "")
        its = Q(household=self.object) | Q(identification__household=self.object)
        rows = Lead.objects.visible_to(self.user).filter(its, state=LeadState.INELIGIBLE)
        return rows.filter(pk=asked).first() if PRIMARY_KEY.fullmatch(asked) else None

    def get_initial(self) -> dict[str, Any]:
        found = super().get_initial()
        if self.lead is None:
            return found
        since = max(self.lead.data_on, self.object.registered_on)
        reason = gettext("Negative list: %(kind)s (%(department)s)") % {
            "kind": self.lead.get_kind_display(),
            "department": self.lead.department,
        }
        return found | {"ineligible_from": since, "reason": reason}

    def facts(self) -> list[Fact]:
        return [*super().facts(), *([(_("Lead"), self.lead)] if self.lead else [])]


class ProposeWatch(Propose):
    kind, form_class, template_name = Kind.WATCH, WatchForm, "households/watch_form.html"

    def get_initial(self) -> dict[str, Any]:
        """Who was never registered stands at the edge."""
        return super().get_initial() | ({"watch_kind": AT_THE_EDGE} if self.object.never_registered else {})


class ProposeWatchEnd(Propose):
    kind, form_class = Kind.WATCH_END, WatchEndForm


class ProposeExits(BulkPage):
    """Put chosen households on a village's list of exits."""

    model, permission, form_class = Household, PROPOSE, ProposalForm
    title, submit_label = _("Propose exits"), _("Propose the exits")
    success_message = _("Exits are proposed for %(object)s households. Next: the review in the village.")

    def parents(self) -> list[Crumb]:
        return adjustment_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def hindered(self, rows: list[Household]) -> dict[int, str]:
        found = refusals_to_open(rows, Kind.EXIT, clock.today())
        return {pk: in_words(reasons) for pk, reasons in found.items()}

    def consequence(self) -> str:
        count = len(self.ids)
        return ngettext(
            "Opens a case for %(count)s household. What its file lacks stands here, and bars nothing before the "
            "decision.",
            "Opens a case for each of %(count)s households. What a file lacks stands here, and bars nothing before the "
            "decision.",
            count,
        ) % {"count": count}

    def cautions(self) -> list[str]:
        rows = list(self.chosen())
        found = warnings_of_files(rows, Kind.EXIT, clock.today())
        return told_of_each((str(row), found[row.pk]) for row in rows)

    def save(self, form: ProposalForm) -> int:
        pks = [int(pk) for pk in self.ids]
        cases = services.propose_adjustments(actor=self.user, household_ids=pks, proposal=form.proposal())
        return len(cases)

    def get_success_url(self, done: int) -> str:
        return f"{reverse('households:adjustment_list')}?kind=exit&state=proposed"
