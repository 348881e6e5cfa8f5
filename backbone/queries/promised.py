"""What was promised: the goals of the agenda in force, as they were adopted."""

from __future__ import annotations

from collections.abc import Collection

from agenda.queries import GoalSaid, Plan, agenda_in_force, contents, only_of, plan
from initiatives.kernel.access import Actor


def promised(actor: Actor) -> list[GoalSaid]:
    """Return the goals of the agenda in force, in their order; none while nothing has been adopted."""
    version = agenda_in_force(actor)
    return list(contents(actor, version).goals) if version is not None else []


def promised_plan(actor: Actor, codes: Collection[str]) -> Plan | None:
    """Return the plan in force on a page, telling how things stand by these indicators alone; None without one."""
    version = agenda_in_force(actor)
    return only_of(plan(actor, version), codes) if version is not None else None
