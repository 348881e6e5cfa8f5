"""Links that need no account: making one, revoking it, beginning by it. What is said about it is its app's own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.kernel.links import SecretLink
from initiatives.letters import fingerprint, unknown_secret

if TYPE_CHECKING:
    from initiatives.models import Membership

LASTS_DAYS = 14
LONGEST_DAYS = 60

Link = TypeVar("Link", bound=SecretLink)


def make_secret_link(
    actor: Actor,
    kind: type[Link],
    *,
    partner_id: int | None,
    to: Membership | None,
    message: str,
    days: int,
    verb: str,
    also: Mapping[str, Any] | None = None,
    **thing: Any,
) -> tuple[Link, str]:
    """Make a link of a kind for a thing; return it and its secret, which is shown once and kept by nobody.

    `also` is what else its row says.

    With `to`, somebody of the partner, it is to go out by letter (the secret is empty), and a former one of that person
    for the same thing works no longer. Raises DomainError for days out of range and for somebody without an address or
    of another partner, TooMany by the limits of `verb`.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError("out_of_range", _("A link lasts from 1 to %d days.") % LONGEST_DAYS, "days")
    if to is not None and (not to.email or to.partner_id != partner_id or not to.is_active):
        raise DomainError("no_address", _("Choose somebody of this partner who has an e-mail address."), "to")
    if not actor.initiative.demonstration:
        limits.spend(
            verb,
            account=actor.user_id,
            initiative=actor.initiative.pk,
            addressee=f"{actor.initiative.pk}:{to.email.lower() if to else actor.user_id}",
        )
    now = clock.now()
    rows: Any = kind._default_manager
    if to is not None:
        rows.filter(membership=to, revoked_at=None, **thing).update(revoked_at=now)
    secret = "" if to else secrets.token_urlsafe(32)
    link = rows.create(
        membership=to,
        email=to.email if to else "",
        message=message.strip(),
        secret_hash=fingerprint(secret) if secret else unknown_secret(),
        made_by_id=actor.membership_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
        **(also or {}),
        **thing,
    )
    return link, secret


def revoke_secret_link(link: SecretLink) -> bool:
    """Kill a link at once; return whether it still stood. What was done by it stays."""
    if link.revoked_at is not None:
        return False
    link.revoked_at, link.sealed_secret = clock.now(), ""
    link.save(update_fields=["revoked_at", "sealed_secret"])
    return True


def begin_by_link(actor: Actor, kind: type[Link]) -> tuple[Link, bool]:
    """Begin by a link, in the name that its holder gave; return it and whether that is new.

    The first time is kept, and the latest name. Raises Forbidden for whoever does not hold one.
    """
    if actor.link is None:
        raise Forbidden(_("Only the holder of a link does this."))
    rows: Any = kind._default_manager
    link = rows.select_for_update(of=("self",)).get(pk=actor.link.link_id)
    new = link.opened_at is None or link.holder != actor.link.holder
    if new:
        link.opened_at = link.opened_at or clock.now()
        link.holder = actor.link.holder
        link.save(update_fields=["opened_at", "holder"])
    return link, new
