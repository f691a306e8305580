"""Plain functions that put scores and leads in place for tests of other rooms."""

import datetime
from decimal import Decimal
from typing import Any

from households.models import Household, ImportRun, Lead, ScoringTemplate
from households.policy.leads import due_on
from households.services import ScoreRow
from tests.factories import make_user
from yuping.core import clock


def score_row(household: Household, *, share: int = 50, **values: Any) -> ScoreRow:
    """A score by the seeded template: of each item about this share of its points."""
    template = ScoringTemplate.objects.get(code="four_looks")
    answers = {item.key: _answer(item.options, item.most * share / 100, item.scale) for item in template.items.all()}
    given = {"date": clock.today(), "scorer": "干部", "answers": answers}
    return ScoreRow(household_id=household.pk, **{**given, **values})


def _answer(options: list[dict[str, Any]], wanted: float, scale: str) -> str | Decimal:
    place = min(range(len(options)), key=lambda one: abs(options[one]["points"] - wanted))
    if scale == "choice":
        return options[place]["code"]
    below = options[place - 1]["up_to"] if place else "0"
    return Decimal(below)


def make_lead(household: Household, details: str, *, found_on: datetime.date | None = None) -> Lead:
    """An open lead about the household's head."""
    found_on = found_on or clock.today()
    source, _made = ImportRun.objects.get_or_create(
        kind="leads",
        sha256="1" * 64,
        defaults={
            "actor": make_user(),
            "file_name": "公安.xlsx",
            "size": 1,
            "state": "written",
            "area_code": "520622",
            "imported_on": found_on,
        },
    )
    head = household.members.get(is_head=True)
    return Lead.unguarded.create(
        household=household,
        member=head,
        village_id=household.village_id,
        person=head.name,
        kind="vehicle",
        details=details,
        department="县公安局",
        data_on=found_on,
        id_index=head.id_index,
        details_index=details,
        source=source,
        found_on=found_on,
        due_on=due_on(found_on),
    )


def found_ineligible(lead: Lead) -> Lead:
    """Checked and decided on the day on which it was found, without the verbs."""
    lead.state, lead.checked_on, lead.checked_by = "checked", lead.found_on, make_user()
    lead.save(update_fields=["state", "checked_on", "checked_by"])
    lead.state, lead.decided_on, lead.decided_by = "ineligible", lead.found_on, make_user()
    lead.save(update_fields=["state", "decided_on", "decided_by"])
    return lead
