"""The starter packs."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Query, Row
from measurement.words import Cadence, Direction, Kind, Level, RbaType, State

CODE = 64
COMES_IN = [choice for choice in State.choices if choice[0] in (State.PROPOSED, State.ACTIVE)]


class PackIndicatorRow(serializers.Serializer):  # type: ignore[type-arg]
    """The sheet of an indicator that a pack offers, and whether its code is in use here."""

    code = serializers.CharField()
    in_use = serializers.BooleanField()
    name = serializers.CharField()
    question = serializers.CharField()
    definition = serializers.CharField()
    numerator_definition = serializers.CharField()
    denominator_definition = serializers.CharField()
    exclusions = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    decision_informed = serializers.CharField()
    known_limits = serializers.CharField()
    kind = Choice(choices=Kind.choices)
    unit = serializers.CharField()
    direction = Choice(choices=Direction.choices)
    level = Choice(choices=Level.choices)
    rba_type = Choice(choices=RbaType.choices)
    cadence = Choice(choices=Cadence.choices)
    publication_lag = serializers.IntegerField(allow_null=True)


class PackRow(Row):
    """A starter pack: well-defined indicators for one field of work."""

    code = serializers.CharField()
    name = serializers.CharField()
    indicators = PackIndicatorRow(many=True)


class PackQuery(Query):
    """Where the page of packs begins."""

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """Return the one field, whose name Python keeps for itself."""
        start = serializers.CharField(max_length=CODE, required=False, help_text="A pack's code.")
        return {**super().get_fields(), "from": start}


class PackTaking(Body):
    """Which indicators of the packs come in, and how."""

    codes = serializers.ListField(
        child=serializers.CharField(max_length=CODE), min_length=1, max_length=100, help_text="Of any pack."
    )
    state = Choice(choices=COMES_IN, required=False, help_text="As proposals unless said otherwise.")


class PackTaken(serializers.Serializer):  # type: ignore[type-arg]
    """What came in."""

    indicators = serializers.ListField(child=serializers.CharField(), help_text="Codes.")


def pack_row(pack: Any, taken: set[str]) -> dict[str, Any]:
    """Return a pack as a row, texts in the active language."""
    return {
        "code": pack.code,
        "name": str(pack.name),
        "indicators": [_indicator_row(row, row.code in taken) for row in pack.indicators],
    }


def _indicator_row(row: Any, in_use: bool) -> dict[str, Any]:
    values = {"publication_lag": None, **row.values(), "code": row.code, "in_use": in_use}
    return {str(name): values[str(name)] for name in PackIndicatorRow().fields}
