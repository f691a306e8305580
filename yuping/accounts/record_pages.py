"""Puts our own site in the place of Django's admin."""

from django.contrib.admin import apps


class RecordPagesConfig(apps.AdminConfig):
    """Django's admin behind our own sign-in."""

    default_site = "yuping.accounts.records.RecordSite"
