"""The changes in the system that bear on an indicator, for its chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from activities.models import ActivityMeasure
from activities.queries.around import system_changes
from agenda.queries import strategies_towards
from measurement.queries import MOST_HAPPENINGS, Happening, teller

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor
    from measurement.models import Indicator


@teller
def changed(actor: Actor, indicator: Indicator) -> Iterable[Happening]:
    """Tell of the changes in the system that came by an activity or a strategy which bears on the indicator."""
    bearing = ActivityMeasure.objects.filter(indicator=indicator)
    rows = system_changes(actor).filter(
        Q(activity__in=bearing.values("activity")) | Q(strategy__in=strategies_towards(actor, indicator))
    )
    for row in rows.order_by("-changed_on", "-id")[:MOST_HAPPENINGS]:
        yield Happening(row.changed_on, _("Changed: %s") % row.what, "activities:system_changes")
