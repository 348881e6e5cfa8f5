"""The board of offers and needs, and the log of changes in the system."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from activities.models import BoardNote, SystemChange
from activities.words import NoteState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def board(actor: Actor) -> QuerySet[BoardNote]:
    """Return what partners offer and need, the latest first, what is closed too."""
    require(actor, Capability.VIEW)
    return BoardNote.objects.select_related("partner", "activity", "with_partner", "put_up_by")


def board_matching(
    actor: Actor, *, side: str = "", good: str = "", partner: str = "", state: str = "", search: str = ""
) -> QuerySet[BoardNote]:
    """Return what stands on the board and fits. Without a `state`: what is open and not past its day."""
    rows = board(actor)
    if state:
        rows = rows.filter(state=state)
    else:
        today = clock.today(actor.initiative.timezone)
        rows = rows.filter(Q(until=None) | Q(until__gte=today), state=NoteState.OPEN)
    plain = {"side": side, "good": good, "partner__code": partner}
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    return rows.filter(Q(title__icontains=search) | Q(detail__icontains=search)) if search else rows


def board_note(actor: Actor, public_id: UUID) -> BoardNote:
    """Return what stands on the board under this id. Raises NotFound."""
    found = board(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_take_down(actor: Actor, note: BoardNote) -> bool:
    """Whether the actor changes and closes an offer or need: staff, and the people that the partner has now."""
    if actor.link is not None:
        return False
    return actor.is_staff or (note.partner_id is not None and note.partner_id == actor.partner_id)


def system_changes(actor: Actor) -> QuerySet[SystemChange]:
    """Return the changes in the system that were noted, the latest first."""
    require(actor, Capability.VIEW)
    return SystemChange.objects.select_related("activity", "strategy", "noted_by")


def system_changes_matching(
    actor: Actor, *, level: str = "", our_part: str = "", search: str = ""
) -> QuerySet[SystemChange]:
    """Return the changes of a level, in which we had such a part, whose words hold `search`."""
    rows = system_changes(actor)
    plain = {"level": level, "our_part": our_part}
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    return rows.filter(Q(what__icontains=search) | Q(who__icontains=search)) if search else rows


def system_change(actor: Actor, public_id: UUID) -> SystemChange:
    """Return a change in the system. Raises NotFound."""
    found = system_changes(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_tell_change(actor: Actor, change: SystemChange) -> bool:
    """Whether the actor may change what is noted: staff, and who noted it."""
    return actor.link is None and (actor.is_staff or change.noted_by_id == actor.membership_id)
