"""Addresses of scores and their templates, and of the leads of the negative list."""

from django.urls import path

from households.views import leads, score_forms, scoring, scoring_templates

ADVICE = [
    path("scores/", scoring.ScoreList.as_view(), name="score_list"),
    path("scores/record/", scoring.ChooseForScore.as_view(), name="score_choose"),
    path("scores/<int:pk>/", scoring.ScoreDetail.as_view(), name="score_detail"),
    path("scores/<int:pk>/correct/", score_forms.CorrectScore.as_view(), name="score_correct"),
    path("<int:pk>/scores/", scoring.ScoresTab.as_view(), name="household_scores"),
    path("<int:pk>/scores/record/", score_forms.RecordScore.as_view(), name="score_record"),
    path("<int:pk>/scores/sheet/", scoring.ScoreSheetPrint.as_view(), name="score_sheet"),
    path("identifications/<int:pk>/score/", score_forms.RecordApplicantScore.as_view(), name="applicant_score"),
    path("scores/templates/", scoring_templates.TemplateList.as_view(), name="template_list"),
    path("scores/templates/<int:pk>/", scoring_templates.TemplateDetail.as_view(), name="template_detail"),
    path("scores/templates/<int:pk>/draft/", scoring_templates.DraftTemplate.as_view(), name="template_draft"),
    path("scores/templates/<int:pk>/edit/", scoring_templates.EditTemplate.as_view(), name="template_edit"),
    path("scores/templates/<int:pk>/publish/", scoring_templates.PublishTemplate.as_view(), name="template_publish"),
    path("scores/templates/<int:pk>/items/add/", scoring_templates.AddItem.as_view(), name="template_item_add"),
    path(
        "scores/templates/<int:pk>/items/<int:item>/",
        scoring_templates.EditItem.as_view(),
        name="template_item_edit",
    ),
    path(
        "scores/templates/<int:pk>/items/<int:item>/remove/",
        scoring_templates.RemoveItem.as_view(),
        name="template_item_remove",
    ),
    path("leads/", leads.LeadList.as_view(), name="lead_list"),
    path("leads/<int:pk>/", leads.LeadPage.as_view(), name="lead_detail"),
    path("leads/<int:pk>/check/", leads.CheckLead.as_view(), name="lead_check"),
    path("leads/<int:pk>/decide/", leads.DecideLead.as_view(), name="lead_decide"),
    path("leads/<int:pk>/take-up/", leads.TakeUpLead.as_view(), name="lead_take_up"),
    path("leads/<int:pk>/reveal/", leads.RevealLead.as_view(), name="lead_reveal"),
    path("leads/evidence/<int:pk>/", leads.DownloadEvidence.as_view(), name="lead_evidence"),
]
