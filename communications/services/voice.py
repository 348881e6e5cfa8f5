"""The community's voice: what is said by anybody, and how the backbone reads, sorts, answers, shows and closes it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from communications.events.voice import (
    ConcernEnded,
    ConcernRaised,
    FeedbackAnswered,
    FeedbackClosed,
    FeedbackHidden,
    FeedbackMoved,
    FeedbackReceived,
    FeedbackShown,
    FeedbackSorted,
)
from communications.models import FeedbackContact, FeedbackItem
from communications.queries.voice import open_questions, reads_concerns, voice_form
from communications.words.voice import MOVES, Heard, VoiceOutcome, VoiceState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, NotFound
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record

LONGEST, LONGEST_ANSWER = 2000, 4000
LENGTHS = {"signed": 80, "contact": 200, "theme": 80}
# What turns the direction of the words beside it, so that others' words would read otherwise on the backbone's pages.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# Whoever sends advertisements sends links; nobody needs one to say what should change.
LINK = re.compile(r"https?:|www\.|\[url|<a\s|://", re.IGNORECASE)


def give_feedback(
    actor: Actor,
    *,
    said: str,
    signed: str = "",
    contact: str = "",
    place: Any = None,
    question: Any = None,
    public_id: UUID | None = None,
) -> FeedbackItem:
    """Tell the initiative something, as anybody and without a name if one likes; nobody reads it but the backbone.

    Only while the form is open, and in answer to a `question` only while it is. Sent twice under one `public_id` it is
    received once. Raises DomainError at the field, Conflict.
    """
    require(actor, Capability.VIEW)
    if not voice_form(actor).is_open:
        raise Conflict("closed", _("Nothing can be said here at present."))
    if question is not None and not open_questions(actor).filter(pk=question.pk).exists():
        raise Conflict("question_closed", _("This question is closed. You can still tell us something else."))
    return _received(
        actor,
        said=said,
        signed=signed,
        contact=contact,
        heard=Heard.PAGE,
        place=place,
        question=question,
        public_id=public_id or uuid4(),
    )


def note_feedback(
    actor: Actor,
    *,
    said: str,
    heard: str,
    signed: str = "",
    contact: str = "",
    theme: str = "",
    place: Any = None,
    question: Any = None,
) -> FeedbackItem:
    """Write down what somebody said elsewhere: at a meeting, in a talk, on the phone. For staff.

    Raises DomainError at the field.
    """
    require(actor, Capability.REVIEW)
    one_of(heard, Heard.values, "heard")
    return _received(
        actor,
        said=said,
        signed=signed,
        contact=contact,
        heard=heard,
        place=place,
        question=question,
        theme=_short(theme, "theme"),
        public_id=uuid4(),
    )


def move_feedback(actor: Actor, item: FeedbackItem, *, state: str) -> FeedbackItem:
    """Say that it was read and acknowledged, or is being considered. Raises DomainError, Conflict."""
    row = _held(actor, item)
    one_of(state, (VoiceState.ACKNOWLEDGED, VoiceState.CONSIDERED), "state")
    _require_move(row, state)
    row.state = state
    row.save(update_fields=["state"])
    record(actor, FeedbackMoved(_subject(row), state=state))
    return row


def sort_feedback(actor: Actor, item: FeedbackItem, *, theme: str, place: Any = None) -> FeedbackItem:
    """Say what it is about, and where. Raises DomainError at the field."""
    row = _held(actor, item)
    row.theme, row.place = _short(theme, "theme"), place
    row.save(update_fields=["theme", "place"])
    record(actor, FeedbackSorted(_subject(row), theme=row.theme))
    return row


def answer_feedback(actor: Actor, item: FeedbackItem, *, answer: str, outcome: str) -> FeedbackItem:
    """Answer what somebody said: what came of it (VoiceOutcome) and why. It can be mended until it is closed.

    Nobody below staff reads the answer before it is shown (show_feedback). Raises DomainError at the field, Conflict.
    """
    row = _held(actor, item)
    one_of(outcome, VoiceOutcome.values, "outcome")
    _require_move(row, VoiceState.ANSWERED)
    row.answer, row.outcome = _text(answer, "answer", _("Write the answer."), LONGEST_ANSWER), outcome
    row.state, row.answered_at, row.answered_by_id = (
        VoiceState.ANSWERED,
        clock.now(),
        actor.membership_id,
    )
    row.save(update_fields=["answer", "outcome", "state", "answered_at", "answered_by"])
    record(actor, FeedbackAnswered(_subject(row), outcome=outcome))
    return row


def show_feedback(actor: Actor, item: FeedbackItem, *, shown_as: str, signed: str = "") -> FeedbackItem:
    """Show it with its answer to everybody, in these words and under this name: nothing that tells who somebody is.

    Raises DomainError at the field, Conflict without an answer and for what is a concern or was set aside.
    """
    row = _held(actor, item)
    if not row.answer:
        raise Conflict("unanswered", _("Answer it first: it is shown with its answer."))
    if row.concern or row.set_aside:
        raise Conflict(
            "not_shown", _("A concern for somebody's safety is never shown, nor what was set aside.")
        )
    row.shown_as = _text(shown_as, "shown_as", _("Write the words that are shown."), LONGEST)
    row.signed = _short(signed, "signed")
    row.shown_at = row.shown_at or clock.now()
    row.save(update_fields=["shown_as", "signed", "shown_at"])
    record(actor, FeedbackShown(_subject(row)))
    return row


def hide_feedback(actor: Actor, item: FeedbackItem) -> FeedbackItem:
    """Take it from “You said, we did” at once. Raises Conflict where it is not shown."""
    row = _held(actor, item)
    if row.shown_at is None:
        raise Conflict("not_shown", _("It is not shown."))
    row.shown_at = None
    row.save(update_fields=["shown_at"])
    record(actor, FeedbackHidden(_subject(row)))
    return row


def raise_concern(actor: Actor, item: FeedbackItem, *, note: str = "") -> FeedbackItem:
    """Mark that somebody may be in danger: from now on it is the lead's alone, and is shown to nobody else.

    Raises Conflict when it is marked already.
    """
    row = _held(actor, item)
    if row.concern:
        raise Conflict("concern", _("It is marked as a concern already."))
    row.concern, row.concern_note, row.shown_at = True, note.strip()[:LONGEST], None
    row.save(update_fields=["concern", "concern_note", "shown_at"])
    record(actor, ConcernRaised(_subject(row)))
    return row


def end_concern(actor: Actor, item: FeedbackItem, *, note: str) -> FeedbackItem:
    """Say what was done about a concern, so that the backbone reads it again like the rest: for the lead alone.

    Raises DomainError at `note`, Conflict where there is no concern.
    """
    row = _held(actor, item)
    if not row.concern:
        raise Conflict("no_concern", _("It is not marked as a concern."))
    row.concern_note = _text(note, "note", _("Write down what was done."), LONGEST)
    row.concern = False
    row.save(update_fields=["concern", "concern_note"])
    record(actor, ConcernEnded(_subject(row)))
    return row


def close_feedback(
    actor: Actor, item: FeedbackItem, *, reason: str = "", set_aside: bool = False
) -> FeedbackItem:
    """Close it, and forget how whoever said it wished to be answered.

    Without an answer it is closed with a reason; so is what is `set_aside` as an advertisement or an insult, which
    counts nowhere and is shown nowhere. Raises DomainError at `reason`, Conflict.
    """
    row = _held(actor, item)
    _require_move(row, VoiceState.CLOSED)
    if set_aside or not row.answer:
        needed(reason, "reason", _("Say why it is closed without an answer."))
    row.state, row.closed_at = VoiceState.CLOSED, clock.now()
    row.close_reason, row.set_aside = reason.strip()[:500], set_aside
    if set_aside:
        row.shown_at = None
    row.save(update_fields=["state", "closed_at", "close_reason", "set_aside", "shown_at"])
    FeedbackContact.objects.filter(item=row).delete()
    record(actor, FeedbackClosed(_subject(row), set_aside=set_aside, reason=row.close_reason))
    return row


def _received(actor: Actor, *, contact: str, public_id: UUID, **values: Any) -> FeedbackItem:
    asked = _("Write what you want to tell us.")
    values["said"] = _text(_plain(values["said"]), "said", asked, LONGEST)
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in values["said"]):
        raise DomainError("required", asked, "said")
    values["signed"] = _short(_plain(values["signed"]), "signed")
    contact = _short(_plain(contact), "contact")
    if LINK.search(values["said"]) or LINK.search(values["signed"]):
        raise DomainError("no_links", _("Please say it without links to other sites."), "said")
    row, new = FeedbackItem.objects.get_or_create(
        public_id=public_id,
        defaults={**values, "received_at": clock.now(), "noted_by_id": actor.membership_id or None},
    )
    if not new:
        return row
    if contact:
        FeedbackContact.objects.create(item=row, contact=contact)
    record(actor, FeedbackReceived(_subject(row), heard=row.heard, theme=row.theme))
    return row


def _held(actor: Actor, item: FeedbackItem) -> FeedbackItem:
    """The row, locked, for whoever may read it."""
    require(actor, Capability.REVIEW)
    row = FeedbackItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if row.concern and not reads_concerns(actor):
        raise NotFound
    return row


def _require_move(row: FeedbackItem, state: str) -> None:
    if state not in MOVES[row.state]:
        raise Conflict("not_allowed", _("It has come further already."))


def _text(text: str, field: str, message: str, most: int) -> str:
    text = needed(text, field, message)
    if len(text) > most:
        raise DomainError("too_long", _("Say it in at most %d letters.") % most, field)
    return text


def _plain(text: str) -> str:
    """Return a text of somebody unknown without what turns letters round, and without control characters."""
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n").translate(TURNING)
        if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )


def _short(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > LENGTHS[field]:
        raise DomainError("too_long", _("Say it in at most %d letters.") % LENGTHS[field], field)
    return text


def _subject(row: FeedbackItem) -> str:
    return f"feedback:{row.public_id}"
