"""Goals, strategies and test cycles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.fields import (
    cause_choices,
    causes_chosen,
    goals_chosen,
    group_choices,
    group_chosen,
    indicator_choices,
    indicators_chosen,
)
from agenda.models import CommonAgenda, Goal, Strategy
from agenda.queries import standing_goals
from agenda.services import Moving
from agenda.words import (
    NEEDS_REASON,
    STRATEGY_MOVES,
    Engagement,
    Evidence,
    Horizon,
    StrategyKind,
    StrategyState,
    Verdict,
)
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from measurement.queries import categories_of, indicators

SLOTS = 4
SCORES = ("leverage", "feasibility", "specificity", "values_fit")


class GoalForm(VersionedForm):
    """A goal: what is to change, and what tells."""

    statement = text_field(
        gettext_lazy("Goal"),
        gettext_lazy(
            "What is to change, for whom, by when, such as “60 % of third graders read at level by 2030”."
        ),
        required=True,
        most=300,
    )
    outcome = text_field(
        gettext_lazy("Result in plain words"),
        gettext_lazy("A condition of well-being, such as “children start school ready”."),
        most=300,
    )
    population = text_field(gettext_lazy("For whom"), most=300)
    group = forms.ChoiceField(label=gettext_lazy("Group that owns it"), required=False)
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Indicators that tell whether it is reached"),
        help_text=gettext_lazy("One or two of the whole population. Targets belong to the indicator."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        choose(self.fields["group"], group_choices(actor, self.initial.get("group", "")))
        kept = self.initial.get("indicators", ())
        choose(self.fields["indicators"], indicator_choices(actor, kept))

    @staticmethod
    def initial_of(goal: Goal) -> dict[str, Any]:
        """Return what the form begins with for a goal that stands."""
        return {
            "statement": goal.statement,
            "outcome": goal.outcome,
            "population": goal.population,
            "group": str(goal.group.public_id) if goal.group else "",
            "indicators": [row.indicator.code for row in goal.measured],  # type: ignore[attr-defined]
        }

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = dict(self.cleaned_data)
        given["group"] = group_chosen(self.actor, given["group"])
        given["indicators"] = indicators_chosen(self.actor, given["indicators"])
        return given


class EquityForm(forms.Form):
    """By how much the gap of a group is to close."""

    groups = forms.ChoiceField(
        label=gettext_lazy("Whose gap"),
        help_text=gettext_lazy("A group by which one of the goal's indicators is broken down."),
    )
    compared_with = forms.ChoiceField(label=gettext_lazy("Beside whom"), required=False)
    baseline = forms.DecimalField(
        label=gettext_lazy("The gap at the beginning"),
        help_text=gettext_lazy("In points, or in the indicator's unit."),
        required=False,
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    baseline_on = day_field(gettext_lazy("On"))
    target = forms.DecimalField(
        label=gettext_lazy("The gap that is aimed at"),
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    due_on = day_field(gettext_lazy("By"), required=True)

    def __init__(self, actor: Actor, goal: Goal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, tuple[Any, Any]] = {}
        for row in goal.measured:  # type: ignore[attr-defined]
            for category in categories_of(actor, row.indicator):
                self.known[f"{row.indicator.code}:{category.pk}"] = (row.indicator, category)
        choose(
            self.fields["groups"],
            [
                (key, f"{indicator.name}: {category.name}")
                for key, (indicator, category) in self.known.items()
            ],
        )
        others = {str(category.pk): category for _indicator, category in self.known.values()}
        self.others = others
        choose(
            self.fields["compared_with"],
            [("", _("The whole")), *((pk, category.name) for pk, category in others.items())],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        given["indicator"], given["category"] = self.known[given.pop("groups")]
        given["compared_with"] = self.others.get(given["compared_with"])
        return given


class RetireForm(forms.Form):
    """Why a goal is given up."""

    reason = text_field(gettext_lazy("Why it is given up"), rows=3, required=True, most=2000)


class StrategyFilter(Filter):
    """Narrows the list of strategies."""

    q = find_field()
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Every state")), *StrategyState.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("Every kind")), *StrategyKind.choices],
    )
    goal = forms.ChoiceField(label=gettext_lazy("Goal"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(goal.public_id), goal.statement) for goal in standing_goals(actor)]
        choose(self.fields["goal"], [("", _("Every goal")), *rows])


class StrategyForm(VersionedForm):
    """A strategy: what we do, what then moves, and why that should be so."""

    name = text_field(gettext_lazy("Name"), required=True, most=200)
    we_do = text_field(gettext_lazy("If we ..."), rows=2, most=2000)
    then = text_field(gettext_lazy("then ..."), rows=2, most=2000)
    because = text_field(gettext_lazy("because ..."), rows=2, most=2000)
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("Goals it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=StrategyKind.choices)
    evidence = forms.ChoiceField(
        label=gettext_lazy("Evidence"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *Evidence.choices],
    )
    evidence_source = text_field(
        gettext_lazy("Where the evidence is from"),
        gettext_lazy("Studies, our own tests, what families say."),
        rows=2,
        most=2000,
    )
    engagement = forms.ChoiceField(
        label=gettext_lazy("How far those concerned take part"),
        help_text=gettext_lazy("From being told to leading together. It must be said."),
        choices=[("", gettext_lazy("Choose")), *Engagement.choices],
    )
    horizon = forms.ChoiceField(
        label=gettext_lazy("When it shows"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *Horizon.choices],
    )
    group = forms.ChoiceField(label=gettext_lazy("Group that leads it"), required=False)
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Causes it goes at"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, actor: Actor, version: CommonAgenda | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.agenda = actor, version
        self.count = max(SLOTS, sum(name.startswith("moves_") for name in self.initial))
        choose(self.fields["group"], group_choices(actor, self.initial.get("group", "")))
        choose(
            self.fields["goals"], [(str(goal.public_id), goal.statement) for goal in standing_goals(actor)]
        )
        if version is not None:
            choose(self.fields["causes"], cause_choices(version))
        if version is None or not self.fields["causes"].choices:  # type: ignore[attr-defined]
            del self.fields["causes"]
        kept = [code for name, code in self.initial.items() if name.startswith(("moves_", "foretells_"))]
        known = [("", "–"), *indicator_choices(actor, kept)]
        for slot in range(self.count):
            self.fields[f"moves_{slot}"] = forms.ChoiceField(
                label=_("Indicator that should move first"), required=False, choices=known
            )
            self.fields[f"wanted_{slot}"] = text_field(_("or one that is still wanted"), most=200)
            self.fields[f"foretells_{slot}"] = forms.ChoiceField(
                label=_("and leads to"), required=False, choices=[("", _("all of its goals")), *known[1:]]
            )
        for score in SCORES:
            self.fields[score] = forms.TypedChoiceField(
                label=SCORE_NAMES[score],
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "–"), *((number, str(number)) for number in range(1, 6))],
            )

    @staticmethod
    def initial_of(row: Strategy) -> dict[str, Any]:
        """Return what the form begins with for a strategy that stands."""
        plain = (
            "name",
            "we_do",
            "then",
            "because",
            "kind",
            "evidence",
            "evidence_source",
            "engagement",
            "horizon",
        )
        found: dict[str, Any] = {key: getattr(row, key) for key in (*plain, *SCORES)}
        found["group"] = str(row.group.public_id) if row.group else ""
        found["goals"] = [str(link.goal.public_id) for link in row.under]  # type: ignore[attr-defined]
        found["causes"] = [str(link.cause.public_id) for link in row.causes]  # type: ignore[attr-defined]
        for slot, one in enumerate(row.moving):  # type: ignore[attr-defined]
            found[f"moves_{slot}"] = one.indicator.code if one.indicator else ""
            found[f"wanted_{slot}"] = one.wanted
            found[f"foretells_{slot}"] = one.foretells.code if one.foretells else ""
        return found

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that say what the strategy is."""
        names = ["name", "we_do", "then", "because", "goals", "group", "engagement"]
        return [self[name] for name in names]

    @property
    def proof(self) -> list[forms.BoundField]:
        """The fields that say why it should work."""
        names = [
            "kind",
            "evidence",
            "evidence_source",
            "horizon",
            *(["causes"] if "causes" in self.fields else []),
        ]
        return [self[name] for name in names]

    @property
    def slots(self) -> list[list[forms.BoundField]]:
        """The fields of what should move first, slot by slot."""
        return [
            [self[f"{name}_{slot}"] for name in ("moves", "wanted", "foretells")]
            for slot in range(self.count)
        ]

    @property
    def scores(self) -> list[forms.BoundField]:
        """The four scores by which it is chosen."""
        return [self[name] for name in SCORES]

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = dict(self.cleaned_data)
        by_code = {row.code: row for row in indicators(self.actor)}
        moving = []
        for slot in range(self.count):
            code, wanted, leads = (given.pop(f"{name}_{slot}") for name in ("moves", "wanted", "foretells"))
            if code or wanted.strip():
                moving.append(Moving(by_code.get(code), wanted, by_code.get(leads)))
        given["group"] = group_chosen(self.actor, given["group"])
        given["goals"] = goals_chosen(self.actor, given["goals"])
        if self.agenda is not None and "causes" in given:
            given["causes"] = causes_chosen(self.agenda, given["causes"])
        return {**given, "moving": moving}


