"""A partner's figures that are about to be shown to others by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Min, Q

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.models import FigureNote, Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.hand_ins import figure_of
from measurement.queries.sharing import NAMED, NOTICE, OPENNESS
from measurement.queries.telling import told
from measurement.words import Audience, Visibility


class Place(NamedTuple):
    """Whose figure of what, for which days."""

    partner_id: int
    indicator_id: int
    start: date
    end: date


@dataclass(frozen=True)
class Coming:
    """One figure that will name its partner: from when, to whom, and what the partner has said of it."""

    indicator: Indicator
    period: Period
    value: str
    to: str
    shown_from: datetime
    agreed: bool
    note: str


def coming_figures(actor: Actor, partner_id: int) -> list[Coming]:
    """Return the figures of a partner whose days of notice are not over, the earliest first. Four queries.

    Raises Forbidden for everybody but staff and the partner's own people.
    """
    require(actor, Capability.VIEW_HAND_INS, partner_id)
    return coming(partner_id).get(partner_id, [])


def coming(partner_id: int | None = None) -> dict[int, list[Coming]]:
    """Return the figures of every partner (or one) whose days of notice are not over, by partner (engines)."""
    named = {row.pk: row for row in Indicator.objects.filter(visibility__in=NAMED)}
    due = _due(named, partner_id)
    if not due:
        return {}
    partners = {place.partner_id for place in due}
    said: dict[Place, FigureNote] = {}
    for row in FigureNote.objects.filter(partner__in=partners).order_by("id"):
        said[Place(row.partner_id, row.indicator_id, row.period_start, row.period_end)] = row
    figures = _figures(partners, due)
    found: dict[int, list[Coming]] = defaultdict(list)
    for place, shown in due.items():
        note = said.get(place)
        found[place.partner_id].append(
            Coming(
                named[place.indicator_id],
                Period.from_dates(place.start, place.end),
                figures.get(place, ""),
                named[place.indicator_id].visibility,
                shown,
                bool(note and note.agreed),
                note.note if note else "",
            )
        )
    return {
        partner: sorted(rows, key=lambda one: (one.shown_from, one.indicator.name, one.period))
        for partner, rows in found.items()
    }


def _due(named: dict[int, Indicator], partner_id: int | None) -> dict[Place, datetime]:
    """From when each figure will be shown whose notice is not over."""
    now = clock.now()
    # Figures accepted longer ago can only be due where the indicator began to name partners since.
    lately = [pk for pk, row in named.items() if (since := _since(row)) is not None and since + NOTICE > now]
    rows = Observation.objects.filter(version__indicator__in=list(named)).order_by()
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    columns = ("partner_id", "version__indicator_id", "period_start", "period_end")
    firsts = rows.values_list(*columns).annotate(first=Min("accepted_at"))
    found = {}
    for *columns_of, first in firsts.filter(Q(first__gt=now - NOTICE) | Q(version__indicator__in=lately)):
        place = Place(*columns_of)
        since = _since(named[place.indicator_id])
        shown = (max(first, since) if since else first) + NOTICE
        if shown > now:
            found[place] = shown
    return found


def _since(indicator: Indicator) -> datetime | None:
    wide = OPENNESS[Audience.PUBLIC] if indicator.visibility == Visibility.PUBLIC else 2
    return indicator.public_since if wide > 2 else indicator.partners_since


def _figures(partners: Iterable[int], places: Iterable[Place]) -> dict[Place, str]:
    rows = Observation.objects.filter(
        partner__in=list(partners),
        version__indicator__in={place.indicator_id for place in places},
        cell__key="",
        superseded_at=None,
    ).select_related("version")
    found: dict[Place, str] = {}
    for row in rows:
        version: IndicatorVersion = row.version
        value: Decimal | None = figure_of(version, row)
        place = Place(row.partner_id, version.indicator_id, row.period_start, row.period_end)
        found[place] = str(told(version, value))
    return found
