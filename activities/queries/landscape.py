"""The whole of who does what where, gathered in a fixed number of queries however much there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from activities.landscape import Bound, Landscape, Named, Playing, Spot, Step, Tie, Work
from activities.models import (
    Activity,
    ActivityLink,
    ActivityMove,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
    Milestone,
)
from activities.queries.activities import check_in_rule, populations, with_health
from activities.queries.bounds import outside
from activities.words import OVER, Part
from agenda.queries import strategies
from agenda.words import CHOSEN, StrategyKind
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import partners, places


def landscape(actor: Actor) -> Landscape:
    """Return every activity with what hangs on it; partners that take part, strategies that were chosen.

    A strategy that was not chosen, or was set aside, is there as long as an activity stands under it.
    """
    require(actor, Capability.VIEW)
    keys, works = _works(actor)
    used = {work.strategy for work in works if not work.over}
    known = list(partners(actor).values_list("code", "name", "state"))
    return Landscape(
        partners={code: Named(code, name) for code, name, state in known if state == "active"},
        left={code: Named(code, name) for code, name, state in known if state != "active"},
        strategies={key: named for key, named, state in _strategies(actor) if state in CHOSEN or key in used},
        places={
            code: Spot(code, name, around or "")
            for code, name, around in places(actor).values_list("code", "name", "parent__code")
        },
        people={code: Named(code, name) for code, name in populations(actor).values_list("code", "name")},
        works=tuple(works),
        ties=tuple(_ties(keys)),
        steps=tuple(_steps(keys)),
        bounds=tuple(_bounds(actor)),
    )


def _bounds(actor: Actor) -> list[Bound]:
    rows = outside(actor).values_list("population__code", "place__code", "strategy__public_id")
    return [Bound(people or "", place or "", str(strategy or "")) for people, place, strategy in rows]


def _strategies(actor: Actor) -> list[tuple[str, Named, str]]:
    rows = strategies(actor).prefetch_related(None)
    return [
        (
            str(row.public_id),
            Named(
                str(row.public_id),
                row.name,
                ", ".join(
                    filter(None, (str(StrategyKind(row.kind).label), row.group.name if row.group else ""))
                ),
            ),
            row.state,
        )
        for row in rows
    ]


def _works(actor: Actor) -> tuple[dict[int, str], list[Work]]:
    """Return the activities, and their keys by their ids in the tables."""
    zone = ZoneInfo(actor.initiative.timezone)
    playing: dict[int, list[Playing]] = {}
    former: dict[int, list[Playing]] = {}
    rows = ActivityPartner.objects.order_by("id")
    for pk, partner, part, since, until in rows.values_list(
        "activity_id", "partner__code", "part", "since", "until"
    ):
        kept = playing if until is None else former
        own = kept.setdefault(pk, [])
        own.insert(0 if part == Part.LEAD else len(own), Playing(partner, part, since, until))
    people = _by_activity(
        ActivityPopulation.objects.order_by("population__position", "population_id"), "population__code"
    )
    where = _by_activity(ActivityPlace.objects.order_by("id"), "place__code")
    over = [state.value for state in OVER]
    closed: dict[int, date] = {
        pk: moment.astimezone(zone).date()
        for pk, moment in ActivityMove.objects.filter(state__in=over, activity__state__in=over)
        .order_by("moved_at", "id")
        .values_list("activity_id", "moved_at")
    }
    activities: Any = with_health(Activity.objects.all(), check_in_rule(actor).silence_days)
    keys: dict[int, str] = {}
    works = [
        Work(
            key=keys.setdefault(pk, str(public_id)),
            title=title,
            strategy=str(strategy) if strategy else "",
            parts=tuple(playing.get(pk, ())),
            former=tuple(former.get(pk, ())),
            people=tuple(people.get(pk, ())),
            places=tuple(where.get(pk, ())),
            starts_on=starts_on,
            ends_on=ends_on,
            agreed_end=agreed_end,
            noted_on=noted_at.astimezone(zone).date(),
            closed_on=closed.get(pk),
            state=state,
            health=health,
            over=state in OVER,
        )
        for (
            pk, public_id, title, strategy, starts_on, ends_on, agreed_end, noted_at, state, health,
        ) in activities.order_by("title", "id").values_list(
            "pk", "public_id", "title", "strategy__public_id", "starts_on", "ends_on", "agreed_end",
            "proposed_at", "state", "health",
        )
    ]  # fmt: skip
    return keys, works


def _by_activity(rows: Any, column: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, code in rows.values_list("activity_id", column):
        found.setdefault(pk, []).append(code)
    return found


def _ties(keys: Mapping[int, str]) -> list[Tie]:
    rows = ActivityLink.objects.order_by("id").values_list("source_id", "target_id", "kind", "since", "until")
    return [Tie(keys[start], keys[end], kind, since, until) for start, end, kind, since, until in rows]


def _steps(keys: Mapping[int, str]) -> list[Step]:
    rows = Milestone.objects.order_by("due", "id")
    columns = ("activity_id", "title", "due", "reached_on", "fixed")
    return [Step(keys[work], *values) for work, *values in rows.values_list(*columns)]
