"""Opening the form on the public page, and putting questions to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from communications.events.voice import (
    QuestionAnswered,
    QuestionChanged,
    QuestionEnded,
    QuestionPut,
    VoiceFormChanged,
)
from communications.models import OpenQuestion, VoiceForm
from communications.words.voice import ANSWER_WITHIN
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError
from initiatives.kernel.writing import changeable, in_order, needed
from initiatives.outbox import record
from initiatives.queries import initiative_rows

LENGTHS = {"safeguarding_name": 120, "safeguarding_contact": 200, "emergency": 200}
QUESTION_LENGTHS = {"asks": 300, "background": 4000}
LONGEST_HEARD = 10_000


def set_voice_form(
    actor: Actor,
    *,
    is_open: bool,
    safeguarding_name: str = "",
    safeguarding_contact: str = "",
    emergency: str = "",
    answer_within: int = ANSWER_WITHIN,
) -> VoiceForm:
    """Open or close the form on the public page; say whom to turn to where somebody may be in danger. For the lead.

    It is not opened without that person's name and how to reach them. `answer_within` days are allowed for an answer.
    Raises DomainError at the field.
    """
    require(actor, Capability.MANAGE_SETTINGS)
    texts = {
        "safeguarding_name": safeguarding_name.strip(),
        "safeguarding_contact": safeguarding_contact.strip(),
        "emergency": emergency.strip(),
    }
    faults = [
        FieldError(name, "too_long", _("Say it in at most %d letters.") % most)
        for name, most in LENGTHS.items()
        if len(texts[name]) > most
    ]
    faults += [
        FieldError(name, "required", _("The form is not opened without somebody to turn to."))
        for name in ("safeguarding_name", "safeguarding_contact")
        if is_open and not texts[name]
    ]
    if not 1 <= answer_within <= 365:
        faults.append(FieldError("answer_within", "invalid", _("Between one day and a year.")))
    if faults:
        raise DomainError("invalid", _("The form cannot be kept like this."), errors=faults)
    list(initiative_rows(actor).select_for_update(no_key=True))
    form = VoiceForm.objects.first() or VoiceForm()
    form.is_open, form.answer_within, form.changed_at = is_open, answer_within, clock.now()
    for name, text in texts.items():
        setattr(form, name, text)
    form.save()
    record(actor, VoiceFormChanged(f"voice_form:{actor.initiative.slug}", is_open=is_open))
    return form


def put_question(
    actor: Actor, *, asks: str, closes_on: date, opens_on: date | None = None, background: str = ""
) -> OpenQuestion:
    """Put a question to everybody, from a day (today) to a day; it is answered on the public page. For staff.

    Raises DomainError at the field.
    """
    require(actor, Capability.REVIEW)
    given = _clean(
        actor,
        {
            "asks": asks,
            "background": background,
            "opens_on": opens_on or clock.today(actor.initiative.timezone),
            "closes_on": closes_on,
        },
    )
    in_order(given["opens_on"], given["closes_on"], "closes_on")
    row = OpenQuestion.objects.create(asked_by_id=actor.membership_id, asked_at=clock.now(), **given)
    record(actor, QuestionPut(**_told(row)))
    return row


def change_question(actor: Actor, question: OpenQuestion, /, **values: Any) -> OpenQuestion:
    """Change a question's background and last day, and its words while nobody has answered.

    Raises DomainError at the field, Conflict.
    """
    require(actor, Capability.REVIEW)
    row = _standing(question)
    given = _clean(actor, values)
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    if {"asks", "opens_on"} & set(changed) and row.items.exists():
        raise Conflict("answered", _("It has answers: its words stay as they were answered."))
    in_order(given.get("opens_on", row.opens_on), given.get("closes_on", row.closes_on), "closes_on")
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        row.save(update_fields=changed)
        record(actor, QuestionChanged(**_told(row)))
    return row


def end_question(actor: Actor, question: OpenQuestion) -> OpenQuestion:
    """Close a question before its last day. Raises Conflict when it is closed."""
    require(actor, Capability.REVIEW)
    row = _standing(question)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(actor, QuestionEnded(**_told(row)))
    return row


def tell_heard(actor: Actor, question: OpenQuestion, *, heard: str) -> OpenQuestion:
    """Tell everybody what was heard in answer to a question, and what follows. Raises DomainError at `heard`."""
    require(actor, Capability.REVIEW)
    row = OpenQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    text = needed(heard, "heard", _("Write what you heard, and what follows from it."))
    if len(text) > LONGEST_HEARD:
        raise DomainError("too_long", _("Say it in at most %d letters.") % LONGEST_HEARD, "heard")
    row.heard, row.heard_at = text, clock.now()
    row.save(update_fields=["heard", "heard_at"])
    record(actor, QuestionAnswered(**_told(row)))
    return row


def _standing(question: OpenQuestion) -> OpenQuestion:
    row = OpenQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    if row.ended_at is not None:
        raise Conflict("ended", _("This question is closed."))
    return row


def _clean(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    changeable(values, {"asks", "background", "opens_on", "closes_on"})
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "asks" in clean:
        needed(clean["asks"], "asks", _("Write the question."))
    for name, most in QUESTION_LENGTHS.items():
        if len(clean.get(name, "")) > most:
            raise DomainError("too_long", _("Say it in at most %d letters.") % most, name)
    closes = clean.get("closes_on")
    if closes is not None and closes < clock.today(actor.initiative.timezone):
        raise DomainError("in_the_past", _("This day has passed."), "closes_on")
    return clean


def _told(row: OpenQuestion) -> dict[str, Any]:
    return {"subject": f"question:{row.public_id}", "asks": row.asks}
