"""Pages of accounts: one's own, people and postings, the audit record."""

from yuping.accounts.views.own import csrf_failure

__all__ = ["csrf_failure"]
