"""The pages of backbone support and those that gather from all apps; below /i/<slug>/."""

from django.urls import path

from backbone.views import dashboard, health, homes, passages, publishing, reports, scorecard

app_name = "backbone"

urlpatterns = [
    path("", homes.Home.as_view(), name="home"),
    path("scorecard/", scorecard.ScorecardPage.as_view(), name="scorecard"),
    path("dashboard/", dashboard.DashboardPage.as_view(), name="dashboard"),
    path("dashboards/<str:audience>/", dashboard.DashboardOf.as_view(), name="dashboard_of"),
    path("dashboards/<str:audience>/choose/", dashboard.ChooseShown.as_view(), name="choose_shown"),
    path("passages/", passages.Passages.as_view(), name="passages"),
    path("passages/new/<str:kind>/", passages.WritePassage.as_view(), name="write_passage"),
    path("passages/<uuid:public_id>/", passages.ChangePassage.as_view(), name="change_passage"),
    path("passages/<uuid:public_id>/remove/", passages.RemovePassage.as_view(), name="remove_passage"),
    path("public/", publishing.PublicSettings.as_view(), name="public"),
    path("public/preview/", publishing.PreviewPublic.as_view(), name="preview_public"),
    path("public/names/", publishing.PublicNames.as_view(), name="public_names"),
    path("public/names/<str:code>/", publishing.NamePartner.as_view(), name="name_partner"),
    path("public/sheet/", publishing.TranslationSheet.as_view(), name="public_sheet"),
    path("public/texts/<str:language>/", publishing.PublicTexts.as_view(), name="public_texts"),
    path(
        "public/texts/<str:language>/<str:key>/confirm/",
        publishing.ConfirmText.as_view(),
        name="confirm_text",
    ),
    path("health/", health.Health.as_view(), name="health"),
    path("health/keep/", health.KeepHealth.as_view(), name="keep_health"),
    path("health/principles/", health.Principles.as_view(), name="principles"),
    path("health/risks/", health.Risks.as_view(), name="risks"),
    path("health/risks/<str:risk>/", health.RateRisk.as_view(), name="rate_risk"),
    path("health/quarters/<str:quarter>/release/", health.ReleaseHealth.as_view(), name="release_health"),
    path("health/<str:condition>/", health.ConditionPage.as_view(), name="condition_health"),
    path("hidden/", publishing.Hidden.as_view(), name="hidden"),
    path("preview/", publishing.Preview.as_view(), name="preview"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("reports/<uuid:public_id>/", reports.ReportPage.as_view(), name="report"),
    path("reports/<uuid:public_id>/slides/", reports.ReportSlides.as_view(), name="report_slides"),
    path("reports/<uuid:public_id>/pdf/", reports.ReportPdf.as_view(), name="report_pdf"),
    path("reports/<uuid:public_id>/words/", reports.WriteReport.as_view(), name="write_report"),
    path("reports/<uuid:public_id>/again/", reports.ReadAgain.as_view(), name="read_again"),
    path("reports/<uuid:public_id>/publish/", reports.PublishReport.as_view(), name="publish_report"),
    path("reports/<uuid:public_id>/withdraw/", reports.WithdrawReport.as_view(), name="withdraw_report"),
    path("reports/<uuid:public_id>/share/", reports.ShareReport.as_view(), name="share_report"),
    path(
        "reports/<uuid:public_id>/links/<uuid:link_id>/revoke/",
        reports.RevokeShare.as_view(),
        name="revoke_share",
    ),
]
