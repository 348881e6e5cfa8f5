"""Targets, progress, forecasts and sessions to turn a curve."""

from decimal import Decimal
from typing import Any, ClassVar

from rest_framework import serializers

from initiatives.serializers import ActionRow
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row
from measurement.serializers.fields import DayField, PeriodField
from measurement.words import Basis, ForecastMethod, PathKind, ProgressMethod

CODE = 64
TEXT = 4000
STATES = ["achieved", "worse", "on_track", "slightly_behind", "off_track", "too_early"]
ALL_STATES = [*STATES, "not_enough_data", "out_of_date", ""]
TURNED = ["worse", "on_baseline", "bending", "turned", ""]
VERDICTS = ["yes", "no", ""]


class InterimIn(Body):
    """A step on the way."""

    date = DayField(last=True)
    value = ExactDecimal()


class TargetChange(Body):
    """What makes the next version of a target: what is left out stays as it was. `reason` says why."""

    basis = Choice(choices=Basis.choices)
    baseline_value = ExactDecimal(allow_null=True)
    baseline_date = DayField(last=True, allow_null=True)
    value = ExactDecimal()
    denominator = ExactDecimal(allow_null=True)
    date = DayField(last=True)
    path = Choice(choices=PathKind.choices)
    method = Choice(choices=ProgressMethod.choices)
    interims = InterimIn(many=True)
    rationale = serializers.CharField(max_length=TEXT, allow_null=True)
    agreed_in = serializers.CharField(max_length=300, allow_null=True)
    reason = serializers.CharField(max_length=TEXT)


class TargetNew(Body):
    """What is wanted: of the whole, or of one partner, or of one category.

    With the basis `absolute` (the usual one) `value` is the value to reach, with `points` and `relative` so many points
    or per cent from the baseline. A day stands for the period of the indicator in which it lies.
    """

    indicator = serializers.CharField(max_length=CODE)
    partner = serializers.CharField(max_length=CODE, required=False)
    category = serializers.CharField(max_length=CODE, required=False)
    dimension = serializers.CharField(
        max_length=CODE, required=False, help_text="Where several dimensions have a category of this code."
    )
    basis = Choice(choices=Basis.choices, required=False)
    baseline_value = ExactDecimal(required=False)
    baseline_date = DayField(last=True, required=False)
    value = ExactDecimal()
    denominator = ExactDecimal(
        required=False, help_text="What the value is of, where the targets of partners are to add up."
    )
    date = DayField(last=True)
    path = Choice(choices=PathKind.choices, required=False)
    method = Choice(choices=ProgressMethod.choices, required=False)
    interims = InterimIn(many=True, required=False)
    rationale = serializers.CharField(max_length=TEXT, required=False)
    agreed_in = serializers.CharField(max_length=300, required=False)
    reason = serializers.CharField(max_length=TEXT)


class TargetReason(Body):
    """Why."""

    reason = serializers.CharField(max_length=TEXT)


class TargetQuery(Query):
    """Which targets; `as_of` asks for those that stood at the end of a day."""

    indicator = serializers.CharField(required=False, max_length=CODE)
    partner = serializers.CharField(required=False, max_length=CODE)
    category = serializers.CharField(required=False, max_length=CODE)
    as_of = Day(required=False)


class InterimOut(serializers.Serializer):  # type: ignore[type-arg]
    """A step on the way."""

    date = Day()
    value = DecimalText()


