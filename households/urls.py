"""Addresses of the households pages."""

from django.urls import path

from households.views import findings, households

app_name = "households"

urlpatterns = [
    path("", households.HouseholdList.as_view(), name="household_list"),
    path("find/", households.FindPerson.as_view(), name="person_find"),
    path("<int:pk>/", households.Overview.as_view(), name="household_detail"),
    path("<int:pk>/findings/", findings.FindingsTab.as_view(), name="household_findings"),
]
