"""How activities bear on one another, their milestones, and what waits for what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, ActivityLink, Milestone
from activities.words import OVER, ActivityState, LinkKind
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def links(actor: Actor) -> QuerySet[ActivityLink]:
    """Return the links that hold now, with both activities."""
    require(actor, Capability.VIEW)
    return ActivityLink.objects.filter(until=None).select_related("source__strategy", "target__strategy")


def link(actor: Actor, public_id: UUID) -> ActivityLink:
    """Return a link, also one that has ended. Raises NotFound."""
    require(actor, Capability.VIEW)
    rows = ActivityLink.objects.select_related("source__strategy", "target__strategy")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def links_of(actor: Actor, activity: Activity) -> list[ActivityLink]:
    """Return the links of an activity that hold now, from either end."""
    return list(links(actor).filter(Q(source=activity) | Q(target=activity)).order_by("kind", "id"))


def milestones(actor: Actor) -> QuerySet[Milestone]:
    """Return the milestones of all activities by their day."""
    require(actor, Capability.VIEW)
    return Milestone.objects.select_related("activity__strategy")


def milestone(actor: Actor, public_id: UUID) -> Milestone:
    """Return a milestone. Raises NotFound."""
    found = milestones(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Lateness:
    """An activity waits for another that is late, and what that means for it, in the reader's words."""

    link: ActivityLink
    code: str
    text: str


def dependency_warnings(actor: Actor, *, among: Iterable[int] | None = None) -> list[Lateness]:
    """Return what is wrong with what activities wait for (with `among`, ids, where either end is one of them).

    A link "depends on" warns when the awaited one was stopped, is blocked, should have ended, or ends after the waiting
    one begins. What is over waits for nothing, and nothing waits for what is done. One query.
    """
    today = clock.today(actor.initiative.timezone)
    rows = links(actor).filter(kind=LinkKind.DEPENDS_ON)
    rows = rows.exclude(source__state__in=[state.value for state in OVER])
    if among is not None:
        ids = list(among)
        rows = rows.filter(Q(source_id__in=ids) | Q(target_id__in=ids))
    found = (warning_of(link, today) for link in rows.exclude(target__state=ActivityState.DONE))
    return [warning for warning in found if warning is not None]


def warning_of(link: ActivityLink, today: date) -> Lateness | None:
    """Return what is wrong with one link of dependence on a day, None when nothing is."""
    waiting, awaited = link.source, link.target
    names = {"waiting": waiting.title, "awaited": awaited.title}
    if awaited.state == ActivityState.STOPPED:
        return Lateness(
            link, "stopped", _("“%(waiting)s” waits for “%(awaited)s”, which was stopped.") % names
        )
    if awaited.state == ActivityState.BLOCKED:
        return Lateness(
            link, "blocked", _("“%(waiting)s” waits for “%(awaited)s”, which is blocked.") % names
        )
    if awaited.ends_on is None:
        return None
    if waiting.starts_on is not None and awaited.ends_on > waiting.starts_on:
        days = (awaited.ends_on - waiting.starts_on).days
        words = ngettext(
            "“%(awaited)s” ends %(days)d day after “%(waiting)s”, which waits for it, begins.",
            "“%(awaited)s” ends %(days)d days after “%(waiting)s”, which waits for it, begins.",
            days,
        )
        return Lateness(link, "too_late", words % {**names, "days": days})
    if awaited.ends_on < today:
        words = _("“%(waiting)s” waits for “%(awaited)s”, which should have ended by now.")
        return Lateness(link, "overdue", words % names)
    return None


def slipped_by(activity: Activity) -> int:
    """Return by how many days the end of an activity lies after the one agreed first; 0 when it does not."""
    if activity.ends_on is None or activity.agreed_end is None:
        return 0
    return max(0, (activity.ends_on - activity.agreed_end).days)
