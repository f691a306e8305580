"""Addresses of the loans pages."""

from django.urls import URLPattern

app_name = "loans"

urlpatterns: list[URLPattern] = []
