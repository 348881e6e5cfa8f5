"""Decisions to test with, made through the services."""

from typing import Any

from communications.models import Decision
from communications.services import decisions as deciding
from communications.services.positions import take_position
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.models import Group, Membership, User
from initiatives.services.groups import found_group, seat
from tests.factories.scene import Scene

OPTIONS = [{"title": "Four schools", "marks": {"cost": "low"}}, {"title": "As now"}]


def group(actor: Actor, name: str = "Steering", **values: Any) -> Group:
    """A group with the charter given."""
    made = found_group(actor, name=name, **values)
    return core.group(actor, made.public_id)


def seated(scene: Scene, where: Group, *roles: str, co_chair: bool = False) -> list[User]:
    """New people of these roles who sit in the group."""
    found = []
    for role in roles:
        who = scene.person(role)
        with scene.acting() as actor:
            seat(actor, where, Membership.objects.get(user=who), co_chair=co_chair)
        found.append(who)
    return found


def raised(actor: Actor, where: Group, title: str = "Move tutoring", **values: Any) -> Decision:
    """A question before the group."""
    given = {"question": "Should we move it?", "criteria": ["cost"], "options": OPTIONS, "proposed": "A"}
    return deciding.raise_decision(actor, where, title=title, **{**given, **values})


def proposed(actor: Actor, where: Group, title: str = "Move tutoring", **values: Any) -> Decision:
    """A question with a proposal before the group."""
    return deciding.move_decision(actor, raised(actor, where, title, **values), state="proposed")


def says(scene: Scene, who: User, decision: Decision, position: str, reason: str = "", **more: Any) -> None:
    """Somebody takes a position."""
    with scene.acting(who) as actor:
        take_position(actor, decision, position=position, reason=reason, **more)
