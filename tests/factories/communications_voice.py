"""Announcements, what people said and questions put to everybody, as tests of every page and operation need them."""

from datetime import timedelta
from typing import Any

from communications.services import announcements, voice, voice_form
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import Initiative
from tests.factories.core import lead_of


def one_of_each(where: Initiative) -> dict[str, Any]:
    """One of everything, by name; the form on the public page is open."""
    with core.enter(lead_of(where), where.slug) as actor:
        told = announcements.publish_announcement(actor, title="Dates", body="Moved", asks_word=True)
        voice_form.set_voice_form(
            actor, is_open=True, safeguarding_name="Helpline", safeguarding_contact="555 0100"
        )
        said = voice.note_feedback(actor, said="The bus comes late", heard="meeting")
        return {
            "announcement": told,
            "comment": announcements.comment_on(actor, told, text="Thank you"),
            "said": said,
            "question": voice_form.put_question(
                actor, asks="Why late?", closes_on=clock.today(where.timezone) + timedelta(days=9)
            ),
        }


def examples(where: Initiative) -> dict[str, Any]:
    """One of everything, and what stands for each part of the addresses of the pages."""
    made = one_of_each(where)
    pages = {
        "announcement": (
            *("announcement", "change_announcement", "withdraw_announcement", "acknowledge", "remind"),
            "take_back_comment",
        ),
        "said": (
            *("said", "move_said", "sort_said", "answer_said", "show_said", "hide_said", "raise_concern"),
            *("end_concern", "close_said"),
        ),
        "question": ("question", "change_question", "tell_heard", "end_question"),
    }
    found = {
        f"communications:{name} public_id": made[key].public_id
        for key, names in pages.items()
        for name in names
    }
    return {**found, "comment_id": made["comment"].public_id}


def many(where: Initiative, rows: int) -> None:
    """So many announcements, things said and answered, and questions."""
    with core.enter(lead_of(where), where.slug) as actor:
        for number in range(rows):
            announcements.publish_announcement(actor, title=f"News {number}", body="x")
            said = voice.note_feedback(actor, said=f"Said {number}", heard="meeting", theme=f"Theme {number}")
            voice.answer_feedback(actor, said, answer="Yes", outcome="done")
            voice.show_feedback(actor, said, shown_as="Said")
            voice_form.put_question(
                actor, asks=f"Why {number}?", closes_on=clock.today(where.timezone) + timedelta(days=9)
            )


def named(where: Initiative) -> dict[str, str]:
    """What the variables of the API's addresses stand for."""
    made = one_of_each(where)
    lists = {
        "announcement": "announcements",
        "comment": "announcements comments",
        "said": "feedback",
        "question": "questions",
    }
    return {name: str(made[key].public_id) for key, name in lists.items()}


BODIES: dict[str, dict[str, Any]] = {
    "Announcements": {"title": "x", "body": "y"},
    "AnnouncementWithdraw": {"reason": "x"},
    "AnnouncementComments": {"text": "x"},
    "Feedback": {"said": "x", "heard": "meeting"},
    "FeedbackMove": {"state": "acknowledged"},
    "FeedbackAnswer": {"answer": "x", "outcome": "done"},
    "FeedbackShow": {"shown_as": "x"},
    "FeedbackConcernEnd": {"note": "x"},
    "FeedbackClose": {"reason": "x"},
    "VoiceForm": {"is_open": False},
    "Questions": {"asks": "x", "closes_on": "2099-01-01"},
    "QuestionHeard": {"heard": "x"},
}
