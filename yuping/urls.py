"""Addresses: one prefix for each room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("yuping.accounts.urls")),
    path("villages/", include("villages.urls")),
    path("households/", include("households.urls")),
    path("loans/", include("loans.urls")),
    path("dividends/", include("dividends.urls")),
    path("ledger/", include("yuping.ledger.urls")),
    path("audit/", include("yuping.accounts.audit_urls")),
    path("figures/", include("yuping.dashboard.urls")),
    path("admin/", admin.site.urls),
]
