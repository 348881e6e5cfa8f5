"""What groups ask of one another, up and down, and the answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from communications.events.meetings import AskAnswered, Asked, AskWithdrawn
from communications.models import Ask
from communications.words.meetings import AskState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed, within
from initiatives.outbox import record
from initiatives.queries.groups import runs

if TYPE_CHECKING:
    from communications.models import AgendaItem, Meeting
    from initiatives.models import Group

MOST, LONGEST_ANSWER = 500, 5000


def ask_group(actor: Actor, *, from_group: Group, to_group: Group, what: str, due: date | None = None) -> Ask:
    """Ask another group for something, until a day: for whoever runs the asking group.

    Raises DomainError at the field, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    _require_runs(actor, from_group)
    return ask_for(actor, from_group=from_group, to_group=to_group, what=what, due=due)


def ask_for(
    actor: Actor,
    *,
    from_group: Group,
    to_group: Group,
    what: str,
    due: date | None,
    at: tuple[Meeting, AgendaItem | None] | None = None,
) -> Ask:
    """Do what `ask_group` does, for a verb that has checked the right to ask for the group."""
    what = needed(what, "what", _("Say what you ask for."))
    if len(what) > MOST:
        raise DomainError("too_long", _("Say it in a line or two."), "what")
    if to_group.pk == from_group.pk:
        raise DomainError("itself", _("Choose another group."), "to_group")
    if to_group.closed_on is not None:
        raise DomainError("closed", _("This group is closed."), "to_group")
    if due is not None and due < clock.today(actor.initiative.timezone):
        raise DomainError("in_the_past", _("This day has passed."), "due")
    meeting, item = at or (None, None)
    ask = Ask.objects.create(
        from_group=from_group,
        to_group=to_group,
        meeting=meeting,
        item=item,
        what=what,
        due=due,
        asked_at=clock.now(),
        asked_by_id=actor.membership_id,
    )
    record(actor, Asked(due=due.isoformat() if due else "", **_told(ask)))
    return ask


def answer_ask(actor: Actor, ask: Ask, *, answer: str) -> Ask:
    """Answer what is asked of a group one runs. Raises DomainError at `answer`, Conflict, Forbidden."""
    ask = _open(actor, ask)
    _require_runs(actor, ask.to_group)
    ask.answer = within(needed(answer, "answer", _("Write the answer.")), LONGEST_ANSWER, "answer")
    _close(actor, ask, AskState.ANSWERED)
    record(actor, AskAnswered(answer=ask.answer, **_told(ask)))
    return ask


def withdraw_ask(actor: Actor, ask: Ask) -> Ask:
    """Need no answer any more: for whoever runs the asking group. Raises Conflict when it is closed, Forbidden."""
    ask = _open(actor, ask)
    _require_runs(actor, ask.from_group)
    _close(actor, ask, AskState.WITHDRAWN)
    record(actor, AskWithdrawn(**_told(ask)))
    return ask


def _open(actor: Actor, ask: Ask) -> Ask:
    require(actor, Capability.TAKE_PART)
    rows = Ask.objects.select_for_update(of=("self",)).select_related("from_group", "to_group")
    found = rows.get(pk=ask.pk)
    if found.state != AskState.OPEN:
        raise Conflict("closed", _("This ask is closed."))
    return found


def _close(actor: Actor, ask: Ask, state: str) -> None:
    ask.state, ask.closed_at, ask.closed_by_id = state, clock.now(), actor.membership_id
    ask.save(update_fields=["state", "answer", "closed_at", "closed_by"])


def _require_runs(actor: Actor, group: Group) -> None:
    if not runs(actor, group):
        raise Forbidden(_("The backbone and the group's co-chairs speak for it."))


def _told(ask: Ask) -> dict[str, Any]:
    return {
        "subject": f"ask:{ask.public_id}",
        "what": ask.what,
        "asking": ask.from_group.name,
        "asked": ask.to_group.name,
    }
