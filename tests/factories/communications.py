"""Meetings to test with, made through the services."""

from datetime import datetime, timedelta
from typing import Any

from communications import services
from communications.models import Meeting
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.models import Group
from initiatives.queries import groups
from initiatives.services.groups import found_group


def group(actor: Actor, name: str = "Reading") -> Group:
    """A working group of this name."""
    return groups(actor).filter(name=name).first() or found_group(actor, name=name)


def meeting(
    actor: Actor,
    title: str = "Getting ready",
    *,
    of: str = "Reading",
    at: datetime | None = None,
    minutes: int = 90,
    **values: Any,
) -> Meeting:
    """A meeting of a group, in a week unless said otherwise."""
    begins = at or clock.now() + timedelta(days=7)
    ends = begins + timedelta(minutes=minutes)
    given = {"starts_at": begins, "ends_at": ends, **values}
    return services.plan_meeting(actor, group=group(actor, of), title=title, **given)


def being_held(actor: Actor, title: str = "Getting ready", **values: Any) -> Meeting:
    """A meeting that was opened just now."""
    return services.open_meeting(actor, meeting(actor, title, at=clock.now(), **values))
