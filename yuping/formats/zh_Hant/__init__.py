"""Formats of zh_Hant pages."""
