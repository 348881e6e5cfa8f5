"""The board of offers and needs, and the log of changes in the system."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from activities.events.around import (
    NoteChanged,
    NoteClosed,
    NotePutUp,
    SystemChangeChanged,
    SystemChangeNoted,
)
from activities.models import Activity, BoardNote, SystemChange
from activities.queries.around import may_take_down, may_tell_change
from activities.words import Good, Lasting, NoteState, OurPart, Side, SystemLevel
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import changeable, needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Partner

NOTE_CHANGEABLE = frozenset({"good", "title", "detail", "activity", "until"})
CHANGE_CHANGEABLE = frozenset(
    {
        "level",
        "what",
        "who",
        "changed_on",
        "evidence",
        "our_part",
        "helped",
        "lasting",
        "activity",
        "strategy",
    }
)
CHOICES: dict[str, Any] = {"level": SystemLevel, "our_part": OurPart, "lasting": Lasting, "good": Good}


def put_up(
    actor: Actor,
    *,
    side: str,
    good: str,
    title: str,
    detail: str = "",
    partner: Partner | None = None,
    activity: Activity | None = None,
    until: date | None = None,
) -> BoardNote:
    """Put an offer or a need on the board: for one's own partner, staff for any or for the backbone (None).

    Raises DomainError at the field, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    if not actor.is_staff and (partner is None or partner.pk != actor.partner_id):
        raise Forbidden(_("You can put up what your own partner offers or needs."))
    one_of(side, Side.values, "side")
    values = _clean({"good": good, "title": title, "detail": detail, "until": until}, NOTE_CHANGEABLE)
    row = BoardNote.objects.create(
        side=side,
        partner=partner,
        activity=activity,
        put_up_at=clock.now(),
        put_up_by_id=actor.membership_id,
        **values,
    )
    record(actor, NotePutUp(**_told(row)))
    return row


def change_note(actor: Actor, note: BoardNote, /, **values: Any) -> BoardNote:
    """Change an offer or need (NOTE_CHANGEABLE) that is open. Raises DomainError at the field, Conflict, Forbidden."""
    note = _open_note(actor, note)
    changed = _change(note, _clean(values, NOTE_CHANGEABLE))
    if changed:
        record(actor, NoteChanged(fields=changed, **_told(note)))
    return note


def match_note(
    actor: Actor, note: BoardNote, *, outcome: str, with_partner: Partner | None = None
) -> BoardNote:
    """Say that an offer or need found its match, and what came of it. Raises DomainError at the field, Conflict."""
    note = _open_note(actor, note)
    note.outcome = needed(outcome, "outcome", _("Say what was agreed."))
    note.with_partner = with_partner
    return _close_note(actor, note, NoteState.MET)


def withdraw_note(actor: Actor, note: BoardNote) -> BoardNote:
    """Take an offer or need from the board. Raises Conflict when it is closed."""
    return _close_note(actor, _open_note(actor, note), NoteState.WITHDRAWN)


def note_system_change(
    actor: Actor, *, level: str, what: str, changed_on: date, **values: Any
) -> SystemChange:
    """Note a change in the system (CHANGE_CHANGEABLE); whoever takes part may. Raises DomainError at the field."""
    require(actor, Capability.TAKE_PART)
    given = _clean({"level": level, "what": what, "changed_on": changed_on, **values}, CHANGE_CHANGEABLE)
    _not_to_come(actor, given)
    row = SystemChange.objects.create(noted_at=clock.now(), noted_by_id=actor.membership_id, **given)
    record(actor, SystemChangeNoted(f"system_change:{row.public_id}", what=row.what))
    return row


def change_system_change(actor: Actor, change: SystemChange, /, **values: Any) -> SystemChange:
    """Change what is noted (CHANGE_CHANGEABLE): who noted it, and staff. Raises DomainError at the field, Forbidden."""
    require(actor, Capability.TAKE_PART)
    if not may_tell_change(actor, change):
        raise Forbidden(_("Only who noted it and the backbone can change this."))
    given = _clean(values, CHANGE_CHANGEABLE)
    _not_to_come(actor, given)
    changed = _change(change, given)
    if changed:
        subject = f"system_change:{change.public_id}"
        record(actor, SystemChangeChanged(subject, what=change.what, fields=changed))
    return change


def _open_note(actor: Actor, note: BoardNote) -> BoardNote:
    require(actor, Capability.TAKE_PART)
    if not may_take_down(actor, note):
        raise Forbidden(_("Only the partner that put it up and the backbone can do this."))
    rows = BoardNote.objects.select_for_update(of=("self",)).select_related("partner", "activity")
    row = rows.get(pk=note.pk)
    if row.state != NoteState.OPEN:
        raise Conflict("closed", _("This is no longer on the board."))
    return row


def _close_note(actor: Actor, note: BoardNote, state: str) -> BoardNote:
    note.state, note.closed_at = state, clock.now()
    note.save(update_fields=["state", "outcome", "with_partner", "closed_at"])
    record(actor, NoteClosed(state=state, outcome=note.outcome, **_told(note)))
    return note


def _not_to_come(actor: Actor, given: dict[str, Any]) -> None:
    day = given.get("changed_on")
    if day is not None and day > clock.today(actor.initiative.timezone):
        raise DomainError("in_future", _("This day is still to come."), "changed_on")


def _change(row: BoardNote | SystemChange, given: dict[str, Any]) -> tuple[str, ...]:
    changed = tuple(sorted(key for key, value in given.items() if getattr(row, key) != value))
    for key in changed:
        setattr(row, key, given[key])
    if changed:
        row.save(update_fields=changed)
    return changed


def _clean(values: dict[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    changeable(values, allowed)
    clean = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    for key in set(CHOICES) & set(clean):
        one_of(clean[key], CHOICES[key].values, key)
    for key, most in (("title", 200), ("what", 500)):
        if key in clean:
            needed(clean[key], key, _("Say it in a line."))
            if len(clean[key]) > most:
                raise DomainError("too_long", _("Say it in a line or two."), key)
    return clean


def _told(row: BoardNote) -> dict[str, Any]:
    return {
        "subject": f"board_note:{row.public_id}",
        "partner_id": row.partner_id,
        "title": row.title,
        "side": row.side,
        "partner": row.partner.name if row.partner else "",
    }
