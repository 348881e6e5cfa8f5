"""Rules between indicators, and what they find."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Body, Choice, DecimalText, ExactDecimal, Row, Shape
from measurement.words import CheckMissing, CheckOperator, CheckSeverity


class TermIn(Shape):
    """One indicator's figure on one side of a rule."""

    indicator = serializers.CharField(max_length=64)
    factor = ExactDecimal(required=False, help_text="What the figure is multiplied by; 1 where left out.")
    previous = serializers.BooleanField(required=False, help_text="The figure of the period before.")


class WordingIn(Body):
    """What a rule says: the sum of the left side, an operator, the sum of the right side and a constant."""

    left = TermIn(many=True)
    operator = Choice(choices=CheckOperator.choices)
    right = TermIn(many=True, required=False)
    constant = ExactDecimal(required=False)
    tolerance = ExactDecimal(
        required=False, help_text="Per cent of the left side by which equals may differ."
    )
    missing = Choice(choices=CheckMissing.choices, required=False)


class CheckNew(WordingIn):
    """What makes a rule. It begins as a notice."""

    name = serializers.CharField(max_length=200)
    message = serializers.CharField(max_length=300, required=False)


class CheckChange(WordingIn):
    """Another wording or another weight, and why."""

    name = serializers.CharField(max_length=200, required=False)
    message = serializers.CharField(max_length=300, required=False)
    severity = Choice(choices=CheckSeverity.choices)
    reason = serializers.CharField(max_length=300)


class TermOut(serializers.Serializer):  # type: ignore[type-arg]
    """One indicator's figure on one side of a rule."""

    indicator = serializers.CharField()
    factor = DecimalText()
    previous = serializers.BooleanField()


class CheckRow(Row):
    """A rule between indicators as it is worded now."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    active = serializers.BooleanField()
    version = serializers.IntegerField(source="number")
    left = TermOut(many=True, source="left_terms")
    operator = Choice(choices=CheckOperator.choices)
    right = TermOut(many=True, source="right_terms")
    constant = DecimalText()
    tolerance = DecimalText()
    missing = Choice(choices=CheckMissing.choices)
    severity = Choice(choices=CheckSeverity.choices)
    message = serializers.CharField()
    reason = serializers.CharField()


class FlaggedOut(serializers.Serializer):  # type: ignore[type-arg]
    """A past hand-in that a rule would have flagged: what both sides came to, and in words."""

    partner = serializers.CharField()
    period = serializers.CharField()
    left = DecimalText(allow_null=True)
    right = DecimalText(allow_null=True)
    message = serializers.CharField()


class TrialOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a rule would have found: the hand-ins it looked at, how many it flags, the latest of those."""

    says = serializers.CharField()
    looked_at = serializers.IntegerField()
    count = serializers.IntegerField()
    flagged = FlaggedOut(many=True)


def worded(body: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a body that words a rule, as the services take it."""
    names = ("left", "operator", "right", "constant", "tolerance", "missing")
    return {name: body[name] for name in names if body.get(name) is not None}
