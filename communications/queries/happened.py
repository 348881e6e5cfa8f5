"""The decisions that bear on an indicator, for its chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communications.models import DecisionEffect, Ruling
from communications.words.decisions import Outcome
from initiatives.kernel import clock
from measurement.queries import MOST_HAPPENINGS, Happening, teller

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor
    from measurement.models import Indicator


@teller
def decided(actor: Actor, indicator: Indicator) -> Iterable[Happening]:
    """Tell of the decisions that should move the indicator, from the day on which each took effect."""
    bearing = DecisionEffect.objects.filter(indicator=indicator, ended_at=None)
    today = clock.today(actor.initiative.timezone)
    rows = Ruling.objects.filter(
        decision__in=bearing.values("decision"), outcome=Outcome.ADOPTED, in_effect_on__lte=today
    ).select_related("proposal", "decision")
    for row in rows.order_by("-in_effect_on", "-id")[:MOST_HAPPENINGS]:
        text = _("Decided: %s") % row.proposal.title
        yield Happening(row.in_effect_on or today, text, "communications:decision", row.decision.public_id)
