"""Which figures were reported under an earlier definition, and how far they are restated under the present one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from initiatives.kernel.access import Actor, Capability, require
from measurement.models import Indicator, Observation
from measurement.periods import Period
from measurement.queries.catalogue import catalogue

if TYPE_CHECKING:
    from datetime import date

    from initiatives.models import Partner
    from measurement.models import IndicatorVersion


@dataclass(frozen=True)
class Earlier:
    """One partner's total of a period before the present definition, and what it was restated as, if it was."""

    partner: Partner
    period: Period
    former: Observation
    restated: Observation | None


def earlier_figures(actor: Actor, indicator: Indicator) -> tuple[IndicatorVersion, list[Earlier]]:
    """Return the present definition and the totals that stand under earlier ones, the latest period first.

    Raises Forbidden for everybody but those who may define and review.
    """
    require(actor, Capability.DEFINE)
    require(actor, Capability.REVIEW)
    sheet = catalogue({indicator.code})[indicator.code]
    newest = sheet.versions[-1]
    rows = (
        Observation.objects.filter(version__in=sheet.versions, cell__key="", superseded_at=None)
        .select_related("partner", "version")
        .order_by("-period_start", "period_end", "partner__name", "partner_id")
    )
    former: dict[tuple[int, date, date], Observation] = {}
    restated: dict[tuple[int, date, date], Observation] = {}
    for row in rows:
        place = (row.partner_id, row.period_start, row.period_end)
        if row.version_id != newest.pk:
            former[place] = row
        elif sheet.at(row.period_start) != newest:
            restated[place] = row
    return newest, [
        Earlier(row.partner, Period.from_dates(start, end), row, restated.get((partner_id, start, end)))
        for (partner_id, start, end), row in former.items()
    ]
