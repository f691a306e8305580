"""Record pages of the households room that only show: accounts, papers, workflow, findings, imports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import (
    ColumnProfile,
    Document,
    Draft,
    Finding,
    HouseholdQuarter,
    HouseholdState,
    IdentityChange,
    ImportedRow,
    ImportProgress,
    ImportRun,
    LifeEvent,
    LikelyDouble,
    Likeness,
    Measure,
    Pairing,
    PayeeAccount,
    PovertyLine,
    Relocation,
    RuleFault,
    Sale,
    StatusChange,
    Training,
)
from households.templatetags.households import finding_text, rule_text
from yuping.accounts.record_values import by_label
from yuping.accounts.records import to_look_at

# Where the fixed amounts are from, as the reference data writes it.
LINE_BASIS = {"general knowledge": _("general knowledge"), "published": pgettext_lazy("basis", "published")}
HOUSEHOLD_STATE = by_label(HouseholdState.choices)
OF_HOUSEHOLD = {"page_of": "household"}

to_look_at(
    PayeeAccount,
    "household",
    "village",
    "holder_name",
    "bank_name",
    "last4",
    "state",
    list_filter=("state",),
    **OF_HOUSEHOLD,
)
to_look_at(Pairing, "household", "village", "cadre", "from_on", "to_on", "accepted_on", **OF_HOUSEHOLD)
to_look_at(Measure, "household", "village", "date", "category", "unit", "cost", **OF_HOUSEHOLD)
to_look_at(HouseholdQuarter, "household", "village", "year", "quarter", "wage_income", **OF_HOUSEHOLD)
to_look_at(Sale, "household", "village", "date", "product_name", "channel", "amount", "withdrawn_on", **OF_HOUSEHOLD)
to_look_at(Training, "household", "member", "course", "from_on", "days", **OF_HOUSEHOLD)
to_look_at(Relocation, "household", "village", "year", "placement", "moved_in_on", **OF_HOUSEHOLD)
to_look_at(Document, "household", "village", "kind", "title", "dated_on", "withdrawn_on", **OF_HOUSEHOLD)
to_look_at(
    LifeEvent,
    "household",
    "member",
    "kind",
    "date",
    "state",
    list_filter=("state",),
    never_shown=("other_household",),
    **OF_HOUSEHOLD,
)
to_look_at(
    StatusChange,
    "household",
    "village",
    "kind",
    "year",
    "date",
    words={"state_before": HOUSEHOLD_STATE, "state_after": HOUSEHOLD_STATE},
    **OF_HOUSEHOLD,
)
to_look_at(
    Finding,
    "household",
    "village",
    "rule",
    "level",
    "owner",
    "state",
    "found_on",
    "due_on",
    list_filter=("level", "owner", "state"),
    # The sentence of the rule says them.
    never_shown=("facts",),
    told={"rule": finding_text},
    **OF_HOUSEHOLD,
)
to_look_at(
    RuleFault,
    "rule",
    "error",
    "first_on",
    "last_on",
    "mended_on",
    view_permission="households.view_finding",
    words={"rule": lambda rule: rule_text(rule, {})},
)
to_look_at(
    LikelyDouble,
    "first_household",
    "second_household",
    "state",
    "found_on",
    "decided_by",
    list_filter=("state",),
    never_shown=("matches", "key"),
    words={"kinds": lambda kinds: "、".join(str(Likeness(kind).label) for kind in kinds)},
    search_fields=("first_household__number", "second_household__number"),
)
to_look_at(
    IdentityChange,
    "household",
    "village",
    "old_name",
    "new_name",
    "state",
    "proposed_on",
    list_filter=("state",),
    **OF_HOUSEHOLD,
)
IMPORTS = {"view_permission": "households.view_importrun"}
to_look_at(ColumnProfile, "name", "kind", "owner", "area_code", **IMPORTS)
to_look_at(Draft, "page", "household", "village", "saved_at", view_permission="households.keep_draft")
to_look_at(ImportProgress, "run", "stage", "done", "total", "attempts", **IMPORTS)
to_look_at(ImportedRow, "run", "label", "row_id", "household", "made", **IMPORTS)
to_look_at(ImportRun, "file_name", "actor", "uploaded_at", "state", "households", "members")
to_look_at(
    PovertyLine,
    "year",
    "level",
    "purpose",
    "amount",
    view_permission="core.view_codeitem",
    words={"basis": by_label(LINE_BASIS)},
)
