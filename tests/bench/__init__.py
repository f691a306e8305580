"""``make bench``: how fast the county's work goes, as ratios against the least that the database or the parser needs."""
