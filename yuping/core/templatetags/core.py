"""Tags that every template may use without loading: money, dates, masked values, icons."""

from django import template

register = template.Library()
