"""What each kind of life event needs and does: codes of the list of events. Pure."""

# Kinds by which a member leaves, with the kind of decrease each stands for.
LEAVING = {"02": "1", "04": "2", "05": "5", "09": "3", "11": "7", "12": "6"}
NEEDS_MEMBER = frozenset(LEAVING)
MERGER = "06"
MERGES = frozenset({MERGER})
SPLITS = frozenset({"05"})
NEW_HEAD = frozenset({"07"})
ENDS_HOUSEHOLD = frozenset({"10"})

# What becomes of loan, household's dividend, village's dividend and payee account (domain 4.5), by kind of event.
GONE, CONTINUES = frozenset({"02", "04", "09", "11", "12"}), frozenset({"01", "03", "07", "08"})


def consequence_of(kind: str, *, living: int) -> str:
    """Which row of the table of consequences the event falls under."""
    if kind in ENDS_HOUSEHOLD or (kind in GONE and living == 0):
        return "extinct"
    if kind in SPLITS:
        return "split"
    if kind in MERGES:
        return "merged"
    if kind == "02":
        return "died"
    return "left" if kind in GONE else "stays"
