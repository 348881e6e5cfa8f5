"""The data of the views of who does what where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse

from activities.landscape import Landscape
from activities.queries.chains import Chain, chains
from activities.queries.grid import MANY, grid
from activities.queries.landscape import landscape
from activities.queries.matrix import matrix
from activities.queries.network import Pair, network
from activities.queries.presence import presences
from activities.queries.timeline import LANES, MONTHS, span, timeline
from activities.serializers.landscape import (
    ChainRow,
    GridQuery,
    GridRow,
    LandscapeQuery,
    MatrixRow,
    NetworkOut,
    PresenceQuery,
    PresenceRow,
    TimelineQuery,
    TimelineRow,
    YearQuery,
)
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation

NARROWING = ("strategy", "partner", "place", "people")
EVERY = 1_000_000  # the API leaves nothing out: its pages do


class LandscapeView(InitiativeView):
    """A view's data, narrowed as the query asks for."""

    def land(self, actor: Actor, *, without: str = "", ended: bool = False) -> Landscape:
        """Return the landscape; what is done or stopped counts where asked for, or where it is `ended`."""
        asked = {key: self.query[key] for key in NARROWING if key in self.query and key != without}
        return landscape(actor).narrowed(**asked, current=not (ended or self.query.get("over")))


class Matrix(LandscapeView):
    """Strategies against partners."""

    @operation(Capability.VIEW, query=LandscapeQuery, answer=MatrixRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what each partner does under each strategy, the strategies in their order."""
        land = self.land(actor)
        return self.numbered(MatrixRow, self.rows(land))

    def rows(self, land: Landscape) -> Iterator[dict[str, Any]]:
        """Yield the rows."""
        found = matrix(land, EVERY)
        for row in (*found.rows, *found.hidden):
            told = {
                "strategy": row.strategy.key,
                "strategy_name": row.strategy.name,
                "has_lead": bool(row.leads),
            }
            if not row.roles:
                yield {**told, "partner": "", "partner_name": "", "parts": []}
            for partner, parts in row.roles.items():
                name = land.name_of(partner)
                yield {**told, "partner": partner, "partner_name": name, "parts": list(parts)}


class Gaps(LandscapeView):
    """Gaps and overlaps."""

    @operation(Capability.VIEW, query=GridQuery, answer=GridRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the cells of two of people, place and strategy. `place` names the place whose parts are told apart."""
        down = self.query.get("rows", "people")
        across = self.query.get("columns") or ("place" if down != "place" else "people")
        spatial = "place" in (down, across)
        land = self.land(actor, without="place" if spatial else "")
        within = self.query.get("place", "") if spatial else ""
        given: dict[str, str] = {
            key: str(self.query[key]) for key in NARROWING if key != "partner" and key in self.query
        }
        found = grid(land, down, across, within=within, many=self.query.get("many", MANY), given=given)
        rows = (
            {
                "row": cell.row.key,
                "row_name": cell.row.name,
                "column": cell.column.key,
                "column_name": cell.column.name,
                "count": cell.count,
                "kind": found.kind(cell),
                "partners": list(cell.partners),
                "activities": list(cell.works),
            }
            for cell in found.cells.values()
        )
        return self.numbered(GridRow, rows)


class Timeline(LandscapeView):
    """The joint timeline."""

    @operation(Capability.VIEW, query=TimelineQuery, answer=TimelineRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the activities that run in the months from `start` (this one), by lanes, with what they wait for."""
        land = self.land(actor)
        start = self.query.get("start") or clock.today(actor.initiative.timezone)
        first, last = span(start, self.query.get("months", MONTHS))
        found = timeline(land, first, last, self.query.get("by", LANES[0]))
        waits: dict[str, list[dict[str, Any]]] = {}
        for wait in found.waits:
            told = {"activity": wait.before.key, "late": wait.late, "days": wait.days}
            waits.setdefault(wait.after.key, []).append(told)
        rows = (
            {
                "lane": lane.of.key,
                "activity": work.key,
                "title": work.title,
                "lead": work.lead,
                "starts_on": work.starts_on,
                "ends_on": work.ends_on,
                "agreed_end": work.agreed_end,
                "slipped": work.slipped,
                "state": work.state,
                "health": work.health,
                "waits_for": waits.get(work.key, []),
                "milestones": [
                    {"title": step.title, "due": step.due_on, "reached_on": step.met_on}
                    for step in found.steps
                    if step.work == work.key
                ],
            }
            for lane in (*found.lanes, *found.more)
            for work in lane.works
        )
        return self.numbered(TimelineRow, rows)


class Network(LandscapeView):
    """The network of partners."""

    @operation(Capability.VIEW, query=YearQuery, answer=NetworkOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Tell who worked with whom in a year (this one), what is new since the year before and what has ended."""
        land = self.land(actor, ended=True)
        found = network(land, self.query.get("year") or clock.today(actor.initiative.timezone).year)
        return self.json(
            {
                "year": found.year,
                "partners": found.ties_of(),
                "pairs": [_pair(pair) for pair in found.pairs],
                "ended": [_pair(pair) for pair in found.ended],
                "alone": [partner.key for partner in found.alone],
            }
        )


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "activities": list(pair.works),
        "links": pair.links,
        "change": pair.change,
    }


class Where(LandscapeView):
    """Who does what where."""

    @operation(Capability.VIEW, query=PresenceQuery, answer=PresenceRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List each partner's parts in activities, one row for each place."""
        land = self.land(actor, without="partner")
        asked = {key: self.query.get(key, "") for key in ("partner", "part", "search")}
        rows = (
            {
                "partner": row.partner.key,
                "partner_name": row.partner.name,
                "part": row.part,
                "activity": row.work.key,
                "title": row.work.title,
                "strategy": row.work.strategy,
                "people": list(row.work.people),
                "place": row.place.key if row.place else "",
                "place_name": row.place.name if row.place else "",
                "starts_on": row.work.starts_on,
                "ends_on": row.work.ends_on,
                "state": row.work.state,
            }
            for row in presences(land, **asked)
        )
        return self.numbered(PresenceRow, rows)


class Chains(LandscapeView):
    """From activities to goals."""

    @operation(Capability.VIEW, query=LandscapeQuery, answer=ChainRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what each activity feeds, what it should move first, and the core indicators and goals that is for."""
        return self.numbered(ChainRow, map(_chain, chains(actor, self.land(actor))))


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "activity": chain.work.key,
        "title": chain.work.title,
        "strategy": chain.work.strategy,
        "measures": [measure.key for measure in chain.measures],
        "ways": [{name: spot.key if spot else "" for name, spot in vars(way).items()} for way in chain.ways],
        "arrives": chain.arrives,
        "lacks": list(chain.lacks),
    }
