"""The relation with a partner, and the contact log, as the API gives them."""

from typing import Any

from rest_framework import serializers

from backbone.queries import Relation
from backbone.queries.record import SECTIONS
from backbone.queries.share_pack import SharePack
from backbone.words import ContactWay, SignKind
from initiatives.shapes import Body, Choice, Day, Query, Row


class SignOut(serializers.Serializer):  # type: ignore[type-arg]
    """One sign of quiet, in words with its number."""

    kind = Choice(choices=SignKind.choices)
    words = serializers.CharField()


class HandInOut(serializers.Serializer):  # type: ignore[type-arg]
    """How the partner handed in in one cycle."""

    start = Day()
    end = Day()
    last_day = Day()
    on = Day(allow_null=True)
    in_time = serializers.BooleanField()


class MeetingOut(serializers.Serializer):  # type: ignore[type-arg]
    """A meeting to which the partner was asked."""

    title = serializers.CharField()
    on = Day()
    was_there = serializers.BooleanField()


class RelationOut(serializers.Serializer):  # type: ignore[type-arg]
    """What is computed about a partner. Its lead reads the same."""

    partner = serializers.CharField()
    is_quiet = serializers.BooleanField()
    signs = SignOut(many=True)
    hand_ins = HandInOut(many=True)
    meetings = MeetingOut(many=True)
    heard_on = Day(allow_null=True)
    seen_on = Day(allow_null=True)
    contact_on = Day(allow_null=True)


class RecordOut(serializers.Serializer):  # type: ignore[type-arg]
    """Everything that is kept of the relation with a partner, by section, as it is told there."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.ListField(child=serializers.DictField()) for name in SECTIONS}


class BriefDueOut(serializers.Serializer):  # type: ignore[type-arg]
    """A hand-in that is asked of the partner now."""

    id = serializers.UUIDField()
    start = Day()
    end = Day()
    last_day = Day()


class BriefFigureOut(serializers.Serializer):  # type: ignore[type-arg]
    """The partner's own latest figure."""

    indicator = serializers.CharField()
    period = serializers.CharField()
    value = serializers.CharField()


class BriefOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a partner's people need to know; each list is short, the nearest or latest first. Things go by their ids."""

    partner = serializers.CharField()
    purpose = serializers.CharField()
    goals = serializers.ListField(child=serializers.CharField())
    commitments = serializers.ListField(child=serializers.UUIDField())
    activities = serializers.ListField(child=serializers.UUIDField())
    figures = BriefFigureOut(many=True)
    decisions = serializers.ListField(child=serializers.UUIDField())
    due = BriefDueOut(many=True)
    groups = serializers.ListField(child=serializers.CharField())
    meetings = serializers.ListField(child=serializers.UUIDField())
    contacts = serializers.ListField(child=serializers.CharField(), help_text="Names of whom to ask.")


class ContactQuery(Query):
    """Of which partner, and whether the next step is still open."""

    partner = serializers.CharField(max_length=64, required=False)
    open = serializers.BooleanField(required=False)


class ContactBody(Body):
    """What is written down of a contact: with a member (`person`) or somebody else (`person_name`).

    A next step has a day and an owner of the staff.
    """

    on = Day()
    way = Choice(choices=ContactWay.choices)
    purpose = serializers.CharField(max_length=300)
    note = serializers.CharField(max_length=4000, required=False, help_text="The partner's lead reads it.")
    person = serializers.UUIDField(required=False, allow_null=True)
    person_name = serializers.CharField(max_length=200, required=False)
    about_person = serializers.BooleanField(required=False, help_text="Then only staff read it.")
    next_step = serializers.CharField(max_length=300, required=False)
    next_on = Day(required=False, allow_null=True)
    next_owner = serializers.UUIDField(required=False, allow_null=True)


class ContactEnd(Body):
    """Why what was written down is removed; the reason is kept."""

    reason = serializers.CharField(max_length=300)


class ContactRow(Row):
    """A contact that was written down."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    on = Day()
    way = Choice(choices=ContactWay.choices)
    purpose = serializers.CharField()
    note = serializers.CharField()
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    person_name = serializers.CharField()
    about_person = serializers.BooleanField()
    next_step = serializers.CharField()
    next_on = Day(allow_null=True)
    next_owner = serializers.UUIDField(source="next_owner.public_id", allow_null=True)
    next_done_at = serializers.DateTimeField(allow_null=True)
    logged_by = serializers.UUIDField(source="logged_by.public_id")
    logged_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


def relation_out(found: Relation) -> dict[str, Any]:
    """Return what is computed about a partner as the API gives it."""
    return {
        "partner": found.partner.code,
        "is_quiet": found.is_quiet,
        "signs": [{"kind": sign.kind.value, "words": sign.words} for sign in found.signs],
        "hand_ins": [
            {name: getattr(one, name) for name in ("start", "end", "last_day", "on", "in_time")}
            for one in found.hand_ins
        ],
        "meetings": [
            {"title": one.title, "on": one.on, "was_there": one.was_there} for one in found.meetings
        ],
        "heard_on": found.heard_on,
        "seen_on": found.seen_on,
        "contact_on": found.contact_on,
    }


def brief_out(pack: SharePack) -> dict[str, Any]:
    """Return a partner's brief as the API gives it."""
    named: dict[str, Any] = {
        name: [row.public_id for row in getattr(pack, name)]
        for name in ("commitments", "activities", "decisions", "meetings")
    }
    return {
        "partner": pack.partner.code,
        "purpose": pack.purpose,
        "goals": pack.goals,
        **named,
        "figures": [
            {"indicator": row.indicator.code, "period": row.period, "value": str(row.value)}
            for row in pack.figures
        ],
        "due": [
            {
                "id": row.public_id,
                "start": row.cycle.period_start,
                "end": row.cycle.period_end,
                "last_day": row.last_day,  # type: ignore[attr-defined]
            }
            for row in pack.due
        ],
        "groups": pack.groups,
        "contacts": [row.name for row in pack.contacts],
    }
