"""``make bench``: how fast the county's work goes, against the least that database or parser needs."""
