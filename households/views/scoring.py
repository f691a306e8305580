"""Pages on scores: the tab of a household, recording and correcting one, the list of an area, the sheet to sign."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import tabs
from households.filters.scoring import ScoreFilter
from households.forms.scoring import ScoreForm
from households.models import Document, Household, Score, ScoringTemplate
from households.scores import BAND_TONES, change_of, limits_in_words, looks_of
from households.services.scoring import told_in
from households.tables.scoring import ScoreTable
from households.views.choosing import ChooseHousehold
from households.views.identification import identification_crumbs
from households.views.papers import SIGNS, HouseholdPaper
from households.views.records import RecordList
from households.views.tabs import HouseholdTab, TabAction, covered, household_crumbs
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact
from yuping.core import clock, show

RECORD = "households.record_score"
VIEW = "households.view_score"
SHEET_SIGNATURES = (SIGNS, _("Scored by"), _("Village committee (seal)"), _("Checked by the township"))


def score_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of scores."""
    return [(_("Scores"), reverse("households:score_list"))]


class Unscored(Action):
    """Leads to the households that nobody has scored this year."""

    @property
    def url(self) -> str:
        return f"{super().url}?state=active&score=none"


class ScoreList(RecordList):
    """The scores of the area, the poorest first."""

    model, table_class, filterset_class = Score, ScoreTable, ScoreFilter
    title = _("Four-look scores")
    export_permission = "households.export_household"
    primary = Action(_("Score a household"), "households:score_choose", RECORD)
    secondary = (
        Unscored(_("Not scored this year"), "households:household_list", "households.view_household", "users"),
        Action(_("Templates"), "households:template_list", "households.view_scoringtemplate", "list-check"),
    )
    empty_text = _("No score fits. Widen the filter or score a household.")

    def rows(self) -> QuerySet[Score]:
        rows = Score.objects.visible_to(self.user).for_table()
        return rows if self.request.GET.get("which") == "corrected" else rows.standing()


class ChooseForScore(ChooseHousehold):
    """Whom the visit was paid to."""

    permission, title, target = RECORD, _("Score a household · choose it"), "households:score_record"

    def parents(self) -> list[Crumb]:
        return score_crumbs()


def shown_score(user: User, score: Score) -> dict[str, Any]:
    """What ``households/_score.html`` is made of."""
    return {
        "score": score,
        "looks": looks_of(user, score),
        "change": change_of(score),
        "tone": BAND_TONES[score.band],
        "limits": limits_in_words(score.template),
    }


class ScoresTab(HouseholdTab):
    """The score that counts, look by look, and all scores of the household."""

    tab, permission, template_name = "scores", VIEW, "households/scores_tab.html"
    actions = (
        TabAction(_("Print the sheet"), "households:score_sheet", VIEW, "printer", on_file_only=False),
        TabAction(_("Score the household"), "households:score_record", RECORD),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Score.objects.visible_to(self.user).of_household(self.object.pk).for_table().order_by("-date", "-pk")
        counts = next((row for row in rows if not row.is_replaced), None)
        shown = shown_score(self.user, counts) if counts else {}
        return super().get_context_data(table=ScoreTable.of_one(rows), **shown, **kwargs)


class ScoreDetail(DetailPage):
    """One score: its looks, who gave it, what corrected it."""

    model, template_name = Score, "households/score_detail.html"

    def rows(self) -> QuerySet[Score]:
        return Score.objects.visible_to(self.user).for_table().select_related("recorded_by", "paper", "replaces")

    def get_title(self) -> str:
        words = _("Score of %(day)s · %(name)s")
        return str(words) % {"day": show.show_day(self.object.date), "name": self.object.name}

    def parents(self) -> list[Crumb]:
        score: Score = self.object
        if score.household:
            return household_crumbs(score.household, "scores")
        return [*identification_crumbs(), (str(score.identification), score.identification.get_absolute_url())]

    def state(self) -> tuple[str, str] | None:
        return (_("was corrected"), "closed") if self.object.is_replaced else None

    def facts(self) -> list[Fact]:
        score: Score = self.object
        return [
            (_("Date of the visit"), show.show_day(score.date)),
            (_("Scored by"), score.scorer),
            (_("Template"), score.template),
            (_("Note"), score.note),
            (_("Reason for the correction"), score.reason),
            (_("Recorded by"), score.recorded_by.full_name),
            (_("Recorded at"), show.show_time(score.recorded_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        score: Score = self.object
        scope = access.scope_of(self.user, RECORD)
        later = Score.objects.visible_to(self.user).filter(replaces=score).first()
        may_correct = not score.is_replaced and scope.covers(score.village_id)
        papers = Document.objects.visible_to(self.user).filter(pk=score.paper_id)
        return super().get_context_data(
            later=later, may_correct=may_correct, paper=papers.first(), **shown_score(self.user, score), **kwargs
        )


class ScoreSheetPrint(HouseholdPaper):
    """The sheet that is signed at home: the score ``?score=``, the one that counts, or an empty one to take along."""

    permission, template_name = VIEW, "households/score_print.html"
    title = _("Four-look score sheet")

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, self.permission)

    def back_url(self) -> str:
        return tabs.url_of(self.object, "scores")

    def score(self) -> Score | None:
        if self.request.GET.get("empty"):
            return None
        rows = Score.objects.visible_to(self.user).of_household(self.object.pk).for_table()
        asked = self.request.GET.get("score", "")
        if not asked:
            return rows.that_counts()
        if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
            raise Http404
        return self.one(rows, pk=int(asked))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        score = self.score()
        shown = shown_score(self.user, score) if score else empty_sheet(self.user, self.object)
        return super().get_context_data(sheet_signatures=SHEET_SIGNATURES, **shown, **kwargs)


def empty_sheet(user: User, household: Household) -> dict[str, Any]:
    """The items of the template in force with what the file tells, and room for the points."""
    today = clock.today()
    template = ScoringTemplate.objects.in_force(today).prefetch_related("items").first()
    if template is None:
        return {"score": None, "blank_looks": [], "limits": "", "scoring": None}
    _year, told = told_in(today.year, [household.pk]).get(household.pk, (0, {}))
    form = ScoreForm(user=user, template=template, told=told, papers=None)
    return {"score": None, "blank_looks": list(form.looks()), "limits": limits_in_words(template), "scoring": template}


tabs.register(tabs.Tab("scores", _("Four looks"), "households:household_scores", VIEW, order=63))
