"""The tables of moves of payee accounts and leads; identification and adjustments stand in ``procedures``. Pure."""

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
