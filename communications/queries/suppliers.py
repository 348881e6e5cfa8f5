"""What meetings, tasks, asks and figures put on an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communications.models import Ask, Meeting
from communications.queries.asks import open_asks
from communications.queries.decisions import due_for_review, to_decide
from communications.queries.decisions import source_of as source_of_decision
from communications.queries.filling import Proposed, supplier
from communications.words.decisions import DecisionState
from communications.words.meetings import TOOK_PLACE, AskState, Purpose
from initiatives.kernel import clock
from initiatives.queries.actions import actions_from
from measurement.queries import standings

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor
    from measurement.queries import Standing

ACTIONS, MOVES, ASKED_OF_US, ANSWERED = "actions", "figures", "asked_of_us", "answers"
REVIEWS = "decision_reviews"
LONGEST_LIST = 20


def source_of(meeting: Meeting) -> str:
    """Return by what the tasks taken down at a meeting name it."""
    return f"meeting:{meeting.public_id}"


def meeting_before(meeting: Meeting) -> Meeting | None:
    """Return the group's latest meeting before this one that took place."""
    rows: Any = Meeting.objects.filter(group_id=meeting.group_id, state__in=TOOK_PLACE)
    before: Meeting | None = rows.filter(starts_at__lt=meeting.starts_at).exclude(pk=meeting.pk).first()
    return before


def actions_due(actor: Actor, meeting: Meeting) -> list[Any]:
    """Return the open tasks that the group's earlier meetings gave, by their day."""
    rows: Any = Meeting.objects.filter(group_id=meeting.group_id, starts_at__lt=meeting.starts_at)
    sources = [source_of(row) for row in rows.exclude(pk=meeting.pk).only("public_id")]
    return [row for row in actions_from(actor, sources).order_by("due", "id") if row.is_open]


@supplier
def last_actions(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose last time's tasks that are still open."""
    lines = [
        _("%(what)s: %(owner)s, %(day)s")
        % {"what": row.what, "owner": row.owner.name, "day": date_format(row.due)}
        for row in actions_due(actor, meeting)
    ]
    return [Proposed(ACTIONS, _("Last time’s actions"), lines=_cut(lines))] if lines else []


def figures_moved(actor: Actor, meeting: Meeting) -> list[Standing]:
    """Return where the headline indicators stand of which a figure came since the group last met."""
    before = meeting_before(meeting)
    since: datetime | None = before.starts_at if before else None
    return [
        standing
        for standing in standings(actor, headline=True)
        if standing.plain and standing.updated is not None and (since is None or standing.updated > since)
    ]


@supplier
def figures_since(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose the headline indicators of which a figure came since the group last met, as everybody reads them."""
    lines = [f"{one.indicator.name}: {one.plain}" for one in figures_moved(actor, meeting)]
    title = _("New figures, and what they tell us")
    return [Proposed(MOVES, title, Purpose.DISCUSS, 15, _cut(lines))] if lines else []


@supplier
def asks_of_us(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose what other groups ask of this one and have no answer to."""
    rows = open_asks(actor).filter(to_group_id=meeting.group_id)
    lines = [f"{row.from_group.name}: {row.what}" for row in rows]
    title = _("What others ask of us")
    return [Proposed(ASKED_OF_US, title, Purpose.DISCUSS, 10, _cut(lines))] if lines else []


@supplier
def answers_to_us(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose the answers to this group's asks that came since it last met."""
    before = meeting_before(meeting)
    rows: Any = Ask.objects.filter(from_group_id=meeting.group_id, state=AskState.ANSWERED)
    if before is not None:
        rows = rows.filter(closed_at__gt=before.starts_at)
    lines = [f"{row.to_group.name}: {row.answer}" for row in rows.select_related("to_group").order_by("id")]
    return [Proposed(ANSWERED, _("Answers to our asks"), Purpose.INFORM, 5, _cut(lines))] if lines else []


@supplier
def due_decisions(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose the questions that are before the group, each as a point to be decided (proposed) or discussed."""
    rows: Any = to_decide(actor, [meeting.group_id])[:LONGEST_LIST]
    return [
        Proposed(
            source_of_decision(row),
            row.wording[0].title,
            Purpose.DECIDE if row.state == DecisionState.PROPOSED else Purpose.DISCUSS,
            15,
            (row.wording[0].question,),
        )
        for row in rows
    ]


@supplier
def due_reviews(actor: Actor, meeting: Meeting) -> Sequence[Proposed]:
    """Propose the group's decisions whose review is due by the meeting."""
    day = clock.day(meeting.starts_at, actor.initiative.timezone)
    rows: Any = due_for_review(actor, day).filter(decision__group_id=meeting.group_id)
    lines = [
        _("%(number)d. %(title)s, since %(day)s")
        % {"number": row.decision.number, "title": row.proposal.title, "day": date_format(row.review_on)}
        for row in rows
    ]
    return (
        [Proposed(REVIEWS, _("Decisions to look back at"), Purpose.DISCUSS, 10, _cut(lines))] if lines else []
    )


def _cut(lines: list[str]) -> tuple[str, ...]:
    rest = len(lines) - LONGEST_LIST
    if rest <= 0:
        return tuple(lines)
    return (*lines[:LONGEST_LIST], _("and %d more") % rest)
