"""Placing charts in the problem statement of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agenda.models import CommonAgenda, PlacedChart
from agenda.services.versions import held_while_written, told_of_work
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict

if TYPE_CHECKING:
    from measurement.models import Indicator

MOST = 6


def place_chart(
    actor: Actor, version: CommonAgenda, *, indicator: Indicator, caption: str = ""
) -> PlacedChart:
    """Place an indicator's course in a draft. Raises Conflict when it is there already, or there are six."""
    version = held_while_written(actor, version)
    placed = list(version.charts.all())
    if any(row.indicator_id == indicator.pk for row in placed):
        raise Conflict("placed_already", _("This indicator's chart is there already."), "indicator")
    if len(placed) >= MOST:
        raise Conflict("too_many", _("A problem is made clear by few charts: six at most."), "indicator")
    row = PlacedChart.objects.create(
        agenda=version, indicator=indicator, caption=caption.strip(), position=len(placed)
    )
    told_of_work(actor, version)
    return row


def remove_chart(actor: Actor, chart: PlacedChart) -> None:
    """Take a chart out of a draft."""
    version = held_while_written(actor, chart.agenda)
    chart.delete()
    told_of_work(actor, version)
