"""Asks between groups, as an actor may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, F, Q, When

from communications.models import Ask
from communications.words.meetings import AskState, MeetingState
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries.groups import seats

if TYPE_CHECKING:
    from django.db.models import QuerySet


def asks(actor: Actor) -> QuerySet[Ask]:
    """Return what groups ask of one another, the latest first: open to everybody, as the answers are.

    What is taken down at a meeting goes out when the meeting ends.
    """
    require(actor, Capability.VIEW)
    rows: Any = Ask.objects.exclude(meeting__state=MeetingState.OPEN)
    found: QuerySet[Ask] = rows.select_related("from_group", "to_group", "meeting", "asked_by", "closed_by")
    return found


def asks_matching(
    actor: Actor, *, state: str = "", to_group: Any = None, from_group: Any = None, partner: str = ""
) -> QuerySet[Ask]:
    """Return the asks of a state, asked of a group or by one (by their ids), that touch a partner (by its code).

    An ask touches a partner whose people sit in either group, or asked or answered it.
    """
    given = {"state": state, "to_group__public_id": to_group, "from_group__public_id": from_group}
    rows = asks(actor).filter(**{name: value for name, value in given.items() if value})
    if not partner:
        return rows
    sat = seats(actor).filter(membership__partner__code=partner).order_by().values("group")
    spoke = Q(asked_by__partner__code=partner) | Q(closed_by__partner__code=partner)
    return rows.filter(spoke | Q(to_group__in=sat) | Q(from_group__in=sat))


def open_asks(actor: Actor) -> QuerySet[Ask]:
    """Return those without an answer, the one due first first; those without a day last."""
    from_open: Any = asks(actor).filter(state=AskState.OPEN)
    rows: QuerySet[Ask] = from_open.order_by("due", "id")
    return rows


def ask(actor: Actor, public_id: UUID) -> Ask:
    """Return an ask by its id. Raises NotFound."""
    found = asks(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def asks_listed(actor: Actor, *, state: str = "", to_group: Any = None, partner: str = "") -> QuerySet[Ask]:
    """Return the asks as a list reads them: what waits for an answer first, the longest waiting at the top."""
    rows: Any = asks_matching(actor, state=state, to_group=to_group, partner=partner)
    waits = Case(When(state=AskState.OPEN, then=0), default=1)
    asked = Case(When(state=AskState.OPEN, then=F("asked_at")), default=None)
    found: QuerySet[Ask] = rows.alias(waits=waits, waiting_since=asked).order_by(
        "waits", F("waiting_since").asc(nulls_last=True), "-closed_at", "-id"
    )
    return found
