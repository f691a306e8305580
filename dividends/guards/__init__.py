"""Triggers of the dividends room: what no code, import or hand-typed statement may do."""

from dividends.guards import agreements, batches, lines, papers, receipts

__all__ = ["agreements", "batches", "lines", "papers", "receipts"]
