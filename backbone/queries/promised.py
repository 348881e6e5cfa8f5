"""What was promised: the goals of the agenda in force, as they were adopted."""

from __future__ import annotations

from agenda.queries import GoalSaid, agenda_in_force, contents
from initiatives.kernel.access import Actor


def promised(actor: Actor) -> list[GoalSaid]:
    """Return the goals of the agenda in force, in their order; none while nothing has been adopted."""
    version = agenda_in_force(actor)
    return list(contents(actor, version).goals) if version is not None else []
