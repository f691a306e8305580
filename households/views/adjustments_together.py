"""One step for many cases at once: those of one village and kind that stand at the same place."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import services
from households.case_sentences import done_words, step_words
from households.forms.steps import StepForm
from households.models import Adjustment
from households.procedures import DECIDE, PROPOSE, REVIEW
from households.services import StepFacts
from households.services.file_facts import warnings_of_cases
from households.services.opening import joined
from households.views.adjustments import adjustment_crumbs
from households.views.cases import MOST_TOLD, THEIRS, consequence_of, held_back, told_of_each
from households.views.proposals import gone_in_words
from yuping.accounts.pages import BulkPage, Crumb, Fact
from yuping.accounts.pages.moves import MOST_AT_ONCE, PRIMARY_KEY
from yuping.core import clock


class StepForMany(BulkPage, abstract=True):
    """The next step of chosen cases of one village and kind that stand at the same place: one day, place and paper.

    A chosen case that can't take it now is named with its reason; the step is offered for the others.
    """

    model, form_class = Adjustment, StepForm
    # A case of those that go on, and their step; neither where no chosen case can.
    example: Adjustment | None = None
    move: str = ""

    def rows(self) -> QuerySet[Adjustment]:
        return super().rows().select_related("household", "village")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = list(dict.fromkeys(request.POST.getlist("ids")))
        if not self.asked or len(self.asked) > MOST_AT_ONCE or not all(map(PRIMARY_KEY.fullmatch, self.asked)):
            raise SuspiciousOperation("no rows, too many rows, or odd ones")
        if "confirmed" not in request.POST or self.stand_together():
            return super().post(request, *args, **kwargs)
        # Somebody has taken them further meanwhile: asked anew, each with its reason.
        self.ids, self.set_aside, self.refused_ids = self.asked, [], []
        return self.ask()

    def stand_together(self) -> bool:
        """Whether the cases of the form still stand at one place from which the step is this person's."""
        cases = self.rows().filter(pk__in=self.asked)
        places = set(cases.order_by().values_list("village", "kind", "state").distinct())
        example = cases.first()
        move = example.procedure.forward(example.state) if example else None
        if len(places) != 1 or move is None or move.permission != self.permission:
            return False
        self.example, self.move = example, move.name
        return True

    def hindered(self, rows: list[Adjustment]) -> dict[int, str]:
        """Who can't take the step, and who stands elsewhere than most of those that can."""
        if not rows:
            raise Http404
        prefetch_related_objects(rows, "steps", "objections")
        against = {row.pk: why for row in rows if (why := self.against(row))}
        free = [row for row in rows if row.pk not in against]
        if not free:
            return against
        ((most, _count),) = Counter(map(_place, free)).most_common(1)
        self.example = next(row for row in free if _place(row) == most)
        self.move = self.example.procedure.forward(self.example.state).name
        words = _("%(village)s · %(kind)s · %(state)s. Choose those that stand there by themselves.")
        for row in free:
            if _place(row) != most:
                where = {"village": row.village, "kind": row.get_kind_display(), "state": row.get_state_display()}
                against[row.pk] = str(words) % where
        return against

    def against(self, row: Adjustment) -> str:
        """Why this case can't be taken on from here; "" where it can."""
        move = row.procedure.forward(row.state)
        if move is None:
            return str(_("It stands at “%(state)s”; no step follows.") % {"state": row.get_state_display()})
        if row.household.left_on is not None and move.name != "announce":
            return gone_in_words(row.household)
        objected = any(one.answered_on is None for one in row.objections.all())
        held = list(held_back(row, move.name, self.user, list(row.steps.all()), objected))
        if move.permission == self.permission:
            return joined(held)
        # Whose step it is comes first; a notice that stands is told with it.
        whose = _("It stands at “%(state)s”, next comes “%(step)s”.") % {
            "state": row.get_state_display(),
            "step": done_words(move.name, row.kind),
        }
        return joined([str(whose), str(THEIRS[move.permission]), *held])

    def get_title(self) -> str:
        return step_words(self.move, self.example.kind) if self.example else str(_("Adjustments"))

    def parents(self) -> list[Crumb]:
        return adjustment_crumbs()

    def cancel_url(self) -> str:
        """The list with the chosen cases, still chosen."""
        address = reverse("households:adjustment_list")
        if len(self.asked) > MOST_TOLD:
            return address
        # On one page, or those on the next would no longer be chosen.
        size = next((size for size in settings.PAGE_SIZES if size >= len(self.asked)), settings.PAGE_SIZES[-1])
        return f"{address}?{urlencode({'chosen': ','.join(self.asked), 'per_page': size})}"

    def consequence(self) -> str:
        return consequence_of(self.move, self.example.procedure.steps[self.move])

    @cached_property
    def warned(self) -> list[str]:
        """What each file says against its case today; once the county has decided nothing is asked any more."""
        if self.example.decided:
            return []
        cases = [row for row in self.chosen() if str(row.pk) in self.ids]
        found = warnings_of_cases(cases, clock.today())
        return told_of_each((str(row.household), found[row.pk]) for row in cases)

    def cautions(self) -> list[str]:
        return self.warned

    def facts(self) -> list[Fact]:
        example: Adjustment = self.example
        return [
            (_("Village"), example.village),
            (_("Kind"), example.get_kind_display()),
            (_("State"), example.get_state_display()),
            (_("Cases"), len(self.ids)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.example is None:
            return super().get_context_data(**kwargs)
        return super().get_context_data(**kwargs) | {"submit_label": step_words(self.move, self.example.kind)}

    def get_form_kwargs(self) -> dict[str, Any]:
        step = self.example.procedure.steps[self.move]
        return super().get_form_kwargs() | {"name": self.move, "step": step}

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: StepForm) -> int:
        facts = StepFacts(**form.cleaned_data)
        pks = [int(pk) for pk in self.ids]
        return len(services.move_adjustments(actor=self.user, adjustment_ids=pks, move=self.move, facts=facts))

    def told(self, done: int) -> str:
        what = {"count": done, "step": done_words(self.move, self.example.kind)}
        procedure = self.example.procedure
        if move := procedure.forward(procedure.workflow.moves[self.move].target):
            next_one = done_words(move.name, self.example.kind)
            return _("%(step)s recorded for %(count)s cases. Next: %(next)s.") % {**what, "next": next_one}
        return _("%(step)s recorded for %(count)s cases.") % what

    def get_success_url(self, done: int) -> str:
        return f"{reverse('households:adjustment_list')}?village={self.example.village_id}&kind={self.example.kind}"


def _place(case: Adjustment) -> tuple[str, str, str]:
    """Where a case stands: those that stand alike take the next step together."""
    return case.village_id, case.kind, case.state


class InVillage(StepForMany):
    permission = PROPOSE


class InTownship(StepForMany):
    permission = REVIEW


class InCounty(StepForMany):
    permission = DECIDE
