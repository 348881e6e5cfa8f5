"""Links with which somebody hands in one request without an account."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.letters import fingerprint, unknown_secret
from initiatives.outbox import record
from measurement.events import HandInLinkMade, HandInLinkOpened, HandInLinkRevoked
from measurement.letters import SEND_LINK
from measurement.models import HandInLink, Request
from measurement.queries.contacts import contact_by_letter
from measurement.queries.links import without_link
from measurement.services.collection.cycles import period_of
from measurement.words import CycleState, LinkAbout

if TYPE_CHECKING:
    from initiatives.models import Membership
    from measurement.models import Cycle

LASTS_DAYS = 14
LONGEST_DAYS = 60


def make_link(
    actor: Actor,
    request: Request,
    *,
    to: Membership | None = None,
    message: str = "",
    days: int = LASTS_DAYS,
    about: LinkAbout = LinkAbout.ASK,
) -> tuple[HandInLink, str]:
    """Make a link to hand in one request; return it and its secret, which is shown once and kept by nobody.

    With `to`, one of the partner's people, it goes out by letter instead (the secret is empty), and a former one of
    that person works no longer; `about` is what the letter is for. Raises DomainError for somebody without an address
    or of another partner, Conflict when the cycle is locked, TooMany.
    """
    require(actor, Capability.RUN_CYCLES)
    return _make(actor, request, to=to, message=message, days=days, about=about)


def write_back(actor: Actor, request: Request, *, about: LinkAbout, message: str) -> Membership | None:
    """Write to a partner whose contact has no account: a letter with a link to its hand-in; return who is written to.

    None where that person has an account, or nobody has an address, or so many letters went out today that no more
    does. What the actor may do beside is for the caller to ask.
    """
    to = contact_by_letter(request.partner_id)
    if to is None:
        return None
    try:
        with transaction.atomic():
            _make(actor, request, to=to, message=message, days=LASTS_DAYS, about=about)
    except DomainError:
        return None
    return to


def send_links(actor: Actor, cycle: Cycle, *, message: str = "") -> list[HandInLink]:
    """Send everybody a link who is asked in a cycle, is not in, has no account and holds no working link; return them.

    Who cannot be written to is left out. The letters go out after the commit. Raises Conflict when the cycle is not
    open, TooMany.
    """
    require(actor, Capability.RUN_CYCLES)
    if cycle.state != CycleState.OPEN:
        raise Conflict("not_open", _("This cycle is not open."))
    made = []
    for row, to in without_link(actor, cycle):
        made.append(make_link(actor, row, to=to, message=message)[0])
    return made


def _make(
    actor: Actor, request: Request, *, to: Membership | None, message: str, days: int, about: LinkAbout
) -> tuple[HandInLink, str]:
    if request.cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked."))
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError("out_of_range", _("A link lasts from 1 to %d days.") % LONGEST_DAYS, "days")
    if to is not None and (not to.email or to.partner_id != request.partner_id or not to.is_active):
        raise DomainError("no_address", _("Choose somebody of this partner who has an e-mail address."), "to")
    if not actor.initiative.demonstration:
        limits.spend(
            "hand_in_link",
            account=actor.user_id,
            initiative=actor.initiative.pk,
            addressee=f"{actor.initiative.pk}:{to.email.lower() if to else actor.user_id}",
        )
    now = clock.now()
    if to is not None:
        HandInLink.objects.filter(request=request, membership=to, revoked_at=None).update(revoked_at=now)
    secret = "" if to else secrets.token_urlsafe(32)
    link = HandInLink.objects.create(
        request=request,
        membership=to,
        email=to.email if to else "",
        about=about,
        message=message.strip(),
        secret_hash=fingerprint(secret) if secret else unknown_secret(),
        made_by_id=actor.membership_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(actor, HandInLinkMade(**_told(request), to=to.name if to else ""))
    if to is not None:
        enqueue(SEND_LINK, str(link.pk))
    return link, secret


def revoke_link(actor: Actor, link: HandInLink) -> HandInLink:
    """Revoke a link: it is dead at once. What was handed in by it stays."""
    require(actor, Capability.RUN_CYCLES)
    if link.revoked_at is None:
        link.revoked_at, link.sealed_secret = clock.now(), ""
        link.save(update_fields=["revoked_at", "sealed_secret"])
        record(actor, HandInLinkRevoked(**_told(link.request)))
    return link


def open_link(actor: Actor) -> HandInLink:
    """Begin to hand in by a link, in the name that its holder gave; the first time is kept, and the name."""
    if actor.link is None:
        raise Forbidden(_("Only the holder of a link does this."))
    link = HandInLink.objects.select_for_update(of=("self",)).get(pk=actor.link.link_id)
    if link.opened_at is None or link.holder != actor.link.holder:
        link.opened_at = link.opened_at or clock.now()
        link.holder = actor.link.holder
        link.save(update_fields=["opened_at", "holder"])
        record(actor, HandInLinkOpened(**_told(link.request), by=link.holder))
    return link


def _told(request: Request) -> dict[str, Any]:
    return {
        "subject": f"request:{request.public_id}",
        "partner_id": request.partner_id,
        "partner": request.partner.name,
        "period": period_of(request.cycle).code,
    }
