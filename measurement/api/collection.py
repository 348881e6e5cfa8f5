"""Assignments, periods, cycles, requests."""

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import partner_named
from initiatives.rest.views import InitiativeView, operation
from measurement import periods, queries, services
from measurement.api.named import indicator_named
from measurement.serializers.collection import (
    AssignmentChange,
    AssignmentNew,
    AssignmentQuery,
    AssignmentRow,
    CycleChange,
    CycleNew,
    CycleQuery,
    CycleRow,
    Extension,
    PeriodQuery,
    PeriodRow,
    RequestQuery,
    RequestRow,
)

NEWEST_FIRST = ("-id",)
BY_PERIOD = ("-period_end", "-period_start", "-id")


class Assignments(InitiativeView):
    """Who reports what."""

    @operation(Capability.VIEW_HAND_INS, query=AssignmentQuery, answer=AssignmentRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List assignments."""
        names = {"partner": "partner__code", "indicator": "indicator__code"}
        rows = queries.assignments(actor).filter(
            **{names[name]: value for name, value in self.query.items() if name in names}
        )
        if "on" in self.query:
            day = self.query["on"]
            rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
        return self.page(AssignmentRow, rows, ("partner__code", "indicator__code", "starts_on"))

    @operation(Capability.ASSIGN, body=AssignmentNew, answer=AssignmentRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Ask a partner to report an indicator from a day on."""
        row = services.assign(
            actor,
            partner=partner_named(actor, self.body["partner"]),
            indicator=indicator_named(actor, self.body["indicator"]),
            starts_on=self.body["from"],
            ends_on=self.body.get("to"),
        )
        name = f"{self.body['partner']}:{self.body['indicator']}:{row.starts_on.isoformat()}"
        rows = queries.assignments(actor).filter(pk=row.pk)
        return self.created(AssignmentRow, rows, f"{self.plain_request.path}{name}/")


class Assignment(InitiativeView):
    """One assignment, named `<partner>:<indicator>:<from>`."""

    def _rows(self, actor: Actor, id: str) -> Any:
        partner, _colon, rest = id.partition(":")
        indicator, _colon, start = rest.partition(":")
        try:
            starts_on = datetime.date.fromisoformat(start)
        except ValueError as error:
            raise NotFound from error
        return queries.assignments(actor).filter(
            partner__code=partner, indicator__code=indicator, starts_on=starts_on
        )

    @operation(Capability.VIEW_HAND_INS, answer=AssignmentRow)
    def get(self, actor: Actor, id: str) -> HttpResponse:
        """Read an assignment."""
        return self.one(AssignmentRow, self._rows(actor, id))

    @operation(Capability.ASSIGN, body=AssignmentChange, answer=AssignmentRow, match="required")
    def patch(self, actor: Actor, id: str) -> HttpResponse:
        """Let an assignment end on a day, the last one it covers."""
        rows = self._rows(actor, id)
        assignment = self.locked(AssignmentRow, rows)
        if "to" in self.body:
            services.end_assignment(actor, assignment, ends_on=self.body["to"])
        return self.one(AssignmentRow, rows)


class Periods(InitiativeView):
    """The calendar's periods."""

    @operation(Capability.VIEW, query=PeriodQuery, answer=PeriodRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the periods of a cadence.

        Those that have a day between `from` and `to`, which is a year after the later of `from` and today when it
        is left out. Years begin as the initiative's fiscal year does.
        """
        start = self.query["from"]
        today = clock.today(actor.initiative.timezone)
        end = self.query.get("to", max(start, today) + datetime.timedelta(days=366))
        cadence = self.query["cadence"]
        year_start = actor.initiative.fiscal_year_start if cadence == "yearly" else None
        rows = [
            {
                "code": period.code,
                "start": period.start,
                "end": period.end,
                "label": periods.label(period, actor.initiative.fiscal_year_start),
            }
            for period in periods.between(cadence, start, end, year_start)
        ]
        return self.listed(PeriodRow, rows, "from", "start")


class Cycles(InitiativeView):
    """The calendar of hand-ins."""

    @operation(Capability.VIEW_HAND_INS, query=CycleQuery, answer=CycleRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List cycles, newest period first."""
        return self.page(CycleRow, queries.cycles(actor).filter(**chosen_of(self.query)), BY_PERIOD)

    @operation(Capability.RUN_CYCLES, body=CycleNew, answer=CycleRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Open a cycle and ask every partner that has something to report."""
        cycle = services.open_cycle(actor, **self.body)
        rows = queries.cycles(actor).filter(pk=cycle.pk)
        return self.created(CycleRow, rows, f"{self.plain_request.path}{cycle.public_id}/")


class Cycle(InitiativeView):
    """One cycle."""

    @operation(Capability.VIEW_HAND_INS, answer=CycleRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a cycle."""
        return self.one(CycleRow, queries.cycles(actor).filter(public_id=id))

    @operation(Capability.RUN_CYCLES, body=CycleChange, answer=CycleRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change the dates of a cycle that is not locked."""
        rows = queries.cycles(actor).filter(public_id=id)
        services.change_cycle(actor, self.locked(CycleRow, rows), **self.body)
        return self.one(CycleRow, rows)


class CycleClose(InitiativeView):
    """Closing."""

    @operation(Capability.RUN_CYCLES, answer=CycleRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a cycle: from now on only partners with an extension hand in."""
        rows = queries.cycles(actor).filter(public_id=id)
        services.close_cycle(actor, self.locked(CycleRow, rows))
        return self.one(CycleRow, rows)


class CycleLock(InitiativeView):
    """Locking."""

    @operation(Capability.RUN_CYCLES, answer=CycleRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Lock a cycle: its figures become final and are published."""
        rows = queries.cycles(actor).filter(public_id=id)
        services.lock_cycle(actor, self.locked(CycleRow, rows))
        return self.one(CycleRow, rows)


class Requests(InitiativeView):
    """What partners are asked for."""

    @operation(Capability.VIEW_HAND_INS, query=RequestQuery, answer=RequestRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what each partner is asked for in each cycle, newest first."""
        rows = queries.requests(actor).filter(**chosen_of(self.query, "cycle__"))
        return self.page(RequestRow, rows, NEWEST_FIRST)


class Request(InitiativeView):
    """One partner's ask for one cycle."""

    @operation(Capability.VIEW_HAND_INS, answer=RequestRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read one partner's ask for one cycle."""
        return self.one(RequestRow, queries.requests(actor).filter(public_id=id))


class RequestExtend(InitiativeView):
    """Extending."""

    @operation(Capability.RUN_CYCLES, body=Extension, answer=RequestRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Let one partner hand in until a day, whatever the cycle says."""
        rows = queries.requests(actor).filter(public_id=id)
        services.extend(actor, self.locked(RequestRow, rows), **self.body)
        return self.one(RequestRow, rows)


def chosen_of(query: dict[str, Any], to_cycle: str = "") -> dict[str, Any]:
    """Return the conditions of a list of hand-ins, asks (or, without prefix, cycles) for its query."""
    conditions: dict[str, Any] = {}
    for name, value in query.items():
        if name == "period":
            conditions[f"{to_cycle}period_start"] = value.start
            conditions[f"{to_cycle}period_end"] = value.end
        elif name == "partner":
            conditions["partner__code"] = value
        elif name == "cycle":
            conditions["cycle__public_id"] = value
        else:
            conditions[name] = value
    return conditions
