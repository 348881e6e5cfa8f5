"""What people told the initiative, for those who read and answer it, and what is shown of it to everybody."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications.models import FeedbackItem
from communications.queries import voice as queries
from communications.serializers import voice as serializers
from communications.services import voice as services
from communications.services import voice_form as forms
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared, place_named
from initiatives.rest.views import InitiativeView, operation


class Feedback(InitiativeView):
    """What people said."""

    tag = "community voice"

    @operation(Capability.REVIEW, query=serializers.FeedbackQuery, answer=serializers.FeedbackRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what people said, the latest first; concerns for somebody's safety for the lead alone."""
        rows = queries.feedback_matching(actor, **self.query)
        return self.page(serializers.FeedbackRow, rows, ("-received_at", "-id"))

    @operation(Capability.REVIEW, body=serializers.FeedbackNew, answer=serializers.FeedbackRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Write down what somebody said elsewhere: at a meeting, in a talk, on the phone."""
        values = dict(self.body)
        values["place"] = place_named(actor, values["place"]) if values.get("place") else None
        if values.get("question") is not None:
            values["question"] = queries.question(actor, values["question"])
        made = services.note_feedback(actor, **values)
        rows = queries.feedback(actor).filter(pk=made.pk)
        return self.created(serializers.FeedbackRow, rows, f"{self.plain_request.path}{made.public_id}/")


class OneSaid(InitiativeView):
    """What the operations on one thing that was said share."""

    tag = "community voice"

    def found(self, actor: Actor, id: UUID) -> FeedbackItem:
        """Return it, locked, after comparing If-Match."""
        self.locked(serializers.FeedbackRow, queries.feedback(actor).filter(public_id=id))
        return queries.feedback_item(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with it as it is now."""
        return self.one(serializers.FeedbackRow, queries.feedback(actor).filter(public_id=id))


class FeedbackOne(OneSaid):
    """One thing that was said."""

    @operation(Capability.REVIEW, answer=serializers.FeedbackRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read one thing that was said."""
        return self.told(actor, id)

    @operation(
        Capability.REVIEW,
        body=serializers.FeedbackSorting,
        answer=serializers.FeedbackRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say what it is about, and where; what is left out stays."""
        row, given = self.found(actor, id), cleared(self.body, "theme")
        values: dict[str, Any] = {"theme": given.get("theme", row.theme), "place": row.place}
        if "place" in given:
            values["place"] = place_named(actor, given["place"]) if given["place"] else None
        services.sort_feedback(actor, row, **values)
        return self.told(actor, id)


class FeedbackMove(OneSaid):
    """How far it has come."""

    @operation(
        Capability.REVIEW, body=serializers.FeedbackMoveNew, answer=serializers.FeedbackRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that it was read and acknowledged, or is being considered."""
        services.move_feedback(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class FeedbackAnswer(OneSaid):
    """Its answer."""

    @operation(
        Capability.REVIEW,
        body=serializers.FeedbackAnswerNew,
        answer=serializers.FeedbackRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer what somebody said; it can be mended until it is closed."""
        services.answer_feedback(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class FeedbackShow(OneSaid):
    """What everybody reads of it."""

    @operation(
        Capability.REVIEW, body=serializers.FeedbackShowNew, answer=serializers.FeedbackRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Show it with its answer to everybody, in words that tell of nobody who they are."""
        services.show_feedback(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class FeedbackHide(OneSaid):
    """What nobody reads any more."""

    @operation(Capability.REVIEW, answer=serializers.FeedbackRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take it from what everybody reads, at once."""
        services.hide_feedback(actor, self.found(actor, id))
        return self.told(actor, id)


class FeedbackConcern(OneSaid):
    """Somebody may be in danger."""

    @operation(Capability.REVIEW, body=serializers.FeedbackConcernNew, status=204, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Mark that somebody may be in danger: it is the lead's alone from now on."""
        services.raise_concern(actor, self.found(actor, id), **self.body)
        return self.gone()


class FeedbackConcernEnd(OneSaid):
    """A concern that was looked into."""

    @operation(
        Capability.REVIEW,
        body=serializers.FeedbackConcernDone,
        answer=serializers.FeedbackRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say what was done about a concern; only the lead finds it."""
        services.end_concern(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class FeedbackClose(OneSaid):
    """Its end."""

    @operation(
        Capability.REVIEW, body=serializers.FeedbackCloseNew, answer=serializers.FeedbackRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close it, and forget how whoever said it wished to be answered."""
        services.close_feedback(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class YouSaid(InitiativeView):
    """What everybody reads."""

    tag = "community voice"

    @operation(Capability.VIEW, query=serializers.YouSaidQuery, answer=serializers.YouSaidRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what is shown of what people said, with the answers, the latest first."""
        rows = queries.you_said(actor, theme=self.query.get("theme", ""))
        return self.page(serializers.YouSaidRow, rows, ("-shown_at", "-id"))


class VoiceForm(InitiativeView):
    """The form on the public page."""

    tag = "community voice"

    def told(self, actor: Actor) -> HttpResponse:
        """Answer with the form's settings."""
        row = queries.voice_form(actor)
        names = ("is_open", "safeguarding_name", "safeguarding_contact", "emergency", "answer_within")
        return self.json({name: getattr(row, name) for name in names})

    @operation(Capability.VIEW, answer=serializers.VoiceFormOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read whether the form is open, and what stands beside it."""
        return self.told(actor)

    @operation(Capability.MANAGE_SETTINGS, body=serializers.VoiceFormChange, answer=serializers.VoiceFormOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Open or close the form; it is not opened without somebody to turn to in danger."""
        forms.set_voice_form(actor, **self.body)
        return self.told(actor)


class OneQuestion(InitiativeView):
    """What the operations on one question share."""

    tag = "community voice"

    def found(self, actor: Actor, id: UUID) -> Any:
        """Return the question, locked, after comparing If-Match."""
        self.locked(serializers.QuestionRow, queries.questions(actor).filter(public_id=id))
        return queries.question(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the question as it is now."""
        return self.one(serializers.QuestionRow, queries.questions(actor).filter(public_id=id))


class Questions(InitiativeView):
    """Questions to everybody."""

    tag = "community voice"

    @operation(Capability.VIEW, answer=serializers.QuestionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the questions to everybody, the latest first."""
        return self.page(serializers.QuestionRow, queries.questions(actor), ("-opens_on", "-id"))

    @operation(Capability.REVIEW, body=serializers.QuestionNew, answer=serializers.QuestionRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Put a question to everybody; it is answered on the public page."""
        made = forms.put_question(actor, **cleared(self.body, "background"))
        rows = queries.questions(actor).filter(pk=made.pk)
        return self.created(serializers.QuestionRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Question(OneQuestion):
    """One question."""

    @operation(Capability.VIEW, answer=serializers.QuestionRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a question, and what was heard."""
        return self.told(actor, id)

    @operation(
        Capability.REVIEW, body=serializers.QuestionChange, answer=serializers.QuestionRow, match="required"
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a question; its words only while nobody has answered."""
        forms.change_question(actor, self.found(actor, id), **cleared(self.body, "background"))
        return self.told(actor, id)


class QuestionEnd(OneQuestion):
    """Its end."""

    @operation(Capability.REVIEW, answer=serializers.QuestionRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a question before its last day."""
        forms.end_question(actor, self.found(actor, id))
        return self.told(actor, id)


class QuestionHeard(OneQuestion):
    """What was heard."""

    @operation(Capability.REVIEW, body=serializers.HeardNew, answer=serializers.QuestionRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Tell everybody what was heard in answer, and what follows from it."""
        forms.tell_heard(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)
