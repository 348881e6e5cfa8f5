"""How activities are heard of: check-ins, whose turn it is, blockers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from activities.models import Activity, Blocker, CheckIn
from activities.queries.activities import activities, may_change
from activities.words import DOING, RUNNING, BlockerState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import chaired

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A running activity is asked how it goes once a month.
MONTH = timedelta(days=30)


def check_ins(actor: Actor) -> QuerySet[CheckIn]:
    """Return the check-ins of all activities, the latest first, with who made them."""
    require(actor, Capability.VIEW)
    return CheckIn.objects.select_related("activity", "made_by__partner")


def help_wanted(actor: Actor) -> QuerySet[CheckIn]:
    """Return, of each running activity, its latest check-in where that one asks for help."""
    latest = (
        CheckIn.objects.filter(activity__state__in=[state.value for state in RUNNING])
        .order_by("activity_id", "-made_at", "-id")
        .distinct("activity_id")
        .values("pk")
    )
    return check_ins(actor).filter(pk__in=latest).exclude(help_wanted="")


def may_check_in(actor: Actor, activity: Activity) -> bool:
    """Whether the actor may say how an activity is: who may change it, and the holder of its link."""
    if actor.link is not None:
        return actor.link.opens("check_in", activity.pk)
    return may_change(actor, activity)


def to_check_in(actor: Actor) -> QuerySet[Activity]:
    """Return the running activities nobody has said a word of for a month: the longest silent first.

    To staff all of them, to others those whose work their own partner does.
    """
    rows: Any = activities(actor).filter(state__in=[state.value for state in RUNNING])
    rows = rows.filter(Q(heard_at=None) | Q(heard_at__lte=clock.now() - MONTH))
    if not actor.is_staff:
        rows = rows.filter(pk__in=doing(actor))
    found: QuerySet[Activity] = rows.order_by("heard_at", "id")
    return found


def doing(actor: Actor) -> QuerySet[Activity]:
    """Return the activities that the actor's own partner leads or co-delivers now."""
    return Activity.objects.filter(
        partner_links__partner_id=actor.partner_id or 0,
        partner_links__until=None,
        partner_links__part__in=[part.value for part in DOING],
    )


def blockers(actor: Actor) -> QuerySet[Blocker]:
    """Return what was raised to groups, the latest first, with activity, group and people."""
    require(actor, Capability.VIEW)
    return Blocker.objects.select_related("activity__strategy", "group", "raised_by", "closed_by")


def open_blockers(actor: Actor) -> QuerySet[Blocker]:
    """Return what waits for a group's answer, the longest waiting first."""
    return blockers(actor).filter(state=BlockerState.RAISED).order_by("raised_at", "id")


def blocker(actor: Actor, public_id: UUID) -> Blocker:
    """Return a blocker. Raises NotFound."""
    found = blockers(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_answer(actor: Actor, blocker: Blocker) -> bool:
    """Whether the actor answers a blocker for its group: the backbone, and the group's co-chairs."""
    return actor.link is None and (actor.is_staff or blocker.group_id in chaired(actor))
