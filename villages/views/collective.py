"""Pages on the collective's income, spending and resolutions."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages import services
from villages.filters import EntryFilter, ResolutionFilter
from villages.forms import EntryForm, PublishForm, ResolutionForm
from villages.models import CollectiveEntry, VillageResolution
from villages.tables import EntryTable, ResolutionTable
from villages.views.areas import linked, village_crumbs
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, MovePage, ReasonForm
from yuping.core import clock, show
from yuping.core.money import ZERO


def entry_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of entries."""
    return [(_("Collective income and spending"), reverse("villages:entry_list"))]


class EntryList(ListPage):
    """Income and spending of the collectives, latest first."""

    model, table_class, filterset_class = CollectiveEntry, EntryTable, EntryFilter
    primary = Action(_("Record an entry"), "villages:entry_record", "villages.record_collective_entry")
    empty_text = _("No entry fits. Widen the filter or record one.")

    def totals(self, rows: QuerySet[CollectiveEntry]) -> list[tuple[Any, str]]:
        sums = rows.aggregate(
            income=Sum("amount", filter=Q(direction="income"), default=ZERO),
            spending=Sum("amount", filter=Q(direction="spending"), default=ZERO),
        )
        return [
            (_("Income (yuan)"), show.show_money(sums["income"])),
            (_("Spending (yuan)"), show.show_money(sums["spending"])),
        ]


class EntryDetail(DetailPage):
    """One entry with what it rests on and what reverses it."""

    model, template_name = CollectiveEntry, "villages/entry_detail.html"

    def rows(self) -> QuerySet[CollectiveEntry]:
        found = CollectiveEntry.objects.visible_to(self.user).for_table()
        return found.select_related("resolution", "reverses", "reversed_by")

    def get_title(self) -> str:
        return self.object.title

    def parents(self) -> list[Crumb]:
        return entry_crumbs()

    def facts(self) -> list[Fact]:
        entry: CollectiveEntry = self.object
        return [
            (_("Village"), linked(entry.village)),
            (_("Date"), show.show_day(entry.date)),
            (_("Direction"), entry.get_direction_display()),
            (_("Class"), entry.category_label),
            (_("Amount (yuan)"), show.show_money(entry.signed)),
            (_("Resolution"), linked(entry.resolution)),
            (_("Recorded by"), entry.recorded_by),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reversal = getattr(self.object, "reversed_by", None)
        open_to_reversal = not (self.object.reverses_id or reversal or self.object.source_type)
        scope = access.scope_of(self.user, "villages.reverse_collective_entry")
        return super().get_context_data(
            reversal=reversal,
            may_reverse=open_to_reversal and scope.covers(self.object.village_id),
            **kwargs,
        )


class RecordEntry(FormPage):
    """Record one income or spending."""

    once = True
    permission, form_class = "villages.record_collective_entry", EntryForm
    title, success_message = _("Record income or spending"), _("The entry is recorded: %(object)s.")
    submit_label = _("Record")

    def parents(self) -> list[Crumb]:
        return entry_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"village": self.request.GET.get("village"), "date": clock.today()}

    def save(self, form: EntryForm) -> CollectiveEntry:
        data = dict(form.cleaned_data)
        direction, category = data.pop("category").split(":")
        village, resolution = data.pop("village"), data.pop("resolution")
        return services.record_collective_entry(
            actor=self.user,
            village_code=village.pk,
            direction=direction,
            category=category,
            resolution_id=resolution.pk if resolution else None,
            **data,
        )


class ReverseEntry(MovePage):
    """Take an entry back by an opposite one."""

    model, permission, form_class = CollectiveEntry, "villages.reverse_collective_entry", ReasonForm
    title, submit_label, danger = _("Take the entry back"), _("Take back"), True
    success_message = _("The entry is taken back: %(object)s.")

    def parents(self) -> list[Crumb]:
        return entry_crumbs()

    def consequence(self) -> str:
        values = {"amount": show.show_money(-self.object.amount), "day": show.show_day(clock.today())}
        return _("Adds an entry of %(amount)s yuan dated %(day)s. The entry itself stays.") % values

    def save(self, form: ReasonForm) -> CollectiveEntry:
        reason = form.cleaned_data["reason"]
        return services.reverse_collective_entry(actor=self.user, entry_id=self.object.pk, reason=reason)


class ResolutionList(ListPage):
    """Resolutions of the villages, latest first."""

    model, table_class, filterset_class = VillageResolution, ResolutionTable, ResolutionFilter
    primary = Action(_("Record a resolution"), "villages:resolution_record", "villages.record_resolution")
    empty_text = _("No resolution fits. Widen the filter or record one.")


class ResolutionDetail(DetailPage):
    """One resolution with its steps and the spending under it."""

    model, template_name = VillageResolution, "villages/resolution_detail.html"

    def parents(self) -> list[Crumb]:
        return [(_("Village resolutions"), reverse("villages:resolution_list"))]

    def facts(self) -> list[Fact]:
        row: VillageResolution = self.object
        steps = ("proposed_on", "discussed_on", "deliberated_on", "decided_on", "published_on", "result_published_on")
        return [
            (_("Village"), linked(row.village)),
            (_("Amount that may be spent (yuan)"), show.show_money(row.amount)),
            (_("Spent (yuan)"), show.show_money(row.spent)),
            *((row._meta.get_field(name).verbose_name, show.show_day(getattr(row, name))) for name in steps),
            (_("Votes in favour of those present"), f"{row.votes_for} / {row.attended}"),
            (_("Text of the decision"), row.text),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope = access.scope_of(self.user, "villages.publish_resolution_result")
        spending = CollectiveEntry.objects.visible_to(self.user).filter(resolution=self.object).for_table()
        return super().get_context_data(
            may_publish=not self.object.result_published_on and scope.covers(self.object.village_id),
            spending=spending,
            **kwargs,
        )


class RecordResolution(FormPage):
    """Record a decision of the villagers."""

    once = True
    permission, form_class = "villages.record_resolution", ResolutionForm
    title, success_message = _("Record a resolution"), _("The resolution is recorded: %(object)s.")
    submit_label = _("Record")

    def parents(self) -> list[Crumb]:
        return [(_("Village resolutions"), reverse("villages:resolution_list"))]

    def get_initial(self) -> dict[str, Any]:
        return {"village": self.request.GET.get("village")}

    def save(self, form: ResolutionForm) -> VillageResolution:
        data = dict(form.cleaned_data)
        return services.record_resolution(actor=self.user, village_code=data.pop("village").pk, **data)


class PublishResult(MovePage):
    """Record when the result was published."""

    model, permission, form_class = VillageResolution, "villages.publish_resolution_result", PublishForm
    title, submit_label = _("Record the publication of the result"), _("Record")
    success_message = _("The publication is recorded: %(object)s.")

    def parents(self) -> list[Crumb]:
        return village_crumbs(self.object.village)

    def save(self, form: PublishForm) -> VillageResolution:
        day = form.cleaned_data["published_on"]
        return services.publish_resolution_result(actor=self.user, resolution_id=self.object.pk, published_on=day)
