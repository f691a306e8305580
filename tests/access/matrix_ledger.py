"""Who opens which page: journal. How to read the table stands in ``tests.access.matrix``."""

TABLE = """
journal_list                     -                AKD           200
entry_detail                     journal_entry    AKD           200
account_list                     -                AKD           200
account_detail                   journal_account  AKD           200
"""
