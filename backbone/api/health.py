"""How the five conditions stand, the principles of practice, and the risks of working together."""

from django.http import HttpResponse

from backbone.models import HealthSnapshot
from backbone.quarters import named_quarter, quarter_of
from backbone.queries.health import health, health_of, released, snapshot, snapshots
from backbone.queries.health.principles import principles
from backbone.queries.risks import risks
from backbone.serializers.health import (
    HealthOut,
    HealthQuarterRow,
    HealthQuery,
    PrinciplesOut,
    RiskRate,
    RisksOut,
    conditions_out,
    principles_out,
    risks_out,
)
from backbone.services.health import keep_health, rate_risk, release_health
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class ConditionHealth(InitiativeView):
    """The five conditions and their items."""

    tag = "condition health"

    @operation(Capability.VIEW_EVENTS, query=HealthQuery, answer=HealthOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read how the five conditions stand: eight items each, with the numbers behind every one.

        Staff read the present unless they name a quarter; partners the last quarter that was released. Items are
        counted, and never made into one score.
        """
        code = self.query.get("quarter")
        if code:
            row: HealthSnapshot | None = snapshot(actor, named_quarter(code).start)
        else:
            row = None if actor.is_staff else released(snapshots(actor))
        found = health_of(row) if row else health(actor) if actor.is_staff else ()
        quarter = quarter_of(row.quarter).code if row else ""
        return self.json({"quarter": quarter, "conditions": conditions_out(found)})


class HealthQuarters(InitiativeView):
    """The quarters that were kept."""

    tag = "condition health"

    @operation(Capability.VIEW_EVENTS, answer=HealthQuarterRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the quarters that were kept: all for staff, those that are released for partners."""
        return self.page(HealthQuarterRow, snapshots(actor), ("id",))

    @operation(Capability.DEFINE, answer=HealthQuarterRow, status=201, problems=(409,))
    def post(self, actor: Actor) -> HttpResponse:
        """Keep now how the conditions stand in the present quarter. A quarter is kept once."""
        row = keep_health(actor)
        address = f"{self.plain_request.path}{quarter_of(row.quarter).code}/"
        return self.created(HealthQuarterRow, snapshots(actor).filter(pk=row.pk), address)


class HealthQuarter(InitiativeView):
    """One quarter that was kept."""

    tag = "condition health"

    @operation(Capability.VIEW_EVENTS, answer=HealthQuarterRow)
    def get(self, actor: Actor, quarter: str) -> HttpResponse:
        """Read when a quarter was kept, and whether partners read it."""
        return self.one(HealthQuarterRow, snapshots(actor).filter(quarter=named_quarter(quarter).start))


class HealthRelease(InitiativeView):
    """Releasing a quarter."""

    tag = "condition health"

    @operation(Capability.DEFINE, answer=HealthQuarterRow, problems=(409,))
    def post(self, actor: Actor, quarter: str) -> HttpResponse:
        """Let partners read how the conditions stood in a quarter. It is not taken back."""
        row = release_health(actor, snapshot(actor, named_quarter(quarter).start))
        return self.one(HealthQuarterRow, snapshots(actor).filter(pk=row.pk))


class PrinciplesOfPractice(InitiativeView):
    """The eight principles."""

    tag = "condition health"

    @operation(Capability.VIEW_EVENTS, answer=PrinciplesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read how people rated the principles of practice in the last round that ended."""
        return self.json(principles_out(*principles(actor)))


class CollaborationRisks(InitiativeView):
    """The ten risks."""

    tag = "condition health"

    @operation(Capability.DEFINE, answer=RisksOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read the risks of working together: the latest word of the staff on each, and what records tell."""
        return self.json(risks_out(risks(actor)))

    @operation(Capability.DEFINE, body=RiskRate, answer=RisksOut, status=201, problems=(422,))
    def post(self, actor: Actor) -> HttpResponse:
        """Say how likely the staff think a risk is. The latest word holds; earlier ones stay on file."""
        rate_risk(
            actor, self.body["risk"], likelihood=self.body["likelihood"], note=self.body.get("note", "")
        )
        return self.json(risks_out(risks(actor)), 201)
