"""Addresses of the households pages."""

from django.urls import path

from households import case_urls
from households.advice_urls import ADVICE
from households.views import (
    accounts,
    corrections,
    documents,
    doubles,
    drafts,
    exports,
    findings,
    history,
    households,
    identity,
    import_moves,
    imports,
    members,
    pairings,
    papers,
    particulars,
    past,
    profiles,
    quarters,
    registration,
    rules,
    sales,
    support,
    uploads,
    visits,
    whole_file,
    years,
)

app_name = "households"

# The page of one household: its tabs, and what is done there.
ONE = [
    path("<int:pk>/", households.Overview.as_view(), name="household_detail"),
    path("<int:pk>/edit/", particulars.EditHousehold.as_view(), name="household_edit"),
    path("<int:pk>/members/", members.MembersTab.as_view(), name="household_members"),
    path("<int:pk>/members/edit/", members.EditMembers.as_view(), name="members_edit"),
    path("<int:pk>/members/edit/<int:year>/", members.EditMembers.as_view(), name="members_edit_year"),
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
    path("<int:pk>/on/", past.PastTab.as_view(), name="household_past"),
    path("<int:pk>/on/print/", past.PastPrint.as_view(), name="past_print"),
    path("<int:pk>/print/", whole_file.WholeFilePrint.as_view(), name="file_print"),
    path("<int:pk>/print/form/", papers.RegistrationFormPrint.as_view(), name="form_print"),
    path("<int:pk>/print/income/", papers.IncomeSheetPrint.as_view(), name="income_print"),
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
    path("drafts/", drafts.DraftList.as_view(), name="draft_list"),
    path("drafts/<int:pk>/discard/", drafts.DiscardDraft.as_view(), name="draft_discard"),
    path("documents/<int:pk>/", documents.DownloadDocument.as_view(), name="document_download"),
    path("documents/<int:pk>/withdraw/", documents.WithdrawDocument.as_view(), name="document_withdraw"),
    path("findings/", findings.FindingList.as_view(), name="finding_list"),
    path("findings/own/", findings.OwnFindings.as_view(), name="finding_own"),
    path("findings/check/", findings.CheckFiles.as_view(), name="findings_check"),
    path("findings/rules/", rules.RuleList.as_view(), name="rule_list"),
    path("findings/<int:pk>/exempt/", findings.ExemptFinding.as_view(), name="finding_exempt"),
    path("findings/<int:pk>/accept/", findings.AcceptFile.as_view(), name="finding_accept"),
    path("reveal/<str:kind>/<int:pk>/", particulars.Reveal.as_view(), name="reveal"),
    *ONE,
]

# Files that look alike, and the identity of who is paid.
urlpatterns += [
    path("doubles/", doubles.DoubleList.as_view(), name="double_list"),
    path("doubles/search/", doubles.SearchDoubles.as_view(), name="double_search"),
    path("doubles/<int:pk>/", doubles.DoubleDetail.as_view(), name="double_detail"),
    path("doubles/<int:pk>/clear/", doubles.ClearDouble.as_view(), name="double_clear"),
    path("doubles/<int:pk>/reopen/", doubles.ReopenDouble.as_view(), name="double_reopen"),
    path("doubles/<int:pk>/defer/", doubles.DeferDouble.as_view(), name="double_defer"),
    path("doubles/<int:pk>/merge/", doubles.MergeDouble.as_view(), name="double_merge"),
    path("doubles/<int:pk>/confirm/", doubles.ConfirmMerger.as_view(), name="double_confirm"),
    path("doubles/<int:pk>/refuse/", doubles.RefuseMerger.as_view(), name="double_refuse"),
    path("identities/", identity.IdentityList.as_view(), name="identity_list"),
    path("identities/<int:pk>/", identity.IdentityDetail.as_view(), name="identity_detail"),
    path("identities/<int:pk>/confirm/", identity.ConfirmIdentity.as_view(), name="identity_confirm"),
    path("identities/<int:pk>/refuse/", identity.RefuseIdentity.as_view(), name="identity_refuse"),
    path("persons/<int:pk>/identity/", identity.ProposeIdentity.as_view(), name="identity_propose"),
]

