"""The leadership's pages: where the county stands, every figure, one figure, the report beside the rows."""
