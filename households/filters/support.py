"""Filter bars of the assistance given: measures, training, relocation."""

import django_filters
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter, code_filter, until
from households.models import Measure, Relocation, Training


class MeasureFilter(FileRecordFilter):
    """Measures by household, place, kind and year."""

    search_label = _("Household, unit or content")
    own_words = ("unit__contains", "content__contains")
    category = code_filter("measure_category", _("Kind of measure"))
    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)

    class Meta:
        model = Measure
        fields = ["township", "village", "category", "year", "signed_by_head"]


class TrainingFilter(FileRecordFilter):
    """Courses by household, place and day."""

    search_label = _("Household or course")
    own_words = ("course__contains", "organiser__contains")
    since = until(_("From"), "from_on", "gte")
    to = until(_("To"), "from_on", "lte")

    class Meta:
        model = Training
        fields = ["township", "village", "since", "to"]


class RelocationFilter(FileRecordFilter):
    """Relocations by household, place, year and whether they have moved in."""

    placement = code_filter("relocation_placement", _("Placement"))
    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    moved_in = django_filters.BooleanFilter(
        label=_("Moved in"), field_name="moved_in_on", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Relocation
        fields = ["township", "village", "placement", "year", "moved_in"]
