"""Addresses of the ledger pages."""

from django.urls import path

from yuping.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.JournalList.as_view(), name="journal_list"),
    path("<int:pk>/", views.JournalDetail.as_view(), name="entry_detail"),
    path("accounts/", views.AccountList.as_view(), name="account_list"),
    path("accounts/<int:pk>/", views.AccountDetail.as_view(), name="account_detail"),
]
