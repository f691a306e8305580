"""Filter bars of the households pages, one file per noun."""

from households.filters.households import HouseholdFilter

__all__ = ["HouseholdFilter"]
