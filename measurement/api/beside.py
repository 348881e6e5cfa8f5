"""What stands beside definitions and figures: the data development agenda, contributions, overlapping counts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.api.named import indicator_named
from measurement.serializers.agreement import (
    ContributionOut,
    ContributionQuery,
    ContributorNew,
    ContributorRow,
    HeadsListOut,
    HeadsNew,
    WantedChange,
    WantedDefinition,
    WantedDrop,
    WantedNew,
    WantedQuery,
    WantedRow,
)
from measurement.serializers.definitions import IndicatorRow

WANTED_TEXTS = ("question", "missing", "plan")
BY_ID = ("id",)


class WantedIndicators(InitiativeView):
    """The data development agenda: what is wanted but has no data yet."""

    @operation(Capability.VIEW, query=WantedQuery, answer=WantedRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List wanted indicators."""
        return self.page(WantedRow, queries.wanted_indicators(actor).filter(**self.query), BY_ID)

    @operation(Capability.DEFINE, body=WantedNew, answer=WantedRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Put a measure on the agenda, with its owner, the plan, what is missing and by when."""
        made = services.want(actor, **_with_owner(actor, self.body))
        rows = queries.wanted_indicators(actor).filter(pk=made.pk)
        return self.created(WantedRow, rows, f"{self.plain_request.path}{made.public_id}/")


class _Wanted(InitiativeView):
    """What the operations on one wanted indicator share."""

    tag = "wanted-indicators"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return it as a query of one row."""
        return queries.wanted_indicators(actor).filter(public_id=id)


class WantedIndicator(_Wanted):
    """One wanted indicator."""

    @operation(Capability.VIEW, answer=WantedRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a wanted indicator."""
        return self.one(WantedRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=WantedChange, answer=WantedRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change what is planned."""
        row = self.locked(WantedRow, self.rows(actor, id))
        services.change_wanted(actor, row, **cleared(_with_owner(actor, self.body), *WANTED_TEXTS))
        return self.one(WantedRow, self.rows(actor, id))


class WantedIndicatorDrop(_Wanted):
    """Giving one up."""

    @operation(Capability.DEFINE, body=WantedDrop, answer=WantedRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give a wanted indicator up, for a reason."""
        row = self.locked(WantedRow, self.rows(actor, id))
        services.drop_wanted(actor, row, **self.body)
        return self.one(WantedRow, self.rows(actor, id))


class WantedIndicatorDefine(_Wanted):
    """Defining one."""

    @operation(Capability.DEFINE, body=WantedDefinition, answer=IndicatorRow, status=201, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Make a wanted measure a proposed indicator; the link is kept."""
        row = self.locked(WantedRow, self.rows(actor, id))
        made = services.define_wanted(actor, row, **self.body)
        rows = queries.indicator_rows(actor).filter(indicator=made.pk)
        home = self.plain_request.path.split("wanted-indicators/")[0]
        return self.created(IndicatorRow, rows, f"{home}indicators/{made.code}/")


class Contributors(InitiativeView):
    """The partner measures beside a community indicator."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=ContributorRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List the partner measures that may contribute to a community indicator."""
        rows = queries.contribution_links(actor, queries.indicator(actor, code))
        return self.page(ContributorRow, rows, BY_ID)

    @operation(Capability.DEFINE, body=ContributorNew, answer=ContributorRow, status=201)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Show a partner measure beside a community indicator; it never alters its figures."""
        found = queries.indicator(actor, code)
        measure = indicator_named(actor, self.body["measure"], "measure")
        link = services.link_contribution(
            actor, measure=measure, indicator=found, because=self.body.get("because", "")
        )
        rows = queries.contribution_links(actor, found).filter(pk=link.pk)
        return self.created(ContributorRow, rows, f"{self.plain_request.path}{measure.code}/")


class Contributor(InitiativeView):
    """One measure beside a community indicator."""

    tag = "indicators"

    def rows(self, actor: Actor, code: str, measure: str) -> Any:
        """Return it as a query of one row."""
        found = queries.indicator(actor, code)
        return queries.contribution_links(actor, found).filter(measure__code=measure)

    @operation(Capability.VIEW, answer=ContributorRow)
    def get(self, actor: Actor, code: str, measure: str) -> HttpResponse:
        """Read why a measure is shown there."""
        return self.one(ContributorRow, self.rows(actor, code, measure))

    @operation(Capability.DEFINE, status=204, match="required")
    def delete(self, actor: Actor, code: str, measure: str) -> HttpResponse:
        """Show the measure there no longer."""
        link = self.locked(ContributorRow, self.rows(actor, code, measure))
        services.unlink_contribution(actor, measure=link.measure, indicator=link.indicator)
        return self.gone()


class Contribution(InitiativeView):
    """What partner measures may have contributed."""

    tag = "indicators"

    @operation(Capability.VIEW, query=ContributionQuery, answer=ContributionOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Hold partner measures against a community indicator: reach, gap to a target, the most they can have added.

        A possible contribution, not proof.
        """
        found = queries.possible_contribution(
            actor, queries.indicator(actor, code), target=self.query.get("target")
        )
        return self.json(
            {
                "indicator": code,
                "period": found.point.period.code if found.point else None,
                "value": found.point.value if found.point else None,
                "target": found.target,
                "needed": found.needed,
                "gap": found.gap,
                "measures": [
                    {
                        "measure": row.measure.code,
                        "because": row.because,
                        "served": row.served,
                        "better_off": row.better_off,
                        "reach": row.reach,
                        "ceiling": row.ceiling,
                    }
                    for row in found.measures
                ],
            }
        )


class Heads(InitiativeView):
    """How many different people stand behind overlapping counts."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=HeadsListOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read what the counts of each period allow, and what is known of how many people they are."""
        return self.json({"results": _heads(actor, code)})

    @operation(Capability.DEFINE, body=HeadsNew, answer=HeadsListOut, status=201)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Keep what a named source says of a period: population, overlap in percent, or a de-duplicated number."""
        given = dict(self.body)
        services.know_heads(actor, queries.indicator(actor, code), given.pop("period"), **given)
        return self.json({"results": _heads(actor, code)}, 201)


def _heads(actor: Actor, code: str) -> list[dict[str, Any]]:
    found = queries.indicator(actor, code)
    counts = queries.series(actor, found, queries.Question(raw_counts=True))
    return [
        {
            "period": row.period.code,
            "duplicated": row.duplicated,
            "low": row.low,
            "high": row.high,
            "population": row.population.value if row.population else None,
            "overlap": row.overlap.value if row.overlap else None,
            "estimate": row.estimate,
            "counted": row.counted.value if row.counted else None,
            "counted_by": row.counted.source if row.counted else None,
            "duplication": row.duplication,
            "suppressed": row.suppressed,
            "doubts": row.doubts,
        }
        for row in queries.heads_of(actor, found, counts.points)
    ]


def _with_owner(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the owner found by the id that names them."""
    if values.get("owner") is None:
        return values
    try:
        return {**values, "owner": core.person(actor, values["owner"])}
    except NotFound as error:
        raise DomainError(
            "unknown_person", _("The owner must take part in the initiative."), "owner"
        ) from error
