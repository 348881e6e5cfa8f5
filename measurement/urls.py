"""The pages of shared measurement; below /i/<slug>/measurement/."""

from django.urls import path

from measurement.views import checks, cycles, explain, figures, hand_in, imports, indicators, review, starter

app_name = "measurement"

urlpatterns = [
    path("", indicators.Indicators.as_view(), name="home"),
    path("starter/", starter.Starter.as_view(), name="starter"),
    path("new/indicator/", indicators.DefineIndicator.as_view(), name="define"),
    path("new/cycle/", cycles.OpenCycle.as_view(), name="open_cycle"),
    path("indicators/<str:code>/", figures.IndicatorPage.as_view(), name="indicator"),
    path("indicators/<str:code>/csv/", figures.IndicatorCsv.as_view(), name="csv"),
    path("indicators/<str:code>/explain/", explain.Explain.as_view(), name="explain"),
    path("indicators/<str:code>/change/", indicators.ChangeIndicator.as_view(), name="change"),
    path("indicators/<str:code>/partners/", indicators.Assign.as_view(), name="assign"),
    path(
        "indicators/<str:code>/partners/<int:number>/end/",
        indicators.EndAssignment.as_view(),
        name="end_assignment",
    ),
    path("dimensions/", indicators.Dimensions.as_view(), name="dimensions"),
    path("requests/", hand_in.Requests.as_view(), name="requests"),
    path("requests/<uuid:public_id>/", hand_in.RequestPage.as_view(), name="request"),
    path("requests/<uuid:public_id>/check/", hand_in.CheckHandIn.as_view(), name="check"),
    path("requests/<uuid:public_id>/revise/", hand_in.Revise.as_view(), name="revise"),
    path("requests/<uuid:public_id>/extend/", cycles.Extend.as_view(), name="extend"),
    path("review/", review.Review.as_view(), name="review"),
    path("submissions/<uuid:public_id>/", review.SubmissionPage.as_view(), name="submission"),
    path("submissions/<uuid:public_id>/accept/", review.Accept.as_view(), name="accept"),
    path("submissions/<uuid:public_id>/return/", review.Return.as_view(), name="return"),
    path("checks/", checks.Checks.as_view(), name="checks"),
    path("checks/new/", checks.MakeRule.as_view(), name="make_rule"),
    path("checks/<uuid:public_id>/", checks.RulePage.as_view(), name="check_rule"),
    path("checks/<uuid:public_id>/stop/", checks.StopRule.as_view(), name="stop_rule"),
    path("checks/<uuid:public_id>/take-up/", checks.TakeUpRule.as_view(), name="take_up_rule"),
    path("cycles/", cycles.Cycles.as_view(), name="cycles"),
    path("cycles/<uuid:public_id>/", cycles.CyclePage.as_view(), name="cycle"),
    path("cycles/<uuid:public_id>/change/", cycles.ChangeCycle.as_view(), name="change_cycle"),
    path("cycles/<uuid:public_id>/close/", cycles.CloseCycle.as_view(), name="close_cycle"),
    path("cycles/<uuid:public_id>/lock/", cycles.LockCycle.as_view(), name="lock_cycle"),
    path("partners/<str:code>/panel/", figures.PartnerPanel.as_view(), name="partner_panel"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:public_id>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<uuid:public_id>/match/", imports.MatchImport.as_view(), name="match_import"),
    path("imports/<uuid:public_id>/decide/", imports.DecideImport.as_view(), name="decide_import"),
    path("imports/<uuid:public_id>/back/", imports.MatchAgain.as_view(), name="match_again"),
    path("imports/<uuid:public_id>/discard/", imports.DiscardImport.as_view(), name="discard_import"),
    path("imports/<uuid:public_id>/undo/", imports.UndoImport.as_view(), name="undo_import"),
    path("imports/<uuid:public_id>/rows.csv", imports.FaultyRows.as_view(), name="faulty_rows"),
]
