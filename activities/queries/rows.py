"""Activities and what belongs to them as rows of the API: codes and ids beside their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from activities.models import (
    Activity,
    ActivityMeasure,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
)
from activities.queries.activities import check_in_rule, with_health
from activities.words import Bearing
from agenda.queries.goals import seen_indicators
from initiatives.kernel.access import Actor, Capability, require

if TYPE_CHECKING:
    from django.db.models import QuerySet


def activity_rows(actor: Actor) -> QuerySet[Activity]:
    """Return the activities with `part_rows`, the codes of what belongs to them, `heard_at` and `health`."""
    require(actor, Capability.VIEW)
    here = OuterRef("pk")
    parts = ActivityPartner.objects.filter(activity=here, until=None).order_by("id")
    part = JSONObject(partner="partner__code", part="part", since="since")
    places = ActivityPlace.objects.filter(activity=here).order_by("id")
    populations = ActivityPopulation.objects.filter(activity=here).order_by("id")
    measures = ActivityMeasure.objects.filter(activity=here, indicator__in=seen_indicators(actor))
    measures = measures.order_by("id")
    return with_health(Activity.objects.all(), check_in_rule(actor).silence_days).annotate(
        part_rows=ArraySubquery(parts.values(row=part)),
        place_codes=ArraySubquery(places.values("place__code")),
        population_codes=ArraySubquery(populations.values("population__code")),
        feeds_codes=ArraySubquery(measures.filter(bearing=Bearing.FEEDS).values("indicator__code")),
        contributes_codes=ArraySubquery(
            measures.filter(bearing=Bearing.CONTRIBUTES).values("indicator__code")
        ),
        strategy_key=F("strategy__public_id"),
    )