SCORE_NAMES = {
    "leverage": gettext_lazy("Leverage: how much it moves"),
    "feasibility": gettext_lazy("Feasibility and reach"),
    "specificity": gettext_lazy("How clear it is who does what"),
    "values_fit": gettext_lazy("Fit with our values"),
}


class MoveForm(forms.Form):
    """Into which state a strategy comes, and why."""

    state = forms.ChoiceField(label=gettext_lazy("It is now"), widget=forms.RadioSelect)
    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("Needed where it is adapted, dropped or parked. It stays on its page."),
        rows=3,
        most=2000,
    )

    def __init__(self, row: Strategy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = STRATEGY_MOVES[row.state]
        choose(
            self.fields["state"], [(state.value, state.label) for state in StrategyState if state in allowed]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason at its own field where one is needed."""
        given = super().clean() or self.cleaned_data
        if given.get("state") in NEEDS_REASON and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why."))
        return given


class TestForm(forms.Form):
    """A test cycle that begins."""

    __test__ = False

    aim = text_field(gettext_lazy("What do you want to learn?"), required=True, most=300)
    change = text_field(gettext_lazy("What do you do differently?"), rows=2, required=True, most=2000)
    prediction = text_field(
        gettext_lazy("What do you expect?"),
        gettext_lazy("Before you begin: only then can you be surprised."),
        rows=2,
        required=True,
        most=2000,
    )
    measure = text_field(gettext_lazy("By what will you tell?"), most=300)
    starts_on = day_field(gettext_lazy("From"), required=True)
    ends_on = day_field(gettext_lazy("Until"))


class TestResultForm(forms.Form):
    """How a test cycle ended."""

    __test__ = False

    result = text_field(gettext_lazy("What happened?"), rows=3, required=True, most=4000)
    verdict = forms.ChoiceField(
        label=gettext_lazy("What follows?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
