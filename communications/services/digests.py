"""Verbs of digests: everybody says how they want their own."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from communications.digests import ASKED, SEND
from communications.events.digests import DigestChanged
from communications.models import DigestPreference, DigestSending
from communications.queries.digests import preference_of
from communications.words.digests import Frequency
from communications.words.notices import About
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import myself

# A digest is the reader's own: whoever may look may say how often, with a token's READ or by the link in a letter.
OWN = Capability.VIEW


def set_digest(
    actor: Actor,
    *,
    frequency: str,
    weekday: int,
    hour: int,
    timezone: str,
    quiet_from: int,
    quiet_until: int,
    muted: Collection[str] = (),
    at_once: bool = False,
    by_link: bool = False,
) -> DigestPreference:
    """Say how the actor wants their own digest; it holds from the next one that falls due after now.

    Hours are those of the clock of `timezone` (empty: the initiative's). Of what is `muted` nothing is told, and no
    notice given. `at_once`: announcements come as a letter of their own besides. Raises DomainError for an hour within
    the quiet ones, and for a time zone that nobody knows.
    """
    require(actor, OWN)
    if timezone and timezone not in available_timezones():
        raise DomainError("unknown_timezone", _("This time zone is not known."), "timezone")
    if _within(hour, quiet_from, quiet_until):
        raise DomainError(
            "quiet_hour",
            _("This hour lies within your quiet hours. Choose another, or change those."),
            "hour",
        )
    values = {
        "frequency": Frequency(frequency).value,
        "weekday": weekday,
        "hour": hour,
        "timezone": timezone,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "muted": sorted({About(one).value for one in muted}),
        "at_once": at_once,
    }
    before = preference_of(actor.membership_id)
    if before.pk and all(getattr(before, name) == value for name, value in values.items()):
        return before
    return _keep(actor, values, by_link=by_link)


def stop_digest(actor: Actor, *, by_link: bool = False) -> DigestPreference:
    """Stop the actor's own digest: none leaves any more, not even one that is due. Twice is the same as once."""
    require(actor, OWN)
    before = preference_of(actor.membership_id)
    if before.frequency == Frequency.OFF:
        return before
    return _keep(actor, {"frequency": Frequency.OFF.value}, by_link=by_link)


def stop_announcements(actor: Actor, *, by_link: bool = False) -> DigestPreference:
    """Have announcements come no more as letters of their own; the digest tells them. Twice is the same as once."""
    require(actor, OWN)
    before = preference_of(actor.membership_id)
    return _keep(actor, {"at_once": False}, by_link=by_link) if before.at_once else before


def ask_for_digest(actor: Actor) -> DigestSending:
    """Have the actor's own digest sent today, besides their rhythm: what it would tell at this moment.

    It takes the place of one that falls due later today, so that nobody gets two on a day; who asks is awake, and it
    waits for no quiet hours. Raises Conflict where one of today exists already, or the digest is off.
    """
    require(actor, OWN)
    preference = preference_of(actor.membership_id)
    if preference.frequency == Frequency.OFF:
        raise Conflict("digest_off", _("Your digest is off. Have it come again first."))
    now = clock.now()
    day = clock.day(now, preference.timezone or actor.initiative.timezone)
    row, made = DigestSending.objects.get_or_create(
        membership_id=actor.membership_id, slot=day, defaults={"due_at": now}
    )
    if not made:
        raise Conflict("digest_once_a_day", _("There was one today already. The next can be sent tomorrow."))
    enqueue(SEND, f"{row.pk}:{ASKED}")
    return row


def _within(hour: int, begins: int, ends: int) -> bool:
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def _keep(actor: Actor, values: dict[str, object], *, by_link: bool) -> DigestPreference:
    row, _made = DigestPreference.objects.update_or_create(
        membership_id=actor.membership_id, defaults={**values, "changed_at": clock.now()}
    )
    me = myself(actor)
    record(
        actor,
        DigestChanged(
            f"person:{me.public_id}",
            partner_id=actor.partner_id,
            frequency=row.frequency,
            by_link=by_link,
        ),
    )
    return row
