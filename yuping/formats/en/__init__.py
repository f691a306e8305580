"""Formats of en pages."""