class TargetRow(Row):
    """A target as one of its versions says it.

    `value` is as it was given, by its `basis`; `target_value` what it comes to. The baseline and what counts from it
    are null to those from whom the baseline's own figure is hidden.
    """

    id = serializers.UUIDField(source="target.public_id")
    indicator = serializers.CharField(source="target.indicator.code")
    partner = serializers.CharField(source="target.partner.code", allow_null=True)
    dimension = serializers.CharField(source="target.category.dimension.code", allow_null=True)
    category = serializers.CharField(source="target.category.code", allow_null=True)
    version = serializers.IntegerField(source="number")
    definition = serializers.IntegerField(source="under.number")
    basis = Choice(choices=Basis.choices)
    baseline_value = DecimalText(allow_null=True)
    baseline_date = Day(allow_null=True)
    value = DecimalText(source="asked")
    target_value = DecimalText(source="value", allow_null=True)
    denominator = DecimalText(allow_null=True)
    date = Day()
    path = Choice(choices=PathKind.choices)
    method = Choice(choices=ProgressMethod.choices)
    interims = InterimOut(many=True)
    rationale = serializers.CharField()
    agreed_in = serializers.CharField()
    reason = serializers.CharField()
    withdrawn = serializers.BooleanField()
    set_at = serializers.DateTimeField()
    set_by = serializers.CharField(source="set_by.name")

    extra: ClassVar[dict[str, str]] = {"withheld": "withheld"}

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        if row.pop("withheld"):
            row["baseline_value"] = None
            row["target_value"] = row["target_value"] if row["basis"] == Basis.ABSOLUTE else None


class ProgressOut(serializers.Serializer):  # type: ignore[type-arg]
    """How far an indicator's total has come. Numbers are null where there is nothing to measure by or along.

    `progress` is by the target's method; `share` the share of the way; `expected` what the path asks for by now, both
    as shares of the way; `ratio` progress over expected; `wanted` the value that the path asks for.
    """

    indicator = serializers.CharField()
    state = Choice(choices=ALL_STATES)
    sentence = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    value = DecimalText(allow_null=True)
    target_value = DecimalText(allow_null=True)
    date = Day(allow_null=True)
    partners = serializers.IntegerField(help_text="How many partners' targets it is made of; 0 for its own.")
    baseline_value = DecimalText(allow_null=True)
    progress = DecimalText(allow_null=True)
    share = DecimalText(allow_null=True)
    expected = DecimalText(allow_null=True)
    ratio = DecimalText(allow_null=True)
    wanted = DecimalText(allow_null=True)
    pace = DecimalText(
        allow_null=True,
        help_text="The yearly rate from the first figure to the last; more than 0 is the good way.",
    )
    run = serializers.IntegerField(help_text="For how many periods it has risen; negative: fallen.")
    run_told = serializers.CharField(help_text="The same in words; empty where nothing can be compared.")
    low = DecimalText(
        allow_null=True, help_text="Of a share of fewer than 1000: the least it may be but for chance (95 %)."
    )
    high = DecimalText(allow_null=True)
    clear = serializers.BooleanField(
        allow_null=True,
        help_text="Whether it differs from the figure before by more than chance would make it.",
    )
    chance = serializers.CharField(help_text="The same in words; empty for other figures.")
    broken = serializers.BooleanField()


class ForecastPointIn(Body):
    """A period of a forecast by judgement."""

    period = PeriodField()
    expected = ExactDecimal()
    low = ExactDecimal(required=False)
    high = ExactDecimal(required=False)


class ForecastNew(Body):
    """What freezes a forecast: a straight line on for so many periods, or your own `points`."""

    on = Day(required=False)
    periods = serializers.IntegerField(min_value=1, max_value=60, required=False)
    points = ForecastPointIn(many=True, required=False)
    note = serializers.CharField(max_length=TEXT, required=False)


class ForecastPoint(serializers.Serializer):  # type: ignore[type-arg]
    """A period of a forecast."""

    period = serializers.CharField()
    low = DecimalText()
    expected = DecimalText()
    high = DecimalText()


class KnownPoint(serializers.Serializer):  # type: ignore[type-arg]
    """A figure that a forecast stands on."""

    period = serializers.CharField()
    value = DecimalText()


class ForecastRow(Row):
    """A frozen forecast of an indicator's total."""

    id = serializers.UUIDField(source="public_id")
    definition = serializers.IntegerField(source="under.number")
    made_on = Day()
    method = Choice(choices=ForecastMethod.choices)
    points = ForecastPoint(many=True)
    history = KnownPoint(many=True)
    note = serializers.CharField()
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField(source="made_by.name")


