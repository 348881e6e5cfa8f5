"""The shapes of the community's voice outside."""

from rest_framework import serializers

from communications.serializers.decisions import text
from communications.services.voice import LONGEST, LONGEST_ANSWER
from communications.words.voice import Heard, VoiceOutcome, VoiceState
from initiatives.shapes import Body, Choice, Day, Query, Row

STATES = [*VoiceState.values, "waiting", "set_aside", "concern"]


class FeedbackQuery(Query):
    """Which of what people said."""

    state = Choice(choices=STATES, required=False, help_text="`waiting`: without an answer.")
    theme = serializers.CharField(max_length=80, required=False)
    heard = Choice(choices=Heard.choices, required=False)
    question = serializers.UUIDField(required=False)
    place = serializers.CharField(max_length=64, required=False)
    search = serializers.CharField(max_length=200, required=False)


class FeedbackNew(Body):
    """What somebody said elsewhere than on the public page."""

    said = serializers.CharField(max_length=LONGEST)
    heard = Choice(choices=[row for row in Heard.choices if row[0] != Heard.PAGE])
    signed = serializers.CharField(max_length=80, required=False, help_text="As they wish to be called.")
    contact = serializers.CharField(
        max_length=200, required=False, help_text="How they can be answered; forgotten at the close."
    )
    theme = serializers.CharField(max_length=80, required=False)
    place = serializers.CharField(max_length=64, required=False, help_text="The code of a place.")
    question = serializers.UUIDField(required=False)


class FeedbackRow(Row):
    """One thing that somebody said. How to answer them is told on the page alone."""

    id = serializers.UUIDField(source="public_id")
    said = serializers.CharField()
    heard = Choice(choices=Heard.choices)
    signed = serializers.CharField()
    theme = serializers.CharField()
    place = serializers.CharField(source="place.code", allow_null=True)
    question = serializers.UUIDField(source="question.public_id", allow_null=True)
    state = Choice(choices=VoiceState.choices)
    received_at = serializers.DateTimeField()
    outcome = serializers.CharField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    shown_as = serializers.CharField()
    shown_at = serializers.DateTimeField(allow_null=True)
    concern = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    close_reason = serializers.CharField()
    set_aside = serializers.BooleanField()


class FeedbackSorting(Body):
    """What it is about, and where."""

    theme = text(80)
    place = serializers.CharField(max_length=64, required=False, allow_null=True)


class FeedbackMoveNew(Body):
    """How far it has come."""

    state = Choice(choices=[VoiceState.ACKNOWLEDGED, VoiceState.CONSIDERED])


class FeedbackAnswerNew(Body):
    """The answer, and what came of it."""

    answer = serializers.CharField(max_length=LONGEST_ANSWER)
    outcome = Choice(choices=VoiceOutcome.choices)


class FeedbackShowNew(Body):
    """The words under which it is shown to everybody: nothing that tells who somebody is."""

    shown_as = serializers.CharField(max_length=LONGEST)
    signed = serializers.CharField(max_length=80, required=False)


class FeedbackConcernNew(Body):
    """Why somebody may be in danger; for the lead alone."""

    note = serializers.CharField(max_length=LONGEST, required=False)


class FeedbackConcernDone(Body):
    """What was done about a concern."""

    note = serializers.CharField(max_length=LONGEST)


class FeedbackCloseNew(Body):
    """Why it is closed, where it has no answer or is set aside."""

    reason = serializers.CharField(max_length=500, required=False)
    set_aside = serializers.BooleanField(required=False)


class YouSaidRow(Row):
    """What somebody said, as it is shown to everybody, with the answer."""

    id = serializers.UUIDField(source="public_id")
    said = serializers.CharField(source="shown_as")
    signed = serializers.CharField()
    theme = serializers.CharField()
    place = serializers.CharField(source="place.code", allow_null=True)
    outcome = Choice(choices=VoiceOutcome.choices)
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField()
    shown_at = serializers.DateTimeField()


class YouSaidQuery(Query):
    """About what."""

    theme = serializers.CharField(max_length=80, required=False)


class VoiceFormChange(Body):
    """Whether everybody may tell the initiative something, and whom to turn to in danger."""

    is_open = serializers.BooleanField()
    safeguarding_name = serializers.CharField(max_length=120, required=False)
    safeguarding_contact = serializers.CharField(max_length=200, required=False)
    emergency = serializers.CharField(max_length=200, required=False)
    answer_within = serializers.IntegerField(min_value=1, max_value=365, required=False, help_text="Days.")


class VoiceFormOut(Row):
    """The form on the public page."""

    is_open = serializers.BooleanField()
    safeguarding_name = serializers.CharField()
    safeguarding_contact = serializers.CharField()
    emergency = serializers.CharField()
    answer_within = serializers.IntegerField()


class QuestionChange(Body):
    """What may be changed of a question; its words only while nobody has answered."""

    asks = serializers.CharField(max_length=300, required=False)
    background = text(4000)
    opens_on = Day(required=False)
    closes_on = Day(required=False)


class QuestionNew(QuestionChange):
    """A question to everybody."""

    asks = serializers.CharField(max_length=300)
    closes_on = Day()


class QuestionRow(Row):
    """A question to everybody; `heard` is what was heard and what follows."""

    id = serializers.UUIDField(source="public_id")
    asks = serializers.CharField()
    background = serializers.CharField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    ended_at = serializers.DateTimeField(allow_null=True)
    heard = serializers.CharField()
    heard_at = serializers.DateTimeField(allow_null=True)


class HeardNew(Body):
    """What was heard, and what follows from it."""

    heard = serializers.CharField(max_length=10_000)
