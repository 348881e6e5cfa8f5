"""Strategies: the list, one of them with its history and test cycles, changing it, moving it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.forms.goals import MoveForm, StrategyFilter, StrategyForm, TestForm, TestResultForm
from agenda.models import Strategy
from agenda.queries import (
    agenda_in_force,
    agenda_to_come,
    former_goals,
    moves,
    standings_of,
    strategies_matching,
    strategy,
    strategy_warnings,
    test_cycle,
    test_cycles,
)
from agenda.services import (
    add_strategy,
    begin_test,
    change_strategy,
    close_test,
    move_strategy,
    review_strategy,
)
from agenda.views.base import AgendaView, FormPage
from agenda.words import STRATEGY_MOVES, StrategyState
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.web import Needs, paginate

TONES = {
    StrategyState.ACTIVE: ("on", "good"),
    StrategyState.SELECTED: ("sent", "hue"),
    StrategyState.ADAPTING: ("behind", "warn"),
    StrategyState.COMPLETED: ("done", "good"),
    StrategyState.DROPPED: ("nodata", "mute"),
    StrategyState.PARKED: ("stale", "mute"),
}


def with_looks(rows: list[Strategy]) -> list[Strategy]:
    """Return the strategies, each with the shape and tone of its state."""
    for row in rows:
        row.shape, row.tone = TONES.get(StrategyState(row.state), ("early", "mute"))  # type: ignore[attr-defined]
    return rows


class Strategies(AgendaView):
    """What the agenda bets on, with filters in the address."""

    capability = Capability.VIEW
    template_name = "agenda/strategies.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = StrategyFilter(self.actor, request.GET)
        asked = form.asked()
        search = asked.pop("q", "")
        page = paginate(request, strategies_matching(self.actor, search=search, **asked))
        with_looks(list(page.object_list))
        context = {
            "page": page,
            "rows": with_looks(list(page.object_list)),
            "form": form,
            "filtered": bool(asked or search),
            "shapes": self.shapes,
            "tabs": self.tabs("strategies"),
            "breadcrumbs": self.trail((_("Strategies"), "")),
        }
        return self.page(context)


class StrategyPage(AgendaView):
    """One strategy: its theory, what it should move, its history, its test cycles."""

    capability = Capability.VIEW
    template_name = "agenda/strategy.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = strategy(self.actor, public_id)
        [shown] = with_looks([row])
        tests = list(test_cycles(self.actor).filter(strategy=row))
        codes = [one.indicator.code for one in row.moving if one.indicator]  # type: ignore[attr-defined]
        standing = standings_of(self.actor, codes)
        context = {
            "strategy": shown,
            "moving": [
                {"row": one, "standing": standing.get(one.indicator.code) if one.indicator else None}
                for one in row.moving  # type: ignore[attr-defined]
            ],
            "tests": tests,
            "open_tests": [one for one in tests if not one.verdict],
            "adapted": self.adapted(shown),
            "moves": moves(row),
            "former": former_goals(row),
            "lacks": strategy_warnings(row),
            "may_move": bool(STRATEGY_MOVES[row.state]),
            "shapes": self.shapes,
            "breadcrumbs": self.trail((_("Strategies"), self.url("agenda:strategies")), (row.name, "")),
        }
        return self.page(context)

    def adapted(self, row: Any) -> str:
        """Return what its test cycles came to, in a sentence; empty without any."""
        if not row.tests:
            return ""
        if row.adaptations:
            words = ngettext("Adapted after %d test cycle.", "Adapted after %d test cycles.", row.tests)
        else:
            words = ngettext("Tried in %d test cycle.", "Tried in %d test cycles.", row.tests)
        return words % row.tests


class StrategyForms(FormPage):
    """What the forms about strategies share."""

    capability: ClassVar[Needs | None] = Capability.SHAPE_AGENDA
    submit = gettext_lazy("Save")
    strategy: Strategy | None = None

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if "public_id" in kwargs:
            self.strategy = strategy(self.actor, kwargs["public_id"])

    @property
    def found(self) -> Strategy:
        """The strategy that the address names."""
        assert self.strategy is not None
        return self.strategy

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:strategy", (self.strategy or result).public_id), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        trail = [(_("Strategies"), self.url("agenda:strategies"))]
        if self.strategy is not None:
            trail.append((self.strategy.name, self.url("agenda:strategy", self.strategy.public_id)))
        return {
            "title": self.title(),
            "lead": self.lead(),
            "back": trail[-1][1],
            "breadcrumbs": self.trail(*trail, (self.title(), "")),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""

    def lead(self) -> str:
        """Return what it is for."""
        return ""


class AddStrategy(StrategyForms):
    """Add a strategy."""

    template_name = "agenda/strategy_form.html"

    def form(self, data: Any = None) -> StrategyForm:
        version = agenda_to_come(self.actor) or agenda_in_force(self.actor)
        return StrategyForm(self.actor, version, data)

    def act(self, form: Any) -> Strategy:
        return add_strategy(self.actor, **form.values())

    def title(self) -> str:
        return _("Add a strategy")

    def lead(self) -> str:
        return _("A name and the level of engagement are enough. It begins as an idea.")


class ChangeStrategy(StrategyForms):
    """Change a strategy."""

    template_name = "agenda/strategy_form.html"

    def form(self, data: Any = None) -> StrategyForm:
        version = agenda_to_come(self.actor) or agenda_in_force(self.actor)
        return StrategyForm(self.actor, version, data, initial=StrategyForm.initial_of(self.found))

    def act(self, form: Any) -> Strategy:
        form.require_unchanged(f"strategy:{self.found.public_id}")
        return change_strategy(self.actor, self.found, **form.values())

    def title(self) -> str:
        return _("Change the strategy")

    def lead(self) -> str:
        return _("Placing it under another goal loses nothing: what it served before stays on its page.")


class MoveStrategy(StrategyForms):
    """Bring a strategy into another state."""

    def form(self, data: Any = None) -> MoveForm:
        return MoveForm(self.found, data)

    def act(self, form: Any) -> Strategy:
        return move_strategy(self.actor, self.found, **form.cleaned_data)

    def title(self) -> str:
        return _("Where does it stand?")

    def lead(self) -> str:
        return _("%(name)s is: %(state)s.") % {
            "name": self.found.name,
            "state": self.found.get_state_display().lower(),
        }


class ReviewStrategy(StrategyForms):
    """Record that a strategy was looked at."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        review_strategy(self.actor, self.found)
        return self.done(None)


class BeginTest(StrategyForms):
    """Begin a test cycle."""

    submit = gettext_lazy("Begin")

    def form(self, data: Any = None) -> TestForm:
        return TestForm(data, initial={"starts_on": clock.today(self.actor.initiative.timezone)})

    def act(self, form: Any) -> Any:
        return begin_test(self.actor, self.found, **form.cleaned_data)

    def title(self) -> str:
        return _("Begin a test cycle")

    def lead(self) -> str:
        return _("Try something small, say beforehand what you expect, look, and decide.")


class CloseTest(StrategyForms):
    """Close a test cycle with what came of it."""

    submit = gettext_lazy("Close it")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.test = test_cycle(self.actor, kwargs["public_id"])
        self.strategy = self.test.strategy

    def form(self, data: Any = None) -> TestResultForm:
        return TestResultForm(data)

    def act(self, form: Any) -> Any:
        return close_test(self.actor, self.test, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        return {**super().told(), "quote": _("We expected: %s") % self.test.prediction}

    def title(self) -> str:
        return _("Close the test cycle")

    def lead(self) -> str:
        return self.test.aim
