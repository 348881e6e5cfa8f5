"""Shared measurement, read from indicators, agreements, cycles and what figures were used for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from backbone.queries.health.reading import YEAR, Ground, Reading, missing, share
from backbone.words.health import ItemState
from communications.queries.taken import decisions_resting_on
from measurement.queries import assignments, requests, sessions, submissions
from measurement.queries.agreements import agreements
from measurement.words import AgreementState

if TYPE_CHECKING:
    from measurement.models import Cycle

SHORT_LIST = 15
HOLDS = frozenset({AgreementState.ACTIVE, AgreementState.ENDING})


def short_list(ground: Ground) -> Reading:
    """Read whether there are headline indicators, and no more than can be watched."""
    count = len(ground.headlines)
    if not count:
        return missing()
    state = ItemState.IN_PLACE if count <= SHORT_LIST else ItemState.PARTLY
    return Reading(state, {"have": count, "of": SHORT_LIST})


def definitions(ground: Ground) -> Reading:
    """Read how many indicators that are collected say in words what is counted."""
    rows: Any = ground.collected
    worded = sum(
        bool((one.definition or one.numerator_definition).strip())
        for row in rows
        for one in row.latest_versions[:1]
    )
    return share(worded, len(rows)) or missing()


def signed(ground: Ground) -> Reading | None:
    """Read how many of the partners that report something are party to an agreement that holds."""
    rows = assignments(ground.actor).filter(starts_on__lte=ground.today).exclude(ends_on__lt=ground.today)
    reporting = set(rows.values_list("partner_id", flat=True)) & ground.partners
    party = {
        one.partner_id
        for row in agreements(ground.actor)
        if row.standing(ground.today) in HOLDS
        for one in row.parties.all()
    }
    return share(len(reporting & party), len(reporting))


def first_days(ground: Ground, among: list[Cycle], **only: Any) -> dict[tuple[int, int], date]:
    """Return on which day each partner first handed in for each of these cycles."""
    zone = ZoneInfo(ground.actor.initiative.timezone)
    rows: Any = submissions(ground.actor).filter(cycle__in=among, submitted_at__isnull=False, **only)
    found: dict[tuple[int, int], date] = {}
    for cycle_id, partner_id, moment in rows.values_list("cycle_id", "partner_id", "submitted_at"):
        day = moment.astimezone(zone).date()
        key = (cycle_id, partner_id)
        found[key] = min(day, found.get(key, day))
    return found


def reach(ground: Ground) -> Reading | None:
    """Read how many of the partners asked in the last four cycles handed something in themselves."""
    among = ground.last_cycles
    asked = set(requests(ground.actor).filter(cycle__in=among).values_list("partner_id", flat=True))
    own = {partner_id for _cycle, partner_id in first_days(ground, among, on_behalf=False)}
    asked &= ground.partners
    return share(len(asked & own), len(asked), cycles=len(among))


def on_time(ground: Ground) -> Reading | None:
    """Read how many hand-ins asked for in the last four cycles came by their last day."""
    among = ground.last_cycles
    days = first_days(ground, among)
    asked: Any = list(requests(ground.actor).filter(cycle__in=among))
    late_by = [days.get((row.cycle_id, row.partner_id), date.max) > row.last_day for row in asked]
    return share(len(late_by) - sum(late_by), len(late_by), cycles=len(among))


def by_group(ground: Ground) -> Reading | None:
    """Read how many headline indicators about people are broken down by some group."""
    rows: Any = [row for row in ground.headlines if row.about_people]
    broken = sum(bool(one.axes) for row in rows for one in row.latest_versions[:1])
    return share(broken, len(rows))


def used(ground: Ground) -> Reading:
    """Read how many headline indicators a session or a decision of the last year turned on."""
    since = ground.today - YEAR
    talked = set(
        sessions(ground.actor).filter(held_on__gte=since).order_by().values_list("indicator_id", flat=True)
    )
    talked |= decisions_resting_on(ground.actor, since)
    rows = ground.headlines
    return share(sum(row.pk in talked for row in rows), len(rows)) or missing()
