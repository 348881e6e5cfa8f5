"""Series, and what stands behind a figure."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Choice, DecimalText, Query
from measurement.serializers.fields import DayField, MomentField, PeriodField
from measurement.words import Cadence, FigureStatus, ValueStatus

BY = "total, sector, place, partner, or the code of a dimension."


class SeriesQuery(Query):
    """By what, from when to when, as of which moment. Besides, <dimension>=<category> chooses categories."""

    by = serializers.CharField(required=False, max_length=64, help_text=BY)
    as_of = MomentField(required=False)
    definition = Choice(
        choices=[("then", "then"), ("now", "now")],
        required=False,
        help_text="then: each period under the definition in force; now: as restated under the newest.",
    )
    time = Choice(
        choices=[c for c in Cadence.choices if c[0] != Cadence.CUSTOM],
        required=False,
        help_text="A coarser cadence.",
    )

    def get_fields(self) -> dict[str, Any]:
        days = {"from": DayField(required=False), "to": DayField(last=True, required=False)}
        return {**super().get_fields(), **days}


class PointOut(serializers.Serializer):  # type: ignore[type-arg]
    """One figure. `value` is unrounded; `display` is rounded half up with the indicator's decimals."""

    period = serializers.CharField()
    group = serializers.CharField()
    numerator = DecimalText(allow_null=True)
    denominator = DecimalText(allow_null=True)
    value = DecimalText(allow_null=True)
    display = serializers.CharField()
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    coverage = DecimalText(allow_null=True)
    coverage_basis = Choice(choices=["volume", "count"])
    status = Choice(choices=FigureStatus.choices)
    suppressed = serializers.BooleanField()
    low = DecimalText(allow_null=True)
    high = DecimalText(allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()
    back_cast = serializers.BooleanField(
        help_text="Restated under a definition that began only after the period."
    )


class SeriesOut(serializers.Serializer):  # type: ignore[type-arg]
    """An indicator's figures over time."""

    indicator = serializers.CharField()
    version = serializers.IntegerField()
    unit = serializers.CharField()
    points = PointOut(many=True)
    target_path = serializers.ListField(child=serializers.DictField(), allow_null=True)
    forecast = serializers.ListField(child=serializers.DictField(), allow_null=True)


class ExplainQuery(Query):
    """Which figure. Besides, <dimension>=<category> chooses categories."""

    period = PeriodField()
    by = serializers.CharField(required=False, max_length=64, help_text=BY)
    group = serializers.CharField(required=False, max_length=64)


class EarlierOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a partner gave, with who, when and why. Numbers are null for those who may not see them."""

    partner = serializers.CharField()
    partner_name = serializers.CharField()
    status = Choice(choices=ValueStatus.choices)
    visible = serializers.BooleanField()
    included = serializers.BooleanField()
    left_out = serializers.CharField()
    numerator = DecimalText(allow_null=True)
    denominator = DecimalText(allow_null=True)
    value = DecimalText(allow_null=True)
    display = serializers.CharField()
    entered_value = DecimalText(allow_null=True)
    entered_n = DecimalText(allow_null=True)
    revision = serializers.IntegerField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    accepted_by = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    submitted_by = serializers.CharField()
    on_behalf = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    note = serializers.CharField()
    explanation = serializers.CharField()
    reason = serializers.CharField()
    submission = serializers.CharField()


class BehindOut(EarlierOut):
    """One partner behind a figure; `earlier` holds its superseded revisions, newest first."""

    earlier = EarlierOut(many=True)


class ExplainOut(serializers.Serializer):  # type: ignore[type-arg]
    """A figure, the definition it stands under, and every observation behind it."""

    indicator = serializers.CharField()
    version = serializers.IntegerField()
    definition = serializers.CharField()
    numerator_definition = serializers.CharField()
    denominator_definition = serializers.CharField()
    unit = serializers.CharField()
    period = serializers.CharField()
    by = serializers.CharField()
    group = serializers.CharField()
    point = PointOut(allow_null=True)
    observations = BehindOut(many=True)
