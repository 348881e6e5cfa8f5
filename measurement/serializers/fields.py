"""Fields that only measurement knows: periods, points in time, and many observations at once."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from initiatives.shapes import Choice, DecimalText, ExactDecimal, Shape
from measurement.kinds import EntryError
from measurement.kinds.entry import parse_number
from measurement.periods import Period, PeriodError, parse
from measurement.words import LONGEST_NOTE, ValueStatus

NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")
NUMBERS = ("numerator", "denominator", "value", "n")
TEXTS = {"indicator": 64, "status": 20, "note": LONGEST_NOTE, "explanation": LONGEST_NOTE}
WHOSE = {"partner": 64, "period": 21}
MOST_FAULTS = 500


@extend_schema_field({"type": "string", "examples": ["2024-Q1"]})
class PeriodField(serializers.Field):  # type: ignore[type-arg]
    """The code of a period, such as 2024-Q1."""

    def to_internal_value(self, data: Any) -> Period:
        try:
            return parse(str(data))
        except PeriodError as error:
            raise serializers.ValidationError(str(error), "bad_period") from error

    def to_representation(self, value: Period) -> str:
        return value.code


@extend_schema_field({"type": "string", "examples": ["2024-01-01", "2024-Q1"]})
class DayField(serializers.Field):  # type: ignore[type-arg]
    """A day, or the period of which it is the first one (the last one where `last` is set)."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.last = last

    def to_internal_value(self, data: Any) -> date:
        try:
            period = parse(str(data))
            return period.end if self.last else period.start
        except PeriodError:
            day = _day(str(data))
        if day is None or not 1900 <= day.year < 2200:
            raise serializers.ValidationError(_("Send a day or the code of a period."), "bad_day")
        return day

    def to_representation(self, value: date) -> str:
        return value.isoformat()


@extend_schema_field({"type": "string", "examples": ["2024-04-20", "2024-04-20T12:00:00Z"]})
class MomentField(serializers.Field):  # type: ignore[type-arg]
    """A moment with its offset, or a day, which stands for its end in the initiative's time zone."""

    def to_internal_value(self, data: Any) -> datetime | date:
        day = _day(str(data))
        try:
            moment = parse_datetime(str(data))
        except ValueError:
            moment = None
        if day is not None:
            return day
        if moment is None or moment.tzinfo is None:
            raise serializers.ValidationError(_("Send a day, or a moment with its offset."), "bad_moment")
        return moment

    def to_representation(self, value: Any) -> str:
        return str(value.isoformat())


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if len(text) <= 10 else None
    except ValueError:
        return None


class ObservationIn(Shape):
    """One figure: its parts, or what a person would enter, or a status that says why there is none."""

    indicator = serializers.CharField(max_length=64)
    cell = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="{dimension: category}; left out: the total."
    )
    numerator = ExactDecimal(required=False, allow_null=True)
    denominator = ExactDecimal(required=False, allow_null=True)
    value = ExactDecimal(required=False, allow_null=True)
    n = ExactDecimal(required=False, allow_null=True)
    status = Choice(choices=ValueStatus.choices, required=False)
    note = serializers.CharField(required=False, max_length=TEXTS["note"])
    explanation = serializers.CharField(required=False, max_length=TEXTS["explanation"])


class BulkObservationIn(ObservationIn):
    """One figure with its partner and period."""

    partner = serializers.CharField(max_length=64)
    period = serializers.CharField(max_length=21)


class ObservationOut(serializers.Serializer):  # type: ignore[type-arg]
    """One figure of a hand-in; `value` and `n` as they were entered."""

    indicator = serializers.CharField()
    cell = serializers.DictField(child=serializers.CharField())
    status = Choice(choices=ValueStatus.choices)
    numerator = DecimalText(allow_null=True)
    denominator = DecimalText(allow_null=True)
    value = DecimalText(allow_null=True)
    n = DecimalText(allow_null=True)
    note = serializers.CharField()
    explanation = serializers.CharField()


class _Many(serializers.Field):  # type: ignore[type-arg]
    """Many observations, each looked at once by plain code: a serializer a row would take a second a thousand."""

    whose: Mapping[str, int] = {}
    most = 20_000

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            raise serializers.ValidationError(_("Send a list of observations."), "not_a_list")
        if len(data) > self.most:
            message = _("At most %(most)s figures go in at once.") % {"most": self.most}
            raise serializers.ValidationError(message, "too_many")
        texts = {**TEXTS, **self.whose}
        faults: dict[str, Any] = {}
        rows = []
        for number, row in enumerate(data):
            found: dict[str, list[serializers.ErrorDetail]] = {}
            rows.append(_checked(row, texts, found))
            if found and len(faults) < MOST_FAULTS:
                faults[str(number)] = found
        if faults:
            raise serializers.ValidationError(faults)
        return rows

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(ObservationIn(many=True))
class Observations(_Many):
    """The figures of one hand-in."""

    most = 5_000


@extend_schema_field(BulkObservationIn(many=True))
class BulkObservations(_Many):
    """Figures over many partners and periods."""

    whose = WHOSE


def _fault(code: str, message: str) -> list[serializers.ErrorDetail]:
    return [serializers.ErrorDetail(message, code)]


def _checked(row: Any, texts: Mapping[str, int], faults: dict[str, Any]) -> dict[str, Any]:
    """Return the row with exact numbers and without what is empty, or note its faults by field."""
    if not isinstance(row, dict):
        faults[""] = _fault("invalid", _("Each observation is a JSON object."))
        return {}
    clean: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or value == "":
            if name not in texts and name not in NUMBERS and name != "cell":
                faults[name] = _fault("unknown_field", _("There is no field of this name here."))
        elif name in NUMBERS:
            clean[name] = _number(name, value, faults)
        elif name in texts:
            if not isinstance(value, str):
                faults[name] = _fault("invalid", _("Send text here."))
            elif len(value) > texts[name] or "\x00" in value:
                faults[name] = _fault("invalid", _("This text is too long, or holds what cannot be stored."))
            else:
                clean[name] = value
        elif name == "cell":
            clean[name] = _cell(value, faults)
        else:
            faults[name] = _fault("unknown_field", _("There is no field of this name here."))
    return clean


def _number(name: str, value: Any, faults: dict[str, Any]) -> Decimal | None:
    if isinstance(value, str):
        text = value.strip()
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        text = ""
    else:
        number = Decimal(value)
        text = format(number, "f") if -40 < number.adjusted() < 40 else ""
    if NUMBER.fullmatch(text):
        return Decimal(text)
    faults[name] = _fault(*_why_no_number(value))
    return None


def _why_no_number(value: Any) -> tuple[str, str]:
    """Return code and message for what is no plain number; a word is met with the status it probably means."""
    if isinstance(value, str):
        try:
            parse_number(value)
        except EntryError as error:
            return error.code, str(error.message)
    return "not_a_number", _(
        "Send a plain number such as 1234.5, with at most 18 digits before the point and 12 after it."
    )


def _cell(value: Any, faults: dict[str, Any]) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(category, str) for category in value.values()):
        faults["cell"] = _fault("invalid", _("Send {dimension: category}."))
        return {}
    return {dimension: category for dimension, category in value.items() if category}
