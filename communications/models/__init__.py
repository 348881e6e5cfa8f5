"""What continuous communication keeps."""

from communications.models.announcements import (
    Acknowledgement,
    Announcement,
    AnnouncementComment,
    AnnouncementLetter,
)
from communications.models.asks import Ask
from communications.models.decisions import (
    Decision,
    DecisionEffect,
    DecisionEvidence,
    DecisionPosition,
    DecisionReview,
    Interest,
    PositionAnswer,
    Proposal,
    Ruling,
)
from communications.models.digests import DigestPreference, DigestSending, NoticesSeen
from communications.models.lessons import AfterActionReview, Lesson, LessonUse
from communications.models.meetings import (
    AgendaItem,
    Attendance,
    FollowUp,
    Meeting,
    MeetingSeries,
    Rating,
    Reply,
    RsvpLink,
)
from communications.models.surveys import Survey, SurveyInvitation, SurveyRemark, SurveySheet
from communications.models.tasks import TaskReminder
from communications.models.voice import FeedbackContact, FeedbackItem, OpenQuestion, VoiceForm

__all__ = [
    "Acknowledgement",
    "AfterActionReview",
    "AgendaItem",
    "Announcement",
    "AnnouncementComment",
    "AnnouncementLetter",
    "Ask",
    "Attendance",
    "Decision",
    "DecisionEffect",
    "DecisionEvidence",
    "DecisionPosition",
    "DecisionReview",
    "DigestPreference",
    "DigestSending",
    "FeedbackContact",
    "FeedbackItem",
    "FollowUp",
    "Interest",
    "Lesson",
    "LessonUse",
    "Meeting",
    "MeetingSeries",
    "NoticesSeen",
    "OpenQuestion",
    "PositionAnswer",
    "Proposal",
    "Rating",
    "Reply",
    "RsvpLink",
    "Ruling",
    "Survey",
    "SurveyInvitation",
    "SurveyRemark",
    "SurveySheet",
    "TaskReminder",
    "VoiceForm",
]
