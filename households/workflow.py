"""The tables of moves of payee accounts, identities, life events, likely doubles and leads. Pure.

Identification and adjustments stand in ``procedures``.
"""

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

IDENTITY_CHANGE = Workflow.of(
    "proposed",
    Move(
        "confirm",
        frozenset({"proposed"}),
        "confirmed",
        "households.confirm_identity_change",
        not_done_by=frozenset({"propose"}),
    ),
    Move("refuse", frozenset({"proposed"}), "refused", "households.refuse_identity_change", needs_reason=True),
)

LIFE_EVENT = Workflow.of(
    "open",
    Move("settle", frozenset({"open"}), "settled", "households.settle_life_event"),
    # Of those that are settled only an arrival, after which nothing was put in order, and a death, by another person.
    Move("withdraw", frozenset({"open", "settled"}), "withdrawn", "households.withdraw_life_event", needs_reason=True),
)

# What people decide about two files that look alike, and what the search does by itself: a pair that is no longer
# alike is gone, one whose key fields changed comes back.
_WAITING = frozenset({"open", "later"})
_SEARCH = "households.search_doubles"
LIKELY_DOUBLE = Workflow.of(
    "open",
    Move("clear", _WAITING, "not_same", "households.clear_double", needs_reason=True),
    Move("defer", _WAITING, "later", "households.defer_double", needs_reason=True),
    Move("propose", _WAITING, "proposed", "households.merge_double", needs_reason=True),
    # Where no money and no account hangs on either, one person is enough.
    Move("merge", _WAITING, "merged", "households.merge_double", needs_reason=True),
    Move("confirm", frozenset({"proposed"}), "merged", "households.confirm_merger", not_done_by=frozenset({"propose"})),
    Move("refuse", frozenset({"proposed"}), "open", "households.refuse_merger", needs_reason=True),
    # What somebody decided too soon, as at the entry of a file.
    Move("reopen", frozenset({"not_same"}), "open", "households.reopen_double", needs_reason=True),
    Move("come_back", frozenset({"not_same", "gone"}), "open", _SEARCH),
    Move("vanish", _WAITING, "gone", _SEARCH),
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
    # With the import of its list, while nobody has looked at it.
    Move("withdraw", frozenset({"open"}), "withdrawn", "households.undo_import", needs_reason=True),
)
