"""Addresses of the audit record. Its pages stand here, because the audit room lies below accounts."""

from django.urls import path

from yuping.accounts.views import record

app_name = "audit"

urlpatterns = [
    path("", record.AuditList.as_view(), name="entry_list"),
    path("<int:pk>/", record.AuditDetail.as_view(), name="entry_detail"),
]
