"""The shapes of surveys outside."""

from rest_framework import serializers

from communications.services.surveys import LONGEST_REMARK
from communications.words.surveys import Audience, Side, SurveyKind, SurveyRating, SurveyState
from initiatives.shapes import Body, Choice, Day, DecimalText, Query, Row


class SurveyQuery(Query):
    """Which rounds."""

    kind = Choice(choices=SurveyKind.choices, required=False)
    state = Choice(choices=SurveyState.choices, required=False)


class SurveyNew(Body):
    """A round: what is asked, of whom, from when until when."""

    kind = Choice(choices=SurveyKind.choices)
    audience = Choice(choices=Audience.choices, required=False)
    title = serializers.CharField(max_length=200, required=False)
    opens_on = Day(required=False, help_text="Today, unless said otherwise.")
    closes_on = Day()


class SurveyChange(Body):
    """Another title, another last day."""

    title = serializers.CharField(max_length=200, required=False)
    closes_on = Day(required=False)


class SurveyRow(Row):
    """A round. `asked_me` and `answered_me` are the caller's own, and forgotten once it is closed."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=SurveyKind.choices)
    title = serializers.CharField()
    audience = Choice(choices=Audience.choices)
    opens_on = Day()
    closes_on = Day()
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    asked = serializers.IntegerField(source="asked_n", help_text="How many were asked, once it is closed.")
    answered = serializers.IntegerField(
        source="answered_n", help_text="How many answered, once it is closed."
    )
    released_at = serializers.DateTimeField(allow_null=True)
    response = serializers.CharField()
    asked_me = serializers.BooleanField()
    answered_me = serializers.BooleanField()


class StatementOut(serializers.Serializer):  # type: ignore[type-arg]
    """A statement that is rated from 1 to 5."""

    code = serializers.CharField()
    theme = serializers.CharField()
    text = serializers.CharField()


class SurveyQuestionsOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a round asks."""

    statements = StatementOut(many=True)
    question = serializers.CharField(help_text="What `remark` answers.")


class SurveyAnswerNew(Body):
    """One's answers: ratings by the code of the statement, and a remark. They can be given once."""

    ratings = serializers.DictField(child=Choice(choices=SurveyRating.choices), required=False)
    remark = serializers.CharField(max_length=LONGEST_REMARK, required=False)


class RemarkChange(Body):
    """Whether a remark is kept from those below the backbone."""

    withheld = serializers.BooleanField()


class SurveyReleaseNew(Body):
    """What was heard, and what follows from it."""

    response = serializers.CharField(max_length=4000)


class ReadingOut(serializers.Serializer):  # type: ignore[type-arg]
    """What the answers to a statement show; figures are null where too few answered to be shown."""

    shown = serializers.BooleanField()
    people = serializers.IntegerField()
    organisations = serializers.IntegerField()
    mean = DecimalText(allow_null=True, help_text="Each organisation has one voice.")
    plain_mean = DecimalText(allow_null=True, help_text="Each person has one voice.")
    spread = DecimalText(allow_null=True, help_text="The standard deviation of the organisations.")
    unknown_share = DecimalText(allow_null=True, help_text="The share of don't-knows.")


class SideOut(ReadingOut):
    """What one side said."""

    side = Choice(choices=Side.choices)


class PastOut(serializers.Serializer):  # type: ignore[type-arg]
    """The same statement in an earlier round."""

    survey = serializers.UUIDField()
    closes_on = serializers.DateField()
    people = serializers.IntegerField()
    mean = DecimalText(allow_null=True)


class StatementResultOut(ReadingOut):
    """A statement and what it shows."""

    code = serializers.CharField()
    theme = serializers.CharField()
    text = serializers.CharField()
    sides = SideOut(many=True)
    rounds = PastOut(many=True)


class RemarkOut(serializers.Serializer):  # type: ignore[type-arg]
    """What somebody wrote."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    withheld = serializers.BooleanField()


class SurveyResultsOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a closed round showed; `kept_back` where too few answered to show anything."""

    people = serializers.IntegerField()
    organisations = serializers.IntegerField()
    kept_back = serializers.BooleanField()
    statements = StatementResultOut(many=True)
    remarks = RemarkOut(many=True)
