"""Events told to a person: what happened, to whom, by whom, when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from initiatives.kernel.access import Actor
from initiatives.models import Event
from initiatives.outbox import FACTS, headline
from initiatives.queries.people import about_whom, names_of
from initiatives.queries.stream import events

# Under which of the five conditions the events of an app are shown.
CONDITIONS = {
    "agenda": "agenda",
    "measurement": "measurement",
    "activities": "activities",
    "communications": "communication",
}


@dataclass(frozen=True)
class Told:
    """One event in words. `about` is the person it is about, `who` the person who did it."""

    key: str
    text: str
    about: str
    who: str
    partner: str
    when: datetime
    condition: str


def told(rows: Iterable[Event]) -> list[Told]:
    """Return the events in words of the active language. One query for the names."""
    listed = list(rows)
    names = names_of(listed)
    return [
        Told(
            key=row.key,
            text=headline(row),
            about=names.get(about_whom(row), ""),
            who=row.membership.name if row.membership else "",
            partner=row.partner.name if row.partner else "",
            when=row.happened_at,
            condition=CONDITIONS.get(row.key.split(".")[0], "backbone"),
        )
        for row in listed
    ]


def news(actor: Actor) -> QuerySet[Event]:
    """Return the events worth telling of, newest first: without sign-ins, tokens and what is news to nobody."""
    own = [key for key, fact in FACTS.items() if not fact.is_news]
    audit = Q(key="initiatives.signed_in") | Q(key__startswith="initiatives.token_") | Q(key__in=own)
    return events(actor).exclude(audit)


def about_people(actor: Actor) -> QuerySet[Event]:
    """Return the events about people, newest first, without their sign-ins. Raises Forbidden as `events`."""
    return events(actor).filter(subject__startswith="person:").exclude(key="initiatives.signed_in")


def events_matching(
    actor: Actor, *, kind: str = "", partner: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Event]:
    """Return the events, newest first, whose key begins with `kind`, of a partner (code), within the days.

    Sign-ins, which would bury everything else, are among them only when `kind` asks for them.
    Days are those of the initiative's time zone, both included. Raises Forbidden as `events`.
    """
    zone = ZoneInfo(actor.initiative.timezone)
    rows = events(actor)
    rows = rows.filter(key__startswith=kind) if kind else rows.exclude(key="initiatives.signed_in")
    if partner:
        rows = rows.filter(partner__code=partner)
    if since:
        rows = rows.filter(happened_at__gte=datetime.combine(since, time.min, zone))
    if until:
        rows = rows.filter(happened_at__lte=datetime.combine(until, time.max, zone))
    return rows
