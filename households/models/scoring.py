"""Scoring templates with their items, and the scores of households and applicants: added, never changed."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import recorded_at, recorded_by
from households.policy.scoring import Band, Direction, ItemRule, Look, Option, Scale, Source, TemplateRule
from households.querysets.scoring import ScoreQuerySet, ScoringTemplateQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.history import tracked

LOOKS = {
    Look.HOUSE: _("House"),
    Look.GRAIN: _("Grain"),
    Look.LABOUR: _("Labour"),
    Look.SCHOOL: _("Students"),
    Look.HEALTH: _("Health"),
}
BANDS = {Band.POOR: _("poor"), Band.BORDERLINE: _("borderline"), Band.NOT_POOR: _("not poor")}
DIRECTIONS = {Direction.LOW: _("few points: poor"), Direction.HIGH: _("many points: poor")}
SCALES = {Scale.CHOICE: _("one of several entries"), Scale.BANDS: _("a number in bands")}
SOURCES = {
    Source.HOUSE: _("danger level and structure of the house"),
    Source.AREA_PER_HEAD: _("housing area per head (m²)"),
    Source.UTILITIES: _("of power, water, television, toilet and hard road"),
    Source.LAND_PER_HEAD: _("farmland per head (mu)"),
    Source.INDUSTRY: _("of cooperative, enterprise and pacesetter"),
    Source.ABLE_SHARE: _("members who can work (%)"),
    Source.HEALTHY_SHARE: _("members who are healthy (%)"),
    Source.SKILL: _("skill or schooling of those who can work"),
    Source.WORK_MONTHS: _("months of work of all members"),
    Source.SCHOOL_STAGE: _("costliest stage of schooling"),
    Source.SCHOOL_RETURN: _("students who will earn within three years"),
}


class TemplateState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", pgettext_lazy("scoring template", "in force")


class Days(Func):
    """The days on which a template is valid, both ends included."""

    function = "daterange"


def _adds_up(template: str) -> str:
    """At commit, the points of a published template's items are its full points."""
    return f"""
        IF EXISTS (
            SELECT 1 FROM households_scoringtemplate t
            WHERE t.id = {template} AND t.state = 'published' AND t.full_points <>
            (SELECT coalesce(sum(i.most), 0) FROM households_scoringitem i WHERE i.template_id = t.id)
        ) THEN
            {guards.refuse("the points of a template add up")}
        END IF;
    """


def _is_used(template: str) -> str:
    return f"EXISTS (SELECT 1 FROM households_score WHERE template_id = {template})"


FROZEN_BY_USE = (
    "code",
    "name",
    "version",
    "direction",
    "full_points",
    "poor_limit",
    "clear_limit",
    "valid_from",
    "state",
)


