"""Decisions: questions before a group, their wording, what was decided, the look back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications.api.named import thing_named, with_things
from communications.models import Decision as Row
from communications.queries import decisions as queries
from communications.queries.decision_rows import decision_rows, review_rows, wording_rows
from communications.queries.touching import decisions_found
from communications.serializers import decisions as serializers
from communications.serializers.meetings import MeetingTaskNew
from communications.services import decisions as services
from communications.services import rulings
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared, group_named, person_named
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers import ActionRow

TEXTS = ("proposed", "engagement", "reversibility", "equity_note")


class DecisionView(InitiativeView):
    """What the operations on one decision share."""

    tag = "decisions"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the decision's row."""
        return decision_rows(actor).filter(public_id=id)

    def found(self, actor: Actor, id: UUID) -> Row:
        """Return the decision, locked, after comparing If-Match."""
        self.locked(serializers.DecisionRow, self.rows(actor, id))
        return queries.decision(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the decision as it is now."""
        return self.one(serializers.DecisionRow, self.rows(actor, id))


class Decisions(InitiativeView):
    """The decisions of all groups."""

    tag = "decisions"

    @operation(
        Capability.VIEW,
        query=serializers.DecisionQuery,
        answer=serializers.DecisionRow,
        many=True,
        problems=(422,),
    )
    def get(self, actor: Actor) -> HttpResponse:
        """List the decisions, the latest first."""
        asked = dict(self.query)
        rows = decision_rows(actor)
        things: dict[str, Any] = {
            "indicator": queries.decisions_on_indicator,
            "activity": queries.decisions_on_activity,
        }
        for name, bearing in things.items():
            if name in asked:
                found = bearing(actor, thing_named(actor, name, asked.pop(name)))
                rows = rows.filter(pk__in=_keys(found))
        if "review_by" in asked:
            due = queries.due_for_review(actor, asked.pop("review_by"))
            rows = rows.filter(pk__in=due.order_by().values("decision"))
        if asked:
            rows = rows.filter(pk__in=_keys(decisions_found(actor, **asked)))
        return self.page(serializers.DecisionRow, rows, ("-number",))

    @operation(Capability.TAKE_PART, body=serializers.DecisionNew, answer=serializers.DecisionRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Put a question before a group; whoever takes part may."""
        values = cleared(self.body, *TEXTS)
        group = group_named(actor, values.pop("group"), closed=True)
        if "raised_by_group" in values:
            values["raised_by_group"] = group_named(
                actor, values["raised_by_group"], "raised_by_group", closed=True
            )
        if "signal" in values:
            values["signal"] = thing_named(actor, "indicator", values["signal"])
        if "supersedes" in values:
            values["supersedes"] = thing_named(actor, "decision", values["supersedes"])
        made = services.raise_decision(actor, group, **values)
        rows = decision_rows(actor).filter(pk=made.pk)
        return self.created(serializers.DecisionRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Decision(DecisionView):
    """One decision."""

    @operation(Capability.VIEW, answer=serializers.DecisionRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a decision."""
        return self.told(actor, id)

    @operation(
        Capability.TAKE_PART,
        body=serializers.ProposalChange,
        answer=serializers.DecisionRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Word the proposal anew. Former wordings and the positions taken on them are kept."""
        services.write_proposal(actor, self.found(actor, id), **cleared(self.body, *TEXTS))
        return self.told(actor, id)


class DecisionWordings(DecisionView):
    """How it was worded."""

    @operation(Capability.VIEW, answer=serializers.WordingRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List every wording of a decision, the first one first."""
        return self.page(
            serializers.WordingRow, wording_rows(actor, queries.decision(actor, id)), ("number",)
        )


class DecisionMove(DecisionView):
    """Towards a decision."""

    @operation(
        Capability.TAKE_PART,
        body=serializers.DecisionMoveNew,
        answer=serializers.DecisionRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Bring it into discussion, or before the group as proposed: then positions are taken."""
        services.move_decision(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class DecisionWithdraw(DecisionView):
    """Taking back."""

    @operation(
        Capability.TAKE_PART, body=serializers.WithdrawNew, answer=serializers.DecisionRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a question back before it is decided, saying why."""
        services.withdraw_decision(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class DecisionRuling(DecisionView):
    """Deciding."""

    @operation(
        Capability.TAKE_PART, body=serializers.RulingNew, answer=serializers.DecisionRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Record what the group decided. Nothing of it changes afterwards; a later decision takes its place."""
        rulings.decide(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class DecisionReviews(DecisionView):
    """Looking back."""

    @operation(Capability.VIEW, answer=serializers.DecisionReviewRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the looks back at a decision."""
        rows = review_rows(actor, queries.decision(actor, id))
        return self.page(serializers.DecisionReviewRow, rows, ("reviewed_on", "id"))

    @operation(
        Capability.TAKE_PART,
        body=serializers.DecisionReviewNew,
        answer=serializers.DecisionReviewRow,
        status=201,
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Look back at a decision that stands: what was found, and whether it should stay."""
        row = queries.decision(actor, id)
        made = rulings.review_decision(actor, row, **self.body)
        return self.one(serializers.DecisionReviewRow, review_rows(actor, row).filter(pk=made.pk), 201)


class DecisionTasks(DecisionView):
    """What follows from it."""

    @operation(Capability.VIEW, answer=ActionRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the tasks that came from a decision."""
        return self.page(ActionRow, queries.actions_of(actor, queries.decision(actor, id)), ("id",))

    @operation(Capability.TAKE_PART, body=MeetingTaskNew, answer=ActionRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give somebody a task that follows from a decision."""
        row = queries.decision(actor, id)
        values = {**self.body, "owner": person_named(actor, self.body["owner"], "owner")}
        made = rulings.assign_action(actor, row, **values)
        return self.one(ActionRow, queries.actions_of(actor, row).filter(pk=made.pk), 201)


class DecisionEffects(DecisionView):
    """What it bears on."""

    @operation(Capability.VIEW, answer=serializers.EffectRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List what a decision bears on."""
        rows = queries.effects(actor, queries.decision(actor, id))
        return self.page(serializers.EffectRow, rows, ("id",))

    @operation(Capability.TAKE_PART, body=serializers.EffectNew, answer=serializers.EffectRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that a decision bears on one thing. Twice is the same as once."""
        row = queries.decision(actor, id)
        made = rulings.link_effect(actor, row, **with_things(actor, self.body, *rulings.THINGS))
        return self.one(serializers.EffectRow, queries.effects(actor, row).filter(pk=made.pk), 201)


class DecisionEffect(InitiativeView):
    """One effect."""

    tag = "decisions"

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that a decision does not bear on a thing; that it was linked is kept."""
        rows = queries.all_effects(actor).filter(public_id=id)
        rulings.end_effect(actor, self.locked(serializers.EffectRow, rows))
        return self.gone()


def _keys(rows: Any) -> Any:
    """The decisions as a condition: what they are read with is left away."""
    return rows.prefetch_related(None).order_by().values("pk")
