"""Filter bar of scores."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter, until
from households.models import BANDS, Score
from households.querysets.scoring import ScoreQuerySet
from yuping.core import clock

WHICH = [("year", _("the last of this year")), ("corrected", _("corrected ones"))]


class ScoreFilter(FileRecordFilter):
    """Scores by household or applicant, place, band and day; by itself all that were not corrected."""

    search_label = _("Household or applicant")
    own_words = ("identification__applicant__startswith",)
    band = django_filters.ChoiceFilter(label=_("Band"), choices=list(BANDS.items()))
    which = django_filters.ChoiceFilter(
        label=_("Which"), choices=WHICH, method="by_which", empty_label=_("all in force")
    )
    since = until(_("From"), "date", "gte")
    to = until(_("To"), "date", "lte")

    class Meta:
        model = Score
        fields = ["township", "village", "band", "which", "since", "to"]

    def by_which(self, rows: ScoreQuerySet, name: str, value: str) -> Any:
        if value == "corrected":
            return rows.filter(replaced_by__isnull=False)
        today = clock.today()
        return rows.latest_of(today.year, until=today)
