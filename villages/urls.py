"""Addresses of the villages pages."""

from django.urls import URLPattern

app_name = "villages"

urlpatterns: list[URLPattern] = []
