"""Which partners have gone quiet: five plain signs, each with its number, and no score.

A sign holds or does not; a partner is called quiet when at least two hold. Its lead reads the same signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.queries.silence import heard_through_activities
from backbone.queries.relations import last_contacts
from backbone.words import SignKind
from communications.queries.presence import Asked, asked_to_meetings
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import partners
from initiatives.queries.people import last_seen
from measurement.queries.punctual import HandedIn, handed_in

if TYPE_CHECKING:
    from initiatives.models import Partner

CYCLES = 2
MEETINGS = 3
CHECK_IN_DAYS = 60
SIGN_IN_DAYS = 60
CONTACT_DAYS = 90
# So many signs make a partner quiet.
QUIET_FROM = 2
# Of so many cycles and meetings the record tells how many.
TOLD_OF = 8


@dataclass(frozen=True)
class Sign:
    """One sign of quiet: its kind, and since when or after how many in words."""

    kind: SignKind
    words: str


@dataclass(frozen=True)
class Relation:
    """What is computed about a partner: how it handed in and came to meetings of late (the latest first), when it was
    last heard of through activities, seen and spoken to (None: never, or nothing that could tell), and the signs."""

    partner: Partner
    hand_ins: tuple[HandedIn, ...]
    meetings: tuple[Asked, ...]
    heard_on: date | None
    seen_on: date | None
    contact_on: date | None
    signs: tuple[Sign, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether at least QUIET_FROM signs hold."""
        return len(self.signs) >= QUIET_FROM

    @property
    def in_time(self) -> int:
        """Of `hand_ins`, how many came in time."""
        return sum(one.in_time for one in self.hand_ins)

    @property
    def attended(self) -> int:
        """Of `meetings`, at how many somebody was there for it."""
        return sum(one.was_there for one in self.meetings)


def relation(actor: Actor, partner: Partner) -> Relation:
    """Return what is computed about a partner, for staff and its own lead. Raises Forbidden for everybody else."""
    require(actor, Capability.VIEW_RELATIONS, partner.pk)
    return _relations(actor, [partner], partner.pk)[0]


def quiet_partners(actor: Actor) -> list[Relation]:
    """Return the active partners that have gone quiet, those with most signs first. For staff; the queries are few."""
    require(actor, Capability.VIEW_QUEUE)
    rows = list(partners(actor).filter(state="active").order_by("name", "pk"))
    found = [one for one in _relations(actor, rows) if one.is_quiet]
    return sorted(found, key=lambda one: (-len(one.signs), one.partner.name, one.partner.pk))


def _relations(actor: Actor, rows: list[Partner], only: int | None = None) -> list[Relation]:
    handed, met = handed_in(actor, only), asked_to_meetings(actor, only)
    heard, seen = heard_through_activities(actor, only), last_seen(actor, only)
    spoken = last_contacts(actor, only)
    zone = ZoneInfo(actor.initiative.timezone)
    today = clock.today(actor.initiative.timezone)
    began = actor.initiative.created_at.astimezone(zone).date()
    found = []
    for row in rows:
        hand_ins, meetings = handed.get(row.pk, []), met.get(row.pk, [])
        heard_on = _day(heard.get(row.pk), zone)
        signs = [
            _late(hand_ins),
            _absent(meetings),
            _unheard(heard_on, today) if row.pk in heard else None,
            _unseen(seen.get(row.pk), today),
            _unspoken(spoken.get(row.pk), began, today),
        ]
        found.append(
            Relation(
                partner=row,
                hand_ins=tuple(hand_ins[:TOLD_OF]),
                meetings=tuple(meetings[:TOLD_OF]),
                heard_on=heard_on,
                seen_on=seen.get(row.pk),
                contact_on=spoken.get(row.pk),
                signs=tuple(one for one in signs if one is not None),
            )
        )
    return found


def _late(rows: list[HandedIn]) -> Sign | None:
    last = rows[:CYCLES]
    if len(last) < CYCLES or any(one.in_time for one in last):
        return None
    return Sign(SignKind.HAND_INS, _("Handed in late or not at all in the last %d cycles") % CYCLES)


def _absent(rows: list[Asked]) -> Sign | None:
    last = rows[:MEETINGS]
    if len(last) < MEETINGS or any(one.was_there for one in last):
        return None
    return Sign(SignKind.MEETINGS, _("Absent from the last %d meetings of its groups") % MEETINGS)


def _unheard(day: date | None, today: date) -> Sign | None:
    if day is None:
        return Sign(SignKind.CHECK_INS, _("Nothing it does was ever heard of"))
    if today - day < timedelta(days=CHECK_IN_DAYS):
        return None
    words = ngettext("No check-in for %d day", "No check-in for %d days", (today - day).days)
    return Sign(SignKind.CHECK_INS, words % (today - day).days)


def _unseen(day: date | None, today: date) -> Sign | None:
    if day is None or today - day < timedelta(days=SIGN_IN_DAYS):
        return None
    words = ngettext("Nobody signed in for %d day", "Nobody signed in for %d days", (today - day).days)
    return Sign(SignKind.SIGN_INS, words % (today - day).days)


def _unspoken(day: date | None, began: date, today: date) -> Sign | None:
    """Counted from the last contact; where there was none, from the initiative's first day."""
    if today - (day or began) < timedelta(days=CONTACT_DAYS):
        return None
    if day is None:
        return Sign(SignKind.CONTACTS, _("No contact was ever written down"))
    words = _("No contact for %(days)d days, the last on %(day)s")
    return Sign(SignKind.CONTACTS, words % {"days": (today - day).days, "day": date_format(day)})


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
