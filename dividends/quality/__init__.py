"""The rules of data quality over agreements and over what was paid."""

from dividends.quality import agreements, payments

__all__ = ["agreements", "payments"]
