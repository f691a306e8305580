"""The pages of the households room, one file per noun."""
