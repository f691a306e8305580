"""Addresses of the dividends pages."""

from django.urls import URLPattern

app_name = "dividends"

urlpatterns: list[URLPattern] = []
