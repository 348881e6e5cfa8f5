"""A partner's figures that are about to be shown to others by its name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Min

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.models import FigureNote, Indicator, IndicatorVersion, Observation
from measurement.periods import Period
from measurement.queries.hand_ins import figure_of
from measurement.queries.sharing import NAMED, NOTICE, OPENNESS
from measurement.queries.telling import told
from measurement.words import Audience, Visibility


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
    now = clock.now()
    named = {row.pk: row for row in Indicator.objects.filter(visibility__in=NAMED)}
    places = ("version__indicator_id", "period_start", "period_end")
    firsts = Observation.objects.filter(partner=partner_id, version__indicator__in=list(named)).order_by()
    due = {}
    for pk, start, end, first in firsts.values_list(*places).annotate(Min("accepted_at")):
        since = _since(named[pk])
        shown = (max(first, since) if since else first) + NOTICE
        if shown > now:
            due[pk, start, end] = shown
    if not due:
        return []
    said: dict[tuple[int, object, object], FigureNote] = {}
    for row in FigureNote.objects.filter(partner=partner_id).order_by("id"):
        said[row.indicator_id, row.period_start, row.period_end] = row
    figures = _figures(partner_id, {key[0] for key in due})
    found = [
        Coming(
            named[pk],
            Period.from_dates(start, end),
            figures.get((pk, start, end), ""),
            named[pk].visibility,
            shown,
            bool(row and row.agreed),
            row.note if row else "",
        )
        for (pk, start, end), shown in due.items()
        for row in [said.get((pk, start, end))]
    ]
    return sorted(found, key=lambda one: (one.shown_from, one.indicator.name, one.period))


def _since(indicator: Indicator) -> datetime | None:
    wide = OPENNESS[Audience.PUBLIC] if indicator.visibility == Visibility.PUBLIC else 2
    return indicator.public_since if wide > 2 else indicator.partners_since


def _figures(partner_id: int, indicator_ids: set[int]) -> dict[tuple[int, object, object], str]:
    rows = Observation.objects.filter(
        partner=partner_id, version__indicator__in=indicator_ids, cell__key="", superseded_at=None
    ).select_related("version")
    found: dict[tuple[int, object, object], str] = defaultdict(str)
    for row in rows:
        version: IndicatorVersion = row.version
        value: Decimal | None = figure_of(version, row)
        found[version.indicator_id, row.period_start, row.period_end] = str(told(version, value))
    return dict(found)
