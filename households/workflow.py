"""The tables of moves of this room: payee accounts and identifications. Pure."""

from yuping.core.workflow import Move, Workflow

PAYEE_ACCOUNT = Workflow.of(
    "proposed",
    Move(
        "confirm",
        frozenset({"proposed"}),
        "verified",
        "households.confirm_payee_account",
        not_done_by=frozenset({"propose"}),
    ),
    Move(
        "refuse",
        frozenset({"proposed"}),
        "refused",
        "households.refuse_payee_account",
        needs_reason=True,
    ),
    Move("close", frozenset({"verified"}), "closed", "households.close_payee_account", needs_reason=True),
)

# Two notices and a comparison of data before the county decides (两公示一比对一公告).
_APPLY = "households.apply_for_identification"
_CONFIRM = "households.confirm_identification"

IDENTIFICATION = Workflow.of(
    "applied",
    Move("review_in_village", frozenset({"applied"}), "village_reviewed", _APPLY),
    Move("publish_first", frozenset({"village_reviewed"}), "first_notice", _APPLY),
    Move("review_in_township", frozenset({"first_notice"}), "township_reviewed", _APPLY),
    Move("publish_second", frozenset({"township_reviewed"}), "second_notice", _APPLY),
    Move("compare", frozenset({"second_notice"}), "compared", _CONFIRM),
    Move("accept", frozenset({"compared"}), "accepted", _CONFIRM),
    Move(
        "refuse",
        frozenset({"applied", "village_reviewed", "first_notice", "township_reviewed", "second_notice", "compared"}),
        "refused",
        _APPLY,
        needs_reason=True,
    ),
)

# What another office's list says of a person is a lead: checked in the field, decided by somebody else. A decision may
# be taken up again when the person objects.
_DECIDE = "households.decide_lead"
_NOT_THE_CHECKER = frozenset({"check"})
_DECIDED = frozenset({"ineligible", "eligible", "other_person"})

LEAD = Workflow.of(
    "open",
    Move("check", frozenset({"open"}), "checked", "households.check_lead", needs_reason=True),
    Move("find_ineligible", frozenset({"checked"}), "ineligible", _DECIDE, _NOT_THE_CHECKER, needs_reason=True),
    Move("find_eligible", frozenset({"checked"}), "eligible", _DECIDE, _NOT_THE_CHECKER, needs_reason=True),
    Move("find_other_person", frozenset({"checked"}), "other_person", _DECIDE, _NOT_THE_CHECKER, needs_reason=True),
    Move("send_back", frozenset({"checked"}), "open", _DECIDE, _NOT_THE_CHECKER, needs_reason=True),
    Move("take_up", _DECIDED, "open", _DECIDE, needs_reason=True),
)
