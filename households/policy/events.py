"""What each kind of life event needs and does: codes of the list of events. Pure."""

# Kinds by which a member leaves, with the kind of decrease each stands for.
LEAVING = {"02": "1", "04": "2", "05": "5", "09": "3", "11": "7", "12": "6"}
# Kinds by which somebody joins, with the kind of increase each stands for.
JOINING = {"01": "1", "03": "2", "08": "3"}
BIRTH = "1"
NEEDS_MEMBER = frozenset(LEAVING) | frozenset(JOINING)
DEATH, MERGER, MOVED_AWAY = "02", "06", "09"
# What is taken back even after it was settled: an arrival, and by another person a death that was recorded wrongly.
TAKEN_BACK = frozenset(JOINING) | {DEATH}
MERGES = frozenset({MERGER})
SPLITS = frozenset({"05"})
NEW_HEAD = frozenset({"07"})
ENDS_HOUSEHOLD = frozenset({"10"})

# What becomes of loan, household's dividend, village's dividend and payee account (domain 4.5), by kind of event.
GONE, CONTINUES = frozenset({"02", "04", "09", "11", "12"}), frozenset({"01", "03", "07", "08"})
# While one of these is open the household is not paid; where everything continues, nothing waits for it.
HOLDS_PAYMENT = GONE | SPLITS | MERGES | ENDS_HOUSEHOLD


def joining_event(join_kind: str) -> str:
    """The kind of event by which somebody joins like this; empty where the list of events has none."""
    return next((kind for kind, increase in JOINING.items() if increase == join_kind), "")


def consequence_of(kind: str, *, living: int) -> str:
    """Which row of the table of consequences the event falls under."""
    if kind == MOVED_AWAY and living == 0:
        return "moved_out"
    if kind in ENDS_HOUSEHOLD or (kind in GONE and living == 0):
        return "extinct"
    if kind in SPLITS:
        return "split"
    if kind in MERGES:
        return "merged"
    if kind == DEATH:
        return "died"
    return "left" if kind in GONE else "stays"
