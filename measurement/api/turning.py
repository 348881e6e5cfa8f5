"""Frozen forecasts, and the sessions that look at them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest import answers
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers import ActionRow
from measurement import queries, services
from measurement.serializers.targets import (
    ForecastNew,
    ForecastRow,
    SessionActionNew,
    SessionChange,
    SessionNew,
    SessionOut,
    SessionRow,
)

LATEST_FIRST = ("-made_on", "-id")
NEWEST_FIRST = ("-held_on", "-id")


class Forecasts(InitiativeView):
    """Where an indicator's total would go if nothing changed."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=ForecastRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List the frozen forecasts of an indicator, the latest first."""
        return self.page(ForecastRow, queries.forecasts(actor, queries.indicator(actor, code)), LATEST_FIRST)

    @operation(Capability.DEFINE, body=ForecastNew, answer=ForecastRow, status=201)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Freeze a forecast.

        Without `points` the straight line of least squares through the figures goes on for so many `periods` (3 unless
        said otherwise); it takes three figures. It is never computed again: a new one is a new row.
        """
        indicator = queries.indicator(actor, code)
        forecast = services.freeze_forecast(actor, indicator, **self.body)
        rows = queries.forecasts(actor, indicator).filter(pk=forecast.pk)
        return self.created(ForecastRow, rows, f"{self.plain_request.path}{forecast.public_id}/")


class Forecast(InitiativeView):
    """One frozen forecast."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=ForecastRow)
    def get(self, actor: Actor, code: str, id: UUID) -> HttpResponse:
        """Read a frozen forecast."""
        rows = queries.forecasts(actor, queries.indicator(actor, code)).filter(public_id=id)
        return self.one(ForecastRow, rows)


class _Session(InitiativeView):
    """What the operations on sessions share."""

    tag = "turning"

    def full(self, actor: Actor, id: UUID) -> dict[str, Any]:
        """Return the session with its actions and its state, as it looks outside. Raises Problem (404)."""
        row = answers.one(SessionRow, queries.sessions(actor).filter(public_id=id))
        held = core.actions(actor, source=f"turning:{id}").order_by("due", "id")
        actions = answers.dictionaries(ActionRow, held.values_list(*ActionRow.columns().values()))
        return {**row, "state": self.state(actor, queries.session(actor, id)), "actions": actions}

    def state(self, actor: Actor, session: Any) -> str:
        """Return whether the curve has turned since the session's forecast."""
        readable = queries.forecasts(actor, session.indicator).filter(pk=session.forecast_id).first()
        if readable is None:
            return ""
        points = queries.series(actor, session.indicator).points
        return queries.curve_since(readable, points, actor.initiative.coverage_floor).state

    def held(self, actor: Actor, id: UUID) -> Any:
        """Return the session, locked, after comparing If-Match. Raises Problem."""
        session = answers.lock(queries.sessions(actor).filter(public_id=id))
        self.matched(lambda: self.full(actor, id))
        return session


class IndicatorSessions(_Session):
    """The sessions about an indicator."""

    @operation(Capability.VIEW, answer=SessionRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List the sessions about an indicator, the latest first."""
        rows = queries.sessions(actor, queries.indicator(actor, code))
        return self.page(SessionRow, rows, NEWEST_FIRST)

    @operation(Capability.DEFINE, body=SessionNew, answer=SessionOut, status=201)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Begin a session about an indicator, which looks at a frozen forecast: the latest, unless one is named."""
        indicator = queries.indicator(actor, code)
        values = dict(self.body)
        known = queries.forecasts(actor, indicator)
        if "forecast" in values:
            chosen = known.filter(public_id=values["forecast"]).first()
            if chosen is None:
                raise DomainError("unknown_forecast", _("This indicator has no such forecast."), "forecast")
            values["forecast"] = chosen
        else:
            values["forecast"] = known.first()
        session = services.start_session(actor, indicator, **values)
        response = self.json(self.full(actor, session.public_id), 201)
        home = f"/api/v1/initiatives/{actor.initiative.slug}/turning/{session.public_id}/"
        response["Location"] = self.plain_request.build_absolute_uri(home)
        return response


class Sessions(_Session):
    """All sessions to turn a curve."""

    @operation(Capability.VIEW, answer=SessionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the sessions about all indicators, the latest first."""
        return self.page(SessionRow, queries.sessions(actor), NEWEST_FIRST)


class Session(_Session):
    """One session."""

    @operation(Capability.VIEW, answer=SessionOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a session with its actions, and whether the curve has turned since."""
        return self.json(self.full(actor, id))

    @operation(Capability.DEFINE, body=SessionChange, answer=SessionOut, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write down what a session says. Lists are whole; what is left out stays."""
        services.tell_session(actor, self.held(actor, id), **cleared(self.body, "because"))
        return self.json(self.full(actor, id))


class SessionClose(_Session):
    """Closing."""

    @operation(Capability.DEFINE, answer=SessionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Close a session: it stays as it is, the next one is a row of its own."""
        services.close_session(actor, self.held(actor, id))
        return self.json(self.full(actor, id))


class SessionActions(_Session):
    """What a session decided."""

    @operation(Capability.DEFINE, body=SessionActionNew, answer=SessionOut, status=201, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Let somebody do something until a day."""
        session = self.held(actor, id)
        values = dict(self.body)
        try:
            owner = core.person(actor, values.pop("owner"))
        except NotFound as error:
            message = _("The owner must take part in the initiative.")
            raise DomainError("unknown_person", message, "owner") from error
        services.add_session_action(actor, session, owner=owner, **values)
        return self.json(self.full(actor, id), 201)
