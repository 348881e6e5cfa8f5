"""The addresses of the API of continuous communication, below /api/v1/."""

from django.urls import path

from communications.api import asks, holding, meetings

HERE = "initiatives/<slug:slug>/"
MEETING = f"{HERE}meetings/<uuid:id>/"
SERIES = f"{HERE}meeting-series/<uuid:id>/"
ITEM = f"{HERE}agenda-items/<uuid:id>/"

urlpatterns = [
    path(f"{HERE}meetings/", meetings.Meetings.as_view()),
    path(MEETING, meetings.Meeting.as_view()),
    path(f"{MEETING}move/", meetings.MeetingMove.as_view()),
    path(f"{MEETING}items/", holding.MeetingItems.as_view()),
    path(f"{MEETING}fill/", holding.MeetingFill.as_view()),
    path(f"{MEETING}attendance/", holding.MeetingAttendance.as_view()),
    path(f"{MEETING}actions/", holding.MeetingTasks.as_view()),
    path(f"{MEETING}asks/", holding.MeetingAsks.as_view()),
    path(f"{MEETING}rating/", holding.MeetingRating.as_view()),
    path(f"{MEETING}replies/", holding.MeetingReplies.as_view()),
    path(f"{MEETING}rsvp-links/", holding.MeetingRsvpLinks.as_view()),
    path(f"{HERE}rsvp-links/<uuid:id>/", holding.RsvpLink.as_view()),
    path(f"{HERE}meeting-series/", meetings.AllSeries.as_view()),
    path(SERIES, meetings.Series.as_view()),
    path(f"{SERIES}plan/", meetings.SeriesPlan.as_view()),
    path(f"{SERIES}end/", meetings.SeriesEnd.as_view()),
    path(ITEM, holding.AgendaItem.as_view()),
    path(f"{ITEM}begin/", holding.AgendaItemBegin.as_view()),
    path(f"{HERE}asks/", asks.Asks.as_view()),
    path(f"{HERE}asks/<uuid:id>/", asks.Ask.as_view()),
    path(f"{HERE}asks/<uuid:id>/close/", asks.AskClose.as_view()),
]
