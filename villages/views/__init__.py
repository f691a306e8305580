"""Pages of the villages room, one file for each group of nouns."""
