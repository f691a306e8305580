"""A score and two leads in each township, one of them checked, and the templates of the county."""

from django.db import models

from households import services
from households.models import Household, LeadStep, ScoringTemplate
from tests.advice import make_lead, score_row
from tests.dividends.conftest import PHOTO
from yuping.accounts.models import User
from yuping.core import clock

Rows = dict[str, tuple[dict[str, object], dict[str, object]]]


def rows(pair: tuple[Household, Household], clerks: tuple[User, User]) -> Rows:
    """For each kind of row the address of one of the own and one of the other township."""
    template = ScoringTemplate.objects.get(code="four_looks")
    draft = ScoringTemplate.objects.get(code="five_looks")
    found: dict[str, list[models.Model]] = {"score": [], "lead": [], "checked_lead": [], "evidence": []}
    for household, clerk, name in zip(pair, clerks, ("本乡", "别乡走访"), strict=True):
        found["score"].append(services.record_score(actor=clerk, row=score_row(household, note=name)))
        found["lead"].append(make_lead(household, "贵D12345"))
        checked = make_lead(household, "贵D99999")
        facts = services.CheckFacts(date=clock.today(), finding="true", note=name, evidence=PHOTO)
        services.check_lead(actor=clerk, lead_id=checked.pk, facts=facts)
        found["checked_lead"].append(checked)
        found["evidence"].append(LeadStep.unguarded.get(lead=checked))
    keys: Rows = {kind: tuple({"pk": row.pk} for row in of_both) for kind, of_both in found.items()}
    keys["template"] = ({"pk": draft.pk},) * 2
    keys["template_item"] = ({"pk": template.pk, "item": template.items.first().pk},) * 2
    return keys
