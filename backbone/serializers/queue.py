"""The queue as the API gives it, and what is said about things in it."""

from typing import Any

from rest_framework import serializers

from backbone.queries import Entry, Queue
from initiatives.queries.feed import Told
from initiatives.shapes import Body, Choice, Day, Query, Row

WHOSE = [("team", "Everything"), ("mine", "One's own")]


class QueueQuery(Query):
    """Whose things to read."""

    whose = Choice(choices=WHOSE, required=False)


class DoneQuery(Query):
    """Of which day."""

    on = Day(required=False, help_text="A day of the initiative's calendar; today when left out.")


class FailureQuery(Query):
    """From which number on."""

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.IntegerField(required=False, min_value=0, max_value=2**63 - 1)}


class FailureOut(Row):
    """Something that was tried too often and put aside; by its number it is tried again."""

    number = serializers.IntegerField()
    what = serializers.CharField()
    attempts = serializers.IntegerField()
    gave_up_at = serializers.DateTimeField()


class ThingKey(Body):
    """One thing of the queue."""

    key = serializers.CharField(max_length=110)


class ThingLater(ThingKey):
    """Until when a thing can wait, and why."""

    until = Day()
    reason = serializers.CharField(max_length=500)


class ThingGiven(ThingKey):
    """Whose a thing is."""

    to = serializers.UUIDField(
        required=False, allow_null=True, help_text="The id of a person of the staff; nobody's when left out."
    )


class QueueThing(serializers.Serializer):  # type: ignore[type-arg]
    """One thing that waits, or is put off until a day."""

    key = serializers.CharField()
    kind = serializers.CharField(help_text="Of what kind it is, such as measurement.late.")
    heading = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField()
    due = Day(allow_null=True)
    partner = serializers.CharField(help_text="The name of the partner whose affair it is.")
    given_to = serializers.UUIDField(allow_null=True)
    put_off_until = Day(allow_null=True)
    put_off_by = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField()


class StoodInFor(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody who is away: what is theirs is the reader's too."""

    person = serializers.UUIDField()
    name = serializers.CharField()
    until = Day()


class QueueOut(serializers.Serializer):  # type: ignore[type-arg]
    """What waits, in the order of the queue, and what is put off, the next to come back first."""

    count = serializers.IntegerField()
    mine = serializers.IntegerField()
    waiting = QueueThing(many=True)
    put_off = QueueThing(many=True)
    stands_in_for = StoodInFor(many=True)


class DoneThing(serializers.Serializer):  # type: ignore[type-arg]
    """Something that was done, by whom and when."""

    key = serializers.CharField(help_text="The key of the event.")
    headline = serializers.CharField()
    who = serializers.CharField()
    partner = serializers.CharField()
    happened_at = serializers.DateTimeField()


class DoneOut(serializers.Serializer):  # type: ignore[type-arg]
    """What the staff did on a day, the last first."""

    on = Day()
    done = DoneThing(many=True)


def thing_out(one: Entry) -> dict[str, Any]:
    """Return one thing as the API gives it; what was put off and came back is not put off any more."""
    given, by = one.given_to, one.put_off_by
    return {
        "key": one.item.key,
        "kind": one.source.key,
        "heading": str(one.source.label),
        "title": one.item.title,
        "note": one.item.note,
        "due": one.item.due,
        "partner": one.item.partner,
        "given_to": given.public_id if given else None,
        "put_off_until": one.back_on,
        "put_off_by": by.public_id if by else None,
        "reason": one.why,
    }


def queue_out(found: Queue) -> dict[str, Any]:
    """Return the queue as the API gives it."""
    return {
        "count": found.count,
        "mine": found.mine,
        "waiting": [thing_out(one) for _source, rows in found.sections for one in rows],
        "put_off": [thing_out(one) for one in found.put_off],
        "stands_in_for": [
            {"person": row.person.public_id, "name": row.person.name, "until": row.ends_on}
            for row in found.stands_in
        ],
    }


def done_out(rows: list[Told]) -> list[dict[str, Any]]:
    """Return what was done as the API gives it."""
    return [
        {
            "key": row.key,
            "headline": row.text,
            "who": row.who,
            "partner": row.partner,
            "happened_at": row.when,
        }
        for row in rows
    ]
