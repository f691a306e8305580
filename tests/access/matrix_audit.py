"""Who opens which page: audit record. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
entry_list                       -                DR            200
entry_detail                     audit_entry      DR            200
"""
