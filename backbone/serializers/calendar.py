"""The calendar of the year as the API gives it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from backbone.queries.calendar import Day as Entry
from initiatives.kernel.dates import kinds_of_dates
from initiatives.shapes import Choice, Day, NumberedQuery, NumberedRow


class CalendarQuery(NumberedQuery):
    """Which days: from a first to a last one, of a kind, a group, a partner, or one's own."""

    since = Day(required=False, help_text="The first day; today when left out.")
    until = Day(required=False, help_text="The last day; a year later when left out.")
    kind = Choice(choices=[], required=False)
    group = serializers.UUIDField(required=False)
    partner = serializers.CharField(required=False, max_length=64, help_text="The code of a partner.")
    mine = serializers.BooleanField(required=False)

    def get_fields(self) -> Any:
        fields = super().get_fields()
        fields["kind"] = Choice(choices=[(one.key, one.key) for one in kinds_of_dates()], required=False)
        return fields


class CalendarRow(NumberedRow):
    """One day. `at` and `until` are the moments of what has an hour; all else is of the whole day."""

    key = serializers.CharField(help_text="Stays the same when the day moves.")
    kind = serializers.CharField()
    on = Day()
    at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    title = serializers.CharField()
    note = serializers.CharField()
    partner = serializers.CharField(help_text="The code of the partner whose affair it is.")
    group = serializers.UUIDField(allow_null=True)
    mine = serializers.BooleanField()
    settled = serializers.BooleanField(help_text="Reached, cancelled or over for good.")
    page = serializers.CharField(help_text="The path of the page of its record.")


def day_out(day: Entry, groups: dict[int, UUID], page: str) -> dict[str, Any]:
    """Return one entry as the API gives it; `groups` tells the public id of each group."""
    dated = day.dated
    return {
        "key": dated.key,
        "kind": day.kind.key,
        "on": dated.on,
        "at": dated.at,
        "until": dated.until,
        "title": dated.title,
        "note": dated.note,
        "partner": dated.partner_code,
        "group": groups.get(dated.group_id) if dated.group_id is not None else None,
        "mine": day.is_mine,
        "settled": dated.past,
        "page": page,
    }
