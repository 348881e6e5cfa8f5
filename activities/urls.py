"""The pages of mutually reinforcing activities; below /i/<slug>/activities/."""

from django.urls import path

from activities.views import (
    activities,
    around,
    asking,
    cells,
    imports,
    matrix,
    over_time,
    panels,
    steps,
    tables,
)

app_name = "activities"

ONE = "<uuid:public_id>/"
LINK = f"links/{ONE}"
MILESTONE = f"milestones/{ONE}"
BLOCKER = f"blockers/{ONE}"
NOTE = f"board/{ONE}"

urlpatterns = [
    path("", activities.Home.as_view(), name="home"),
    path("new/", activities.AddActivity.as_view(), name="add_activity"),
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("gaps/", matrix.GapsPage.as_view(), name="gaps"),
    path("gaps/cell/", cells.CellPage.as_view(), name="cell"),
    path("gaps/cell/agree/", cells.AgreePage.as_view(), name="agree"),
    path("gaps/cell/outside/", cells.PutOutside.as_view(), name="put_outside"),
    path(f"gaps/outside/{ONE}inside/", cells.BringInside.as_view(), name="bring_inside"),
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
    path("attention/", around.Attention.as_view(), name="attention"),
    path("calendar/", around.Feed.as_view(), name="feed"),
    path("calendar/revoke/", around.RevokeFeed.as_view(), name="revoke_feed"),
    path("board/", around.Board.as_view(), name="board"),
    path("board/new/", around.PutUp.as_view(), name="put_up"),
    path(f"{NOTE}change/", around.ChangeNote.as_view(), name="change_note"),
    path(f"{NOTE}match/", around.MatchNote.as_view(), name="match_note"),
    path(f"{NOTE}withdraw/", around.WithdrawNote.as_view(), name="withdraw_note"),
    path("system/", around.SystemChanges.as_view(), name="system_changes"),
    path("system/new/", around.NoteSystemChange.as_view(), name="note_system_change"),
    path(f"system/{ONE}", around.ChangeSystemChange.as_view(), name="change_system_change"),
    path("populations/", activities.Populations.as_view(), name="populations"),
    path("populations/<str:code>/", activities.ChangePopulation.as_view(), name="change_population"),
    path("populations/<str:code>/remove/", activities.RemovePopulation.as_view(), name="remove_population"),
    path("of/indicator/<str:code>/", panels.OfIndicator.as_view(), name="of_indicator"),
    path("of/partner/<str:code>/", panels.OfPartner.as_view(), name="of_partner"),
    path(LINK, steps.ChangeLink.as_view(), name="change_link"),
    path(f"{LINK}end/", steps.EndLink.as_view(), name="end_link"),
    path(MILESTONE, steps.ChangeMilestone.as_view(), name="change_milestone"),
    path(f"{MILESTONE}reach/", steps.ReachMilestone.as_view(), name="reach_milestone"),
    path(f"{MILESTONE}remove/", steps.RemoveMilestone.as_view(), name="remove_milestone"),
    path(f"{BLOCKER}answer/", steps.AnswerBlocker.as_view(), name="answer_blocker"),
    path(f"{BLOCKER}withdraw/", steps.WithdrawBlocker.as_view(), name="withdraw_blocker"),
    path(ONE, activities.ActivityPage.as_view(), name="activity"),
    path(f"{ONE}change/", activities.ChangeActivity.as_view(), name="change_activity"),
    path(f"{ONE}move/", activities.MoveActivity.as_view(), name="move_activity"),
    path(f"{ONE}remove/", activities.RemoveActivity.as_view(), name="remove_activity"),
    path(f"{ONE}check-in/", steps.CheckInPage.as_view(), name="check_in"),
    path(f"{ONE}link/", steps.AddLink.as_view(), name="add_link"),
    path(f"{ONE}milestone/", steps.AddMilestone.as_view(), name="add_milestone"),
    path(f"{ONE}task/", steps.AddTask.as_view(), name="add_task"),
    path(f"{ONE}blocker/", steps.RaiseBlocker.as_view(), name="raise_blocker"),
    path(f"{ONE}links/", asking.CheckInLinks.as_view(), name="check_in_links"),
    path(
        f"{ONE}links/<uuid:link_id>/revoke/",
        asking.RevokeCheckInLink.as_view(),
        name="revoke_check_in_link",
    ),
]
