"""Commitments, phases, assessments."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from agenda import queries, services
from agenda.queries.commitments import state_is
from agenda.serializers.commitments import (
    Answers,
    AssessmentEnd,
    AssessmentNew,
    AssessmentQuery,
    AssessmentRow,
    CommitmentChange,
    CommitmentNew,
    CommitmentQuery,
    CommitmentRow,
    PhaseChange,
    PhaseEntry,
    PhasesOut,
    Renewal,
    ResultsOut,
    results_told,
)
from agenda.serializers.versions import Why
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import cleared, partner_named
from initiatives.rest.views import InitiativeView, operation

TEXTS = ("signer", "stops", "begins", "changes")


class Commitments(InitiativeView):
    """What partners have promised one another."""

    @operation(Capability.VIEW_PARTNERS, query=CommitmentQuery, answer=CommitmentRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List commitments; without a state, those that hold or ran out unrenewed."""
        today = clock.today(actor.initiative.timezone)
        rows = queries.commitment_rows(actor).filter(state_is(self.query.get("state", ""), today))
        if "partner" in self.query:
            rows = rows.filter(partner__code=self.query["partner"])
        if "kind" in self.query:
            rows = rows.filter(kind=self.query["kind"])
        return self.page(CommitmentRow, rows, ("id",))

    @operation(Capability.SIGN_OFF, body=CommitmentNew, answer=CommitmentRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Record what a partner promises; its lead may, and the backbone."""
        partner = partner_named(actor, self.body.pop("partner"))
        made = services.commit(actor, partner=partner, **self.body)
        rows = queries.commitment_rows(actor).filter(pk=made.pk)
        return self.created(CommitmentRow, rows, f"{self.plain_request.path}{made.public_id}/")


class CommitmentView(InitiativeView):
    """What the operations on one commitment share."""

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the commitment's row."""
        return queries.commitment_rows(actor).filter(public_id=id)


class Commitment(CommitmentView):
    """One commitment."""

    @operation(Capability.VIEW_PARTNERS, answer=CommitmentRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a commitment."""
        return self.one(CommitmentRow, self.rows(actor, id))

    @operation(Capability.SIGN_OFF, body=CommitmentChange, answer=CommitmentRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a commitment that has neither ended nor been renewed."""
        found = self.locked(CommitmentRow, self.rows(actor, id))
        services.change_commitment(actor, found, **cleared(self.body, *TEXTS))
        return self.one(CommitmentRow, self.rows(actor, id))


class CommitmentRenew(CommitmentView):
    """Renewing."""

    @operation(Capability.SIGN_OFF, body=Renewal, answer=CommitmentRow, status=201, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Renew a commitment: a new one follows it, which is answered."""
        found = self.locked(CommitmentRow, self.rows(actor, id))
        made = services.renew(actor, found, **{"ends_on": None, **self.body})
        return self.one(CommitmentRow, self.rows(actor, made.public_id), 201)


class CommitmentEnd(CommitmentView):
    """Ending."""

    @operation(Capability.SIGN_OFF, body=Why, answer=CommitmentRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """End a commitment before its term, saying why."""
        services.end_commitment(actor, self.locked(CommitmentRow, self.rows(actor, id)), **self.body)
        return self.one(CommitmentRow, self.rows(actor, id))


# --- phases ------------------------------------------------------------------------------------------------


def phases_told(actor: Actor) -> dict[str, Any]:
    """Return the phases and where the effort has been as it is answered."""
    return {
        "phases": [asdict(phase) for phase in queries.phases(actor)],
        "stays": [
            {
                "position": stay.phase.position,
                "entered_on": stay.entered_on,
                "left_on": stay.left_on,
                "reason": stay.reason,
                "answer": stay.answer,
            }
            for stay in queries.phase_stays(actor)
        ],
    }


class Phases(InitiativeView):
    """The phases of the effort."""

    @operation(Capability.VIEW, answer=PhasesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read the phases in order, and where the effort has been."""
        return self.json(phases_told(actor))


class Phase(InitiativeView):
    """One phase."""

    @operation(Capability.SHAPE_AGENDA, body=PhaseChange, answer=PhasesOut, match="required")
    def patch(self, actor: Actor, position: int) -> HttpResponse:
        """Name a phase and its exit question anew. If-Match is that of the phases."""
        self.matched(lambda: phases_told(actor))
        found = next((one for one in queries.phases(actor) if one.position == position), None)
        if found is None:
            raise NotFound
        services.word_phase(actor, position, **{"name": found.name, "question": found.question, **self.body})
        return self.json(phases_told(actor))


class PhaseEnter(InitiativeView):
    """Entering."""

    @operation(Capability.SHAPE_AGENDA, body=PhaseEntry, answer=PhasesOut)
    def post(self, actor: Actor, position: int) -> HttpResponse:
        """Enter a phase: forward with the answer to the present one's exit question, back with a reason."""
        services.enter_phase(actor, position, **self.body)
        return self.json(phases_told(actor))


# --- assessments -------------------------------------------------------------------------------------------


class Assessments(InitiativeView):
    """Whether the form suits the problem, and whether the ground is ready."""

    @operation(Capability.VIEW, query=AssessmentQuery, answer=AssessmentRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the rounds, the latest first."""
        rows = queries.assessments(actor).filter(**self.query)
        return self.page(AssessmentRow, rows, ("-opened_on", "-id"))

    @operation(Capability.SHAPE_AGENDA, body=AssessmentNew, answer=AssessmentRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Open a round of a screen, for all to answer."""
        made = services.open_assessment(actor, **self.body)
        rows = queries.assessments(actor).filter(pk=made.pk)
        return self.created(AssessmentRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Assessment(InitiativeView):
    """One round."""

    @operation(Capability.VIEW, answer=AssessmentRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a round."""
        return self.one(AssessmentRow, queries.assessments(actor).filter(public_id=id))


class AssessmentAnswers(InitiativeView):
    """Answering."""

    @operation(Capability.TAKE_PART, body=Answers, answer=ResultsOut)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer items of an open round for oneself; those of one organisation count as one voice."""
        found = queries.assessment(actor, id)
        services.answer(actor, found, **self.body)
        return self.json(results_told(queries.results(actor, found)))


class AssessmentResults(InitiativeView):
    """What a round showed."""

    @operation(Capability.VIEW, answer=ResultsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read how a round was answered: mean, spread and don't-knows over voices."""
        return self.json(results_told(queries.results(actor, queries.assessment(actor, id))))


class AssessmentClose(InitiativeView):
    """Ending."""

    @operation(Capability.SHAPE_AGENDA, body=AssessmentEnd, answer=AssessmentRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """End a round: suited, not yet, or use a simpler form; with the reasons, which stay on file."""
        rows = queries.assessments(actor).filter(public_id=id)
        services.close_assessment(actor, self.locked(AssessmentRow, rows), **self.body)
        return self.one(AssessmentRow, rows)
