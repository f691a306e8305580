"""Pages of the loans room, one file for each group of nouns."""
