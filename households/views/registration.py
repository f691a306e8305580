"""Putting a household on file: the whole official form on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import services
from households.facts import HouseholdFacts
from households.forms.registration import FIRST_ROWS, RegistrationForm
from households.models import HEAD, CaseRule, DraftPage, Household, Identification, Member
from households.policy import completed
from households.policy.adjustments import WATCHED_FROM
from households.policy.completing import SEX_CODES
from households.querysets import id_index
from households.reference import poverty_line
from households.services import LooksLikeOthers
from households.services.apart import lookalikes_of
from households.views.drafts import Drafted, is_number
from households.views.tabs import household_crumbs, said_apart
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, FormPage
from yuping.accounts.pages.forms import UNPROCESSABLE
from yuping.core import clock
from yuping.core.errors import BadInput, DomainError, PolicyRefused
from yuping.core.identity import parse_identity
from yuping.core.show import show_day

# Whoever enters a pile of files mostly has those of one village.
LAST_VILLAGE = "last_village"


class RegisterHousehold(Drafted, FormPage):
    """Household, members, this year's answers and the account in one go; every mistake is told at once."""

    permission, form_class = "households.register_household", RegistrationForm
    template_name = "households/register.html"
    title, submit_label = _("Register a household"), _("Register the household")
    success_message = _("%(object)s is registered.")
    draft_page = DraftPage.REGISTER

    def parents(self) -> list[Crumb]:
        return household_crumbs()

    @cached_property
    def case(self) -> Identification | None:
        """The accepted case from which the file is opened, if the address or the form names one."""
        kept = self.typed.get("case", "") if self.typed is not None else ""
        asked = self.request.POST.get("case") or kept or self.request.GET.get("case", "")
        rows = Identification.objects.actionable_by(self.user, self.permission).to_be_filed()
        return rows.filter(pk=asked).first() if is_number(asked) else None

    def make_form(self) -> RegistrationForm:
        data = self.request.POST if self.request.method == "POST" else None
        today = clock.today()
        village = self.request.GET.get("village") or self.request.session.get(LAST_VILLAGE)
        initial = {"registered_on": show_day(today), "village": village}
        typed = self.typed
        if typed is None and data is None and self.case is not None:
            typed = typed_of_case(self.case)
        return RegistrationForm(
            user=self.user,
            year=today.year,
            data=data,
            typed=typed,
            initial=initial,
            case=self.case,
            asks_reason=self.case is None and CaseRule.objects.of(today).identification_required,
            asks_sort=self.case is None and today >= WATCHED_FROM,
        )

    def attempt(self, *, last: bool = False) -> HttpResponse:
        form = self.make_form()
        if form.is_valid():
            return super().attempt(last=last)
        # What can't be read is one thing; the rest of the form is judged all the same.
        verdict = services.check_batch(actor=self.user, verb=self.permission, households=[form.facts()])
        form.place(problem for _place, problem in verdict.problems)
        self.show_alike(form, verdict.households[0])
        return self.show(form, status=UNPROCESSABLE)

    def refused(self, form: RegistrationForm, error: DomainError) -> None:
        """Whom the household looks like is told with what else is wrong, not after it."""
        super().refused(form, error)
        if not isinstance(error, LooksLikeOthers):
            verdict = services.check_batch(actor=self.user, verb=self.permission, households=[form.facts()])
            self.show_alike(form, verdict.households[0])

    def show_alike(self, form: RegistrationForm, facts: HouseholdFacts) -> None:
        if found := lookalikes_of(self.user, facts):
            form.show_alike(found)

    def save(self, form: RegistrationForm) -> Household:
        facts = form.facts()
        try:
            done = services.register_household(
                actor=self.user,
                household=facts,
                reason=form.reason,
                apart=said_apart(self.request),
                only_watched=form.only_watched,
            )
        except PolicyRefused:
            if standing := entered_already(self.user, facts):
                self.success_message = ""
                messages.info(self.request, _("This household is on file already; it was not entered twice."))
                return standing
            raise
        if done.never_registered:
            self.success_message = _("%(object)s is entered. Now propose that it is watched; the county decides.")
        return done

    def respond(self, done: Household) -> HttpResponse:
        self.request.session[LAST_VILLAGE] = done.village_id
        return super().respond(done)

    def get_success_url(self, done: Household) -> str:
        if done.never_registered:
            return reverse("households:propose_watch", kwargs={"pk": done.pk})
        return reverse("households:household_register") if "next" in self.request.POST else done.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = clock.today().year
        line = poverty_line(year - 1)
        return super().get_context_data(year=year, line=line, first_rows=FIRST_ROWS, case=self.case, **kwargs)


def typed_of_case(case: Identification) -> QueryDict:
    """What the case says already, as if it had been typed: place, applicant, cause, the day of the decision."""
    decided = case.steps.filter(move="accept").values_list("date", flat=True).first()
    identity = parse_identity(case.id_number.open(), on=clock.today())
    found = QueryDict(mutable=True)
    found.setlist("row", [str(row) for row in range(FIRST_ROWS)])
    found.update(
        {
            "village": case.village_id,
            "group": str(case.group_id or ""),
            "registered_on": show_day(decided or case.state_on),
            "m0-name": case.applicant,
            "m0-relation": HEAD,
            "m0-sex": SEX_CODES[identity.sex],
            "m0-birth_date": show_day(identity.birth_date),
            "y-main_cause": case.main_cause,
            "y-population_start": str(case.persons),
        }
    )
    return found


def entered_already(user: User, facts: HouseholdFacts) -> Household | None:
    """The household on file that a form sent twice has put there: same number, same village, same persons."""
    household = Household.objects.visible_to(user).filter(number=facts.number, village=facts.village).first()
    if household is None:
        return None
    rows = Member.objects.visible_to(user).filter(household=household, state="living_here")
    on_file = sorted((row.name, row.id_index) for row in rows)
    try:
        typed = [completed(member, today=clock.today()) for member in facts.members]
    except BadInput:
        return None
    indexes = sorted((one.name, id_index(one.canonical18) if one.canonical18 else "") for one in typed)
    return household if indexes == on_file else None
