"""Settling in, as the API takes and gives it."""

from typing import Any

from rest_framework import serializers

from backbone.models import Checklist
from backbone.queries.onboarding import Line, SettlingIn
from backbone.words.onboarding import Newcomer
from initiatives.shapes import Body, Choice, Day, Query, Row


class OnboardingQuery(Query):
    """Which checklists."""

    open = serializers.BooleanField(required=False, help_text="Only those that are open, or that are closed.")


class OnboardingNew(Body):
    """Whose checklist is begun: a partner's (its code) or a colleague's (their id)."""

    partner = serializers.CharField(required=False, max_length=64)
    person = serializers.UUIDField(required=False)


class LineNew(Body):
    """A line of one's own."""

    text = serializers.CharField(max_length=300)
    owner = serializers.UUIDField(required=False)


class LineChange(Body):
    """Whose a line is, and why it is left out; what is not sent is emptied."""

    owner = serializers.UUIDField(required=False)
    left_out = serializers.CharField(max_length=300, required=False)


class ChecklistChange(Body):
    """What checklists begin with besides what records tell."""

    texts = serializers.ListField(child=serializers.CharField(max_length=300), max_length=40)
    begins_itself = serializers.BooleanField(required=False)


class ChecklistOut(serializers.Serializer):  # type: ignore[type-arg]
    """What checklists begin with."""

    newcomer = Choice(choices=Newcomer.choices)
    texts = serializers.ListField(child=serializers.CharField())
    begins_itself = serializers.BooleanField()
    since = Day(allow_null=True)


class OnboardingRow(Row):
    """A checklist of a partner or of a member of the staff."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code", allow_null=True)
    person = serializers.UUIDField(source="membership.public_id", allow_null=True)
    begun_on = Day()
    ended_on = Day(allow_null=True)


class OnboardingLineOut(serializers.Serializer):  # type: ignore[type-arg]
    """One line. `ref` names it in addresses; `seen` says that records tell it and nobody ticks it."""

    ref = serializers.CharField()
    text = serializers.CharField()
    seen = serializers.BooleanField()
    done = serializers.BooleanField()
    done_on = Day(allow_null=True)
    owner = serializers.UUIDField(allow_null=True)
    left_out = serializers.CharField()


class OnboardingOut(serializers.Serializer):  # type: ignore[type-arg]
    """A checklist with its lines; `done` of `wanted` count, without those that were left out."""

    id = serializers.UUIDField()
    partner = serializers.CharField(allow_null=True)
    person = serializers.UUIDField(allow_null=True)
    begun_on = Day()
    ended_on = Day(allow_null=True)
    done = serializers.IntegerField()
    wanted = serializers.IntegerField()
    lines = OnboardingLineOut(many=True)


def checklist_out(row: Checklist) -> dict[str, Any]:
    """Return what checklists begin with as the API gives it."""
    names = ("newcomer", "texts", "begins_itself", "since")
    return {name: getattr(row, name) for name in names}


def onboarding_out(found: SettlingIn) -> dict[str, Any]:
    """Return a checklist as the API gives it."""
    row = found.onboarding
    return {
        "id": row.public_id,
        "partner": row.partner.code if row.partner else None,
        "person": row.membership.public_id if row.membership else None,
        "begun_on": row.begun_on,
        "ended_on": row.ended_on,
        "done": found.done,
        "wanted": found.wanted,
        "lines": [_line_out(line) for line in found.lines],
    }


def _line_out(line: Line) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "text": line.text,
        "seen": line.seen,
        "done": line.done,
        "done_on": line.done_on,
        "owner": line.owner.public_id if line.owner else None,
        "left_out": line.left_out,
    }
