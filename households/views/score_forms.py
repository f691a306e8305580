"""Scoring a household or an applicant, and correcting a score."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.forms.scoring import ScoreForm, told_of
from households.models import BANDS, Document, DraftPage, Household, Identification, Score, ScoringTemplate
from households.policy.scoring import Band, Derived
from households.scores import BAND_TONES, limits_in_words
from households.services.scoring import template_on, told_in
from households.views.drafts import Drafted
from households.views.identification import identification_crumbs
from households.views.scoring import RECORD, score_crumbs
from households.views.tabs import household_crumbs
from yuping.accounts.pages import Crumb, FormPage
from yuping.core import clock
from yuping.core.errors import NotAllowedNow


class ScorePage(FormPage, abstract=True):
    """A form that scores somebody. The day decides which template asks and which file is read."""

    once = True
    permission, form_class, template_name = RECORD, ScoreForm, "households/score_form.html"
    submit_label = _("Record the score")

    @cached_property
    def day(self) -> datetime.date:
        """The day typed, where it is one; else today."""
        typed = forms.DateField(required=False)
        try:
            return typed.clean(self.day_typed()) or clock.today()
        except forms.ValidationError:
            return clock.today()

    def day_typed(self) -> str:
        return self.request.POST.get("date", "")

    @cached_property
    def scoring_template(self) -> ScoringTemplate:
        try:
            return template_on(self.day)
        except NotAllowedNow:
            found = ScoringTemplate.objects.in_force(clock.today()).prefetch_related("items").first()
            if found is None:
                raise Http404 from None
            return found

    def household(self) -> Household | None:
        """Who is scored, if he is on file."""
        return None

    def before(self) -> Score | None:
        """The score beside which the new one is given."""
        return None

    @cached_property
    def of_file(self) -> tuple[int, Derived]:
        """File year and what the file of that year tells."""
        household = self.household()
        found = told_in(self.day.year, [household.pk]) if household else {}
        return next(iter(found.values()), (0, {}))

    def get_form_kwargs(self) -> dict[str, Any]:
        household = self.household()
        papers = Document.objects.visible_to(self.user).standing().filter(household=household) if household else None
        asked = {"template": self.scoring_template, "told": self.of_file[1], "papers": papers}
        if household:
            asked["attach_url"] = reverse("households:document_attach", kwargs={"pk": household.pk})
        return super().get_form_kwargs() | asked

    def get_initial(self) -> dict[str, Any]:
        told = told_of(self.scoring_template.rule(), self.of_file[1])
        return {"date": clock.today(), "scorer": self.user.full_name, **told}

    def row(self, form: ScoreForm) -> services.ScoreRow:
        data, household = form.cleaned_data, self.household()
        paper = data.get("paper")
        return services.ScoreRow(
            date=data["date"],
            scorer=data["scorer"],
            answers=form.answers(),
            reasons=form.reasons(),
            household_id=household.pk if household else None,
            paper_id=paper.pk if paper else None,
            note=data["note"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.before()
        template = self.scoring_template
        return super().get_context_data(
            scoring=template,
            limits=limits_in_words(template),
            bands=[(str(band), BANDS[band], BAND_TONES[band]) for band in Band],
            before=before,
            comparable=before is not None and before.template.direction == template.direction,
            file_year=self.of_file[0],
            missing=not self.of_file[1],
            **kwargs,
        )

    def latest(self, **of: Any) -> Score | None:
        rows = Score.objects.actionable_by(self.user, RECORD).filter(**of)
        return rows.select_related("template").that_counts()


class KeptScore(Drafted, ScorePage, abstract=True):
    """A score that is kept while it is typed."""

    def day_typed(self) -> str:
        return self.typed.get("date", "") if self.typed is not None else super().day_typed()


class RecordScore(KeptScore):
    """Score a household on file."""

    model, draft_page = Household, DraftPage.SCORE
    title, success_message = _("Score the household"), _("The score is recorded: %(object)s.")

    def rows(self) -> QuerySet[Household]:
        return super().rows().active().select_related("village__township", "group")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.head_name}"

    def parents(self) -> list[Crumb]:
        return household_crumbs(self.object, "scores")

    def household(self) -> Household:
        return self.object

    def before(self) -> Score | None:
        return self.latest(household=self.object)

    def cancel_url(self) -> str:
        return tabs.url_of(self.object, "scores")

    def get_success_url(self, done: Score) -> str:
        return tabs.url_of(self.object, "scores")

    def save(self, form: ScoreForm) -> Score:
        return services.record_score(actor=self.user, row=self.row(form))


class RecordApplicantScore(KeptScore):
    """Score who has applied and is not on file yet: every item is asked at the door."""

    model, draft_page = Identification, DraftPage.APPLICANT_SCORE
    title, success_message = _("Score the applicant"), _("The score is recorded: %(object)s.")

    def draft_place(self) -> services.DraftPlace:
        return services.DraftPlace(self.draft_page, identification_id=self.object.pk)

    def get_title(self) -> str:
        return f"{self.title} · {self.object.applicant}"

    def parents(self) -> list[Crumb]:
        return [*identification_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def before(self) -> Score | None:
        return self.latest(identification=self.object)

    def get_success_url(self, done: Score) -> str:
        return self.object.get_absolute_url()

    def save(self, form: ScoreForm) -> Score:
        row = replace(self.row(form), identification_id=self.object.pk)
        return services.record_score(actor=self.user, row=row)


class CorrectScore(ScorePage):
    """Put a right score in the place of a wrong one; the form begins with what the wrong one says."""

    model = Score
    title, submit_label = _("Correct the score"), _("Record the corrected score")
    success_message = _("The score is corrected: %(object)s.")

    def rows(self) -> QuerySet[Score]:
        return super().rows().for_table().filter(is_replaced=False)

    def get_title(self) -> str:
        return f"{self.title} · {self.object.name}"

    def parents(self) -> list[Crumb]:
        return [*score_crumbs(), (self.object.name, self.object.get_absolute_url())]

    def household(self) -> Household | None:
        return self.object.household

    def before(self) -> Score | None:
        return self.object.previous

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"corrects": True}

    def get_initial(self) -> dict[str, Any]:
        wrong: Score = self.object
        kept = {"date": wrong.date, "scorer": wrong.scorer, "note": wrong.note, "paper": wrong.paper_id}
        for line in wrong.lines.select_related("item"):
            kept |= {line.item.key: line.answer, f"{line.item.key}_reason": line.reason}
        return super().get_initial() | kept

    def save(self, form: ScoreForm) -> Score:
        reason = form.cleaned_data["reason"]
        return services.correct_score(actor=self.user, score_id=self.object.pk, row=self.row(form), reason=reason)
