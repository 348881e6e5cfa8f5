"""The days of continuous communication: meetings, decisions, surveys and questions, announcements, tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.models import DecisionReview
from communications.queries.announcements import announcements
from communications.queries.decisions import decisions
from communications.queries.meetings import meetings
from communications.queries.surveys import surveys
from communications.queries.voice import questions
from communications.words.decisions import OPEN, DecisionState
from communications.words.meetings import MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.dates import Dated, dates
from initiatives.queries import OPEN_STATES, actions

GONE = (DecisionState.SUPERSEDED, DecisionState.WITHDRAWN)


def _span(actor: Actor, first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments between which the days lie in the initiative's time zone."""
    zone = actor.initiative.timezone
    return datetime.combine(first, time(), ZoneInfo(zone)), clock.end_of(last, zone)


def _day(actor: Actor, moment: datetime) -> date:
    return clock.day(moment, actor.initiative.timezone)


@dates(
    "communications.meetings", gettext_lazy("Meetings"), icon="calendar", condition="communication", order=40
)
def meetings_planned(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell the meetings of all groups, with their hours; one that was cancelled says so."""
    begin, end = _span(actor, first, last)
    rows: Any = meetings(actor).filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "id")
    for row in rows:
        cancelled = row.state == MeetingState.CANCELLED
        yield Dated(
            f"communications.meetings:{row.public_id}",
            _day(actor, row.starts_at),
            row.title,
            "communications:meeting",
            (row.public_id,),
            note=_("Cancelled") if cancelled else row.place,
            at=row.starts_at,
            until=row.ends_at,
            group_id=row.group_id,
            group=row.group.name,
            owner_id=row.facilitator_id,
            past=cancelled or row.ends_at < clock.now(),
        )


@dates(
    "communications.decisions", gettext_lazy("Decisions"), icon="gavel", condition="communication", order=42
)
def decisions_dated(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when decisions are to be taken, come into effect and are to be looked back at."""
    days = (first, last)
    here: Any = Q(proposals__superseded_at=None, proposals__decide_on__range=days)
    here |= Q(rulings__in_effect_on__range=days) | Q(rulings__review_on__range=days)
    here |= Q(reviews__next_review_on__range=days)
    for row in decisions(actor).filter(here).exclude(state__in=GONE).distinct():
        wording: Any = row.wording[0]  # type: ignore[attr-defined]
        for what, day, text, past in _days_of(row):
            if day is not None and first <= day <= last:
                yield Dated(
                    f"communications.decisions:{what}:{row.public_id}",
                    day,
                    text % wording.title,
                    "communications:decision",
                    (row.public_id,),
                    group_id=row.group_id,
                    group=row.group.name,
                    past=past,
                )


def _days_of(row: Any) -> list[tuple[str, date | None, str, bool]]:
    if row.state in OPEN:
        return [("decide", row.wording[0].decide_on, _("To decide: %s"), False)]
    found: list[tuple[str, date | None, str, bool]] = []
    for ruling in row.ruled:
        found.append(("effect", ruling.in_effect_on, _("In effect: %s"), True))
        looks: list[DecisionReview] = row.looks_back
        found.append(("review", ruling.review_on, _("To review: %s"), bool(looks)))
        for number, look in enumerate(looks, 1):
            again = look.next_review_on
            over = any(other.reviewed_on >= again for other in looks) if again else False
            found.append((f"again-{number}", again, _("To review again: %s"), over))
    return found


@dates(
    "communications.surveys",
    gettext_lazy("Surveys and questions"),
    icon="clipboard-list",
    condition="communication",
    order=44,
)
def surveys_open(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when surveys, and questions put to everybody, open and close."""
    between = Q(opens_on__range=(first, last)) | Q(closes_on__range=(first, last))
    told: list[tuple[str, Any, str]] = [
        ("survey", row, row.title) for row in surveys(actor).filter(between).order_by("opens_on", "id")
    ]
    told += [("question", row, row.asks) for row in questions(actor).filter(between)]
    for page, row, title in told:
        for what, day, text in (
            ("opens", row.opens_on, _("Opens: %s")),
            ("closes", row.closes_on, _("Closes: %s")),
        ):
            if first <= day <= last:
                key = f"communications.surveys:{what}:{row.public_id}"
                yield Dated(key, day, text % title, f"communications:{page}", (row.public_id,))


@dates(
    "communications.announcements",
    gettext_lazy("Announcements"),
    icon="megaphone",
    condition="communication",
    order=46,
)
def announced(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell which announcements the reader was told, on their day."""
    begin, end = _span(actor, first, last)
    rows = announcements(actor).filter(published_at__gte=begin, published_at__lt=end)
    for row in rows.order_by("published_at", "id"):
        yield Dated(
            f"communications.announcements:{row.public_id}",
            _day(actor, row.published_at),
            row.title,
            "communications:announcement",
            (row.public_id,),
            note=row.published_by.name,
            group_id=row.group_id,
            group=row.group.name if row.group else "",
            past=True,
        )


@dates("communications.tasks", gettext_lazy("Tasks"), icon="list-todo", condition="communication", order=48)
def tasks_due(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when the open tasks are due that the reader sees: the staff all, others their own and their partner's."""
    rows: Any = actions(actor).filter(state__in=OPEN_STATES, due__range=(first, last)).order_by("due", "id")
    for row in rows:
        of = row.owner.partner
        own = row.owner_id == actor.membership_id
        yield Dated(
            f"communications.tasks:{row.public_id}",
            row.due,
            row.what,
            "communications:task" if own else "communications:tasks",
            (row.public_id,) if own else (),
            note=row.owner.name,
            partner_id=of.pk if of else None,
            partner=of.name if of else "",
            partner_code=of.code if of else "",
            owner_id=row.owner_id,
        )
