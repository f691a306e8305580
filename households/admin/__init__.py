"""The record pages of the households room, by noun; Django finds them here."""

from households.admin import cases, records

__all__ = ["cases", "records"]
