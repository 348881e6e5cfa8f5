"""The addresses of the API of activities, below /api/v1/."""

from django.urls import path

from activities.api import activities, around, bounds, imports, landscape, settings, together

HERE = "initiatives/<slug:slug>/"
ACTIVITY = f"{HERE}activities/<uuid:id>/"
IMPORT = f"{HERE}activity-imports/<uuid:id>/"

urlpatterns = [
    path(f"{HERE}activities/matrix/", landscape.Matrix.as_view()),
    path(f"{HERE}activities/gaps/", landscape.Gaps.as_view()),
    path(f"{HERE}activities/timeline/", landscape.Timeline.as_view()),
    path(f"{HERE}activities/network/", landscape.Network.as_view()),
    path(f"{HERE}activities/where/", landscape.Where.as_view()),
    path(f"{HERE}activities/goals/", landscape.Chains.as_view()),
    path(f"{HERE}activities/", activities.Activities.as_view()),
    path(ACTIVITY, activities.Activity.as_view()),
    path(f"{ACTIVITY}move/", activities.ActivityMove.as_view()),
    path(f"{ACTIVITY}check-ins/", activities.ActivityCheckIns.as_view()),
    path(f"{ACTIVITY}outside/", bounds.ActivityOutside.as_view()),
    path(f"{ACTIVITY}milestones/", activities.ActivityMilestones.as_view()),
    path(f"{ACTIVITY}actions/", activities.ActivityTasks.as_view()),
    path(f"{ACTIVITY}blockers/", activities.ActivityBlockers.as_view()),
    path(f"{ACTIVITY}check-in-links/", activities.ActivityCheckInLinks.as_view()),
    path(f"{HERE}activity-imports/", imports.ActivityImports.as_view()),
    path(IMPORT, imports.ActivityImportOne.as_view()),
    path(f"{IMPORT}confirm/", imports.ActivityImportConfirm.as_view()),
    path(f"{IMPORT}discard/", imports.ActivityImportDiscard.as_view()),
    path(f"{IMPORT}undo/", imports.ActivityImportUndo.as_view()),
    path(f"{HERE}check-in-links/<uuid:id>/", activities.CheckInLink.as_view()),
    path(f"{HERE}to-check-in/", activities.ToCheckIn.as_view()),
    path(f"{HERE}activity-links/", together.ActivityLinks.as_view()),
    path(f"{HERE}activity-links/<uuid:id>/", together.ActivityLink.as_view()),
    path(f"{HERE}activity-warnings/", together.ActivityWarnings.as_view()),
    path(f"{HERE}milestones/", together.Milestones.as_view()),
    path(f"{HERE}milestones/<uuid:id>/", together.Milestone.as_view()),
    path(f"{HERE}blockers/", together.Blockers.as_view()),
    path(f"{HERE}blockers/<uuid:id>/close/", together.BlockerClose.as_view()),
    path(f"{HERE}board/", around.Board.as_view()),
    path(f"{HERE}board/<uuid:id>/", around.Note.as_view()),
    path(f"{HERE}board/<uuid:id>/close/", around.NoteClose.as_view()),
    path(f"{HERE}system-changes/", around.SystemChanges.as_view()),
    path(f"{HERE}system-changes/<uuid:id>/", around.SystemChange.as_view()),
    path(f"{HERE}outside/", bounds.Outsides.as_view()),
    path(f"{HERE}outside/<uuid:id>/", bounds.OutsideOne.as_view()),
    path(f"{HERE}populations/", settings.Populations.as_view()),
    path(f"{HERE}populations/<str:code>/", settings.Population.as_view()),
    path(f"{HERE}check-in-rule/", settings.CheckInRule.as_view()),
    path(f"{HERE}calendar-feed/", settings.CalendarFeed.as_view()),
    path(f"{HERE}calendar-feed/revoke/", settings.CalendarFeedRevoke.as_view()),
]
