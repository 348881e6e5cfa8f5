"""A partner's figures that are about to be shown to others by its name, as far as agreements allow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.db.models import Min, Q

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import active_initiative
from measurement.models import FigureNote, Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.hand_ins import figure_of
from measurement.queries.sharing import NAMED, NOTICE, OPENNESS, Spot, sharing_on
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
    """Return the figures of a partner whose days of notice are not over, the earliest first.

    Those that an agreement keeps without a name are not among them. Five queries, nine where agreements hold.

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
                shown.to,
                shown.shown_from,
                bool(note and note.agreed),
                note.note if note else "",
            )
        )
    return {
        partner: sorted(rows, key=lambda one: (one.shown_from, one.indicator.name, one.period))
        for partner, rows in found.items()
    }


def _due(named: dict[int, Indicator], partner_id: int | None) -> dict[Place, _Due]:
    """To whom and from when each figure will be shown whose notice is not over."""
    now = clock.now()
    # Figures accepted longer ago can only be due where the indicator began to name partners since.
    lately = [
        pk
        for pk, row in named.items()
        if any(since + NOTICE > now for since in (row.partners_since, row.public_since) if since)
    ]
    rows = Observation.objects.filter(version__indicator__in=list(named)).order_by()
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    columns = ("partner_id", "version__indicator_id", "period_start", "period_end")
    grouped = rows.values_list(*columns).annotate(first=Min("accepted_at"))
    firsts = list(grouped.filter(Q(first__gt=now - NOTICE) | Q(version__indicator__in=lately)))
    if not firsts:
        return {}
    agreed = _Agreed(named)
    found = {}
    for *columns_of, first in firsts:
        place = Place(*columns_of)
        indicator = named[place.indicator_id]
        openness = min(OPENNESS[Audience(indicator.visibility)], agreed.openness(place))
        if openness < OPENNESS[Audience.PARTNERS]:
            continue
        public = openness == OPENNESS[Audience.PUBLIC]
        since = indicator.public_since if public else indicator.partners_since
        shown = (max(first, since) if since else first) + NOTICE
        if shown > now:
            found[place] = _Due(Visibility.PUBLIC if public else Visibility.PARTNERS, shown)
    return found


class _Due(NamedTuple):
    to: Visibility
    shown_from: datetime


class _Agreed:
    """How openly agreements let figures name their partners today."""

    def __init__(self, indicator_ids: Iterable[int]) -> None:
        self._shared = sharing_on(clock.today(active_initiative().timezone), indicator_ids)
        self._versions: dict[int, list[int]] = defaultdict(list)
        governed = IndicatorVersion.objects.filter(indicator__in=list(self._shared.terms)).order_by()
        for indicator_id, pk in governed.values_list("indicator_id", "id") if self._shared.terms else ():
            self._versions[indicator_id].append(pk)
        self._unnamed = cache(self._shared.unnamed)

    def openness(self, place: Place) -> int:
        """Return the widest circle that may see the figure by its partner's name, as OPENNESS counts."""
        given = [
            spot
            for version in self._versions[place.indicator_id]
            if place.partner_id
            in self._shared.contributors.get(spot := Spot(version, place.start, place.end), ())
        ]
        widest = OPENNESS[Audience.PUBLIC]
        if not given:
            return widest
        for least in (widest, OPENNESS[Audience.PARTNERS]):
            if any(place.partner_id not in self._unnamed(place.indicator_id, spot, least) for spot in given):
                return least
        return OPENNESS[Audience.TOTALS]


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
