"""Questions of digests: how somebody wants theirs, when it is due, and what it tells now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Max, Min

from communications.models import DigestPreference, DigestSending
from communications.queries.signing import behind, signed
from communications.words.digests import Frequency, Outcome
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Scope, require
from initiatives.kernel.digests import Part, parts_for
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id, everybody
from initiatives.quiet import quiet_hours

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership

# So far back a first digest reaches, and so far apart two of them are at least, whatever their reader changes between.
REACH = {
    Frequency.DAILY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=31),
}
APART = {
    Frequency.DAILY: timedelta(hours=12),
    Frequency.WEEKLY: timedelta(days=3),
    Frequency.MONTHLY: timedelta(days=14),
}
LONGEST_REACH = timedelta(days=62)
PURPOSE = "communications.digest"


@dataclass(frozen=True)
class Rhythm:
    """When somebody's digest is due: how often, on which weekday (Monday is 0), at which hour of which clock."""

    frequency: Frequency
    weekday: int
    hour: int
    timezone: str

    def latest(self, now: datetime) -> tuple[date, datetime] | None:
        """Return the latest day (of the reader's calendar) and moment at which one was due; None when it is off.

        An hour that the clock leaves out falls after the gap; one that it repeats counts the first time.
        """
        if self.frequency == Frequency.OFF:
            return None
        zone = ZoneInfo(self.timezone)
        day = now.astimezone(zone).date()
        while not self._is_day(day) or self._moment(day, zone) > now:
            day -= timedelta(days=1)
        return day, self._moment(day, zone)

    def next(self, now: datetime) -> datetime | None:
        """Return the next moment at which one is due; None when it is off."""
        if self.frequency == Frequency.OFF:
            return None
        zone = ZoneInfo(self.timezone)
        day = now.astimezone(zone).date()
        while not self._is_day(day) or self._moment(day, zone) <= now:
            day += timedelta(days=1)
        return self._moment(day, zone)

    def _is_day(self, day: date) -> bool:
        if self.frequency == Frequency.DAILY:
            return True
        is_weekday = day.weekday() == self.weekday
        return is_weekday and (self.frequency == Frequency.WEEKLY or day.day <= 7)

    def _moment(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.hour), zone).astimezone(ZoneInfo("UTC"))


def rhythm_of(preference: DigestPreference, usual_zone: str) -> Rhythm:
    """Return when a digest of this preference is due; by `usual_zone` where it names no clock of its own."""
    frequency = Frequency(preference.frequency)
    return Rhythm(frequency, preference.weekday, preference.hour, preference.timezone or usual_zone)


def readers() -> Iterator[tuple[int, DigestPreference]]:
    """Yield who in the active initiative can get a digest (membership id), and how they want it. Two queries."""
    usual = DigestPreference()
    wanted = {row.membership_id: row for row in DigestPreference.objects.all()}
    people = everybody().filter(user__is_active=True).exclude(email="").order_by("id")
    for membership_id in people.values_list("id", flat=True):
        yield membership_id, wanted.get(membership_id, usual)


def quiet_until(preference: DigestPreference, usual_zone: str, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which `now` falls for the reader; None when it is not quiet."""
    begins, ends = preference.quiet_from, preference.quiet_until
    here = now.astimezone(ZoneInfo(preference.timezone or usual_zone))
    is_night = begins > ends
    quiet = here.hour >= begins or here.hour < ends if is_night else begins <= here.hour < ends
    if not quiet:
        return None
    over_midnight = is_night and here.hour >= begins
    day = here.date() + timedelta(days=1 if over_midnight else 0)
    return datetime.combine(day, time(ends), here.tzinfo)


@quiet_hours
def quiet_for(person: Membership, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which `now` falls for somebody, as they said; None when it is not quiet."""
    return quiet_until(preference_of(person.pk), person.initiative.timezone, now)


def preference_of(membership_id: int) -> DigestPreference:
    """Return how somebody wants their digest: as they said, else as everybody has it at first (not stored)."""
    found = DigestPreference.objects.filter(membership_id=membership_id).first()
    return found or DigestPreference(membership_id=membership_id)


def own_preference(actor: Actor) -> DigestPreference:
    """Return how the actor wants their own digest."""
    require(actor, Capability.VIEW)
    return preference_of(actor.membership_id)


def own_sendings(actor: Actor) -> QuerySet[DigestSending]:
    """Return the actor's own digests that were sent, the latest first."""
    require(actor, Capability.VIEW)
    return DigestSending.objects.filter(membership_id=actor.membership_id, outcome=Outcome.SENT)


def told_since(preference: DigestPreference, until: datetime) -> datetime:
    """Return the moment from which on a digest at `until` tells: that of the last one that was surely sent.

    Before the first one: so far back as one reaches, also behind those that were claimed and may never have arrived.
    """
    mine = DigestSending.objects.filter(membership_id=preference.membership_id)
    last: datetime | None = mine.filter(outcome=Outcome.SENT).aggregate(at=Max("handed_over_at"))["at"]
    if last is None:
        lost = mine.filter(outcome__in=["", Outcome.UNSURE, Outcome.LATE], due_at__lt=until)
        first = lost.aggregate(at=Min("due_at"))["at"] or until
        last = first - REACH.get(Frequency(preference.frequency), REACH[Frequency.WEEKLY])
    return max(last, until - LONGEST_REACH)


def digest_now(actor: Actor) -> list[Part]:
    """Return what the actor's digest would tell at this moment, with their rights of now."""
    require(actor, Capability.VIEW)
    preference = own_preference(actor)
    return parts_for(actor, told_since(preference, clock.now()), preference.muted)


def token_of(initiative_id: int, membership_id: int) -> str:
    """Return the token with which somebody changes or stops their own digest, and nothing else."""
    return signed(PURPOSE, initiative_id, membership_id)


@contextmanager
def entered_by_token(token: str) -> Iterator[Actor]:
    """Open the initiative's scope for the person whose token this is; they may read, no more, as they may now.

    Raises NotFound for a token that nobody was given, and when the person takes part no more.
    """
    initiative_id, membership_id = behind(PURPOSE, token, 2)
    with tenant(initiative_id):
        yield replace(actor_by_id(membership_id), scopes=frozenset({Scope.READ}))
