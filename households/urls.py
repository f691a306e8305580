"""Addresses of the households pages."""

from django.urls import path

from households.views import (
    accounts,
    documents,
    findings,
    history,
    households,
    members,
    particulars,
    registration,
    years,
)

app_name = "households"

# The page of one household: its tabs, and what is done there.
ONE = [
    path("<int:pk>/", households.Overview.as_view(), name="household_detail"),
    path("<int:pk>/edit/", particulars.EditHousehold.as_view(), name="household_edit"),
    path("<int:pk>/members/", members.MembersTab.as_view(), name="household_members"),
    path("<int:pk>/members/edit/", members.EditMembers.as_view(), name="members_edit"),
    path("<int:pk>/members/add/", members.AddMember.as_view(), name="member_add"),
    path("<int:pk>/members/<int:member>/", members.EditMember.as_view(), name="member_edit"),
    path("<int:pk>/years/", years.YearsTab.as_view(), name="household_years"),
    path("<int:pk>/years/current/", years.SaveYear.as_view(), name="year_current"),
    path("<int:pk>/years/<int:year>/", years.SaveYear.as_view(), name="year_edit"),
    path("<int:pk>/accounts/", accounts.AccountsTab.as_view(), name="household_accounts"),
    path("<int:pk>/accounts/propose/", accounts.ProposeAccount.as_view(), name="account_propose"),
    path("<int:pk>/documents/", documents.DocumentsTab.as_view(), name="household_documents"),
    path("<int:pk>/documents/attach/", documents.AttachDocument.as_view(), name="document_attach"),
    path("<int:pk>/findings/", findings.FindingsTab.as_view(), name="household_findings"),
    path("<int:pk>/findings/refresh/", findings.RefreshFindings.as_view(), name="findings_refresh"),
    path("<int:pk>/history/", history.HistoryTab.as_view(), name="household_history"),
]

urlpatterns = [
    path("", households.HouseholdList.as_view(), name="household_list"),
    path("find/", households.FindPerson.as_view(), name="person_find"),
    path("register/", registration.RegisterHousehold.as_view(), name="household_register"),
    path("persons/", members.MemberList.as_view(), name="member_list"),
    path("accounts/", accounts.AccountList.as_view(), name="account_list"),
    path("accounts/confirm/", accounts.ConfirmAccounts.as_view(), name="accounts_confirm"),
    path("accounts/<int:pk>/confirm/", accounts.ConfirmAccount.as_view(), name="account_confirm"),
    path("accounts/<int:pk>/refuse/", accounts.RefuseAccount.as_view(), name="account_refuse"),
    path("accounts/<int:pk>/close/", accounts.CloseAccount.as_view(), name="account_close"),
    path("documents/<int:pk>/", documents.DownloadDocument.as_view(), name="document_download"),
    path("findings/", findings.FindingList.as_view(), name="finding_list"),
    path("findings/<int:pk>/exempt/", findings.ExemptFinding.as_view(), name="finding_exempt"),
    path("reveal/<str:kind>/<int:pk>/", particulars.Reveal.as_view(), name="reveal"),
    *ONE,
]
