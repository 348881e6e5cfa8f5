"""What is held about a partner, and its own reports."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Day, DecimalText, NumberedRow, Query, Row
from measurement.queries.held import SECTIONS

BY_TIME = [("quarterly", "Quarters"), ("yearly", "The whole year")]


class HeldOut(serializers.Serializer):  # type: ignore[type-arg]
    """Everything that is held about a partner, by section. Minutes are the partner's, never one person's."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.ListField(child=serializers.DictField()) for name in SECTIONS}


class BesideOthersOut(NumberedRow):
    """A figure as it is written, and the quartiles and median of the others; null where fewer than five count."""

    indicator = serializers.CharField()
    period = serializers.CharField()
    value = serializers.CharField()
    others = serializers.IntegerField()
    low = serializers.CharField(allow_null=True)
    middle = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)


class LineIn(Body):
    """One line of a report: an indicator, the name it goes by, and a dimension to break it down by."""

    indicator = serializers.CharField(max_length=64)
    by = serializers.CharField(max_length=64, required=False)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "label": serializers.CharField(max_length=200, required=False)}


class LayoutChange(Body):
    """What may be changed of a report."""

    name = serializers.CharField(max_length=200, required=False)
    funder = serializers.CharField(max_length=200, required=False)
    starts_in = serializers.IntegerField(min_value=1, max_value=12, required=False)
    by_time = Choice(choices=BY_TIME, required=False)
    charts = serializers.BooleanField(required=False)
    definitions = serializers.BooleanField(required=False)
    shared = serializers.BooleanField(required=False)
    lines = serializers.ListField(child=LineIn(), max_length=60, required=False)


class LayoutNew(LayoutChange):
    """What makes a report: a name and its lines."""

    name = serializers.CharField(max_length=200)
    lines = serializers.ListField(child=LineIn(), max_length=60)


class LayoutRow(Row):
    """A report's layout."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    funder = serializers.CharField()
    starts_in = serializers.IntegerField()
    by_time = Choice(choices=BY_TIME)
    charts = serializers.BooleanField()
    definitions = serializers.BooleanField()
    shared = serializers.BooleanField()
    lines = serializers.ListField(child=serializers.DictField())


class YearQuery(Query):
    """Which fiscal year: the calendar year in which it ends."""

    year = serializers.IntegerField(min_value=1950, max_value=2150)


class ReportRowOut(serializers.Serializer):  # type: ignore[type-arg]
    """A total (no name) or a category, with a value for each column."""

    name = serializers.CharField()
    values = serializers.ListField(child=DecimalText(allow_null=True))


class ReportLineOut(serializers.Serializer):  # type: ignore[type-arg]
    """A line of the report."""

    unit = serializers.CharField()
    definition = serializers.CharField()
    rows = ReportRowOut(many=True)
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Periods with figures that lie in no column."
    )
    notes = serializers.ListField(child=serializers.CharField(), help_text="Where a column is not complete.")

    def get_fields(self) -> dict[str, Any]:
        return {"label": serializers.CharField(), **super().get_fields()}


class FiguresOut(serializers.Serializer):  # type: ignore[type-arg]
    """A report's figures."""

    year = serializers.IntegerField()
    first = Day()
    last = Day()
    columns = serializers.ListField(child=serializers.CharField())
    lines = ReportLineOut(many=True)
