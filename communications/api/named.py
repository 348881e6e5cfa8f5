"""What a request names by code or id: found, or a fault at the field that names it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from activities import queries as acting
from agenda import queries as agenda
from communications.queries import decisions, lessons
from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from measurement import queries as measured

if TYPE_CHECKING:
    from initiatives.models import Group, Membership, Partner, Place


def group_named(actor: Actor, public_id: UUID, field: str = "group") -> "Group":
    """Return the group. Raises DomainError at the field when there is none."""
    found = core.all_groups(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_group", _("There is no group with this id."), field)
    return found


def partner_named(actor: Actor, code: str, field: str = "partner") -> "Partner":
    """Return the partner. Raises DomainError at the field when there is none."""
    found = core.partners(actor).filter(code=code).first()
    if found is None:
        raise DomainError("unknown_partner", _("There is no partner “%s”.") % code, field)
    return found


def place_named(actor: Actor, code: str | None) -> "Place | None":
    """Return the place, None for none. Raises DomainError at `place` when there is none of this code."""
    if not code:
        return None
    found = core.places(actor).filter(code=code).first()
    if found is None:
        raise DomainError("unknown_place", _("There is no place “%s”.") % code, "place")
    return found


def person_named(actor: Actor, public_id: UUID, field: str) -> "Membership":
    """Return a person the actor may see, or the actor. Raises DomainError at the field."""
    own = core.myself(actor)
    if own.public_id == public_id:
        return own
    found = None
    if actor.may(Capability.VIEW_PEOPLE):
        found = core.people(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_person", _("There is nobody with this id."), field)
    return found


def with_people(actor: Actor, values: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return the values with the people that these fields name in the place of their ids."""
    named = {name: person_named(actor, values[name], name) for name in fields if values.get(name) is not None}
    return {**values, **named}


def cleared(values: dict[str, Any], *texts: str) -> dict[str, Any]:
    """Return the values of a change with null read as the empty text at the fields that hold text."""
    return {name: "" if value is None and name in texts else value for name, value in values.items()}


def thing_named(actor: Actor, kind: str, given: Any) -> Any:
    """Return the thing of a kind (`indicator` by its code, others by their id). Raises DomainError at its field."""
    rows, key = {
        "indicator": (measured.indicators, "code"),
        "goal": (agenda.goals, "public_id"),
        "strategy": (agenda.strategies, "public_id"),
        "activity": (acting.activities, "public_id"),
        "group": (core.all_groups, "public_id"),
        "partner": (core.partners, "code"),
        "review": (lessons.after_action_reviews, "public_id"),
        "decision": (decisions.decisions, "public_id"),
    }[kind]
    found = rows(actor).filter(**{key: given}).first()
    if found is None:
        raise DomainError("unknown", _("There is nothing of this name or id."), kind)
    return found


def with_things(actor: Actor, values: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return the values with the things that these fields name in the place of their codes and ids."""
    named = {name: thing_named(actor, name, values[name]) for name in fields if values.get(name) is not None}
    return {**values, **named}
