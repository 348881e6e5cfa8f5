"""The pages of continuous communication; below /i/<slug>/communications/."""

from django.urls import path

from communications.views import asks, digests, feeds, holding, home, inviting, meeting, planning, tasks

app_name = "communications"

ONE = "<uuid:public_id>/"
MEETING = f"meetings/{ONE}"
SERIES = f"series/{ONE}"
POINT = f"points/{ONE}"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("meetings/", planning.Meetings.as_view(), name="meetings"),
    path("meetings/month/", planning.Month.as_view(), name="month"),
    path("meetings/new/", planning.PlanMeeting.as_view(), name="plan_meeting"),
    path("series/new/", planning.PlanSeries.as_view(), name="plan_series"),
    path(SERIES, planning.SeriesPage.as_view(), name="series"),
    path(f"{SERIES}end/", planning.EndSeries.as_view(), name="end_series"),
    path(MEETING, meeting.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}change/", planning.ChangeMeeting.as_view(), name="change_meeting"),
    path(f"{MEETING}cancel/", planning.CancelMeeting.as_view(), name="cancel_meeting"),
    path(f"{MEETING}restore/", meeting.Restore.as_view(), name="restore_meeting"),
    path(f"{MEETING}fill/", meeting.Fill.as_view(), name="fill_agenda"),
    path(f"{MEETING}send/", meeting.SendAgenda.as_view(), name="send_agenda"),
    path(f"{MEETING}open/", meeting.Open.as_view(), name="open_meeting"),
    path(f"{MEETING}end/", meeting.End.as_view(), name="end_meeting"),
    path(f"{MEETING}reopen/", meeting.Reopen.as_view(), name="reopen_meeting"),
    path(f"{MEETING}approve/", meeting.Approve.as_view(), name="approve_minutes"),
    path(f"{MEETING}pack/", meeting.Pack.as_view(), name="pack"),
    path(f"{MEETING}calendar/", feeds.MeetingFile.as_view(), name="meeting_file"),
    path(f"{MEETING}reply/", inviting.ReplyPage.as_view(), name="reply"),
    path(f"{MEETING}answers/", inviting.Answers.as_view(), name="answers"),
    path(f"{MEETING}attendance/", holding.NoteAttendance.as_view(), name="attendance"),
    path(f"{MEETING}rate/", holding.Rate.as_view(), name="rate"),
    path(f"{MEETING}add/", holding.AddItem.as_view(), name="add_item"),
    path(POINT, holding.ChangeItem.as_view(), name="change_item"),
    path(f"{POINT}remove/", holding.RemoveItem.as_view(), name="remove_item"),
    path(f"{POINT}place/", holding.PlaceItem.as_view(), name="place_item"),
    path(f"{POINT}begin/", holding.BeginItem.as_view(), name="begin_item"),
    path(f"{POINT}notes/", holding.WriteNotes.as_view(), name="write_notes"),
    path(f"{POINT}task/", holding.TakeTask.as_view(), name="take_task"),
    path(f"{POINT}ask/", holding.TakeAsk.as_view(), name="take_ask"),
    path("digest/", digests.Digest.as_view(), name="digest"),
    path("tasks/", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<uuid:public_id>/", tasks.Task.as_view(), name="task"),
    path("tasks/<uuid:public_id>/done/", tasks.TickTask.as_view(), name="tick_task"),
    path("asks/", asks.Asks.as_view(), name="asks"),
    path("asks/new/", asks.AskGroup.as_view(), name="ask_group"),
    path(f"asks/{ONE}", asks.AnswerAsk.as_view(), name="answer_ask"),
    path(f"asks/{ONE}withdraw/", asks.WithdrawAsk.as_view(), name="withdraw_ask"),
]
