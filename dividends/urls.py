"""Addresses of the dividends pages."""

from django.urls import path

from dividends.views import batches, jobs, moves, papers

app_name = "dividends"

urlpatterns = [
    path("enterprises/", papers.EnterpriseList.as_view(), name="enterprise_list"),
    path("enterprises/add/", papers.EnterpriseAdd.as_view(), name="enterprise_add"),
    path("enterprises/<int:pk>/", papers.EnterpriseDetail.as_view(), name="enterprise_detail"),
    path("enterprises/<int:pk>/review/", papers.EnterpriseReviewAdd.as_view(), name="enterprise_review"),
    path("agreements/", papers.AgreementList.as_view(), name="agreement_list"),
    path("agreements/add/", papers.AgreementAdd.as_view(), name="agreement_add"),
    path("agreements/<int:pk>/", papers.AgreementDetail.as_view(), name="agreement_detail"),
    path("agreements/<int:pk>/activate/", papers.AgreementActivate.as_view(), name="agreement_activate"),
    path("participations/", papers.ParticipationList.as_view(), name="participation_list"),
    path("instalments/", papers.InstalmentList.as_view(), name="instalment_list"),
    path("jobs/", jobs.JobList.as_view(), name="job_list"),
    path("receipts/", papers.ReceiptList.as_view(), name="receipt_list"),
    path("receipts/add/", papers.ReceiptAdd.as_view(), name="receipt_add"),
    path("receipts/<int:pk>/", papers.ReceiptDetail.as_view(), name="receipt_detail"),
    path("batches/", batches.BatchList.as_view(), name="batch_list"),
    path("batches/add/", batches.BatchAdd.as_view(), name="batch_add"),
    path("batches/<int:pk>/", batches.BatchDetail.as_view(), name="batch_detail"),
    path("batches/<int:pk>/bank-file/", batches.BankFileDownload.as_view(), name="bank_file"),
    path("batches/<int:pk>/sheet/", batches.SheetPrint.as_view(), name="sheet_print"),
    path("batches/<int:pk>/notice-list/", batches.NoticePrint.as_view(), name="notice_print"),
    path("batches/<int:pk>/lock/", moves.Lock.as_view(), name="batch_lock"),
    path("batches/<int:pk>/publish/", moves.Publish.as_view(), name="batch_publish"),
    path("batches/<int:pk>/confirm/", moves.Confirm.as_view(), name="batch_confirm"),
    path("batches/<int:pk>/approve/", moves.Approve.as_view(), name="batch_approve"),
    path("batches/<int:pk>/return/", moves.Return.as_view(), name="batch_return"),
    path("batches/<int:pk>/cancel/", moves.Cancel.as_view(), name="batch_cancel"),
    path("batches/<int:pk>/issue/", moves.Issue.as_view(), name="batch_issue"),
    path("batches/<int:pk>/load/", moves.LoadResults.as_view(), name="batch_load"),
    path("batches/<int:pk>/discard/", moves.DiscardResults.as_view(), name="batch_discard"),
    path("batches/<int:pk>/settle/", moves.Settle.as_view(), name="batch_settle"),
    path("batches/<int:pk>/close/", moves.Close.as_view(), name="batch_close"),
    path("batches/<int:pk>/hand-in/", moves.HandIn.as_view(), name="batch_hand_in"),
    path("payouts/", batches.PayoutList.as_view(), name="payout_list"),
    path("payouts/<int:pk>/", batches.PayoutDetail.as_view(), name="payout_detail"),
    path("payouts/<int:pk>/remove/", moves.RemoveLine.as_view(), name="payout_remove"),
    path("payouts/<int:pk>/hold/", moves.HoldLine.as_view(), name="payout_hold"),
    path("holds/<int:pk>/confirm/", moves.ConfirmHold.as_view(), name="hold_confirm"),
    path("notices/<int:pk>/objection/", moves.ObjectionAdd.as_view(), name="objection_add"),
    path("objections/<int:pk>/answer/", moves.ObjectionAnswer.as_view(), name="objection_answer"),
    path("village-shares/", batches.VillageShareList.as_view(), name="villageshare_list"),
]