# The work with households: lists, forms and moves by noun, then the same from a household's page.
urlpatterns += [
    path("visits/", visits.VisitList.as_view(), name="visit_list"),
    path("visits/due/", visits.VisitDue.as_view(), name="visit_due"),
    path("visits/record/", visits.ChooseForVisit.as_view(), name="visit_choose"),
    path("visits/<int:pk>/", visits.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/close/", visits.CloseProblem.as_view(), name="visit_close"),
    path("measures/", support.MeasureList.as_view(), name="measure_list"),
    path("measures/record/", support.ChooseForMeasure.as_view(), name="measure_choose"),
    path("measures/record/many/", support.RecordMeasureForMany.as_view(), name="measure_record_many"),
    path("measures/<int:pk>/", corrections.MeasureDetail.as_view(), name="measure_detail"),
    path("measures/<int:pk>/sign/", corrections.SignMeasure.as_view(), name="measure_sign"),
    path("measures/<int:pk>/correct/", corrections.CorrectMeasure.as_view(), name="measure_correct"),
    path("measures/<int:pk>/withdraw/", corrections.WithdrawMeasure.as_view(), name="measure_withdraw"),
    path("visits/<int:pk>/correct/", corrections.CorrectVisit.as_view(), name="visit_correct"),
    path("visits/<int:pk>/withdraw/", corrections.WithdrawVisit.as_view(), name="visit_withdraw"),
    path("sales/", sales.SaleList.as_view(), name="sale_list"),
    path("sales/record/", sales.ChooseForSale.as_view(), name="sale_choose"),
    path("sales/<int:pk>/", sales.SaleDetail.as_view(), name="sale_detail"),
    path("sales/<int:pk>/correct/", sales.CorrectSale.as_view(), name="sale_correct"),
    path("sales/<int:pk>/withdraw/", sales.WithdrawSale.as_view(), name="sale_withdraw"),
    path("quarters/", quarters.QuarterList.as_view(), name="quarter_list"),
    path("quarters/villages/", quarters.VillageQuarters.as_view(), name="quarter_villages"),
    path(
        "quarters/villages/<str:code>/<int:year>/<int:quarter>/",
        quarters.EnterVillageQuarter.as_view(),
        name="quarter_enter",
    ),
    path("quarters/<int:pk>/correct/", quarters.CorrectQuarter.as_view(), name="quarter_correct"),
    path("trainings/", support.TrainingList.as_view(), name="training_list"),
    path("trainings/record/", support.ChooseForTraining.as_view(), name="training_choose"),
    path("relocations/", support.RelocationList.as_view(), name="relocation_list"),
    path("relocations/record/", support.ChooseForRelocation.as_view(), name="relocation_choose"),
    path("pairings/", pairings.PairingList.as_view(), name="pairing_list"),
    path("pairings/record/", pairings.ChooseForPairing.as_view(), name="pairing_choose"),
    path("pairings/record/many/", pairings.PairCadreWithMany.as_view(), name="pairing_record_many"),
    path("pairings/accept/", pairings.AcceptPairings.as_view(), name="pairing_accept_many"),
    path("pairings/<int:pk>/accept/", pairings.AcceptPairing.as_view(), name="pairing_accept"),
    path("<int:pk>/visits/", visits.HouseholdVisits.as_view(), name="household_visits"),
    path("<int:pk>/visits/record/", visits.RecordVisit.as_view(), name="visit_record"),
    path("<int:pk>/sales/", sales.HouseholdSales.as_view(), name="household_sales"),
    path("<int:pk>/sales/record/", sales.RecordSale.as_view(), name="sale_record"),
    path("<int:pk>/support/", support.HouseholdSupport.as_view(), name="household_support"),
    path("<int:pk>/measures/record/", support.RecordMeasure.as_view(), name="measure_record"),
    path("<int:pk>/quarters/record/", quarters.RecordQuarter.as_view(), name="quarter_record"),
    path("<int:pk>/trainings/record/", support.RecordTraining.as_view(), name="training_record"),
    path("<int:pk>/relocations/record/", support.RecordRelocation.as_view(), name="relocation_record"),
    path("<int:pk>/pairings/", pairings.HouseholdPairings.as_view(), name="household_pairings"),
    path("<int:pk>/pairings/record/", pairings.PairCadre.as_view(), name="pairing_record"),
]

# Identification, adjustments, events, status.
urlpatterns += case_urls.urlpatterns
# Scores and the negative list.
urlpatterns += ADVICE

# Workbooks in and out.
urlpatterns += [
    path("roster/", exports.ExportRoster.as_view(), name="roster_export"),
    path("imports/", imports.ImportList.as_view(), name="import_list"),
    path("imports/upload/", uploads.UploadWorkbook.as_view(), name="import_upload"),
    path("imports/form/", uploads.DownloadForm.as_view(), name="import_form"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/again/", uploads.ReadAgain.as_view(), name="import_again"),
    path("imports/<int:pk>/marked/", imports.MarkedWorkbook.as_view(), name="import_marked"),
    path("imports/<int:pk>/confirm/", import_moves.ConfirmImport.as_view(), name="import_confirm"),
    path("imports/<int:pk>/discard/", import_moves.DiscardImport.as_view(), name="import_discard"),
    path("imports/<int:pk>/progress/", import_moves.ImportProgressPart.as_view(), name="import_progress"),
    path("imports/<int:pk>/undo/", import_moves.UndoImport.as_view(), name="import_undo"),
    path("imports/profiles/", profiles.ProfileList.as_view(), name="profile_list"),
    path("imports/profiles/new/", profiles.NewProfile.as_view(), name="profile_new"),
    path("imports/profiles/<int:pk>/forget/", profiles.ForgetProfile.as_view(), name="profile_forget"),
]
