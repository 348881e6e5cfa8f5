"""The shapes of lessons and looks back outside."""

from rest_framework import serializers

from communications.serializers.decisions import LONG, text
from communications.words.lessons import Confidence, LessonVisibility, UseResult
from initiatives.shapes import Body, Choice, Day, Query, Row


class LessonChange(Body):
    """What may be changed of a lesson; what is left out stays."""

    claim = serializers.CharField(max_length=300, required=False)
    context = text()  # type: ignore[assignment]
    evidence = text()
    confidence = Choice(choices=Confidence.choices, required=False)
    so_what = serializers.CharField(max_length=LONG, required=False)
    applies_to = text(300)
    visibility = Choice(choices=LessonVisibility.choices, required=False)
    partner = serializers.CharField(max_length=64, required=False, allow_null=True)
    nameless = serializers.BooleanField(
        required=False, help_text="Whose it is is told to the backbone and to the partner itself alone."
    )
    review = serializers.UUIDField(required=False, allow_null=True, help_text="The look back it came from.")
    indicator = serializers.CharField(max_length=64, required=False, allow_null=True)
    strategy = serializers.UUIDField(required=False, allow_null=True)
    activity = serializers.UUIDField(required=False, allow_null=True)
    decision = serializers.UUIDField(required=False, allow_null=True)


class LessonNew(LessonChange):
    """What was learned, and what follows from it."""

    claim = serializers.CharField(max_length=300)
    so_what = serializers.CharField(max_length=LONG)


class LessonQuery(Query):
    """Which lessons."""

    search = serializers.CharField(max_length=200, required=False)
    confidence = Choice(choices=Confidence.choices, required=False)
    applied = serializers.BooleanField(required=False)


class LessonRow(Row):
    """A lesson; `partner` is null where it is nobody's, or not told."""

    id = serializers.UUIDField(source="public_id")
    claim = serializers.CharField()
    context = serializers.CharField()  # type: ignore[assignment]
    evidence = serializers.CharField()
    confidence = Choice(choices=Confidence.choices)
    so_what = serializers.CharField()
    applies_to = serializers.CharField()
    visibility = Choice(choices=LessonVisibility.choices)
    partner = serializers.CharField(source="told_code", allow_null=True)
    nameless = serializers.BooleanField()
    review = serializers.UUIDField(source="review.public_id", allow_null=True)
    indicator = serializers.CharField(source="indicator_code", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    decision = serializers.UUIDField(source="decision.public_id", allow_null=True)
    uses = serializers.IntegerField(source="uses_n")
    written_at = serializers.DateTimeField()
    retired_at = serializers.DateTimeField(allow_null=True)
    retire_reason = serializers.CharField()


class RetireNew(Body):
    """Why it no longer holds."""

    reason = serializers.CharField(max_length=500)


class LessonUseNew(Body):
    """Where a lesson was applied, and what came of it."""

    what = serializers.CharField(max_length=500)
    result = Choice(choices=UseResult.choices, required=False)
    used_on = Day(required=False)
    activity = serializers.UUIDField(required=False)
    strategy = serializers.UUIDField(required=False)
    decision = serializers.UUIDField(required=False)


class LessonUseRow(Row):
    """Where a lesson was applied, and what came of it."""

    what = serializers.CharField()
    result = Choice(choices=UseResult.choices)
    used_on = Day()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    decision = serializers.UUIDField(source="decision.public_id", allow_null=True)
    noted_at = serializers.DateTimeField()


class AfterActionReviewNew(Body):
    """A look back: expected, happened, why, what to keep and what to change, and about what."""

    title = serializers.CharField(max_length=200)
    held_on = Day(required=False)
    expected = serializers.CharField(max_length=LONG)
    happened = serializers.CharField(max_length=LONG)
    why = serializers.CharField(max_length=LONG, required=False)
    keep = serializers.CharField(max_length=LONG, required=False)
    change = serializers.CharField(max_length=LONG, required=False)
    group = serializers.UUIDField(required=False)
    activity = serializers.UUIDField(required=False)
    strategy = serializers.UUIDField(required=False)
    decision = serializers.UUIDField(required=False)


class AfterActionReviewRow(Row):
    """A look back at something done."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    held_on = Day()
    expected = serializers.CharField()
    happened = serializers.CharField()
    why = serializers.CharField()
    keep = serializers.CharField()
    change = serializers.CharField()
    group = serializers.UUIDField(source="group.public_id", allow_null=True)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    decision = serializers.UUIDField(source="decision.public_id", allow_null=True)
    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()
