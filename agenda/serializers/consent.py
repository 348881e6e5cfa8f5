"""What is said about a version of the agenda, who was heard, and who agreed."""

from rest_framework import serializers

from agenda.serializers.versions import SHORT
from agenda.words import Method, Position
from initiatives.shapes import Body, Choice, Day, Query, Row


class CommentNew(Body):
    """What is said, about which part (goals, strategies and causes besides those of the text), at which paragraph."""

    text = serializers.CharField(max_length=SHORT)
    about = serializers.CharField(max_length=16, required=False)
    quote = serializers.CharField(max_length=SHORT, required=False)


class ReplyNew(Body):
    """What is answered."""

    text = serializers.CharField(max_length=SHORT)


class Settlement(Body):
    """What came of a comment."""

    resolution = serializers.CharField(max_length=500, required=False)


class CommentRow(Row):
    """What somebody said; a reply names the comment that it answers."""

    id = serializers.UUIDField(source="public_id")
    about = serializers.CharField()
    quote = serializers.CharField()
    answers = serializers.UUIDField(source="answers.public_id", allow_null=True)
    text = serializers.CharField()
    author = serializers.CharField(source="author.name")
    written_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolution = serializers.CharField()


class Participants(Body):
    """How many of a group took part."""

    group = serializers.CharField(max_length=100)
    n = serializers.IntegerField(min_value=0, max_value=1_000_000)


class ParticipantsOut(serializers.Serializer):  # type: ignore[type-arg]
    """How many of a group took part."""

    group = serializers.CharField()
    n = serializers.IntegerField()


class ConsultationNew(Body):
    """A round of consultation."""

    audience = serializers.CharField(max_length=200)
    method = Choice(choices=Method.choices)
    starts_on = Day()
    ends_on = Day(required=False)
    participants = Participants(many=True, required=False)
    note = serializers.CharField(max_length=SHORT, required=False)


class ConsultationChange(Body):
    """What may be changed of a round."""

    audience = serializers.CharField(max_length=200)
    method = Choice(choices=Method.choices)
    starts_on = Day()
    ends_on = Day(allow_null=True)
    participants = Participants(many=True)
    note = serializers.CharField(max_length=SHORT, allow_null=True)


class ThemeNew(Body):
    """What people said."""

    text = serializers.CharField(max_length=500)


class ThemeAnswer(Body):
    """What was changed because of it; with `changed` false, why nothing was."""

    response = serializers.CharField(max_length=SHORT)
    changed = serializers.BooleanField(required=False)


class ThemeOut(serializers.Serializer):  # type: ignore[type-arg]
    """What people said and what came of it."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    response = serializers.CharField()
    changed = serializers.BooleanField()


class ConsultationRow(Row):
    """A round of consultation with its themes."""

    id = serializers.UUIDField(source="public_id")
    audience = serializers.CharField()
    method = Choice(choices=Method.choices)
    starts_on = Day()
    ends_on = Day(allow_null=True)
    participants = ParticipantsOut(many=True)
    note = serializers.CharField()
    themes = ThemeOut(many=True, source="theme_rows")


class PositionNew(Body):
    """A partner's position. The backbone says besides who gave it and how; a reservation comes with its words."""

    partner = serializers.CharField(max_length=64)
    position = Choice(choices=Position.choices)
    reservation = serializers.CharField(max_length=SHORT, required=False)
    signer = serializers.CharField(max_length=200, required=False)
    signed_on = Day(required=False)
    how_given = serializers.CharField(max_length=300, required=False)


class PositionQuery(Query):
    """Which positions."""

    partner = serializers.CharField(max_length=64, required=False)
    position = Choice(choices=Position.choices, required=False)
    current = serializers.BooleanField(required=False, help_text="Without those that a later one superseded.")


class PositionRow(Row):
    """A partner's position on a version; it counts while it is neither superseded nor contested."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    position = Choice(choices=Position.choices)
    reservation = serializers.CharField()
    signer = serializers.CharField()
    signed_on = Day()
    on_behalf = serializers.BooleanField()
    how_given = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    contested_at = serializers.DateTimeField(allow_null=True)
    contest_reason = serializers.CharField()


class AskNew(Body):
    """Whom to ask: one partner, or without one all that have no position; with a note, what is known of the answer."""

    partner = serializers.CharField(max_length=64, required=False)
    note = serializers.CharField(max_length=200, required=False)


class StandOut(serializers.Serializer):  # type: ignore[type-arg]
    """How the partners that take part now stand on a version, and whether it may be adopted."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    adopted = serializers.IntegerField()
    reservations = serializers.IntegerField()
    declined = serializers.IntegerField()
    to_come = serializers.ListField(child=serializers.CharField())
    missing_for_quorum = serializers.IntegerField()
    rule_is_met = serializers.BooleanField()
