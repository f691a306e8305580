"""Forms of the households pages, one file per noun: the shape of what is typed; the services decide on it."""
