"""Shared measurement, read from indicators, agreements, cycles and what figures were used for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from backbone.queries.health.reading import (
    MONTHS_WANTED,
    ROLES,
    YEAR,
    Ground,
    Reading,
    all_of,
    missing,
    share,
    tenths,
)
from backbone.queries.roles import Evidence
from backbone.words.health import ItemState
from backbone.words.roles import BackboneRole
from communications.queries.taken import decisions_resting_on
from initiatives.kernel.access import Capability
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


def staff_and_money(ground: Ground) -> Reading | None:
    """Read whether somebody has time for shared measurement, and the year ahead is paid; None where one is unknown."""
    roles, months = ground.roles_served, ground.runway.months
    if roles is None or months is None:
        return None
    return all_of((BackboneRole.MEASUREMENT in roles, months >= MONTHS_WANTED), months=tenths(months))


# Each item: its evidence, its reader, its sentence, and the one where the thing itself is missing.
ITEMS = (
    (
        Evidence("measurement:home"),
        short_list,
        ngettext_lazy(
            "%(have)s headline indicator is collected; %(of)s or fewer can be watched.",
            "%(have)s headline indicators are collected; %(of)s or fewer can be watched.",
            "have",
        ),
        _("No headline indicator is collected."),
    ),
    (
        Evidence("measurement:home"),
        definitions,
        ngettext_lazy(
            "%(have)s of %(of)s indicator that is collected has a written definition.",
            "%(have)s of %(of)s indicators that are collected have a written definition.",
            "of",
        ),
        _("No indicator is collected."),
    ),
    (
        Evidence("measurement:agreements"),
        signed,
        ngettext_lazy(
            "%(have)s of %(of)s partner that reports is party to an agreement that holds.",
            "%(have)s of %(of)s partners that report are party to an agreement that holds.",
            "of",
        ),
        "",
    ),
    (
        ROLES,
        staff_and_money,
        _(
            "%(have)s of %(of)s hold: somebody has time for the figures, and twelve months are paid "
            "(now %(months)s)."
        ),
        "",
    ),
    (
        Evidence("measurement:requests"),
        reach,
        ngettext_lazy(
            "%(have)s of %(of)s partner asked in the last %(cycles)s cycles handed in something itself.",
            "%(have)s of %(of)s partners asked in the last %(cycles)s cycles handed in something themselves.",
            "of",
        ),
        "",
    ),
    (
        Evidence("measurement:cycles", needs=Capability.RUN_CYCLES),
        on_time,
        ngettext_lazy(
            "%(have)s of %(of)s hand-in of the last %(cycles)s cycles came by its last day.",
            "%(have)s of %(of)s hand-ins of the last %(cycles)s cycles came by their last day.",
            "of",
        ),
        "",
    ),
    (
        Evidence("measurement:home"),
        by_group,
        ngettext_lazy(
            "%(have)s of %(of)s headline indicator about people is broken down by group.",
            "%(have)s of %(of)s headline indicators about people are broken down by group.",
            "of",
        ),
        "",
    ),
    (
        Evidence("backbone:scorecard"),
        used,
        ngettext_lazy(
            "A session or a decision of the last year turned on %(have)s of %(of)s headline indicator.",
            "A session or a decision of the last year turned on %(have)s of %(of)s headline indicators.",
            "of",
        ),
        _("No headline indicator is collected."),
    ),
)
