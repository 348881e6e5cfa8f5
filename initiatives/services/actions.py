"""Small tasks: one owner, one day, and what came of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.events import ActionAdded, ActionChanged
from initiatives.handover import Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.models import ActionItem, Membership
from initiatives.outbox import record
from initiatives.queries.actions import OPEN_STATES
from initiatives.queries.people import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet


def add_action(actor: Actor, *, what: str, owner: Membership, due: date, source: str = "") -> ActionItem:
    """Give somebody who takes part a task until a day; `source` names what it came from.

    Raises DomainError at the field concerned.
    """
    require(actor, Capability.DEFINE)
    return give_action(actor, what=what, owner=owner, due=due, source=source)


def give_action(actor: Actor, *, what: str, owner: Membership, due: date, source: str) -> ActionItem:
    """Do what `add_action` does, for a verb that has checked the right to what the task came from."""
    if not what.strip():
        raise DomainError("required", _("Say what is to be done."), "what")
    if len(what.strip()) > ActionItem._meta.get_field("what").max_length:  # type: ignore[operator]
        raise DomainError("too_long", _("Say it in a line."), "what")
    if not owner.is_active:
        raise DomainError("unknown_person", _("The owner must take part in the initiative."), "owner")
    action = ActionItem.objects.create(
        what=what.strip(),
        owner=owner,
        due=due,
        source=source,
        made_at=clock.now(),
        made_by_id=actor.membership_id,
    )
    record(
        actor,
        ActionAdded(
            f"action:{action.public_id}",
            partner_id=owner.partner_id,
            what=action.what,
            to=str(owner.public_id),
            due=due.isoformat(),
        ),
    )
    return action


def change_action(
    actor: Actor,
    action: ActionItem,
    *,
    state: str | None = None,
    outcome: str | None = None,
    due: date | None = None,
    owner: Membership | None = None,
) -> ActionItem:
    """Say how a task stands (its owner, or staff), move its day or hand it over (staff).

    Raises Forbidden for anybody else, DomainError at the field concerned. Dropping one takes an `outcome` saying why.
    """
    require(actor, Capability.CHECK_IN)
    action = ActionItem.objects.select_for_update(of=("self",)).select_related("owner").get(pk=action.pk)
    if not actor.is_staff and action.owner_id != actor.membership_id:
        raise Forbidden(_("Only its owner or the backbone can say how a task stands."))
    if due is not None or owner is not None:
        require(actor, Capability.DEFINE)
    if state is not None and state not in ActionItem.State.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % state, "state")
    if owner is not None and not owner.is_active:
        raise DomainError("unknown_person", _("The owner must take part in the initiative."), "owner")
    given = {"state": state, "outcome": outcome, "due": due, "owner": owner}
    changed = {
        name: value for name, value in given.items() if value is not None and value != getattr(action, name)
    }
    for name, value in changed.items():
        setattr(action, name, value)
    if action.state == ActionItem.State.DROPPED and not action.outcome.strip():
        raise DomainError("required", _("Say why it is dropped."), "outcome")
    if not changed:
        return action
    if "state" in changed:
        action.closed_at = None if action.is_open else clock.now()
    action.save(update_fields=[*changed, "closed_at"])
    record(
        actor,
        ActionChanged(
            f"action:{action.public_id}",
            partner_id=action.owner.partner_id,
            what=action.what,
            state=action.state,
            to=str(action.owner.public_id),
            fields=tuple(sorted(changed)),
        ),
    )
    return action


def _held(actor: Actor, membership: Membership) -> list[str]:
    return list(
        ActionItem.objects.filter(owner_id=membership.pk, state__in=OPEN_STATES).values_list(
            "what", flat=True
        )
    )


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    if heir is None:
        return
    for action in ActionItem.objects.filter(owner_id=membership.pk, state__in=OPEN_STATES).order_by("id"):
        change_action(actor, action, owner=heir)


ACTIONS = register(Duty("actions", gettext_lazy("Tasks"), _held, _heirs, _pass_on))
