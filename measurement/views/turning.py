"""Turning a curve: sessions about an indicator, each passing through all the steps, each a sheet to print."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries import actions
from initiatives.web import errors_in
from measurement import charts
from measurement.forms.targets import (
    ActionForm,
    FreezeForm,
    IdeaFormSet,
    SessionForm,
    StartSessionForm,
    ideas_of,
    session_initial,
)
from measurement.models import Indicator, TurningSession
from measurement.queries import forecasts, indicator, series, session, sessions, standings
from measurement.services import (
    add_session_action,
    close_session,
    freeze_forecast,
    start_session,
    tell_session,
)
from measurement.views.ahead import Ahead
from measurement.views.indicators import IndicatorView


class Turning(IndicatorView):
    """The sessions about an indicator and the forecasts they look at."""

    capability = {"GET": Capability.VIEW, "POST": Capability.DEFINE}
    template_name = "measurement/turning.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.show(found, self.beginning(found))

    def beginning(self, found: Indicator) -> StartSessionForm:
        """Return the form of a new session, with the result as it was said last."""
        last = sessions(self.actor, found).first()
        today = clock.today(self.actor.initiative.timezone)
        return StartSessionForm(initial={"result": last.result if last else "", "held_on": today})

    def show(
        self, found: Indicator, form: StartSessionForm, freeze: FreezeForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw what was held and what can be begun."""
        context = {
            "indicator": found,
            "form": form,
            "freeze": freeze or FreezeForm(),
            "sessions": list(sessions(self.actor, found)[:50]),
            "forecasts": list(forecasts(self.actor, found)[:10]),
            "defines": self.actor.may(Capability.DEFINE),
            "breadcrumbs": self.crumbs_of(found, (_("Turn the curve"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = StartSessionForm(request.POST)
        if form.is_valid():
            made = None
            with errors_in(form):
                frozen = forecasts(self.actor, found).first()
                made = start_session(self.actor, found, forecast=frozen, **form.cleaned_data)
            if made is not None and form.is_valid():
                return self.go(self.url("measurement:tell_session", made.public_id))
        return self.show(found, form, status=422)


class Freeze(Turning):
    """Freeze a forecast."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = FreezeForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                freeze_forecast(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.url("measurement:turning", found.code), _("The forecast is frozen."))
        return self.show(found, self.beginning(found), form, 422)


class SessionView(IndicatorView):
    """What the pages of one session share."""

    def trail_of(self, held: TurningSession, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs of a session."""
        here = self.url("measurement:session", held.public_id) if items else ""
        turning = self.url("measurement:turning", held.indicator.code)
        return self.crumbs_of(
            held.indicator, (_("Turn the curve"), turning), (str(held.held_on), here), *items
        )


class SessionPage(SessionView):
    """One session on one sheet: result, curve, story, partners, what works, what was chosen, who does what."""

    capability = Capability.VIEW
    template_name = "measurement/session.html"

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        return self.show(session(self.actor, public_id))

    def show(
        self, held: TurningSession, form: ActionForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw the sheet."""
        found = indicator(self.actor, held.indicator.code)
        [standing] = standings(self.actor, among=[found.pk])
        ahead = Ahead.of(self.actor, found, standing, held.forecast)
        shown = series(self.actor, found)
        is_drawn = any(point.value is not None for point in shown.points)
        may_change = self.actor.may(Capability.DEFINE) and held.closed_at is None
        context = {
            "held": held,
            "indicator": found,
            "standing": standing,
            "ahead": ahead,
            "forecast_steps": [
                {"period": self.period_name(step.period), "step": step} for step in ahead.steps
            ],
            "chart": charts.line_chart(
                shown,
                {"total": found.name},
                self.period_name,
                floor=self.actor.initiative.coverage_floor,
                forecast=ahead.steps,
            )
            if is_drawn
            else None,
            "spark": standing.spark,
            "up": [row["text"] for row in held.story if row["push"] == "up"],
            "down": [row["text"] for row in held.story if row["push"] == "down"],
            "here": [row for row in held.partners if not row["missing"]],
            "missing": [row for row in held.partners if row["missing"]],
            "ideas": held.ideas,
            "actions": list(actions(self.actor, source=f"turning:{held.public_id}").order_by("due", "id")),
            "changes": may_change,
            "form": (form or ActionForm(self.actor)) if may_change else None,
            "breadcrumbs": self.trail_of(held),
        }
        return self.page(context, template="measurement/session.html", status=status)


class TellSession(SessionView):
    """Write down what a session says, step by step."""

    capability = Capability.DEFINE
    template_name = "measurement/session_form.html"

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        held = session(self.actor, public_id)
        form = SessionForm(self.actor, initial=session_initial(held))
        return self.show(held, form, IdeaFormSet(initial=held.ideas, prefix="ideas"))

    def show(
        self, held: TurningSession, form: SessionForm, ideas: Any, status: int = 200
    ) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "held": held,
            "indicator": held.indicator,
            "form": form,
            "ideas": ideas,
            "breadcrumbs": self.trail_of(held, (_("Write it down"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        held = session(self.actor, public_id)
        form = SessionForm(self.actor, request.POST)
        ideas = IdeaFormSet(request.POST, prefix="ideas")
        if form.is_valid() and ideas.is_valid():
            with errors_in(form):
                tell_session(self.actor, held, **form.values(), ideas=ideas_of(ideas))
            if form.is_valid():
                return self.go(self.url("measurement:session", held.public_id), _("Written down."))
        return self.show(held, form, ideas, 422)


class AddAction(SessionPage):
    """Let somebody do something until a day."""

    capability = {"POST": Capability.DEFINE}  # type: ignore[assignment]

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        held = session(self.actor, public_id)
        form = ActionForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                add_session_action(self.actor, held, **form.given())
            if form.is_valid():
                return self.go(self.url("measurement:session", held.public_id), _("It is on the list."))
        return self.show(held, form, 422)


class CloseSession(SessionView):
    """Close a session; the next one is a row of its own."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        held = session(self.actor, public_id)
        close_session(self.actor, held)
        return self.go(self.url("measurement:session", held.public_id), _("The session is closed."))
