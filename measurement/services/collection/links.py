"""Links with which somebody hands in one request without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.jobs import enqueue
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.services.links import LASTS_DAYS, begin_by_link, make_secret_link, revoke_secret_link
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
    link, secret = make_secret_link(
        actor,
        HandInLink,
        partner_id=request.partner_id,
        to=to,
        message=message,
        days=days,
        verb="hand_in_link",
        request=request,
        also={"about": about},
    )
    record(actor, HandInLinkMade(**_told(request), to=str(to.public_id) if to else ""))
    if to is not None:
        enqueue(SEND_LINK, str(link.pk))
    return link, secret


def revoke_link(actor: Actor, link: HandInLink) -> HandInLink:
    """Revoke a link: it is dead at once. What was handed in by it stays."""
    require(actor, Capability.RUN_CYCLES)
    if revoke_secret_link(link):
        record(actor, HandInLinkRevoked(**_told(link.request)))
    return link


def open_link(actor: Actor) -> HandInLink:
    """Begin to hand in by a link, in the name that its holder gave; the first time is kept, and the name."""
    link, new = begin_by_link(actor, HandInLink)
    if new:
        record(actor, HandInLinkOpened(**_told(link.request), link=str(link.public_id)))
    return link


def _told(request: Request) -> dict[str, Any]:
    return {
        "subject": f"request:{request.public_id}",
        "partner_id": request.partner_id,
        "partner": request.partner.name,
        "period": period_of(request.cycle).code,
    }
