"""What a request names by code or id: found, or a fault at the field that names it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from activities import queries
from activities.models import Activity
from agenda import queries as agenda
from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from measurement import queries as measured

if TYPE_CHECKING:
    from agenda.models import Strategy
    from initiatives.models import Group, Membership, Partner


def partner_named(actor: Actor, code: str, field: str = "partner") -> "Partner":
    """Return the partner. Raises DomainError at the field when there is none."""
    found = core.partners(actor).filter(code=code).first()
    if found is None:
        raise DomainError("unknown_partner", _("There is no partner “%s”.") % code, field)
    return found


def activity_named(actor: Actor, public_id: UUID, field: str = "activity") -> Activity:
    """Return the activity. Raises DomainError at the field when there is none."""
    found = queries.activities(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_activity", _("There is no activity with this id."), field)
    return found


def strategy_named(actor: Actor, public_id: UUID) -> "Strategy":
    """Return the strategy. Raises DomainError at `strategy` when there is none."""
    found = agenda.strategies(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_strategy", _("There is no strategy with this id."), "strategy")
    return found


def group_named(actor: Actor, public_id: UUID) -> "Group":
    """Return the group. Raises DomainError at `group` when there is none, or it is closed."""
    found = core.groups(actor).filter(public_id=public_id).first()
    if found is None:
        raise DomainError("unknown_group", _("There is no group with this id."), "group")
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


def coded(rows: Any, codes: Iterable[str], field: str, message: str) -> list[Any]:
    """Return the rows of these codes. Raises DomainError at the field for the first unknown one."""
    wanted = list(dict.fromkeys(codes))
    found = {row.code: row for row in rows.filter(code__in=wanted)}
    for code in wanted:
        if code not in found:
            raise DomainError("unknown_code", message % code, field)
    return [found[code] for code in wanted]


def places_named(actor: Actor, codes: Iterable[str]) -> list[Any]:
    """Return the places. Raises DomainError at `places`."""
    return coded(core.places(actor), codes, "places", _("There is no place “%s”."))


def populations_named(actor: Actor, codes: Iterable[str], field: str = "populations") -> list[Any]:
    """Return the groups of people. Raises DomainError at the field."""
    message = _("There is no group of people “%s”.")
    return coded(queries.populations(actor), codes, field, message)


def place_named(actor: Actor, code: str, field: str = "place") -> Any:
    """Return the place. Raises DomainError at the field."""
    [found] = coded(core.places(actor), [code], field, _("There is no place “%s”."))
    return found


def population_named(actor: Actor, code: str, field: str = "people") -> Any:
    """Return the group of people. Raises DomainError at the field."""
    [found] = populations_named(actor, [code], field)
    return found


def indicators_named(actor: Actor, codes: Iterable[str], field: str) -> list[Any]:
    """Return the indicators. Raises DomainError at the field."""
    return coded(measured.indicators(actor), codes, field, _("There is no indicator “%s”."))


def cleared(values: dict[str, Any], *texts: str) -> dict[str, Any]:
    """Return the values of a change with null read as the empty text at the fields that hold text."""
    return {name: "" if value is None and name in texts else value for name, value in values.items()}
