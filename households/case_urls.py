"""Addresses of the cases: identification, adjustments, their notices and objections, life events, changes of status."""

from django.urls import path

from households.procedures import IDENTIFICATION, MOVES, Kind
from households.views import (
    adjustments,
    adjustments_together,
    case_rules,
    cases,
    event_moves,
    events,
    identification,
    notices,
    objections,
    proposals,
    status,
    yearly,
)

PROPOSALS = {
    Kind.EXIT: proposals.ProposeExit,
    Kind.RETURN: proposals.ProposeReturn,
    Kind.REMOVAL: proposals.ProposeRemoval,
    Kind.WATCH: proposals.ProposeWatch,
    Kind.WATCH_END: proposals.ProposeWatchEnd,
}

urlpatterns = [
    path("notices/", notices.NoticeList.as_view(), name="notice_list"),
    path("objections/", objections.ObjectionList.as_view(), name="objection_list"),
    path("objections/<int:pk>/answer/", objections.AnswerObjection.as_view(), name="objection_answer"),
    path("cases/rules/", case_rules.CaseRuleList.as_view(), name="case_rule_list"),
    path("cases/rules/set/", case_rules.SetCaseRule.as_view(), name="case_rule_set"),
    path("identifications/", identification.IdentificationList.as_view(), name="identification_list"),
    path("identifications/apply/", identification.Apply.as_view(), name="identification_apply"),
    path("identifications/notices/<str:code>/", notices.VillageNotice.as_view(), name="village_notice"),
    path("identifications/<int:pk>/application/", cases.SignedApplication.as_view(), name="identification_application"),
    path("identifications/papers/<int:pk>/", cases.IdentificationPaper.as_view(), name="identification_paper"),
    path("identifications/<int:pk>/", identification.IdentificationDetail.as_view(), name="identification_detail"),
    path("identifications/<int:pk>/object/", objections.ObjectToIdentification.as_view(), name="identification_object"),
    *(
        path(
            f"identifications/<int:pk>/{move.replace('_', '-')}/",
            identification.step_page(move),
            name=f"identification_{move}",
        )
        for move in IDENTIFICATION.workflow.moves
    ),
    path("adjustments/", adjustments.AdjustmentList.as_view(), name="adjustment_list"),
    path("adjustments/year/", yearly.AdjustmentYear.as_view(), name="adjustment_year"),
    path("adjustments/year/print/", yearly.AdjustmentYearPaper.as_view(), name="adjustment_year_print"),
    path("adjustments/propose/", proposals.ChooseForAdjustment.as_view(), name="adjustment_choose"),
    path("adjustments/propose/exits/", proposals.ProposeExits.as_view(), name="exit_propose_many"),
    path("adjustments/step/village/", adjustments_together.InVillage.as_view(), name="adjustments_in_village"),
    path("adjustments/step/township/", adjustments_together.InTownship.as_view(), name="adjustments_in_township"),
    path("adjustments/step/county/", adjustments_together.InCounty.as_view(), name="adjustments_in_county"),
    path("adjustments/papers/<int:pk>/", cases.AdjustmentPaper.as_view(), name="adjustment_paper"),
    path("adjustments/<int:pk>/", adjustments.AdjustmentDetail.as_view(), name="adjustment_detail"),
    path("adjustments/<int:pk>/object/", objections.ObjectToAdjustment.as_view(), name="adjustment_object"),
    *(
        path(f"adjustments/<int:pk>/{move.replace('_', '-')}/", adjustments.step_page(move), name=f"adjustment_{move}")
        for move in MOVES
    ),
    path("status/", status.StatusList.as_view(), name="status_list"),
    path("status/change/", status.ChooseForStatus.as_view(), name="status_choose"),
    path("events/", events.EventList.as_view(), name="event_list"),
    path("events/record/", events.ChooseForEvent.as_view(), name="event_choose"),
    path("events/<int:pk>/", events.EventDetail.as_view(), name="event_detail"),
    path("events/<int:pk>/settle/", event_moves.SettleEvent.as_view(), name="event_settle"),
    path("events/<int:pk>/withdraw/", event_moves.WithdrawEvent.as_view(), name="event_withdraw"),
    path("<int:pk>/changes/", status.HouseholdChanges.as_view(), name="household_changes"),
    path("<int:pk>/status/change/", status.ChangeStatus.as_view(), name="status_change"),
    path("<int:pk>/events/record/", events.RecordEvent.as_view(), name="event_record"),
    path("<int:pk>/adjustments/propose/", proposals.StartAdjustment.as_view(), name="adjustment_start"),
    *(
        path(f"<int:pk>/adjustments/propose/{kind.replace('_', '-')}/", page.as_view(), name=f"propose_{kind.value}")
        for kind, page in PROPOSALS.items()
    ),
]
