"""Milestones: setting, changing, reaching, removing; and small tasks of an activity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from activities.events.together import MilestoneChanged, MilestoneReached, MilestoneRemoved, MilestoneSet
from activities.models import Activity, Milestone
from activities.services.activities import require_change, subject_of, told_of
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import needed
from initiatives.outbox import record
from initiatives.services.actions import give_action

if TYPE_CHECKING:
    from initiatives.models import ActionItem, Membership


def set_milestone(
    actor: Actor, activity: Activity, *, title: str, due: date, fixed: bool = False
) -> Milestone:
    """Set a dated step of an activity; `fixed`: the day is set by others. Raises DomainError at the field."""
    require_change(actor, activity)
    row = Milestone.objects.create(
        activity=activity, title=_titled(title), due=due, first_due=due, fixed=fixed
    )
    record(actor, MilestoneSet(**_told(row)))
    return row


def change_milestone(
    actor: Actor,
    milestone: Milestone,
    *,
    title: str | None = None,
    due: date | None = None,
    fixed: bool | None = None,
) -> Milestone:
    """Change a milestone that is not reached; the day set first is kept. Raises DomainError at the field, Conflict."""
    require_change(actor, milestone.activity)
    if milestone.reached_on is not None:
        raise Conflict("reached", _("This milestone has been reached."))
    given = {"title": None if title is None else _titled(title), "due": due, "fixed": fixed}
    changed = [key for key, value in given.items() if value is not None and value != getattr(milestone, key)]
    for key in changed:
        setattr(milestone, key, given[key])
    if changed:
        milestone.save(update_fields=changed)
        record(actor, MilestoneChanged(fields=tuple(sorted(changed)), **_told(milestone)))
    return milestone


def reach_milestone(actor: Actor, milestone: Milestone, *, on: date | None = None) -> Milestone:
    """Record that a milestone was reached, today or on an earlier day. Raises DomainError at `on`, Conflict."""
    require_change(actor, milestone.activity)
    if milestone.reached_on is not None:
        raise Conflict("reached", _("This milestone has been reached."))
    today = clock.today(actor.initiative.timezone)
    if on is not None and on > today:
        raise DomainError("in_future", _("This day is still to come."), "on")
    milestone.reached_on = on or today
    milestone.save(update_fields=["reached_on"])
    record(actor, MilestoneReached(**_told(milestone)))
    return milestone


def remove_milestone(actor: Actor, milestone: Milestone) -> None:
    """Take a milestone away; that it was there stays in the stream of events."""
    require_change(actor, milestone.activity)
    told = _told(milestone)
    milestone.delete()
    record(actor, MilestoneRemoved(**told))


def give_task(actor: Actor, activity: Activity, *, what: str, owner: Membership, due: date) -> ActionItem:
    """Give somebody a task for an activity until a day; who may change the activity may. Raises DomainError."""
    require_change(actor, activity)
    return give_action(actor, what=what, owner=owner, due=due, source=subject_of(activity))


def _titled(title: str) -> str:
    clean = needed(title, "title", _("Say what is to be reached."))
    if len(clean) > 300:
        raise DomainError("too_long", _("Say it in a line."), "title")
    return clean


def _told(row: Milestone) -> dict[str, Any]:
    return {**told_of(row.activity), "milestone": row.title, "due": row.due.isoformat()}
