"""What a request about the six roles names by code or id: found, or a fault at the field that names it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from activities.queries import system_changes
from agenda.queries import strategies
from backbone.queries import roles
from communications.queries.decisions import decisions
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import partners, people


def _people(actor: Actor) -> Any:
    rows = people(actor) if actor.may(Capability.VIEW_PEOPLE) else None
    return rows if rows is not None else partners(actor).none()


# By the field: which rows it names one of, and by what.
NAMED: dict[str, tuple[Callable[[Actor], Any], str]] = {
    "partner": (partners, "code"),
    "host": (partners, "code"),
    "funder": (partners, "code"),
    "person": (_people, "public_id"),
    "owner": (_people, "public_id"),
    "selected_by": (decisions, "public_id"),
    "strategy": (strategies, "public_id"),
    "system_change": (system_changes, "public_id"),
    "campaign": (roles.campaigns, "public_id"),
}


def with_things(actor: Actor, values: dict[str, Any], *texts: str) -> dict[str, Any]:
    """Return the values with things in the place of their codes and ids, and null read as empty at these texts.

    Raises DomainError at the field that names nothing.
    """
    given = {name: "" if value is None and name in texts else value for name, value in values.items()}
    for name in set(NAMED) & set(given):
        if given[name] is not None:
            rows, key = NAMED[name]
            found = rows(actor).filter(**{key: given[name]}).first()
            if found is None:
                raise DomainError("unknown", _("There is nothing of this name or id."), name)
            given[name] = found
    return given
