"""The portfolio as it looks outside."""

from typing import Any

from rest_framework import serializers

from backbone.queries import Held, Holding
from backbone.serializers.scorecard import ChangeOut, LineOut, line_out
from initiatives.shapes import Day, Query


class PortfolioQuery(Query):
    """The day that the present is compared with, such as that of your last board."""

    since = Day(required=False)


class IndicatorHeldOut(serializers.Serializer):  # type: ignore[type-arg]
    """One indicator. `first`, `then` and `since` are as they are written; `then` is what stood on the day asked for."""

    line = LineOut()
    first = serializers.CharField()
    first_period = serializers.CharField()
    then = serializers.CharField()
    then_period = serializers.CharField()
    since = ChangeOut(allow_null=True)


class HoldingOut(serializers.Serializer):  # type: ignore[type-arg]
    """One initiative, by itself: its phase first, then what it shows."""

    initiative = serializers.CharField()
    name = serializers.CharField()
    phase = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    question = serializers.CharField(help_text="What to ask at this age.")
    too_early = serializers.CharField()
    indicators = IndicatorHeldOut(many=True)


class PortfolioOut(serializers.Serializer):  # type: ignore[type-arg]
    """Initiatives in order of name: never ranked, summed or compared."""

    initiatives = HoldingOut(many=True)


def holding_out(found: Holding) -> dict[str, Any]:
    """Return one initiative of a portfolio as it looks outside."""
    phase = found.effort.phase
    return {
        "initiative": found.initiative.slug,
        "name": found.initiative.name,
        "phase": phase.name if phase else None,
        "year": found.effort.year,
        "question": phase.question if phase else "",
        "too_early": found.effort.told,
        "indicators": [held_out(row) for row in found.rows],
    }


def held_out(row: Held) -> dict[str, Any]:
    """Return one indicator, now and on the day it is compared with, as it looks outside."""
    return {
        "line": line_out(row.line),
        "first": str(row.first),
        "first_period": row.first_period,
        "then": str(row.then),
        "then_period": row.then_period,
        "since": vars(row.since) if row.since else None,
    }
