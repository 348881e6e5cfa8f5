"""What a decision rests on, who has an interest in it, and who stands where."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications.api.decisions import DecisionView
from communications.api.named import with_things
from communications.queries import decisions as queries
from communications.serializers import decisions as serializers
from communications.services import decisions as services
from communications.services import positions
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import person_named
from initiatives.rest.views import InitiativeView, operation


class DecisionEvidence(DecisionView):
    """What a decision rests on."""

    @operation(Capability.VIEW, answer=serializers.DecisionEvidenceRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List what a decision rests on."""
        rows = queries.all_evidence(actor).filter(decision=queries.decision(actor, id))
        return self.page(serializers.DecisionEvidenceRow, rows, ("id",))

    @operation(
        Capability.TAKE_PART,
        body=serializers.DecisionEvidenceNew,
        answer=serializers.DecisionEvidenceRow,
        status=201,
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Lay down a figure, frozen as it stands now, a document, or what people told."""
        row = queries.decision(actor, id)
        made = services.add_evidence(actor, row, **with_things(actor, self.body, "indicator"))
        rows = queries.all_evidence(actor).filter(pk=made.pk)
        return self.one(serializers.DecisionEvidenceRow, rows, 201)


class PieceOfEvidence(InitiativeView):
    """One piece of evidence."""

    tag = "decisions"

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a piece of evidence back before the decision; that it was there is kept."""
        rows = queries.all_evidence(actor).filter(public_id=id)
        services.withdraw_evidence(actor, self.locked(serializers.DecisionEvidenceRow, rows))
        return self.gone()


class DecisionInterests(DecisionView):
    """Who gains or loses by it."""

    @operation(Capability.VIEW, answer=serializers.InterestRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the interests that were declared and stand."""
        rows = queries.interests(actor, queries.decision(actor, id))
        return self.page(serializers.InterestRow, rows, ("declared_at", "id"))

    @operation(Capability.TAKE_PART, body=serializers.InterestNew, answer=serializers.InterestRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Declare an interest; whoever is recused takes no position."""
        row = queries.decision(actor, id)
        made = positions.declare_interest(actor, row, **_member(actor, self.body))
        return self.one(serializers.InterestRow, queries.interests(actor, row).filter(pk=made.pk), 201)


class Interest(InitiativeView):
    """One interest."""

    tag = "decisions"

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that an interest no longer stands; that it was declared is kept."""
        rows = queries.all_interests(actor).filter(public_id=id)
        positions.withdraw_interest(actor, self.locked(serializers.InterestRow, rows))
        return self.gone()


class DecisionPositions(DecisionView):
    """Who stands where."""

    def told_positions(self, actor: Actor, id: UUID, status: int = 200) -> HttpResponse:
        """Answer with the positions as the actor may read them."""
        row = queries.decision(actor, id)
        voices, (verdict, why) = queries.voices(actor, row), queries.how_it_stands(row)
        answer = {
            "verdict": verdict,
            "why": why,
            "may_speak": voices.may_speak,
            "lived_experience": [_position(one) for one in voices.apart],
            "others": [_position(one) for one in voices.others],
            "to_come": [seat.membership.name for seat in voices.to_come],
        }
        return self.json(answer, status)

    @operation(Capability.VIEW, answer=serializers.PositionsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Tell who stands where and why, and how the proposal stands under its rule."""
        return self.told_positions(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=serializers.DecisionPositionNew,
        answer=serializers.PositionsOut,
        status=201,
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a position, or note it for somebody who told it; a later one takes the place of an earlier."""
        given = {"position": "", **_member(actor, self.body)}
        positions.take_position(actor, queries.decision(actor, id), **given)
        return self.told_positions(actor, id, 201)


class PositionAnswers(InitiativeView):
    """Answering a reservation or an objection."""

    tag = "decisions"

    @operation(Capability.TAKE_PART, body=serializers.AnswerNew, answer=serializers.AnswerOut, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer a reservation or an objection that stands."""
        made = positions.answer_position(actor, queries.position(actor, id), **self.body)
        return self.json(_answer(made), 201)


def _member(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    values = dict(body)
    if "member" in values:
        values["member"] = person_named(actor, values["member"], "member")
    return values


def _answer(one: Any) -> dict[str, Any]:
    return {"text": one.text, "by": one.answered_by.name, "at": one.answered_at}


def _position(one: Any) -> dict[str, Any]:
    """A position; whether it is one of lived experience is told by where it stands alone."""
    return {
        "id": one.public_id,
        "name": one.membership.name,
        "partner": one.partner.code if one.partner else None,
        "position": one.position,
        "degree": one.degree,
        "reason": one.reason,
        "wording": one.proposal.number,
        "on_behalf": one.on_behalf,
        "how_given": one.how_given,
        "answers": [_answer(answer) for answer in one.answered],
    }
