"""Who opens which page: figures. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
"""
