"""Commitments, phases, assessments."""

from typing import Any, ClassVar

from rest_framework import serializers

from agenda.words import CommitmentState, Outcome, Promise, Rating, Screen
from initiatives.shapes import Body, Choice, Day, DecimalText, Query, Row

SHORT = 4000


class CommitmentNew(Body):
    """What a partner promises."""

    partner = serializers.CharField(max_length=64)
    kind = Choice(choices=Promise.choices)
    promise = serializers.CharField(max_length=SHORT)
    starts_on = Day()
    ends_on = Day(required=False)
    signer = serializers.CharField(max_length=200, required=False)
    signed_on = Day(required=False)
    stops = serializers.CharField(max_length=SHORT, required=False)
    begins = serializers.CharField(max_length=SHORT, required=False)
    changes = serializers.CharField(max_length=SHORT, required=False)


class CommitmentChange(Body):
    """What may be changed of a commitment."""

    kind = Choice(choices=Promise.choices)
    promise = serializers.CharField(max_length=SHORT)
    starts_on = Day()
    ends_on = Day(allow_null=True)
    signer = serializers.CharField(max_length=200, allow_null=True)
    signed_on = Day(allow_null=True)
    stops = serializers.CharField(max_length=SHORT, allow_null=True)
    begins = serializers.CharField(max_length=SHORT, allow_null=True)
    changes = serializers.CharField(max_length=SHORT, allow_null=True)


class Renewal(Body):
    """Until when a commitment is renewed, and who signed."""

    signer = serializers.CharField(max_length=200)
    ends_on = Day(required=False)
    signed_on = Day(required=False)


class CommitmentQuery(Query):
    """Which commitments; without a state, those that hold or ran out unrenewed."""

    partner = serializers.CharField(max_length=64, required=False)
    state = Choice(choices=CommitmentState.choices, required=False)
    kind = Choice(choices=Promise.choices, required=False)


class CommitmentRow(Row):
    """What a partner promises, for a term. `renews` is the commitment it follows."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    kind = Choice(choices=Promise.choices)
    promise = serializers.CharField()
    signer = serializers.CharField()
    signed_on = Day(allow_null=True)
    starts_on = Day()
    ends_on = Day(allow_null=True)
    renews = serializers.UUIDField(source="follows", allow_null=True)
    renewed = serializers.BooleanField()
    stops = serializers.CharField()
    begins = serializers.CharField()
    changes = serializers.CharField()
    ended_on = Day(allow_null=True)
    end_reason = serializers.CharField()


class PhaseChange(Body):
    """A phase's name and exit question."""

    name = serializers.CharField(max_length=100, required=False)
    question = serializers.CharField(max_length=1000, required=False)


class PhaseEntry(Body):
    """Entering a phase: the answer to the present one's exit question, or going back, why."""

    answer = serializers.CharField(max_length=SHORT, required=False)
    reason = serializers.CharField(max_length=SHORT, required=False)


class PhaseOut(serializers.Serializer):  # type: ignore[type-arg]
    """A phase of the effort."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    question = serializers.CharField()
    current = serializers.BooleanField()
    past = serializers.BooleanField()


class StayOut(serializers.Serializer):  # type: ignore[type-arg]
    """A time that the effort spent in a phase."""

    position = serializers.IntegerField()
    entered_on = Day()
    left_on = Day(allow_null=True)
    reason = serializers.CharField()
    answer = serializers.CharField()


class PhasesOut(serializers.Serializer):  # type: ignore[type-arg]
    """The phases in order, and where the effort has been, the latest first."""

    phases = PhaseOut(many=True)
    stays = StayOut(many=True)


class AssessmentNew(Body):
    """Which screen is held."""

    screen = Choice(choices=Screen.choices)


class AssessmentQuery(Query):
    """Which rounds."""

    screen = Choice(choices=Screen.choices, required=False)


class AssessmentEnd(Body):
    """How a round ends."""

    outcome = Choice(choices=Outcome.choices)
    reasons = serializers.CharField(max_length=SHORT)


class AnswerIn(Body):
    """One's own rating of an item; without one an earlier rating is taken back."""

    item = serializers.IntegerField(min_value=1, max_value=100)
    rating = Choice(choices=Rating.choices, required=False)
    comment = serializers.CharField(max_length=500, required=False)
    evidence = serializers.CharField(max_length=500, required=False)


class Answers(Body):
    """One's own ratings."""

    answers = AnswerIn(many=True)


class AssessmentRow(Row):
    """One round of a screen."""

    id = serializers.UUIDField(source="public_id")
    screen = Choice(choices=Screen.choices)
    opened_on = Day()
    closed_on = Day(allow_null=True)
    outcome = serializers.CharField()
    reasons = serializers.CharField()


class ItemOut(serializers.Serializer):  # type: ignore[type-arg]
    """How an item was rated, over voices: each organisation has one. Null where nothing may be told."""

    item = serializers.IntegerField()
    text = serializers.CharField()
    voices = serializers.IntegerField()
    mean = DecimalText(allow_null=True)
    low = DecimalText(allow_null=True)
    high = DecimalText(allow_null=True)
    unknown = serializers.IntegerField()
    not_applicable = serializers.IntegerField()

    names: ClassVar[tuple[str, ...]] = ("voices", "mean", "low", "high", "unknown", "not_applicable")


class ResultsOut(serializers.Serializer):  # type: ignore[type-arg]
    """How a round was answered. `kept_back`: those below staff read it once it is closed and has three voices."""

    people = serializers.IntegerField()
    voices = serializers.IntegerField()
    kept_back = serializers.BooleanField()
    mean = DecimalText(allow_null=True)
    unknown_share = DecimalText(allow_null=True)
    items = ItemOut(many=True)  # type: ignore[assignment]


def results_told(found: Any) -> dict[str, Any]:
    """Return a round's results as they are answered."""
    return {
        "people": found.people,
        "voices": found.voices,
        "kept_back": found.kept_back,
        "mean": found.mean,
        "unknown_share": found.unknown_share,
        "items": [
            {
                "item": row.item.number,
                "text": str(row.item.text),
                **{name: getattr(row, name) for name in ItemOut.names},
            }
            for row in found.items
        ],
    }
