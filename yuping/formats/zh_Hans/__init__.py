"""Formats of zh_Hans pages."""
