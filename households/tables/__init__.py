"""Tables of the households pages, one file per noun."""

from households.tables.households import HouseholdTable

__all__ = ["HouseholdTable"]
