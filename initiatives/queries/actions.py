"""Small tasks, as an actor may see them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.models import ActionItem

# In these something is left to be done.
OPEN_STATES = (ActionItem.State.OPEN, ActionItem.State.DOING)


def actions(actor: Actor, *, source: str = "") -> QuerySet[ActionItem]:
    """Return the tasks: all of them for staff, one's own and one's partner's for others; with their owners.

    With `source` those that came from one thing which the actor may see: all of them, for everybody.
    """
    require(actor, Capability.VIEW)
    rows = ActionItem.objects.select_related("owner__partner")
    if source:
        return rows.filter(source=source)
    if actor.role in STAFF:
        return rows
    mine = rows.filter(owner_id=actor.membership_id)
    return mine | rows.filter(owner__partner_id=actor.partner_id) if actor.partner_id else mine


def actions_from(actor: Actor, sources: Iterable[str]) -> QuerySet[ActionItem]:
    """Return the tasks that came from things which the actor may see, whoever owns them; with their owners."""
    require(actor, Capability.VIEW)
    return ActionItem.objects.select_related("owner__partner").filter(source__in=list(sources))


def action(actor: Actor, public_id: UUID) -> ActionItem:
    """Return a task by its id. Raises NotFound."""
    found = actions(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
