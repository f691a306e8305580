"""Addresses of the leadership's pages."""

from django.urls import path

from yuping.dashboard.views import figure, findings, overview, report

app_name = "dashboard"

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("all/", overview.AllFigures.as_view(), name="all_figures"),
    path("report/", report.Comparison.as_view(), name="report"),
    path("problems/", findings.Findings.as_view(), name="findings"),
    path("<slug:key>/", figure.OneFigure.as_view(), name="figure"),
]
