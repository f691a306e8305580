"""Filter bars of the households pages, one file per noun."""
