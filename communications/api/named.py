"""What a request names by code or id: found, or a fault at the field that names it."""

from typing import Any

from django.utils.translation import gettext as _

from activities import queries as acting
from agenda import queries as agenda
from communications.queries import decisions, lessons
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.rest.named import person_named
from measurement import queries as measured


def with_people(actor: Actor, values: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return the values with the people that these fields name in the place of their ids."""
    named = {name: person_named(actor, values[name], name) for name in fields if values.get(name) is not None}
    return {**values, **named}


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
