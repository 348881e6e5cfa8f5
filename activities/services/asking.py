"""Asking how an activity goes: links that need no account; and the address at which a calendar reads the milestones."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from activities.events.hearing import (
    CalendarFeedMade,
    CalendarFeedRevoked,
    CheckInLinkMade,
    CheckInLinkOpened,
    CheckInLinkRevoked,
)
from activities.letters import SEND_LINK
from activities.models import Activity, CalendarFeed, CheckInLink
from activities.queries.activities import lead_partner_id
from activities.services.activities import told_of
from activities.words import RUNNING
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from initiatives.letters import fingerprint
from initiatives.outbox import record
from initiatives.services.links import LASTS_DAYS, begin_by_link, make_secret_link, revoke_secret_link

if TYPE_CHECKING:
    from initiatives.models import Membership


def make_check_in_link(
    actor: Actor,
    activity: Activity,
    *,
    to: Membership | None = None,
    message: str = "",
    days: int = LASTS_DAYS,
) -> tuple[CheckInLink, str]:
    """Make a link to say how one activity goes; return it and its secret, which is shown once and kept by nobody.

    With `to`, one of the lead partner's people, it goes out by letter instead (the secret is empty). Raises DomainError
    for somebody without an address or of another partner, Conflict when the activity does not run, TooMany.
    """
    require(actor, Capability.RUN_CYCLES)
    if activity.state not in RUNNING:
        raise Conflict("not_running", _("This activity is not under way."))
    link, secret = make_secret_link(
        actor,
        CheckInLink,
        partner_id=lead_partner_id(activity),
        to=to,
        message=message,
        days=days,
        verb="check_in_link",
        activity=activity,
    )
    record(actor, CheckInLinkMade(to=str(to.public_id) if to else "", **told_of(activity)))
    if to is not None:
        enqueue(SEND_LINK, str(link.pk))
    return link, secret


def revoke_check_in_link(actor: Actor, link: CheckInLink) -> CheckInLink:
    """Revoke a link: it is dead at once. What was said by it stays."""
    require(actor, Capability.RUN_CYCLES)
    if revoke_secret_link(link):
        record(actor, CheckInLinkRevoked(**told_of(link.activity)))
    return link


def open_check_in_link(actor: Actor) -> CheckInLink:
    """Begin by a link, in the name that its holder gave; the first time is kept, and the name."""
    link, new = begin_by_link(actor, CheckInLink)
    if new:
        record(actor, CheckInLinkOpened(link=str(link.public_id), **told_of(link.activity)))
    return link


def make_feed(actor: Actor) -> str:
    """Make the actor's own calendar address and return its secret, shown once; a former one works no longer."""
    require(actor, Capability.VIEW)
    revoke_feed(actor)
    secret = secrets.token_urlsafe(32)
    record(actor, CalendarFeedMade("calendar_feed"))
    CalendarFeed.objects.create(
        membership_id=actor.membership_id, secret_hash=fingerprint(secret), made_at=clock.now()
    )
    return secret


def revoke_feed(actor: Actor) -> bool:
    """Kill the actor's own calendar address at once; return whether one stood."""
    require(actor, Capability.VIEW)
    rows: Any = CalendarFeed.objects.filter(membership_id=actor.membership_id, revoked_at=None)
    stood = bool(rows.update(revoked_at=clock.now()))
    if stood:
        record(actor, CalendarFeedRevoked("calendar_feed"))
    return stood
