"""The pages of mutually reinforcing activities; below /i/<slug>/activities/."""

from django.urls import path

from activities.views import activities, imports, matrix, over_time, tables

app_name = "activities"

ONE = "<uuid:public_id>/"

urlpatterns = [
    path("", activities.Home.as_view(), name="home"),
    path("new/", activities.AddActivity.as_view(), name="add_activity"),
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("gaps/", matrix.GapsPage.as_view(), name="gaps"),
    path("gaps/cell/", matrix.CellPage.as_view(), name="cell"),
    path("timeline/", over_time.TimelinePage.as_view(), name="timeline"),
    path("network/", over_time.NetworkPage.as_view(), name="network"),
    path("where/", tables.WherePage.as_view(), name="where"),
    path("where/<str:form>/", tables.WhereFile.as_view(), name="where_file"),
    path("goals/", tables.ChainsPage.as_view(), name="chains"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:public_id>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<uuid:public_id>/match/", imports.MatchImport.as_view(), name="match_import"),
    path("imports/<uuid:public_id>/discard/", imports.DiscardImport.as_view(), name="discard_import"),
    path("imports/<uuid:public_id>/undo/", imports.UndoImport.as_view(), name="undo_import"),
    path("silence/", activities.Rule.as_view(), name="rule"),
    path("populations/", activities.Populations.as_view(), name="populations"),
    path("populations/<str:code>/", activities.ChangePopulation.as_view(), name="change_population"),
    path("populations/<str:code>/remove/", activities.RemovePopulation.as_view(), name="remove_population"),
    path(ONE, activities.ActivityPage.as_view(), name="activity"),
    path(f"{ONE}change/", activities.ChangeActivity.as_view(), name="change_activity"),
    path(f"{ONE}move/", activities.MoveActivity.as_view(), name="move_activity"),
    path(f"{ONE}remove/", activities.RemoveActivity.as_view(), name="remove_activity"),
]
