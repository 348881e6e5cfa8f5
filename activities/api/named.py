"""What a request names by code or id: found, or a fault at the field that names it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from activities import queries
from activities.models import Activity
from agenda import queries as agenda
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.rest.named import coded
from measurement import queries as measured

if TYPE_CHECKING:
    from agenda.models import Strategy


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


def populations_named(actor: Actor, codes: Iterable[str], field: str = "populations") -> list[Any]:
    """Return the groups of people. Raises DomainError at the field."""
    message = _("There is no group of people “%s”.")
    return coded(queries.populations(actor), codes, field, message)


def population_named(actor: Actor, code: str, field: str = "people") -> Any:
    """Return the group of people. Raises DomainError at the field."""
    [found] = populations_named(actor, [code], field)
    return found


def indicators_named(actor: Actor, codes: Iterable[str], field: str) -> list[Any]:
    """Return the indicators. Raises DomainError at the field."""
    return coded(
        measured.indicators(actor), codes, field, _("There is no indicator “%s”."), "unknown_indicator"
    )
