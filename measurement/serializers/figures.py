"""Series, and what stands behind a figure."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Choice, DecimalText, Query
from measurement.serializers.fields import DayField, MomentField, PeriodField
from measurement.words import Cadence, FigureStatus, ForecastMethod, ValueStatus

BY = "total, sector, place, partner, or the code of a dimension."

STEP_KINDS = ["baseline", "path", "interim", "target"]


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

    reading = Choice(
        choices=["periodic", "average"],
        required=False,
        help_text="periodic: what each period added to a running total. average: a stock's mean over `time`.",
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
    bound = serializers.CharField(
        help_text="What may be said of a hidden percentage, such as >90%; mostly empty."
    )
    low = DecimalText(allow_null=True)
    high = DecimalText(allow_null=True)
    note = serializers.CharField()
    version = serializers.IntegerField()
    back_cast = serializers.BooleanField(
        help_text="Restated under a definition that began only after the period."
    )
    later = DecimalText(allow_null=True, help_text="As of a moment: what the figure was revised to since.")
    later_display = serializers.CharField()


class PathStepOut(serializers.Serializer):  # type: ignore[type-arg]
    """One point of the way to a target: its baseline, a period of the path, an interim target, the target."""

    group = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    date = serializers.DateField()
    value = DecimalText()
    display = serializers.CharField()
    kind = Choice(choices=STEP_KINDS)


class ForecastStepOut(serializers.Serializer):  # type: ignore[type-arg]
    """One period of the latest frozen forecast."""

    period = serializers.CharField()
    low = DecimalText()
    expected = DecimalText()
    high = DecimalText()
    made_on = serializers.DateField()
    made_by = serializers.CharField()
    method = Choice(choices=ForecastMethod.choices)


class SeriesOut(serializers.Serializer):  # type: ignore[type-arg]
    """An indicator's figures over time."""

    indicator = serializers.CharField()
    version = serializers.IntegerField()
    unit = serializers.CharField()
    points = PointOut(many=True)
    target_path = PathStepOut(many=True, allow_null=True)
    forecast = ForecastStepOut(many=True, allow_null=True)


class GapQuery(SeriesQuery):
    """By which groups, from when to when. Besides, <dimension>=<category> chooses categories."""

    by = serializers.CharField(max_length=64, help_text="sector, place, partner, or the code of a dimension.")


class OneGapOut(serializers.Serializer):  # type: ignore[type-arg]
    """How far the group furthest behind is from the reference, in the figure's own unit and as a ratio."""

    period = serializers.CharField()
    version = serializers.IntegerField()
    to = Choice(choices=["best", "total"])
    reference = serializers.CharField()
    reference_value = DecimalText()
    group = serializers.CharField()
    value = DecimalText()
    points = DecimalText()
    ratio = DecimalText(allow_null=True)
    hidden = serializers.IntegerField()


class ShiftOut(serializers.Serializer):  # type: ignore[type-arg]
    """A total that went the other way than it would have at the mix of groups of the period before."""

    period = serializers.CharField()
    former = DecimalText()
    value = DecimalText()
    at_former_mix = DecimalText()


class GapOut(serializers.Serializer):  # type: ignore[type-arg]
    """How far an indicator's groups stand apart, by period."""

    indicator = serializers.CharField()
    by = serializers.CharField()
    to = Choice(choices=["best", "total"])
    unit = serializers.CharField()
    gaps = OneGapOut(many=True)
    shifts = ShiftOut(many=True)


class RestatementQuery(Query):
    """Of which indicator, and whether of groups and categories too."""

    indicator = serializers.CharField(required=False, max_length=64)
    groups = serializers.BooleanField(
        required=False, help_text="Groups and categories too, not totals alone."
    )


class RestatedOut(serializers.Serializer):  # type: ignore[type-arg]
    """A figure told anew: what it was, what it is, why, since when. `by` and `group` as in a series."""

    indicator = serializers.CharField()
    version = serializers.IntegerField()
    period = serializers.CharField()
    by = serializers.CharField()
    group = serializers.CharField()
    cell = serializers.DictField(child=serializers.CharField())
    former = DecimalText(allow_null=True)
    value = DecimalText(allow_null=True)
    former_display = serializers.CharField()
    display = serializers.CharField()
    reason = serializers.CharField()
    restated_at = serializers.DateTimeField()


class RestatementsOut(serializers.Serializer):  # type: ignore[type-arg]
    """The latest restatements, newest first; at most 200."""

    restatements = RestatedOut(many=True)


class OneBalanceOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a total is and what other figures make it; `share` is the difference in per cent of the actual one."""

    rule = serializers.CharField()
    says = serializers.CharField()
    period = serializers.CharField()
    actual = DecimalText()
    expected = DecimalText()
    difference = DecimalText()
    share = DecimalText(allow_null=True)


class BalanceOut(serializers.Serializer):  # type: ignore[type-arg]
    """How far an indicator's figures can be relied on, by period."""

    indicator = serializers.CharField()
    balances = OneBalanceOut(many=True)


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
