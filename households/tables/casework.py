"""Tables of the work with households: visits, pairings, identifications, changes of status, life events."""

from typing import Any, Self

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households import tabs
from households.models import (
    Household,
    Identification,
    IdentificationState,
    LifeEvent,
    Pairing,
    StatusChange,
    Visit,
)
from yuping.accounts.pages import BaseTable, DayColumn, NumberColumn, StateColumn
from yuping.core import clock
from yuping.core.templatetags.core import badge

PROBLEM_TONES = {"none": "plain", "open": "wait", "measure": "wait", "closed": "done"}
PAIRING_TONES = {"in_charge": "done", "waiting": "wait", "ended": "plain"}
IDENTIFICATION_TONES = {state.value: "wait" for state in IdentificationState}
IDENTIFICATION_TONES |= {"accepted": "done", "announced": "done", "refused": "risk"}


class HouseholdColumn(tables.Column):
    """The head of the household that a record belongs to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            accessor="household__head_name",
            verbose_name=_("Household"),
            order_by=("household__name_pinyin", "household"),
            **kwargs,
        )


class VillageColumn(tables.Column):
    """The village that a record belongs to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor="village__short_name", verbose_name=_("Village"), order_by="village", **kwargs)


class LabelColumn(tables.Column):
    """An entry of an official list in the words of the record's own year."""

    def __init__(self, field: str, label: Any, **kwargs: Any) -> None:
        super().__init__(accessor=f"get_{field}_display", verbose_name=label, order_by=field, **kwargs)


class FileRecordTable(BaseTable):
    """Base of tables of file records: household and place first.

    ``tab`` names the tab of the household's page that a row opens; a record with a page of its own leaves it empty.
    """

    tab = ""
    household = HouseholdColumn()
    number = tables.Column(
        accessor="household__number", verbose_name=_("Household number"), order_by="household__number"
    )
    village = VillageColumn()
    optional = ("number",)

    class Meta(BaseTable.Meta):
        fields = ("household", "number", "village")

    @classmethod
    def of_one_household(cls, rows: QuerySet[Any]) -> Self:
        """The table as it stands on the household's own page: without what that page says already."""
        return cls(rows, exclude=("household", "number", "village", *cls.optional), orderable=False)

    def row_url(self, record: Any) -> str:
        if not self.tab:
            return super().row_url(record)
        if "household" in self.exclude or record.household_id is None:
            return ""
        return tabs.url_of(record.household, self.tab)


class VisitTable(FileRecordTable):
    """Visits with what became of the problem."""

    date = DayColumn()
    theme = tables.Column(verbose_name=_("Purpose"))
    appeal_class = LabelColumn("appeal_class", _("Class of the problem"))
    problem_state = StateColumn(tones=PROBLEM_TONES)
    agreed = tables.Column(verbose_name=_("Measure agreed"), orderable=False)
    due_on = DayColumn()
    done = tables.Column(verbose_name=_("What was done"), orderable=False)
    closed_on = DayColumn(verbose_name=_("Problem closed on"))
    closed_by = tables.Column(verbose_name=pgettext_lazy("visit", "Closed by"), accessor="closed_by__full_name")
    optional = ("number", "place", "closed_on", "closed_by", "responsible_unit")

    class Meta(FileRecordTable.Meta):
        model = Visit
        fields = (
            "household",
            "number",
            "village",
            "date",
            "visitor",
            "theme",
            "place",
            "appeal_class",
            "problem",
            "problem_state",
            "agreed",
            "responsible_unit",
            "due_on",
            "done",
            "closed_on",
            "closed_by",
        )

    def render_problem_state(self, value: Any, record: Visit) -> Any:
        if record.withdrawn_on is not None:
            return badge(_("withdrawn"), "ended")
        return badge(value, record.problem_state, PROBLEM_TONES[record.problem_state])

    def render_due_on(self, value: Any, record: Visit) -> Any:
        shown = DayColumn().render(value)
        late = record.withdrawn_on is None and record.problem_state in {"open", "measure"} and value < clock.today()
        return badge(shown, "overdue") if late else shown


class ChoiceTable(BaseTable):
    """Households to choose from; a row opens the form for it."""

    village = VillageColumn()
    cadre_name = tables.Column(verbose_name=_("Cadre in charge"))
    # The address that a row opens; it takes the household's ``pk``.
    target = ""

    class Meta(BaseTable.Meta):
        model = Household
        fields = ("head_name", "number", "village", "group", "cadre_name")

    def row_url(self, record: Household) -> str:
        return reverse(self.target, kwargs={"pk": record.pk})


class VisitDueTable(ChoiceTable):
    """Households with the day of the last visit."""

    last_visit = DayColumn(verbose_name=_("Last visit"), empty_values=())
    due_by = DayColumn(verbose_name=_("To be visited by"))
    days_overdue = NumberColumn(verbose_name=_("Days overdue"))
    record = tables.Column(empty_values=(), verbose_name=_("Next step"), orderable=False, exclude_from_export=True)

    class Meta(ChoiceTable.Meta):
        fields = (
            "head_name",
            "number",
            "village",
            "group",
            "cadre_name",
            "last_visit",
            "due_by",
            "days_overdue",
            "record",
        )

    def render_record(self, record: Household) -> str:
        return format_html('<a href="{}">{}</a>', self.row_url(record), _("Record a visit"))

    def render_last_visit(self, value: Any) -> str:
        return DayColumn().render(value) if value else _("never")


class PairingTable(FileRecordTable):
    """Pairings of cadres and households."""

    tab = "pairings"
    cadre = tables.Column(accessor="cadre__name", verbose_name=_("Cadre"))
    unit = tables.Column(accessor="cadre__unit", verbose_name=_("Unit"))
    from_on = DayColumn()
    to_on = DayColumn()
    accepted_on = DayColumn()
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta(FileRecordTable.Meta):
        model = Pairing
        fields = ("household", "number", "village", "cadre", "unit", "from_on", "to_on", "accepted_on", "state")

    def render_state(self, record: Pairing) -> Any:
        return badge(record.get_state_display(), record.state, PAIRING_TONES[record.state])


class IdentificationTable(BaseTable):
    """Applications to be put on file."""

    village = VillageColumn()
    persons = NumberColumn(verbose_name=_("Persons in the household"))
    main_cause = LabelColumn("main_cause", _("Main cause of poverty"))
    applied_on = DayColumn()
    state = StateColumn(tones=IDENTIFICATION_TONES)
    state_on = DayColumn()

    class Meta(BaseTable.Meta):
        model = Identification
        fields = ("applicant", "village", "persons", "main_cause", "applied_on", "state", "state_on")


class StatusTable(FileRecordTable):
    """Changes of status."""

    tab = "changes"
    kind = LabelColumn("kind", _("Kind of change"))
    date = DayColumn()
    before = LabelColumn("exit_flag_before", _("Exit flag before"))
    after = LabelColumn("exit_flag_after", _("Exit flag after"))
    optional = ("number", "recorded_by")

    class Meta(FileRecordTable.Meta):
        model = StatusChange
        fields = ("household", "number", "village", "kind", "date", "before", "after", "reason", "recorded_by")


class EventTable(FileRecordTable):
    """Life events."""

    kind = LabelColumn("kind", _("Kind of event"))
    date = DayColumn()
    member = tables.Column(accessor="member__name", verbose_name=_("Household member"))
    state = StateColumn()
    settled_on = DayColumn(verbose_name=_("Event settled on"))

    class Meta(FileRecordTable.Meta):
        model = LifeEvent
        fields = ("household", "number", "village", "kind", "date", "member", "note", "state", "settled_on")
