"""Pages of the dividends room, one file per noun."""
