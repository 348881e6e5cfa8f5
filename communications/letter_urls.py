"""The pages behind the links of letters, for people who are not signed in; below /u/."""

from django.urls import path

from communications.views import digests, inviting, surveys, tasks

urlpatterns = [
    path("task/<str:token>/", tasks.TaskByLink.as_view(), name="linked_task"),
    path("meeting/<str:token>/", inviting.MeetingByLink.as_view(), name="linked_meeting"),
    path("survey/<str:token>/", surveys.SurveyByLink.as_view(), name="linked_survey"),
    path("<str:token>/", digests.ChangeDigest.as_view(), name="change_digest"),
    path("<str:token>/stop/", digests.StopDigest.as_view(), name="stop_digest"),
    path("<str:token>/stop-announcements/", digests.StopAnnouncements.as_view(), name="stop_announcements"),
]
