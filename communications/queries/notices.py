"""Questions of notices: what others did that concerns somebody, as they may know it now, and what of it is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from communications.models import Meeting, NoticesSeen
from communications.queries.announcements import subjects_for
from communications.queries.decisions import decisions
from communications.queries.digests import preference_of
from communications.queries.surveys import surveys_asking
from communications.queries.tasks import own_tasks
from communications.words.notices import DAYS_KEPT, HEARD, Hears, keys
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.outbox import headline
from initiatives.queries import events_for, seats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from initiatives.models import Event

# More than these are not counted at the bell.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Notice:
    """One thing that somebody did: in words, by whom, when, the path of the page that shows it, whether it is new."""

    id: UUID
    text: str
    who: str
    when: datetime
    about: str
    path: str
    new: bool


def seen_until(actor: Actor) -> datetime | None:
    """Return the moment until which the actor has seen their notices; None when they never said so."""
    found = NoticesSeen.objects.filter(membership_id=actor.membership_id).first()
    return found.until if found else None


def notice_rows(actor: Actor) -> QuerySet[Event]:
    """Return the events of the last days that concern the actor, done by others, newest first.

    What somebody hears of follows from the role, partner, tasks and seats they have now. What they do not wish to hear
    of is left out here as in their digest.
    """
    require(actor, Capability.VIEW)
    since = clock.now() - timedelta(days=DAYS_KEPT)
    mine = seats(actor).filter(membership_id=actor.membership_id).values("group_id")
    met = Meeting.objects.filter(group_id__in=mine, starts_at__gte=since).values_list("public_id", flat=True)
    before = decisions(actor).filter(group_id__in=mine).order_by("-id").values_list("public_id", flat=True)
    asked = surveys_asking(actor).values_list("public_id", flat=True)
    tasks = own_tasks(actor).filter(made_at__gte=since).values_list("public_id", flat=True)
    rows = events_for(
        actor,
        since,
        common=keys(Hears.EVERYBODY),
        staff=keys(Hears.STAFF),
        partner=keys(Hears.PARTNER),
        personal=keys(Hears.OWNER, Hears.GROUP, Hears.ASKED, Hears.READER),
        subjects=[
            *(f"action:{one}" for one in tasks),
            *(f"meeting:{one}" for one in met),
            *(f"survey:{one}" for one in asked),
            *(f"decision:{one}" for one in before),
            *subjects_for(actor),
        ],
    )
    for muted in preference_of(actor.membership_id).muted:
        rows = rows.exclude(key__startswith=f"{muted}.")
    return rows


def count_new(actor: Actor) -> int:
    """Return how many notices the actor has not seen yet, at most one more than MOST_COUNTED."""
    until = seen_until(actor)
    rows = notice_rows(actor)
    if until is not None:
        rows = rows.filter(happened_at__gt=until)
    return rows.order_by()[: MOST_COUNTED + 1].count()


def notices_of(actor: Actor, rows: Iterable[Event]) -> list[Notice]:
    """Return events that concern the actor in words of the active language."""
    until = seen_until(actor)
    return [
        Notice(
            id=row.public_id,
            text=headline(row),
            who=row.membership.name if row.membership else "",
            when=row.happened_at,
            about=row.key.split(".")[0],
            path=page_of(actor, row),
            new=until is None or row.happened_at > until,
        )
        for row in rows
    ]


def page_of(actor: Actor, row: Event) -> str:
    """Return the path of the page that shows an event; empty where none does."""
    _kind, _colon, named = row.subject.partition(":")
    try:
        return reverse(HEARD[row.key].page, args=[actor.initiative.slug, named])
    except (KeyError, NoReverseMatch):
        return ""
