"""The sheet of an indicator, its versions side by side, its agreement with the partners."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.agreement import AnswerForm, ConsultForm, ReasonForm, RetireForm, SignOffForm
from measurement.models import Indicator, SignOff
from measurement.queries import (
    assignments,
    compare,
    indicator,
    indicators,
    sign_off_of,
    sign_offs,
    steps,
    version_rows,
    waiting_sign_offs,
)
from measurement.queries.protection import Protection
from measurement.services import (
    activate,
    agree,
    answer_objection,
    ask_partners,
    consult,
    propose_again,
    retire,
    sign_off,
)
from measurement.views.base import MeasurementView
from measurement.views.indicators import IndicatorView
from measurement.views.telling import LEVELS, OVER_TIME, TOGETHER
from measurement.words import LIFE, ON_THE_WAY, Position, State

COURSE = (*ON_THE_WAY, State.ACTIVE)


class SheetPage(IndicatorView):
    """Everything that was agreed about an indicator, on one page that prints."""

    capability = Capability.VIEW
    template_name = "measurement/sheet.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        version = found.latest_versions[0]  # type: ignore[attr-defined]
        context = {
            "indicator": found,
            "version": version,
            "level": LEVELS[found.level],
            "over_time": OVER_TIME[version.time_behaviour],
            "together": TOGETHER[version.partner_rollup],
            "powers": powers_of(found),
            "hiding": Protection.of(found, self.actor.initiative),
            "defines": self.actor.may(Capability.DEFINE),
            "agrees": self.actor.may(Capability.VIEW_HAND_INS),
            "breadcrumbs": self.crumbs_of(found, (_("Sheet"), "")),
        }
        return self.page(context)


def powers_of(found: Indicator) -> list[dict[str, Any]]:
    """Return the three powers with what each asks, judged or not."""
    asked = (
        (_("Communication"), _("Do people grasp at once what it tells?"), found.communication_power),
        (_("Proxy"), _("Does it stand for the whole outcome?"), found.proxy_power),
        (_("Data"), _("Are the data good, and there in time?"), found.data_power),
    )
    words = {None: _("not judged"), 1: _("low"), 2: _("middling"), 3: _("high")}
    return [
        {"name": name, "asks": asks, "power": power, "words": words[power]} for name, asks, power in asked
    ]


class Versions(IndicatorView):
    """Two definitions of an indicator side by side, what changed marked."""

    capability = Capability.VIEW
    template_name = "measurement/versions.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        rows = {row.number: row for row in version_rows(self.actor, found).order_by("number")}
        later = self._number(request, "to", rows, max(rows))
        earlier = self._number(request, "from", rows, max(later - 1, min(rows)))
        context = {
            "indicator": found,
            "versions": list(rows.values()),
            "earlier": rows[earlier],
            "later": rows[later],
            "rows": compare(rows[earlier], rows[later]),
            "restates": len(rows) > 1 and self.actor.may(Capability.DEFINE),
            "breadcrumbs": self.crumbs_of(found, (_("Definitions"), "")),
        }
        return self.page(context)

    def _number(self, request: HttpRequest, name: str, rows: dict[int, Any], otherwise: int) -> int:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and int(text) in rows else otherwise


# What is said when a step was taken, by the state that it leads to.
DONE: dict[str, Any] = {
    State.CONSULTED: gettext_lazy("The partners are asked. Their answers come in here."),
    State.AGREED: gettext_lazy("Agreed. It can be collected from now on."),
    State.ACTIVE: gettext_lazy("It is collected from now on."),
    State.PROPOSED: gettext_lazy("It is a proposal again."),
    State.RETIRED: gettext_lazy("Retired. Its figures stay."),
    "ask": gettext_lazy("The partners are asked. Their answers come in here."),
}


class Agreement(IndicatorView):
    """Where an indicator stands between proposal and retirement, what partners say, and the next step."""

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.DEFINE}
    template_name = "measurement/agreement.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.show(found, self.forms(found))

    def forms(self, found: Indicator) -> dict[str, Any]:
        """Return the forms of the steps that may be taken now, by the state they lead to."""
        if not self.actor.may(Capability.DEFINE):
            return {}
        asked = set(self.rows(found).values_list("partner__code", flat=True))
        forms: dict[str, Any] = {
            State.CONSULTED: ConsultForm(self.actor, asked, prefix="consult"),
            State.AGREED: ReasonForm(prefix="agree"),
            State.ACTIVE: ReasonForm(prefix="activate"),
            State.PROPOSED: ReasonForm(prefix="propose"),
            State.RETIRED: RetireForm(prefix="retire"),
        }
        held = {state: form for state, form in forms.items() if state in LIFE[found.state]}
        if found.state in (State.CONSULTED, State.AGREED, State.ACTIVE):
            held["ask"] = ConsultForm(self.actor, asked, prefix="ask")
        return held

    def rows(self, found: Indicator) -> Any:
        """Return what the partners say of the present definition."""
        return sign_offs(self.actor).filter(version__indicator=found).order_by("partner__name", "id")

    def show(self, found: Indicator, forms: dict[str, Any], status: int = 200) -> HttpResponseBase:
        """Draw the course, the answers and the steps."""
        rows = list(self.rows(found))
        place = COURSE.index(State(found.state)) if found.state in COURSE else len(COURSE)
        context = {
            "indicator": found,
            "version": found.latest_versions[0],  # type: ignore[attr-defined]
            "course": [
                {"label": state.label, "done": number < place, "current": number == place, "note": ""}
                for number, state in enumerate(COURSE)
            ],
            "rows": rows,
            "open": [row for row in rows if row.is_open_objection],
            "agreeing": sum(row.position in (Position.AGREES, Position.AGREES_WITH_NOTE) for row in rows),
            "waiting": sum(row.position == Position.WAITING for row in rows),
            "forms": {str(getattr(state, "value", state)): form for state, form in forms.items()},
            "answer": AnswerForm(),
            "steps": list(steps(self.actor, found)),
            "defines": self.actor.may(Capability.DEFINE),
            "unreported": found.state == State.ACTIVE
            and self.actor.may(Capability.ASSIGN)
            and not assignments(self.actor).filter(indicator=found).exists(),
            "breadcrumbs": self.crumbs_of(found, (_("Agreement"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        forms = self.forms(found)
        step = request.POST.get("step", "")
        if step not in forms:
            return self.show(found, forms, 422)
        unbound = forms[step]
        given = {"prefix": unbound.prefix, "data": request.POST}
        form = (
            ConsultForm(self.actor, self._asked(found), **given)
            if isinstance(unbound, ConsultForm)
            else type(unbound)(**given)
        )
        if form.is_valid():
            with errors_in(form):
                self.take(found, step, form)
            if form.is_valid():
                return self.go(self.url("measurement:agreement", found.code), str(DONE[step]))
        return self.show(found, {**forms, step: form}, 422)

    def _asked(self, found: Indicator) -> set[str]:
        return set(self.rows(found).values_list("partner__code", flat=True))

    def take(self, found: Indicator, step: str, form: Any) -> None:
        """Take the step that was chosen."""
        if isinstance(form, ConsultForm):
            verb = consult if step == State.CONSULTED else ask_partners
            verb(self.actor, found, **form.values())  # type: ignore[operator]
        else:
            steps_of = {
                State.PROPOSED: propose_again,
                State.AGREED: agree,
                State.ACTIVE: activate,
                State.RETIRED: retire,
            }
            steps_of[State(step)](self.actor, found, **form.cleaned_data)  # type: ignore[operator]


# What staff do next about an indicator on its way, by its state.
NEXT: dict[str, Any] = {
    State.PROPOSED: gettext_lazy("Ask the partners what they say of it."),
    State.CONSULTED: gettext_lazy("The partners are asked. Declare it agreed when you are."),
    State.AGREED: gettext_lazy("Agreed, and not asked for yet: begin to collect it."),
}


class SignOffs(MeasurementView):
    """The definitions that partners are asked about: their own for a partner, all for staff."""

    capability = Capability.SIGN_OFF
    template_name = "measurement/sign_offs.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = sign_offs(self.actor).order_by("version__indicator__name", "partner__name", "id")
        mine = waiting_sign_offs(self.actor)
        coming = indicators(self.actor).filter(state__in=ON_THE_WAY) if self.actor.is_staff else []
        context = {
            "open": [row for row in rows if row.position == Position.WAITING],
            "objections": [row for row in rows if row.is_open_objection],
            "answered": [
                row for row in rows if row.position != Position.WAITING and not row.is_open_objection
            ],
            "mine": mine.count(),
            "coming": [{"row": row, "next": NEXT[row.state]} for row in coming],
            "tabs": self.tabs("sign_offs"),
            "breadcrumbs": self.trail((_("Sign-off"), "")),
        }
        return self.page(context)


class SignOffPage(MeasurementView):
    """What one partner is asked about a definition, with the sheet beside the answer."""

    capability = Capability.SIGN_OFF
    template_name = "measurement/sign_off.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = sign_off_of(self.actor, public_id)
        given = {} if asked.position == Position.WAITING else {"position": asked.position}
        initial = {**given, "comment": asked.comment}
        return self.show(asked, SignOffForm(self.actor, asked, initial=initial))

    def show(self, asked: SignOff, form: SignOffForm, status: int = 200) -> HttpResponseBase:
        """Draw the definition and the form."""
        found = indicator(self.actor, asked.version.indicator.code)
        context = {
            "asked": asked,
            "indicator": found,
            "version": asked.version,
            "form": form,
            "back": self.back(asked),
            "breadcrumbs": self.trail((_("Sign-off"), self.url("measurement:sign_offs")), (found.name, "")),
        }
        return self.page(context, status=status)

    def back(self, asked: SignOff) -> str:
        """Return where one goes on: staff to what the others say of it, a partner to what else it is asked."""
        if self.actor.may(Capability.DEFINE):
            return self.url("measurement:agreement", asked.version.indicator.code)
        return self.url("measurement:sign_offs")

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = sign_off_of(self.actor, public_id)
        form = SignOffForm(self.actor, asked, request.POST)
        if form.is_valid():
            with errors_in(form):
                sign_off(self.actor, asked, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.back(asked), _("Your answer is kept."))
        return self.show(asked, form, 422)


class AnswerObjection(MeasurementView):
    """Answer an objection with what was done about it."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = sign_off_of(self.actor, public_id)
        form = AnswerForm(request.POST)
        text = form.cleaned_data["answer"] if form.is_valid() else ""
        answer_objection(self.actor, asked, answer=text)
        back = self.url("measurement:agreement", asked.version.indicator.code)
        return self.go(back, _("The objection is answered."))
