"""The addresses of the API of continuous communication, below /api/v1/."""

from django.urls import path

from communications.api import asks, decisions, holding, lessons, meetings, own, positions, surveys

HERE = "initiatives/<slug:slug>/"
MEETING = f"{HERE}meetings/<uuid:id>/"
SERIES = f"{HERE}meeting-series/<uuid:id>/"
DECISION = f"{HERE}decisions/<uuid:id>/"
LESSON = f"{HERE}lessons/<uuid:id>/"
SURVEY = f"{HERE}surveys/<uuid:id>/"
ITEM = f"{HERE}agenda-items/<uuid:id>/"

urlpatterns = [
    path(f"{HERE}digest/", own.Digest.as_view()),
    path(f"{HERE}digest/send/", own.DigestSend.as_view()),
    path(f"{HERE}digest/now/", own.DigestNow.as_view()),
    path(f"{HERE}notices/", own.Notices.as_view()),
    path(f"{HERE}notices/seen/", own.NoticesSeen.as_view()),
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
    path(f"{HERE}decisions/", decisions.Decisions.as_view()),
    path(DECISION, decisions.Decision.as_view()),
    path(f"{DECISION}wordings/", decisions.DecisionWordings.as_view()),
    path(f"{DECISION}move/", decisions.DecisionMove.as_view()),
    path(f"{DECISION}withdraw/", decisions.DecisionWithdraw.as_view()),
    path(f"{DECISION}decide/", decisions.DecisionRuling.as_view()),
    path(f"{DECISION}reviews/", decisions.DecisionReviews.as_view()),
    path(f"{DECISION}actions/", decisions.DecisionTasks.as_view()),
    path(f"{DECISION}effects/", decisions.DecisionEffects.as_view()),
    path(f"{DECISION}evidence/", positions.DecisionEvidence.as_view()),
    path(f"{DECISION}interests/", positions.DecisionInterests.as_view()),
    path(f"{DECISION}positions/", positions.DecisionPositions.as_view()),
    path(f"{HERE}decision-effects/<uuid:id>/", decisions.DecisionEffect.as_view()),
    path(f"{HERE}decision-evidence/<uuid:id>/", positions.PieceOfEvidence.as_view()),
    path(f"{HERE}decision-interests/<uuid:id>/", positions.Interest.as_view()),
    path(f"{HERE}decision-positions/<uuid:id>/answers/", positions.PositionAnswers.as_view()),
    path(f"{HERE}lessons/", lessons.Lessons.as_view()),
    path(LESSON, lessons.Lesson.as_view()),
    path(f"{LESSON}retire/", lessons.LessonRetire.as_view()),
    path(f"{LESSON}uses/", lessons.LessonUses.as_view()),
    path(f"{HERE}after-action-reviews/", lessons.AfterActionReviews.as_view()),
    path(f"{HERE}after-action-reviews/<uuid:id>/", lessons.AfterActionReview.as_view()),
    path(f"{HERE}surveys/", surveys.Surveys.as_view()),
    path(SURVEY, surveys.Survey.as_view()),
    path(f"{SURVEY}questions/", surveys.SurveyQuestions.as_view()),
    path(f"{SURVEY}answers/", surveys.SurveyAnswers.as_view()),
    path(f"{SURVEY}remind/", surveys.SurveyReminder.as_view()),
    path(f"{SURVEY}close/", surveys.SurveyClose.as_view()),
    path(f"{SURVEY}release/", surveys.SurveyRelease.as_view()),
    path(f"{SURVEY}results/", surveys.SurveyResults.as_view()),
    path(f"{SURVEY}remarks/<uuid:remark_id>/", surveys.SurveyRemark.as_view()),
]
