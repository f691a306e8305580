"""A score and two leads in each township, one of them checked, and the templates of the county."""

from decimal import Decimal

from django.db import models

from households import services
from households.models import Household, ImportRun, Lead, LeadStep, ScoringTemplate
from households.policy.leads import due_on
from tests.dividends.conftest import PHOTO
from tests.factories import make_user
from yuping.accounts.models import User
from yuping.core import clock

Rows = dict[str, tuple[dict[str, object], dict[str, object]]]


def best_answers(template: ScoringTemplate) -> dict[str, object]:
    """For each item the first entry, or nothing of what is counted."""
    return {
        item.key: item.options[0]["code"] if item.scale == "choice" else Decimal(0) for item in template.items.all()
    }


def rows(pair: tuple[Household, Household], clerks: tuple[User, User]) -> Rows:
    """For each kind of row the address of one of the own and one of the other township."""
    template = ScoringTemplate.objects.get(code="four_looks")
    item = template.items.first()
    draft = ScoringTemplate.objects.get(code="five_looks")
    found: dict[str, list[models.Model]] = {"score": [], "lead": [], "checked_lead": [], "evidence": []}
    for household, clerk, name in zip(pair, clerks, ("本乡", "别乡走访"), strict=True):
        score = services.ScoreRow(
            household_id=household.pk, date=clock.today(), scorer="干部", answers=best_answers(template), note=name
        )
        found["score"].append(services.record_score(actor=clerk, row=score))
        found["lead"].append(_lead(household, "贵D12345"))
        checked = _lead(household, "贵D99999")
        facts = services.CheckFacts(date=clock.today(), finding="true", note=name, evidence=PHOTO)
        services.check_lead(actor=clerk, lead_id=checked.pk, facts=facts)
        found["checked_lead"].append(checked)
        found["evidence"].append(LeadStep.unguarded.get(lead=checked))
    keys: Rows = {kind: tuple({"pk": row.pk} for row in pair_of) for kind, pair_of in found.items()}
    keys["template"] = ({"pk": draft.pk},) * 2
    keys["template_item"] = ({"pk": template.pk, "item": item.pk},) * 2
    return keys


def _lead(household: Household, details: str) -> Lead:
    source, _made = ImportRun.objects.get_or_create(
        kind="leads",
        sha256="1" * 64,
        defaults={
            "actor": make_user(),
            "file_name": "公安.xlsx",
            "size": 1,
            "state": "written",
            "area_code": "520622",
            "imported_on": clock.today(),
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
        data_on=clock.today(),
        id_index=head.id_index,
        details_index=details,
        source=source,
        found_on=clock.today(),
        due_on=due_on(clock.today()),
    )
