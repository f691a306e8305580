"""The forms of the households pages, one file per noun."""
