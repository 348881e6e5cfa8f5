"""What a meeting's pack shows beside its agenda: the figures behind its points, and a sheet for each decision.

A pack is handed round, so it is read with the eyes of anybody in the initiative, whoever prints it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communications.models import AgendaItem, Decision, DecisionEffect, DecisionEvidence
from communications.queries.decisions import NAMED, decisions
from communications.queries.decisions import source_of as source_of_decision
from communications.queries.suppliers import MOVES, figures_moved
from initiatives.kernel.access import Actor, Capability, Role, onlooker, require
from measurement.queries import standings

if TYPE_CHECKING:
    from communications.models import Meeting
    from measurement.queries import Standing

# So many are drawn for one point: more than a sheet holds nobody looks at.
MOST_DRAWN = 8


def audience_of(actor: Actor) -> Actor:
    """Return with whose eyes a pack is read, whoever prints it."""
    require(actor, Capability.VIEW)
    return onlooker(actor.initiative, Role.COMMUNITY)


def questions_of(actor: Actor, points: Sequence[AgendaItem]) -> list[Decision]:
    """Return the decisions that the points of an agenda put before the group, in the agenda's order."""
    named = [point.source.removeprefix(NAMED) for point in points if point.source.startswith(NAMED)]
    rows = decisions(actor).filter(public_id__in=named) if named else []
    return sorted(rows, key=lambda row: named.index(str(row.public_id)))


def figures_behind(actor: Actor, meeting: Meeting, points: Sequence[AgendaItem]) -> dict[int, list[Standing]]:
    """Return by point (its key) where the indicators stand that it is about, as everybody reads them.

    The point about new figures has those that moved since the group last met; one that puts a question has those which
    gave rise to it, on which it rests and which it should move. What is not open to all is left out.
    """
    reader = audience_of(actor)
    bearing = _bearing(questions_of(actor, points))
    wanted = {pk for found in bearing.values() for pk in found}
    stand = {row.indicator.pk: row for row in standings(reader, among=wanted)} if wanted else {}
    found = {}
    for point in points:
        if point.source == MOVES:
            found[point.pk] = figures_moved(reader, meeting)[:MOST_DRAWN]
        else:
            keys = bearing.get(point.source, [])
            found[point.pk] = [stand[pk] for pk in keys if pk in stand and stand[pk].plain][:MOST_DRAWN]
    return found


def _bearing(rows: Sequence[Decision]) -> dict[str, list[int]]:
    """Return by decision (its source) the keys of the indicators that it is about, each once."""
    found = {row.pk: [row.signal_id] if row.signal_id else [] for row in rows}
    for linked in (
        DecisionEvidence.objects.filter(decision__in=found, withdrawn_at=None),
        DecisionEffect.objects.filter(decision__in=found, ended_at=None),
    ):
        pairs = linked.exclude(indicator=None).order_by("id").values_list("decision_id", "indicator_id")
        for decision_id, indicator_id in pairs:
            found[decision_id].append(indicator_id)
    return {source_of_decision(row): list(dict.fromkeys(found[row.pk])) for row in rows}
