"""Surveys: planning, answering, closing, what they showed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications.kinds.surveys import survey_type
from communications.models import Survey as Row
from communications.queries import surveys as queries
from communications.serializers import surveys as serializers
from communications.services import surveys as services
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class SurveyView(InitiativeView):
    """What the operations on one round share."""

    tag = "surveys"

    def found(self, actor: Actor, id: UUID) -> Row:
        """Return the round, locked, after comparing If-Match."""
        self.locked(serializers.SurveyRow, queries.surveys(actor).filter(public_id=id))
        return queries.survey(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the round as it is now."""
        return self.one(serializers.SurveyRow, queries.surveys(actor).filter(public_id=id))


class Surveys(InitiativeView):
    """The rounds of surveys."""

    tag = "surveys"

    @operation(Capability.VIEW, query=serializers.SurveyQuery, answer=serializers.SurveyRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the rounds, the latest first; planned ones are for the backbone."""
        rows = queries.surveys_matching(actor, **self.query)
        return self.page(serializers.SurveyRow, rows, ("-closes_on", "-id"))

    @operation(Capability.RUN_CYCLES, body=serializers.SurveyNew, answer=serializers.SurveyRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Plan a round; one that begins today opens at once, and those asked get a letter."""
        made = services.plan_survey(actor, **self.body)
        rows = queries.surveys(actor).filter(pk=made.pk)
        return self.created(serializers.SurveyRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Survey(SurveyView):
    """One round."""

    @operation(Capability.VIEW, answer=serializers.SurveyRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a round."""
        return self.told(actor, id)

    @operation(
        Capability.RUN_CYCLES, body=serializers.SurveyChange, answer=serializers.SurveyRow, match="required"
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give a round that is not closed another title or another last day."""
        services.change_survey(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)

    @operation(Capability.RUN_CYCLES, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Call a planned round off, before it opens."""
        services.call_off_survey(actor, self.found(actor, id))
        return self.gone()


class SurveyQuestions(SurveyView):
    """What it asks."""

    @operation(Capability.VIEW, answer=serializers.SurveyQuestionsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what a round asks, in your language."""
        kind = survey_type(queries.survey(actor, id).kind)
        statements = [
            {"code": one.code, "theme": one.theme.code, "text": one.text} for one in kind.statements
        ]
        return self.json({"statements": statements, "question": kind.question})


class SurveyAnswers(SurveyView):
    """Answering."""

    @operation(Capability.CHECK_IN, body=serializers.SurveyAnswerNew, status=204, problems=(409,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer an open round, once; what you say is stored without you and cannot be changed."""
        given = {"ratings": {}, **self.body}
        services.answer_survey(actor, queries.survey(actor, id), **given)
        return self.gone()


class SurveyReminder(SurveyView):
    """Writing once more."""

    @operation(Capability.RUN_CYCLES, answer=serializers.SurveyRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remind those who have not answered; at most every two days."""
        services.remind_of_survey(actor, self.found(actor, id))
        return self.told(actor, id)


class SurveyClose(SurveyView):
    """Its end."""

    @operation(Capability.RUN_CYCLES, answer=serializers.SurveyRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close an open round before its day."""
        services.close_survey(actor, self.found(actor, id))
        return self.told(actor, id)


class SurveyRelease(SurveyView):
    """Sharing what it showed."""

    @operation(
        Capability.RUN_CYCLES,
        body=serializers.SurveyReleaseNew,
        answer=serializers.SurveyRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Share the results of a closed round with everybody, with what follows from them."""
        services.release_survey(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class SurveyRemark(SurveyView):
    """One remark."""

    @operation(Capability.RUN_CYCLES, body=serializers.RemarkChange, answer=serializers.RemarkOut)
    def post(self, actor: Actor, id: UUID, remark_id: UUID) -> HttpResponse:
        """Keep a remark from those below the backbone, or show it again."""
        row = services.withhold_remark(actor, queries.survey(actor, id), remark_id, **self.body)
        return self.json({"id": row.id, "text": row.text, "withheld": row.withheld})


class SurveyResults(SurveyView):
    """What it showed."""

    @operation(Capability.VIEW, answer=serializers.SurveyResultsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what a closed round showed: the backbone at once, others once it is shared."""
        row = queries.survey(actor, id)
        found = queries.results(actor, row)
        rounds = queries.readings_by_round(actor, row.kind, row)
        return self.json(
            {
                "people": found.people,
                "organisations": found.voices,
                "kept_back": found.kept_back,
                "statements": [_statement(one, rounds) for one in found.statements],
                "remarks": [
                    {"id": one.id, "text": one.text, "withheld": one.withheld} for one in found.remarks
                ],
            }
        )


def _statement(one: queries.StatementResult, rounds: Any) -> dict[str, Any]:
    code = one.statement.code
    return {
        "code": code,
        "theme": one.statement.theme.code,
        "text": one.statement.text,
        **_reading(one.reading),
        "sides": [{"side": side, **_reading(reading)} for side, reading in one.sides.items()],
        "rounds": [
            {
                "survey": row.public_id,
                "closes_on": row.closes_on,
                "people": readings[code].people,
                "mean": readings[code].mean,
            }
            for row, readings in rounds
        ],
    }


def _reading(one: queries.Reading) -> dict[str, Any]:
    return {
        "shown": one.shown,
        "people": one.people,
        "organisations": one.voices,
        "mean": one.mean,
        "plain_mean": one.plain,
        "spread": one.spread,
        "unknown_share": one.unknown_share,
    }
