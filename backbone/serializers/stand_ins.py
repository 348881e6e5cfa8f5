"""Who stands in for whom, as the API takes and gives it."""

from rest_framework import serializers

from initiatives.shapes import Body, Day, Query, Row


class StandInQuery(Query):
    """Which stand-ins."""

    over = serializers.BooleanField(required=False, help_text="Those that are over too.")


class StandInNew(Body):
    """Who of the staff is away (by their id), and who stands in; both days count."""

    person = serializers.UUIDField()
    colleague = serializers.UUIDField()
    starts_on = Day()
    ends_on = Day()


class StandInRow(Row):
    """A colleague stands in for somebody who is away; one with `ended_at` was ended before its last day."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="person.public_id")
    person_name = serializers.CharField(source="person.name")
    colleague = serializers.UUIDField(source="colleague.public_id")
    colleague_name = serializers.CharField(source="colleague.name")
    starts_on = Day()
    ends_on = Day()
    ended_at = serializers.DateTimeField(allow_null=True)
