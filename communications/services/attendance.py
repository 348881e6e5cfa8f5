"""Who was there, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communications.events.meetings import AttendanceNoted
from communications.models import Attendance, Meeting
from communications.services.telling import told_of, written
from communications.words.meetings import PRESENT, Presence
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.kernel.writing import one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner


@dataclass(frozen=True)
class Seen:
    """Somebody was at a meeting, or was not: a member, or a `guest` by name.

    `partner` is the organisation spoken for that day: a member's own where none is given.
    """

    presence: str
    person: Membership | None = None
    guest: str = ""
    partner: Partner | None = None
    stands_in_for: Membership | None = None
    lived_experience: bool = False


def note_attendance(actor: Actor, meeting: Meeting, rows: Iterable[Seen]) -> list[Attendance]:
    """Note who is there and who is not; a member who was noted already is noted anew, so is a guest of the same name.

    Others stay as they were noted. Raises DomainError at the field, Conflict before the meeting is opened and once its
    minutes are approved, Forbidden.
    """
    meeting = written(actor, meeting)
    found = [_note(meeting, row) for row in rows]
    if found:
        present = sum(row.presence in PRESENT for row in found)
        record(actor, AttendanceNoted(present=present, absent=len(found) - present, **told_of(meeting)))
    return found


def _note(meeting: Meeting, row: Seen) -> Attendance:
    one_of(row.presence, Presence.values, "presence")
    guest = row.guest.strip()
    if (row.person is None) == (not guest):
        raise DomainError("required", _("Name a member, or a guest."), "guest")
    if len(guest) > 200:
        raise DomainError("too_long", _("A name has at most %d letters.") % 200, "guest")
    if row.stands_in_for is not None and row.stands_in_for == row.person:
        raise DomainError("itself", _("Nobody stands in for themselves."), "stands_in_for")
    partner = row.partner or (row.person.partner if row.person else None)
    found, _new = Attendance.objects.update_or_create(
        meeting=meeting,
        membership=row.person,
        guest=guest,
        defaults={
            "partner": partner,
            "stands_in_for": row.stands_in_for,
            "presence": row.presence,
            "lived_experience": row.lived_experience,
            "noted_at": clock.now(),
        },
    )
    return found
