"""Record pages of scores, their templates, and leads of the negative list: all of them are only looked at."""

from households.models import Lead, LeadStep, Score, ScoreLine, ScoringItem, ScoringTemplate
from households.sentences import LEAD_STEPS
from yuping.accounts.record_values import by_label
from yuping.accounts.records import to_look_at


def entries_of(item: ScoringItem) -> str:
    """The entries of an item with their points."""
    return "；".join(f"{one['label']} {one['points']}" for one in item.options)


to_look_at(
    ScoringTemplate,
    "name",
    "version",
    "direction",
    "full_points",
    "poor_limit",
    "clear_limit",
    "state",
    "valid_from",
    "valid_to",
)
to_look_at(
    ScoringItem,
    "template",
    "position",
    "look",
    "label",
    "most",
    "scale",
    "source",
    view_permission="households.view_scoringtemplate",
    told={"options": entries_of},
    never_shown=("key",),
    page_of="template",
)
to_look_at(
    Score,
    "household",
    "identification",
    "village",
    "date",
    "total",
    "band",
    "scorer",
    list_filter=("band",),
    # Each names a row that the page of the score shows in words.
    never_shown=("previous", "replaces"),
)
to_look_at(
    ScoreLine,
    "score",
    "item",
    "shown",
    "points",
    "reason",
    # Codes; ``shown`` says them.
    never_shown=("answer", "derived"),
    view_permission="households.view_score",
    page_of="score",
)
to_look_at(
    Lead,
    "person",
    "village",
    "kind",
    "department",
    "found_on",
    "due_on",
    "state",
    list_filter=("kind", "state"),
)
to_look_at(
    LeadStep,
    "lead",
    "village",
    "move",
    "date",
    "finding",
    # The words of a check are for those who read papers, on the lead's page.
    never_shown=("note",),
    view_permission="households.view_lead",
    words={"move": by_label(LEAD_STEPS)},
    page_of="lead",
)
