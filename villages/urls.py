"""Addresses of the villages pages."""

from django.urls import path

from villages.views import accounts, areas, collective, holidays, indicators, people, phones

app_name = "villages"

urlpatterns = [
    path("", areas.VillageList.as_view(), name="village_list"),
    path("entries/", collective.EntryList.as_view(), name="entry_list"),
    path("entries/record/", collective.RecordEntry.as_view(), name="entry_record"),
    path("entries/<int:pk>/", collective.EntryDetail.as_view(), name="entry_detail"),
    path("entries/<int:pk>/reverse/", collective.ReverseEntry.as_view(), name="entry_reverse"),
    path("resolutions/", collective.ResolutionList.as_view(), name="resolution_list"),
    path("resolutions/record/", collective.RecordResolution.as_view(), name="resolution_record"),
    path("resolutions/<int:pk>/", collective.ResolutionDetail.as_view(), name="resolution_detail"),
    path("resolutions/<int:pk>/publish/", collective.PublishResult.as_view(), name="resolution_publish"),
    path("accounts/", accounts.AccountList.as_view(), name="account_list"),
    path("accounts/propose/", accounts.ProposeAccount.as_view(), name="account_propose"),
    path("accounts/<int:pk>/", accounts.AccountDetail.as_view(), name="account_detail"),
    path("accounts/<int:pk>/confirm/", accounts.ConfirmAccount.as_view(), name="account_confirm"),
    path("accounts/<int:pk>/reject/", accounts.RejectAccount.as_view(), name="account_reject"),
    path("accounts/<int:pk>/close/", accounts.CloseAccount.as_view(), name="account_close"),
    path("indicators/", indicators.IndicatorGrid.as_view(), name="indicator_grid"),
    path("indicators/print/", indicators.PrintIndicators.as_view(), name="indicator_print"),
    path("indicators/recompute/", indicators.RecomputeIndicators.as_view(), name="indicator_recompute"),
    path("indicators/values/", indicators.ValueList.as_view(), name="value_list"),
    path("indicators/values/review/", indicators.ReviewValues.as_view(), name="value_review"),
    path("task-forces/", people.TaskForceList.as_view(), name="taskforce_list"),
    path("task-forces/register/", people.RegisterTaskForce.as_view(), name="taskforce_register"),
    path("task-forces/<int:pk>/", people.TaskForceDetail.as_view(), name="taskforce_detail"),
    path("task-forces/<int:pk>/members/", people.ChangeTaskForce.as_view(), name="taskforce_change"),
    path("cadres/", people.CadreList.as_view(), name="cadre_list"),
    path("cadres/register/", people.RegisterCadre.as_view(), name="cadre_register"),
    path("cadres/<int:pk>/", people.CadreDetail.as_view(), name="cadre_detail"),
    path("cadres/<int:pk>/edit/", people.EditCadre.as_view(), name="cadre_edit"),
    path("responsibilities/", people.ResponsibilityList.as_view(), name="responsibility_list"),
    path("responsibilities/assign/", people.AssignResponsibility.as_view(), name="responsibility_assign"),
    path("responsibilities/<int:pk>/end/", people.EndResponsibility.as_view(), name="responsibility_end"),
    path("holidays/", holidays.HolidayList.as_view(), name="holiday_list"),
    path("holidays/change/", holidays.ChangeHoliday.as_view(), name="holiday_change"),
    path("phones/", phones.ComplaintPhoneList.as_view(), name="complaint_phone_list"),
    path("phones/set/", phones.SetComplaintPhone.as_view(), name="complaint_phone_set"),
    path("<str:code>/", areas.VillageDetail.as_view(), name="village_detail"),
    path("<str:code>/indicators/<int:year>/", indicators.EnterIndicators.as_view(), name="indicator_enter"),
]
