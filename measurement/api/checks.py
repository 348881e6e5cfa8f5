"""Rules between indicators: the list, one, a trial over what was handed in before."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.serializers.checks import CheckChange, CheckNew, CheckRow, TrialOut, WordingIn, worded


class _Checks(InitiativeView):
    """What the operations on rules share."""

    tag = "checks"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the one rule of this id."""
        return queries.check_rule_rows(actor).filter(public_id=id)


class Checks(_Checks):
    """The rules between indicators that hand-ins are held to."""

    @operation(Capability.VIEW_HAND_INS, answer=CheckRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the rules between indicators, those that are stopped too."""
        return self.page(CheckRow, queries.check_rule_rows(actor), ("name", "id"))

    @operation(Capability.DEFINE, body=CheckNew, answer=CheckRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Make a rule. It begins as a notice; a later change may make it graver."""
        rule = services.make_rule(
            actor, name=self.body["name"], message=self.body.get("message", ""), **worded(self.body)
        )
        address = f"{self.plain_request.path}{rule.public_id}/"
        return self.created(CheckRow, self.rows(actor, rule.public_id), address)


class Check(_Checks):
    """One rule."""

    @operation(Capability.VIEW_HAND_INS, answer=CheckRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a rule as it is worded now."""
        return self.one(CheckRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=CheckChange, answer=CheckRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give a rule another wording or weight, saying why. Former wordings are kept."""
        self.locked(CheckRow, self.rows(actor, id))
        services.change_rule(
            actor,
            queries.check_rule(actor, id),
            name=self.body.get("name", ""),
            message=self.body.get("message", ""),
            severity=self.body["severity"],
            reason=self.body["reason"],
            **worded(self.body),
        )
        return self.one(CheckRow, self.rows(actor, id))


class CheckStop(_Checks):
    """Stopping a rule."""

    @operation(Capability.DEFINE, answer=CheckRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Hold hand-ins to a rule no longer."""
        self.locked(CheckRow, self.rows(actor, id))
        services.stop_rule(actor, queries.check_rule(actor, id))
        return self.one(CheckRow, self.rows(actor, id))


class CheckTakeUp(_Checks):
    """Taking a stopped rule up again."""

    @operation(Capability.DEFINE, answer=CheckRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Hold hand-ins to a stopped rule again."""
        self.locked(CheckRow, self.rows(actor, id))
        services.take_up_rule(actor, queries.check_rule(actor, id))
        return self.one(CheckRow, self.rows(actor, id))


class CheckTrial(_Checks):
    """Trying a rule before it is made."""

    @operation(Capability.DEFINE, body=WordingIn, answer=TrialOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Try a rule on what was accepted before: which hand-ins would it have flagged? Nothing is kept."""
        says = services.wording(**worded(self.body))
        found = queries.trial(actor, says)
        return self.json(
            {
                "says": queries.said(says),
                "looked_at": found.looked_at,
                "count": found.count,
                "flagged": [
                    {
                        "partner": flagged.partner,
                        "period": flagged.period.code,
                        "left": flagged.outcome.left,
                        "right": flagged.outcome.right,
                        "message": queries.told_outcome(says, flagged.outcome),
                    }
                    for flagged in found.flagged
                ],
            }
        )
