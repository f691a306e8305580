"""Addresses of the loans pages."""

from django.urls import path

from loans.views import loans, moves, ratings, repayments, riskfund, subsidy

app_name = "loans"

urlpatterns = [
    path("", loans.LoanList.as_view(), name="loan_list"),
    path("<int:pk>/", loans.LoanDetail.as_view(), name="loan_detail"),
    path("<int:pk>/recommend/", moves.Recommend.as_view(), name="loan_recommend"),
    path("<int:pk>/confirm/", moves.Confirm.as_view(), name="loan_confirm"),
    path("<int:pk>/approve/", moves.Approve.as_view(), name="loan_approve"),
    path("<int:pk>/draw/", moves.Draw.as_view(), name="loan_draw"),
    path("<int:pk>/settle/", moves.Settle.as_view(), name="loan_settle"),
    path("<int:pk>/refuse/", moves.Refuse.as_view(), name="loan_refuse"),
    path("<int:pk>/repay/", repayments.RecordRepayment.as_view(), name="loan_repay"),
    path("recommend/", moves.RecommendRows.as_view(), name="recommend_rows"),
    path("confirm/", moves.ConfirmRows.as_view(), name="confirm_rows"),
    path("approve/", moves.ApproveRows.as_view(), name="approve_rows"),
    path("draw/", moves.DrawRows.as_view(), name="draw_rows"),
    path("settle/", moves.SettleRows.as_view(), name="settle_rows"),
    path("repay/", repayments.RepayRows.as_view(), name="repay_rows"),
    path("households/", loans.WithoutLoanList.as_view(), name="without_loan_list"),
    path("households/apply/", loans.ApplyRows.as_view(), name="apply_rows"),
    path("households/rate/", ratings.RateRows.as_view(), name="rate_rows"),
    path("households/<int:pk>/apply/", loans.Apply.as_view(), name="apply"),
    path("households/<int:pk>/rate/", ratings.Rate.as_view(), name="rate"),
    path("ratings/", ratings.RatingList.as_view(), name="rating_list"),
    path("repayments/", repayments.RepaymentList.as_view(), name="repayment_list"),
    path("repayments/<int:pk>/reverse/", repayments.ReverseRepayment.as_view(), name="repayment_reverse"),
    path("subsidies/", subsidy.QuarterList.as_view(), name="quarter_list"),
    path("subsidies/prepare/", subsidy.PrepareQuarter.as_view(), name="quarter_prepare"),
    path("subsidies/lines/", subsidy.LineList.as_view(), name="line_list"),
    path("subsidies/lines/take-out/", subsidy.TakeOutLines.as_view(), name="line_take_out"),
    path("subsidies/<int:pk>/", subsidy.QuarterDetail.as_view(), name="quarter_detail"),
    path("subsidies/<int:pk>/compare/", subsidy.CompareBill.as_view(), name="quarter_compare"),
    path("subsidies/<int:pk>/approve/", subsidy.ApproveQuarter.as_view(), name="quarter_approve"),
    path("subsidies/<int:pk>/pay/", subsidy.PayQuarter.as_view(), name="quarter_pay"),
    path("subsidies/<int:pk>/cancel/", subsidy.CancelQuarter.as_view(), name="quarter_cancel"),
    path("subsidies/<int:pk>/print/", subsidy.QuarterPrint.as_view(), name="quarter_print"),
    path("risk-fund/", riskfund.MovementList.as_view(), name="movement_list"),
    path("risk-fund/record/", riskfund.RecordMovement.as_view(), name="movement_record"),
    path("lenders/", ratings.LenderList.as_view(), name="lender_list"),
    path("lenders/register/", ratings.RegisterLender.as_view(), name="lender_register"),
    path("editions/", ratings.ProductList.as_view(), name="product_list"),
    path("rates/", ratings.RateList.as_view(), name="rate_list"),
]
