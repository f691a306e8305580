"""Forms of the households pages, one file per noun: the shape of what is typed. The services decide whether it holds."""
