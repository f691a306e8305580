"""Addresses of the loans pages."""

from django.urls import path

from loans.views import loans, riskfund, subsidy

app_name = "loans"

urlpatterns = [
    path("", loans.LoanList.as_view(), name="loan_list"),
    path("<int:pk>/", loans.LoanDetail.as_view(), name="loan_detail"),
    path("without-loan/", loans.WithoutLoanList.as_view(), name="without_loan_list"),
    path("subsidies/lines/", subsidy.LineList.as_view(), name="line_list"),
    path("risk-fund/", riskfund.MovementList.as_view(), name="movement_list"),
]
