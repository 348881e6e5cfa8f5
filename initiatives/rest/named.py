"""What a request names by code or id: found among what the actor may see, or a fault at the field that names it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from initiatives import queries
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError

if TYPE_CHECKING:
    from initiatives.models import Group, Membership, Partner, Place


def coded(rows: Any, codes: Iterable[str], field: str, message: str, code: str = "unknown_code") -> list[Any]:
    """Return the rows of these codes, each once and in their order.

    Raises DomainError (`code`) at the field for the first unknown one; `message` has a place for it.
    """
    wanted = list(dict.fromkeys(codes))
    found = {row.code: row for row in rows.filter(code__in=wanted)}
    for name in wanted:
        if name not in found:
            raise DomainError(code, message % name, field)
    return [found[name] for name in wanted]


def partner_named(actor: Actor, code: str, field: str = "partner") -> "Partner":
    """Return the partner. Raises DomainError at the field when there is none."""
    message = _("There is no partner “%s”.")
    [found] = coded(queries.partners(actor), [code], field, message, "unknown_partner")
    return found


def places_named(actor: Actor, codes: Iterable[str], field: str = "places") -> "list[Place]":
    """Return the places. Raises DomainError at the field for the first unknown one."""
    return coded(queries.places(actor), codes, field, _("There is no place “%s”."), "unknown_place")


def place_named(actor: Actor, code: str, field: str = "place") -> "Place":
    """Return the place. Raises DomainError at the field when there is none."""
    [found] = places_named(actor, [code], field)
    return found


def group_named(actor: Actor, public_id: UUID, field: str = "group", *, closed: bool = False) -> "Group":
    """Return the group, one that is closed only with `closed`. Raises DomainError at the field."""
    rows = queries.all_groups(actor) if closed else queries.groups(actor)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_group", _("There is no group with this id."), field)
    return found


def person_named(actor: Actor, public_id: UUID, field: str) -> "Membership":
    """Return a person the actor may see, or the actor. Raises DomainError at the field."""
    own = queries.myself(actor)
    if own.public_id == public_id:
        return own
    found = None
    if actor.may(Capability.VIEW_PEOPLE):
        found = queries.people(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_person", _("There is nobody with this id."), field)
    return found


def cleared(values: dict[str, Any], *texts: str) -> dict[str, Any]:
    """Return the values of a change with null read as the empty text at the fields that hold text."""
    return {name: "" if value is None and name in texts else value for name, value in values.items()}
