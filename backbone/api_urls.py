"""The addresses of backbone support's API, below /api/v1/."""

from django.urls import path

from backbone.api import health, portfolio, public, queue, relations, reports, scorecard, shown

HERE = "initiatives/<slug:slug>/"
REPORT = f"{HERE}reports/<uuid:id>/"

urlpatterns = [
    path("portfolio/", portfolio.Portfolio.as_view()),
    path(f"{HERE}public-page/", public.PublicPage.as_view()),
    path(f"{HERE}public-page/texts/", public.PublicTexts.as_view()),
    path(f"{HERE}public-page/names/", public.PublicNames.as_view()),
    path(f"{HERE}hidden-figures/", public.HiddenFigures.as_view()),
    path(f"{HERE}reports/", reports.InitiativeReports.as_view()),
    path(REPORT, reports.InitiativeReport.as_view()),
    path(f"{REPORT}figures/", reports.FrozenFigures.as_view()),
    path(f"{REPORT}read-again/", reports.ReportAgain.as_view()),
    path(f"{REPORT}publish/", reports.ReportPublish.as_view()),
    path(f"{REPORT}withdraw/", reports.ReportWithdrawal.as_view()),
    path(f"{REPORT}share-links/", reports.ShareLinks.as_view()),
    path(f"{REPORT}share-links/<uuid:link>/", reports.ShareLink.as_view()),
    path(f"{HERE}queue/", queue.BackboneQueue.as_view()),
    path(f"{HERE}queue/done/", queue.QueueDone.as_view()),
    path(f"{HERE}queue/put-off/", queue.QueuePutOff.as_view()),
    path(f"{HERE}queue/take-up/", queue.QueueTakeUp.as_view()),
    path(f"{HERE}queue/give/", queue.QueueGive.as_view()),
    path(f"{HERE}partners/<str:code>/relation/", relations.PartnerRelation.as_view()),
    path(f"{HERE}partners/<str:code>/contact-log/", relations.PartnerContacts.as_view()),
    path(f"{HERE}contact-log/", relations.ContactLog.as_view()),
    path(f"{HERE}contact-log/<uuid:id>/", relations.Contact.as_view()),
    path(f"{HERE}contact-log/<uuid:id>/done/", relations.ContactDone.as_view()),
    path(f"{HERE}contact-log/<uuid:id>/remove/", relations.ContactRemoval.as_view()),
    path(f"{HERE}scorecard/", scorecard.Scorecard.as_view()),
    path(f"{HERE}dashboard/", shown.OwnDashboard.as_view()),
    path(f"{HERE}dashboards/<str:audience>/", shown.AudienceDashboard.as_view()),
    path(f"{HERE}condition-health/", health.ConditionHealth.as_view()),
    path(f"{HERE}condition-health/quarters/", health.HealthQuarters.as_view()),
    path(f"{HERE}condition-health/quarters/<str:quarter>/", health.HealthQuarter.as_view()),
    path(f"{HERE}condition-health/quarters/<str:quarter>/release/", health.HealthRelease.as_view()),
    path(f"{HERE}principles/", health.PrinciplesOfPractice.as_view()),
    path(f"{HERE}risks/", health.CollaborationRisks.as_view()),
    path(f"{HERE}passages/", shown.Passages.as_view()),
    path(f"{HERE}passages/<uuid:id>/", shown.Passage.as_view()),
]
