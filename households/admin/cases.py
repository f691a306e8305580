"""Record pages of cases, to look at: identifications and adjustments with their steps, objections to notices."""

from households.models import (
    Adjustment,
    AdjustmentStep,
    CaseRule,
    Identification,
    IdentificationStep,
    NoticeObjection,
    WatchRisk,
)
from households.sentences import STEPS
from yuping.accounts.record_values import by_label
from yuping.accounts.records import to_look_at

OF_HOUSEHOLD = {"page_of": "household"}

to_look_at(
    Identification, "applicant", "village", "persons", "applied_on", "state", list_filter=("state",), **OF_HOUSEHOLD
)
to_look_at(
    IdentificationStep,
    "identification",
    "village",
    "move",
    "date",
    view_permission="households.view_identification",
    words={"move": by_label(STEPS)},
)
to_look_at(
    Adjustment, "household", "village", "kind", "proposed_on", "state", list_filter=("kind", "state"), **OF_HOUSEHOLD
)
to_look_at(
    AdjustmentStep,
    "adjustment",
    "village",
    "move",
    "date",
    view_permission="households.view_adjustment",
    words={"move": by_label(STEPS)},
)
to_look_at(WatchRisk, "adjustment", "village", "risk", "item", view_permission="households.view_adjustment")
to_look_at(NoticeObjection, "village", "raised_on", "raised_by", "text", "answered_on")
to_look_at(CaseRule, "valid_from", "identification_required", "entry_days", "reason")