@tracked()
class ScoringTemplate(models.Model):
    """A version of the county's scale: corrected until a household is scored by it, from then on made anew.

    ``poor_limit`` and ``clear_limit`` bound the borderline band, both included.
    """

    code = models.CharField(_("template"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    direction = models.CharField(_("direction of the scale"), max_length=4, choices=list(DIRECTIONS.items()))
    full_points = models.PositiveSmallIntegerField(_("full points"), default=100)
    poor_limit = models.PositiveSmallIntegerField(_("limit of poor"))
    clear_limit = models.PositiveSmallIntegerField(_("limit of not poor"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TemplateState, default=TemplateState.DRAFT)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    published_on = models.DateField(_("put in force on"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("put in force by"),
    )

    objects = ScoringTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring template")
        verbose_name_plural = _("scoring templates")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="households_template_version_once"),
            models.CheckConstraint(
                condition=Q(state="draft", valid_to=None) | Q(state="published", valid_from__isnull=False),
                name="households_template_dated",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="households_template_period"
            ),
            models.CheckConstraint(
                condition=Q(direction="low", clear_limit__gte=F("poor_limit"), clear_limit__lt=F("full_points"))
                | Q(direction="high", clear_limit__lte=F("poor_limit"), poor_limit__lt=F("full_points")),
                name="households_template_limits",
            ),
            ExclusionConstraint(
                name="households_template_one_at_a_time",
                expressions=[(Days("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS)],
                condition=Q(state="published"),
                violation_error_message=_("Another template is in force on one of these days."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(FROZEN_BY_USE, name="until_used", unless=f"NOT {_is_used('OLD.id')}"),
            pgtrigger.Trigger(
                name="adds_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=f"{_adds_up('NEW.id')} RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return str(format_lazy(_("{name}, version {version}"), name=self.name, version=self.version))

    def get_absolute_url(self) -> str:
        return reverse("households:template_detail", kwargs={"pk": self.pk})

    def rule(self) -> TemplateRule:
        """The template as the policy reads it."""
        items = tuple(item.rule() for item in self.items.all())
        return TemplateRule(self.direction, self.full_points, self.poor_limit, self.clear_limit, items)


@tracked()
class ScoringItem(models.Model):
    """What is looked at, with its entries and their points; ``source`` names what the file tells of it."""

    template = models.ForeignKey(
        ScoringTemplate, models.PROTECT, related_name="items", verbose_name=_("scoring template")
    )
    key = models.SlugField(_("short name"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    look = models.CharField(_("look"), max_length=10, choices=list(LOOKS.items()))
    label = models.CharField(_("item"), max_length=60)
    most = models.PositiveSmallIntegerField(_("most points"))
    scale = models.CharField(_("how it is answered"), max_length=10, choices=list(SCALES.items()))
    source = models.CharField(_("from the file"), max_length=20, choices=list(SOURCES.items()), blank=True)
    options = models.JSONField(_("entries"), default=list)

    # Taken out of a template that nobody has scored by.
    erasable = True

    class Meta:
        verbose_name = _("item of a scoring template")
        verbose_name_plural = _("items of scoring templates")
        ordering = ["template", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "key"], name="households_item_once")]
        triggers = [
            pgtrigger.Trigger(
                name="until_used",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP <> 'INSERT' AND {_is_used("OLD.template_id")} THEN
                        {guards.refuse("households were scored by this template")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    IF {_is_used("NEW.template_id")} THEN
                        {guards.refuse("households were scored by this template")}
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="adds_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=f"""
                    IF TG_OP <> 'INSERT' THEN {_adds_up("OLD.template_id")} END IF;
                    IF TG_OP <> 'DELETE' THEN {_adds_up("NEW.template_id")} END IF;
                    RETURN NULL;
                """,
            ),
            guards.no_truncate(),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.template.get_absolute_url()

    def rule(self) -> ItemRule:
        """The item as the policy reads it."""
        options = tuple(
            Option(one["code"], one["label"], one["points"], None if one["up_to"] is None else Decimal(one["up_to"]))
            for one in self.options
        )
        return ItemRule(self.key, self.look, self.label, self.most, self.scale, options, self.source)


class Score(models.Model):
    """What a household or an applicant was given at a home visit; a correction is a new score that replaces this one.

    ``standing`` orders scores of all templates, 0 the poorest; ``previous`` is the score in force before.
    """

    append_only = True

    household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scores",
        verbose_name=_("household"),
    )
    identification = models.ForeignKey(
        "households.Identification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scores",
        verbose_name=_("application"),
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    template = models.ForeignKey(
        ScoringTemplate, models.PROTECT, related_name="scores", verbose_name=_("scoring template")
    )
    date = models.DateField(_("date of the visit"))
    scorer = models.CharField(_("scored by"), max_length=50)
    total = models.PositiveSmallIntegerField(_("points"))
    band = models.CharField(_("band"), max_length=12, choices=list(BANDS.items()))
    standing = models.PositiveSmallIntegerField(_("standing"))
    paper = models.ForeignKey(
        "households.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paper")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("score before")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )
    reason = models.CharField(_("reason for the correction"), max_length=200, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(ScoreQuerySet, path="village")

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["standing", "-date", "-pk"]
        indexes = [
            models.Index(fields=["village", "date"], name="households_score_place"),
            models.Index(fields=["household", "-date"], name="households_score_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False, identification=None)
                | Q(household=None, identification__isnull=False, paper=None),
                name="households_score_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="households_score_corrected_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(standing__lte=1000), name="households_score_standing"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.date} {self.total}"

    def get_absolute_url(self) -> str:
        return reverse("households:score_detail", kwargs={"pk": self.pk})

    @property
    def subject(self) -> models.Model:
        """The household, or the application of who is not on file yet."""
        return self.household or self.identification

    @property
    def name(self) -> str:
        """Of the head, or of the applicant."""
        return self.household.head_name if self.household else self.identification.applicant


class ScoreLine(models.Model):
    """One item of a score. ``derived`` is what the file told; another answer has its reason."""

    append_only = True

    score = models.ForeignKey(Score, models.PROTECT, related_name="lines", verbose_name=_("score"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    item = models.ForeignKey(ScoringItem, models.PROTECT, related_name="+", verbose_name=_("item"))
    answer = models.CharField(_("answer"), max_length=20)
    shown = models.CharField(_("answer in words"), max_length=80)
    points = models.PositiveSmallIntegerField(_("points"))
    derived = models.CharField(_("from the file"), max_length=20, blank=True)
    reason = models.CharField(_("reason for another answer"), max_length=200, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(path="village")

    class Meta:
        verbose_name = _("line of a score")
        verbose_name_plural = _("lines of scores")
        ordering = ["score", "item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["score", "item"], name="households_score_line_once"),
            models.CheckConstraint(
                condition=Q(derived="") | Q(derived=F("answer")) | ~Q(reason=""),
                name="households_score_against_the_file",
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.item_id} {self.points}"