class CauseShape(Body):
    """A cause: it pushes the curve up, or holds it down."""

    push = Choice(choices=["up", "down"])
    text = serializers.CharField(max_length=1000)


class SessionPartnerIn(Body):
    """A partner of the initiative (by code), or one that is missing (by name), and its part."""

    partner = serializers.CharField(max_length=CODE, required=False)
    name = serializers.CharField(max_length=200, required=False)
    part = serializers.CharField(max_length=1000, required=False)
    missing = serializers.BooleanField(required=False)


class SessionPartnerOut(serializers.Serializer):  # type: ignore[type-arg]
    """A partner, here or missing, and its part."""

    partner = serializers.CharField()
    name = serializers.CharField()
    part = serializers.CharField()
    missing = serializers.BooleanField()


class IdeaIn(Body):
    """What works, scored from 1 to 3."""

    text = serializers.CharField(max_length=1000)
    cost = Choice(choices=["none", "low", "some"], required=False)
    off_the_wall = serializers.BooleanField(required=False)
    leverage = serializers.IntegerField(min_value=1, max_value=3, required=False)
    feasibility = serializers.IntegerField(min_value=1, max_value=3, required=False)
    specificity = serializers.IntegerField(min_value=1, max_value=3, required=False)
    values = serializers.IntegerField(min_value=1, max_value=3, required=False)
    chosen = serializers.BooleanField(required=False)


class IdeaOut(serializers.Serializer):  # type: ignore[type-arg]
    """What works, scored from 1 to 3."""

    text = serializers.CharField()
    cost = Choice(choices=["none", "low", "some"])
    off_the_wall = serializers.BooleanField()
    leverage = serializers.IntegerField(allow_null=True)
    feasibility = serializers.IntegerField(allow_null=True)
    specificity = serializers.IntegerField(allow_null=True)
    values = serializers.IntegerField(allow_null=True)
    chosen = serializers.BooleanField()


class SessionNew(Body):
    """What begins a session. Without `forecast` (an id) it looks at the latest that is frozen."""

    result = serializers.CharField(max_length=300)
    held_on = Day(required=False)
    forecast = serializers.UUIDField(required=False)


class SessionChange(Body):
    """What a session says; lists are whole."""

    result = serializers.CharField(max_length=300)
    is_ok = Choice(choices=["yes", "no"])
    because = serializers.CharField(max_length=TEXT, allow_null=True)
    story = CauseShape(many=True)
    partners = SessionPartnerIn(many=True)
    ideas = IdeaIn(many=True)


class SessionActionNew(Body):
    """Who does what until when."""

    what = serializers.CharField(max_length=300)
    owner = serializers.UUIDField(help_text="The id of a person.")
    due = Day()


class SessionRow(Row):
    """One session about an indicator."""

    id = serializers.UUIDField(source="public_id")
    indicator = serializers.CharField(source="indicator.code")
    held_on = Day()
    group = serializers.UUIDField(source="group.public_id", allow_null=True)
    forecast = serializers.UUIDField(source="forecast.public_id", allow_null=True)
    result = serializers.CharField()
    is_ok = Choice(choices=VERDICTS)
    because = serializers.CharField()
    story = CauseShape(many=True)
    partners = SessionPartnerOut(many=True)
    ideas = IdeaOut(many=True)
    made_by = serializers.CharField(source="made_by.name")
    closed_at = serializers.DateTimeField(allow_null=True)


class SessionOut(SessionRow):
    """One session with its actions, and whether the curve has turned since its forecast."""

    state = Choice(choices=TURNED)
    actions = ActionRow(many=True)


def whole(number: Decimal | None) -> Decimal | None:
    """Return the number without the zeros that a computation left behind it."""
    return None if number is None else number.normalize() + 0
