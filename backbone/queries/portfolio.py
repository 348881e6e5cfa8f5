"""One initiative in the portfolio of somebody who takes part in several: its phase first, then what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agenda.queries import Effort
from backbone.queries.scorecard import Asked, Line, Scorecard, scorecard
from backbone.queries.shown import shown
from backbone.words import audience_of
from initiatives.kernel.access import Actor
from measurement.queries import Change, Point, Told, change_between, period_name, told

MOST_LINES = 5


@dataclass(frozen=True)
class Held:
    """One indicator: the first figure there is, the latest, and the one that stood on the day compared with.

    `since` is the change from what stood then to what stands now; None where the two cannot be compared.
    """

    line: Line
    first: Told
    first_period: str
    then: Told
    then_period: str
    since: Change | None = None


@dataclass(frozen=True)
class Holding:
    """One initiative. It is told by itself: nothing is ranked, summed or compared across initiatives."""

    initiative: Any
    effort: Effort
    card: Scorecard
    rows: tuple[Held, ...]


def holding(actor: Actor, since: date | None = None) -> Holding:
    """Return the actor's initiative for a portfolio: what its audience is shown there, now and as it stood on a day."""
    chosen = shown(actor, audience_of(actor.role))
    ids = chosen.ids[:MOST_LINES]
    card = scorecard(actor, among=ids)
    return Holding(actor.initiative, card.effort, card, held(actor, card, ids, since))


def held(actor: Actor, card: Scorecard, ids: Sequence[int], since: date | None = None) -> tuple[Held, ...]:
    """Return the indicators of a scorecard by their ids, in that order, beside what stood at the end of a day."""
    former = scorecard(actor, Asked(as_of=since), among=ids) if since else None
    stood = {line.indicator.pk: line for line in former.lines} if former else {}
    lines = {line.indicator.pk: line for line in card.lines}
    return tuple(_held(actor, lines[pk], stood.get(pk)) for pk in ids if pk in lines)


def _held(actor: Actor, line: Line, stood: Line | None) -> Held:
    version, start = line.standing.version, actor.initiative.fiscal_year_start
    known = [p for p in line.standing.points if p is not None and not p.suppressed and p.value is not None]
    first = known[0] if known and known[0] is not line.point else None
    then = stood.point if stood and stood.point and not stood.point.suppressed else None
    floor = actor.initiative.coverage_floor
    return Held(
        line,
        _told(line, first),
        period_name(first.period, start) if first else "",
        _told(line, then),
        period_name(then.period, start) if then else "",
        change_between(version, then, line.point, floor) if then else None,
    )


def _told(line: Line, point: Point | None) -> Told:
    return told(line.standing.version, point.value if point else None)
