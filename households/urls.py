"""Addresses of the households pages."""

from django.urls import path

from households.views import findings, households, imports

app_name = "households"

urlpatterns = [
    path("", households.HouseholdList.as_view(), name="household_list"),
    path("find/", households.FindPerson.as_view(), name="person_find"),
    path("roster/", imports.ExportRoster.as_view(), name="roster_export"),
    path("imports/", imports.ImportList.as_view(), name="import_list"),
    path("imports/upload/", imports.UploadWorkbook.as_view(), name="import_upload"),
    path("imports/form/", imports.DownloadForm.as_view(), name="import_form"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/marked/", imports.MarkedWorkbook.as_view(), name="import_marked"),
    path("imports/<int:pk>/confirm/", imports.ConfirmImport.as_view(), name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.DiscardImport.as_view(), name="import_discard"),
    path("<int:pk>/", households.Overview.as_view(), name="household_detail"),
    path("<int:pk>/findings/", findings.FindingsTab.as_view(), name="household_findings"),
]
