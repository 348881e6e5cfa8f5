"""What continuous communication keeps."""

from communications.models.asks import Ask
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

__all__ = [
    "AgendaItem",
    "Ask",
    "Attendance",
    "FollowUp",
    "Meeting",
    "MeetingSeries",
    "Rating",
    "Reply",
    "RsvpLink",
]
