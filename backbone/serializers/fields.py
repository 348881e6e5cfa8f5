"""Fields that the shapes of the backbone's records have in common."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Day

LONG = 4000


def text(most: int = LONG, **kwargs: Any) -> serializers.CharField:
    """Return the field of a text that may be left out or cleared."""
    return serializers.CharField(max_length=most, required=False, allow_null=True, **kwargs)


def line(most: int = 200) -> serializers.CharField:
    """Return the field of a text that says something when it is given."""
    return serializers.CharField(max_length=most, required=False)


def day() -> Day:
    """Return the field of a day that may be left out or cleared."""
    return Day(required=False, allow_null=True)


def thing(**kwargs: Any) -> serializers.UUIDField:
    """Return the field that names a thing by its id, or none."""
    return serializers.UUIDField(required=False, allow_null=True, **kwargs)


def code() -> serializers.CharField:
    """Return the field that names a partner by its code, or none."""
    return serializers.CharField(max_length=64, required=False, allow_null=True)
