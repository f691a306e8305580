"""The rules of data quality of this room that are read by queries over many rows, one module for each subject."""

from households.quality import accounts, casework, leads, measures, people, years

__all__ = ["accounts", "casework", "leads", "measures", "people", "years"]
