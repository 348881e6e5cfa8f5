"""The agenda of a meeting: points, their order, and what the records put there."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from communications.events.meetings import AgendaFilled, AgendaItemChanged
from communications.models import AgendaItem, Meeting
from communications.queries.filling import proposed
from communications.services.planning import check_link
from communications.services.telling import run, told_of
from communications.words.meetings import AHEAD, TOOK_PLACE, MeetingState, Purpose
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, needed, one_of, within
from initiatives.outbox import record

CHANGEABLE = frozenset({"title", "purpose", "length", "lead", "pre_read", "pre_read_link"})
MOST = {"title": 200, "pre_read": 20_000, "pre_read_link": 500}
MOST_ITEMS = 60


def add_item(
    actor: Actor, meeting: Meeting, *, title: str, purpose: str = Purpose.DISCUSS, **values: Any
) -> AgendaItem:
    """Put a point (CHANGEABLE) at the end of the agenda, also while the meeting is held.

    Raises DomainError at the field, Conflict once the meeting has ended, Forbidden.
    """
    meeting = _open_agenda(actor, meeting)
    clean = _clean({"title": title, "purpose": purpose, **values})
    item = _append(meeting, **clean)
    _tell(actor, meeting, item, "added")
    return item


def change_item(actor: Actor, item: AgendaItem, /, **values: Any) -> AgendaItem:
    """Change a point (CHANGEABLE). Raises DomainError at the field, Conflict once the meeting has ended, Forbidden."""
    meeting = _open_agenda(actor, item.meeting)
    item = _held(item)
    clean = _clean(values)
    changed = [key for key, value in clean.items() if getattr(item, key) != value]
    for key in changed:
        setattr(item, key, clean[key])
    if changed:
        item.save(update_fields=changed)
        _tell(actor, meeting, item, "changed")
    return item


def place_item(actor: Actor, item: AgendaItem, *, position: int) -> AgendaItem:
    """Move a point to a place, the first being 1; the others make room. Raises DomainError, Conflict, Forbidden."""
    meeting = _open_agenda(actor, item.meeting)
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    if not 1 <= position <= len(rows):
        raise DomainError("out_of_range", _("Give a place from 1 to %d.") % len(rows), "position")
    item = next(row for row in rows if row.pk == item.pk)
    before = rows.index(item)
    rows.insert(position - 1, rows.pop(before))
    _number(rows)
    if before != position - 1:
        _tell(actor, meeting, item, "moved")
    return item


def remove_item(actor: Actor, item: AgendaItem) -> None:
    """Take a point from the agenda. Raises Conflict once anything was noted at it, Forbidden."""
    meeting = _open_agenda(actor, item.meeting)
    item = _held(item)
    in_use = Conflict("in_use", _("Something was noted at this point: it stays."))
    if item.notes or item.begun_at is not None:
        raise in_use
    try:
        item.delete()
    except ProtectedError as error:
        raise in_use from error
    _number(list(AgendaItem.objects.filter(meeting=meeting)))
    _tell(actor, meeting, item, "removed")


def fill_agenda(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """Put on the agenda what the records have for it, and return what is new.

    Points that are there already get the words of today, and keep the place and the name people gave them. Raises
    Conflict once the meeting was opened, Forbidden.
    """
    meeting = run(actor, meeting)
    if meeting.state not in AHEAD:
        raise Conflict("wrong_state", _("This meeting is no longer ahead."))
    there = {row.source: row for row in AgendaItem.objects.filter(meeting=meeting).exclude(source="")}
    made = []
    for point in proposed(actor, meeting):
        row = there.get(point.source)
        if row is None:
            values = {"title": point.title, "purpose": point.purpose, "length": point.length}
            made.append(_append(meeting, source=point.source, brief=point.brief, **values))
        elif row.brief != point.brief:
            row.brief = point.brief
            row.save(update_fields=["brief"])
    if made:
        record(actor, AgendaFilled(items=len(made), **told_of(meeting)))
    return made


def _open_agenda(actor: Actor, meeting: Meeting) -> Meeting:
    meeting = run(actor, meeting)
    if meeting.state not in AHEAD and meeting.state != MeetingState.OPEN:
        told = (
            _("This meeting has ended: its agenda stays as it is.")
            if meeting.state in TOOK_PLACE
            else _("This meeting does not take place.")
        )
        raise Conflict("wrong_state", told)
    return meeting


def _append(meeting: Meeting, **values: Any) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting=meeting)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_ITEMS:
        raise Conflict("too_many", _("An agenda has at most %d points.") % MOST_ITEMS)
    return AgendaItem.objects.create(meeting=meeting, position=last + 1, **values)


def _number(rows: list[AgendaItem]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])


def _held(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_for_update(of=("self",)).select_related("lead").get(pk=item.pk)


def _tell(actor: Actor, meeting: Meeting, item: AgendaItem, done: str) -> None:
    record(actor, AgendaItemChanged(item=item.title, done=done, **told_of(meeting)))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean: dict[str, Any] = {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }
    if "title" in clean:
        needed(clean["title"], "title", _("Say what it is about."))
    for key, most in MOST.items():
        within(clean.get(key, ""), most, key)
    if "purpose" in clean:
        one_of(clean["purpose"], Purpose.values, "purpose")
    if "length" in clean and not 1 <= clean["length"] <= 480:
        raise DomainError("out_of_range", _("Give from 1 to 480 minutes."), "length")
    check_link(clean.get("pre_read_link", ""), "pre_read_link")
    if clean.get("lead") is not None and not clean["lead"].is_active:
        raise DomainError("unknown_person", _("Choose somebody who takes part in the initiative."), "lead")
    return clean
