"""Sets of scores and their templates: what is in force on a day, who was scored in a year."""

import datetime
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q


def _scores() -> models.Manager:
    return apps.get_model("households", "Score").unguarded


class ScoringTemplateQuerySet(models.QuerySet):
    """Templates. They belong to the county and to no village."""

    def in_force(self, day: datetime.date) -> Self:
        """Published, and valid on the day."""
        ends = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(ends, state="published", valid_from__lte=day)

    def with_use(self) -> Self:
        """Adds ``is_used``: whether somebody was scored by it."""
        return self.annotate(is_used=Exists(_scores().filter(template=OuterRef("pk"))))


class ScoreQuerySet(models.QuerySet):
    """Scores."""

    def for_table(self) -> Self:
        rows = self.select_related("household", "identification", "village__township", "template", "previous__template")
        return rows.annotate(is_replaced=Exists(_scores().filter(replaces=OuterRef("pk"))))

    def standing(self) -> Self:
        """Not corrected by a later one."""
        return self.filter(replaced_by=None)

    def latest_of(self, year: int, *, until: datetime.date) -> Self:
        """Of each household and applicant the last score of the year up to a day, corrections in place of what they
        correct."""
        in_year = {"date__year": year, "date__lte": until, "replaced_by": None}
        later = _scores().filter(Q(date__gt=OuterRef("date")) | Q(date=OuterRef("date"), pk__gt=OuterRef("pk")))
        same = Q(household=OuterRef("household")) | Q(identification=OuterRef("identification"))
        return self.filter(~Exists(later.filter(same, **in_year)), **in_year)

    def of_household(self, household_id: int) -> Self:
        """The household's own, and those of the application by which it came on file."""
        return self.filter(Q(household=household_id) | Q(identification__household=household_id))

    def that_counts(self) -> models.Model | None:
        """The one that counts: of the last visit, corrections in place of what they correct."""
        return self.standing().order_by("-date", "-pk").first()


def scored_in(year: int, until: datetime.date) -> Exists:
    """Whether the household of the outer query was scored in a year, up to a day."""
    rows = _scores().filter(replaced_by=None, date__year=year, date__lte=until)
    return Exists(rows.filter(household=OuterRef("pk")))


def scored_as(band: str, year: int, until: datetime.date) -> Exists:
    """Whether the last score of the year put the household of the outer query into a band."""
    latest = _scores().model.objects.all_areas(reason="the households themselves are narrowed to the person's area")
    rows = latest.latest_of(year, until=until).filter(band=band)
    return Exists(rows.filter(household=OuterRef("pk")))
