"""The life of indicators, sign-off, what is wanted, what stands beside the figures."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row
from measurement.serializers.fields import BulkObservations, PeriodField
from measurement.words import HeadBasis, Kind, Position, State, WantState

CODE = 64
TEXT = 4000
OPEN_WANTS = WantState.choices[:2]


class Step(Body):
    """One step in an indicator's life; retiring needs a reason, and so does agreeing over open objections."""

    reason = serializers.CharField(max_length=TEXT, required=False)


class Consultation(Step):
    """Who is asked: the partners named, else those that report it, else every active one."""

    partners = serializers.ListField(
        child=serializers.CharField(max_length=CODE), required=False, max_length=1000
    )
    answer_by = Day(required=False)


class Retirement(Step):
    """Why it is retired, and the last day that is asked for (today unless said)."""

    last_day = Day(required=False)


class StepRow(Row):
    """A step that was taken. `overridden`: how many open objections it was taken over."""

    former = Choice(choices=State.choices)
    state = Choice(choices=State.choices)
    reason = serializers.CharField()
    overridden = serializers.IntegerField()
    taken_at = serializers.DateTimeField()


class SignOffQuery(Query):
    """Which answers."""

    indicator = serializers.CharField(required=False, max_length=CODE)
    partner = serializers.CharField(required=False, max_length=CODE)
    position = Choice(choices=Position.choices, required=False)


class SignOffRow(Row):
    """What a partner says of the present definition. `how_given` is filled where staff entered it on its behalf."""

    id = serializers.UUIDField(source="public_id")
    indicator = serializers.CharField(source="version.indicator.code")
    version = serializers.IntegerField(source="version.number")
    partner = serializers.CharField(source="partner.code")
    position = Choice(choices=Position.choices)
    comment = serializers.CharField()
    how_given = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer_by = Day(allow_null=True)
    given_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class SignOffGiven(Body):
    """What the partner says; staff say how it was given to them."""

    position = Choice(choices=[choice for choice in Position.choices if choice[0] != Position.WAITING])
    comment = serializers.CharField(max_length=TEXT, required=False)
    how_given = serializers.CharField(max_length=300, required=False)


class ObjectionAnswer(Body):
    """What was done about an objection."""

    answer = serializers.CharField(max_length=TEXT)


class ComparedQuery(Query):
    """Which two versions; left out: the last two."""

    def get_fields(self) -> dict[str, Any]:
        number: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 32767}
        given = {"from": serializers.IntegerField(**number), "to": serializers.IntegerField(**number)}
        return {**super().get_fields(), **given}


class ComparedField(serializers.Serializer):  # type: ignore[type-arg]
    """One field in both versions, in words."""

    field = serializers.CharField()
    earlier = serializers.CharField()
    later = serializers.CharField()
    changed = serializers.BooleanField()


class ComparedOut(serializers.Serializer):  # type: ignore[type-arg]
    """Two versions side by side."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.IntegerField(),
            "to": serializers.IntegerField(),
            "fields": ComparedField(many=True),
        }


class WantedChange(Body):
    """What is planned for a wanted indicator."""

    name = serializers.CharField(max_length=200, required=False)
    question = serializers.CharField(max_length=300, required=False, allow_null=True)
    missing = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    plan = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    owner = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a person.")
    by = Day(required=False, allow_null=True)
    state = Choice(choices=OPEN_WANTS, required=False)


class WantedNew(WantedChange):
    """A measure that is wanted but has no data yet."""

    name = serializers.CharField(max_length=200)


class WantedQuery(Query):
    """Which wanted indicators."""

    state = Choice(choices=WantState.choices, required=False)


class WantedDrop(Body):
    """Why it is wanted no longer."""

    reason = serializers.CharField(max_length=TEXT)


class WantedDefinition(Body):
    """What the wanted measure is called as an indicator; the rest of its sheet is filled afterwards."""

    code = serializers.CharField(max_length=CODE)
    kind = Choice(choices=Kind.choices, required=False)


class WantedRow(Row):
    """A wanted indicator. `indicator` is what it became."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    question = serializers.CharField()
    missing = serializers.CharField()
    plan = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True)
    by = Day(allow_null=True)
    state = Choice(choices=WantState.choices)
    reason = serializers.CharField()
    indicator = serializers.CharField(source="indicator.code", allow_null=True)


class ContributorNew(Body):
    """A measure of partners to be shown beside a community indicator."""

    measure = serializers.CharField(max_length=CODE)
    because = serializers.CharField(max_length=300, required=False)


class ContributorRow(Row):
    """A measure of partners that may contribute to a community indicator."""

    measure = serializers.CharField(source="measure.code")
    because = serializers.CharField()


class ContributionQuery(Query):
    """The target to hold the figure against, such as 55."""

    target = ExactDecimal(required=False)


class BesideOut(serializers.Serializer):  # type: ignore[type-arg]
    """A measure beside the community's figure. `reach` and `ceiling` in percent; a possible contribution, no proof."""

    measure = serializers.CharField()
    because = serializers.CharField()
    served = DecimalText(allow_null=True)
    better_off = DecimalText(allow_null=True)
    reach = DecimalText(allow_null=True)
    ceiling = DecimalText(allow_null=True)


class ContributionOut(serializers.Serializer):  # type: ignore[type-arg]
    """What partner measures may have contributed, at most; not proof."""

    indicator = serializers.CharField()
    period = serializers.CharField(allow_null=True)
    value = DecimalText(allow_null=True)
    target = DecimalText(allow_null=True)
    needed = DecimalText(allow_null=True)
    gap = DecimalText(allow_null=True)
    measures = BesideOut(many=True)


class HeadsNew(Body):
    """What a named source says: a number of people, or an overlap in percent of the counts."""

    period = PeriodField()
    basis = Choice(choices=HeadBasis.choices)
    value = ExactDecimal()
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]
    note = serializers.CharField(max_length=TEXT, required=False)


class HeadsOut(serializers.Serializer):  # type: ignore[type-arg]
    """One period: the sum counts people more than once; the number of different people lies between low and high."""

    period = serializers.CharField()
    duplicated = DecimalText(allow_null=True)
    low = DecimalText(allow_null=True)
    high = DecimalText(allow_null=True)
    population = DecimalText(allow_null=True)
    overlap = DecimalText(allow_null=True)
    estimate = DecimalText(allow_null=True)
    counted = DecimalText(allow_null=True)
    counted_by = serializers.CharField(allow_null=True)
    duplication = DecimalText(allow_null=True)
    suppressed = serializers.BooleanField()
    doubts = serializers.ListField(child=serializers.CharField())


class HeadsListOut(serializers.Serializer):  # type: ignore[type-arg]
    """What is known of overlaps, the latest period first."""

    results = HeadsOut(many=True)


class BackCast(Body):
    """Figures of earlier periods restated under the newest definition, all or nothing."""

    observations = BulkObservations(help_text="As in bulk; the indicator may be left out.")
    source = serializers.CharField(max_length=300, help_text="Who restated them, and how.")  # type: ignore[assignment]


class BackCastOut(serializers.Serializer):  # type: ignore[type-arg]
    """How many figures were new or changed."""

    observations = serializers.IntegerField()
