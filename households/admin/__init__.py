"""Record pages of the households room: household, members, yearly records and visits can be entered, by the same
verbs as everywhere; accounts and workflow are to look at. Import and export are the guarded ones of the room's pages.
"""

from households.admin import cases, entered, looked_at

__all__ = ["cases", "entered", "looked_at"]
