"""What runs by itself, as the API gives it."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from backbone.queries.routines import Running
from initiatives.kernel import clock
from initiatives.shapes import Day


class RoutineOut(serializers.Serializer[Any]):
    """Something that happens by itself.

    `last_at` is when it last did something and `did` what; a run that found nothing to do leaves no trace. `due_on` is
    the day on which it next has something to do and `due_at` the moment, as far as they are known; `looks_at` when the
    clock next looks. `waits` pieces of its work wait, of which `troubled` were tried and failed; `failed` were put
    aside (see `queue/failures/`). `off`: somebody turned it off.
    """

    key = serializers.CharField()
    app = serializers.CharField()
    name = serializers.CharField()
    does = serializers.CharField()
    off = serializers.BooleanField()
    last_at = serializers.DateTimeField(allow_null=True)
    did = serializers.CharField()
    due_on = Day(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    looks_at = serializers.DateTimeField(allow_null=True)
    waits = serializers.IntegerField()
    troubled = serializers.IntegerField()
    failed = serializers.IntegerField()


class RoutinesOut(serializers.Serializer[Any]):
    """What runs by itself."""

    routines = RoutineOut(many=True)


def routine_out(one: Running, timezone: str) -> dict[str, Any]:
    """Return a routine as it looks outside; days are those of a time zone."""
    is_moment = isinstance(one.due, datetime)
    return {
        "key": one.routine.key,
        "app": one.routine.app,
        "name": one.routine.label,
        "does": one.routine.does,
        "off": one.off,
        "last_at": one.last,
        "did": one.did,
        "due_on": clock.day(one.due, timezone) if isinstance(one.due, datetime) else one.due,
        "due_at": one.due if is_moment else None,
        "looks_at": one.looks,
        "waits": one.waits,
        "troubled": one.troubled,
        "failed": one.failed,
    }
