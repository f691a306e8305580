"""What each kind of life event needs and does: codes of the list of events. Pure."""

# Kinds by which a member leaves, with the kind of decrease each stands for.
LEAVING = {"02": "1", "04": "2", "05": "5", "09": "3", "11": "7", "12": "6"}
NEEDS_MEMBER = frozenset(LEAVING)
MERGER = "06"
MERGES = frozenset({MERGER})
NEW_HEAD = frozenset({"07"})
ENDS_HOUSEHOLD = frozenset({"10"})
