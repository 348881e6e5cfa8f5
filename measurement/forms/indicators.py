"""Defining indicators."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.forms.start import free_code
from initiatives.kernel.access import Actor
from initiatives.queries import people
from measurement.models import Indicator, IndicatorVersion
from measurement.queries import dimensions, headlines, indicators
from measurement.words import (
    Cadence,
    Direction,
    Level,
    PartnerRollup,
    RbaType,
    State,
    TimeBehaviour,
    Visibility,
)

FIRST = ("name", "kind", "definition", "cadence")
MEANING = ("valid_from", "break_note", "clarification")
NOT_OF_IT = (*MEANING, "code", "state", "demote")

KIND_HINTS = {
    "count": gettext_lazy("Count: how many, such as 180 children"),
    "currency": gettext_lazy("Money: an amount"),
    "ratio": gettext_lazy("Percentage: so many of so many, such as 40 of 50"),
    "rate": gettext_lazy("Rate: so many in a population, per 1,000"),
    "mean": gettext_lazy("Mean: an average, and over how many"),
    "score": gettext_lazy("Score: an average on a scale, and over how many"),
    "yes_no": gettext_lazy("Yes or no: the share of those who say yes"),
    "index": gettext_lazy("Index or median: one figure that cannot be added up"),
}


def text(label: Any, help_text: Any = "", *, rows: int = 0, length: int = 2000) -> forms.CharField:
    """Return an optional field of text."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=length, widget=widget)


def decimal(label: Any, help_text: Any = "", **values: Any) -> forms.DecimalField:
    """Return an optional field of a number."""
    return forms.DecimalField(label=label, help_text=help_text, required=False, **values)


def choice(label: Any, choices: Any, help_text: Any = "", *, empty: Any = None) -> forms.ChoiceField:
    """Return a field of one of several words; with `empty` it may be left to Concert."""
    listed = [("", empty), *choices] if empty is not None else list(choices)
    return forms.ChoiceField(label=label, choices=listed, help_text=help_text, required=empty is None)


def power(label: Any, help_text: Any) -> forms.TypedChoiceField:
    """Return a field for one of the three powers of an indicator, 1 to 3 or not judged."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[
            ("", gettext_lazy("Not judged")),
            ("1", gettext_lazy("1 (low)")),
            ("2", gettext_lazy("2 (middling)")),
            ("3", gettext_lazy("3 (high)")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )


@dataclass(frozen=True)
class Section:
    """A part of the sheet: what it asks, and its fields."""

    title: Any
    note: Any
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        """Whether it must stand open."""
        return any(field.errors for field in self.fields)


# The sheet in its parts: title, note, names of the fields.
SECTIONS: list[tuple[Any, Any, tuple[str, ...]]] = [
    (
        gettext_lazy("What it is for"),
        gettext_lazy("question, outcome, decision"),
        ("question", "outcome", "rba_type", "decision_informed", "level", "headline", "demote"),
    ),
    (
        gettext_lazy("What exactly counts"),
        gettext_lazy("in, out, unit, direction"),
        (
            "numerator_definition",
            "denominator_definition",
            "inclusions",
            "exclusions",
            "unit",
            "decimals",
            "multiplier",
            "currency",
            "scale_min",
            "scale_max",
            "direction",
            "band_low",
            "band_high",
        ),
    ),
    (
        gettext_lazy("How figures combine"),
        gettext_lazy("over time, across partners, by group"),
        ("time_behaviour", "partner_rollup", "dimensions", "crossed"),
    ),
    (
        gettext_lazy("Where figures come from"),
        gettext_lazy("source, method, lag, steward"),
        ("source", "collection_method", "publication_lag", "steward"),
    ),
    (
        gettext_lazy("Who sees it"),
        gettext_lazy("protection of people and partners"),
        ("about_people", "visibility", "suppression_threshold", "population_floor", "rounded_to"),
    ),
    (
        gettext_lazy("How good it is"),
        gettext_lazy("three powers, known limits"),
        ("communication_power", "proxy_power", "data_power", "known_limits"),
    ),
    (gettext_lazy("Where it begins"), gettext_lazy("state, code"), ("state", "code")),
]


class IndicatorForm(forms.Form):
    """An indicator: four things must be said, the rest follows from them until somebody says otherwise."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As you would say it aloud: “Grade 3 pupils reading at level”."),
        max_length=200,
    )
    kind = choice(gettext_lazy("What kind of figure"), list(KIND_HINTS.items()))
    definition = forms.CharField(
        label=gettext_lazy("What it counts"),
        help_text=gettext_lazy("Who or what is in, who is out, on which day. One or two sentences."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cadence = choice(gettext_lazy("Collected"), Cadence.choices)

    question = text(gettext_lazy("The question it answers"), length=300)
    numerator_definition = text(gettext_lazy("What is counted above the line"), rows=2)
    denominator_definition = text(gettext_lazy("Out of what"), rows=2)
    inclusions = text(gettext_lazy("Who or what is in"), rows=2)
    exclusions = text(gettext_lazy("Who or what is out"), rows=2)
    outcome = text(
        gettext_lazy("The outcome it serves"),
        gettext_lazy("In plain words: “Children start school ready”. The same words for the same outcome."),
        length=300,
    )
    rba_type = choice(
        gettext_lazy("What it says of the effort"), RbaType.choices, empty=gettext_lazy("Not said")
    )
    decision_informed = text(
        gettext_lazy("The decision it informs"),
        gettext_lazy("What would you do otherwise if it moved?"),
        rows=2,
    )
    collection_method = text(gettext_lazy("How it is collected"), rows=2)
    publication_lag = forms.IntegerField(
        label=gettext_lazy("Days until the source has it"),
        help_text=gettext_lazy(
            "After the end of the period. From this we know when a figure is out of date."
        ),
        required=False,
        min_value=0,
        max_value=3660,
    )
    known_limits = text(gettext_lazy("Known limits"), rows=2)
    communication_power = power(
        gettext_lazy("Communication power"), gettext_lazy("Do people grasp at once what it tells?")
    )
    proxy_power = power(
        gettext_lazy("Proxy power"), gettext_lazy("Does it stand for the whole outcome, not a corner of it?")
    )
    data_power = power(gettext_lazy("Data power"), gettext_lazy("Are the data good, and there in time?"))
    unit = text(gettext_lazy("Unit"), gettext_lazy("Such as children, days, visits."), length=40)
    decimals = forms.IntegerField(
        label=gettext_lazy("Decimals shown"), required=False, min_value=0, max_value=12
    )
    multiplier = decimal(
        gettext_lazy("Per how many"),
        gettext_lazy("For a rate: 1000 or 100000."),
        min_value=1,
        max_digits=12,
        decimal_places=0,
    )
    currency = text(gettext_lazy("Currency"), gettext_lazy("Three letters, such as USD."), length=3)
    scale_min = decimal(gettext_lazy("Scale from"), max_digits=10, decimal_places=3)
    scale_max = decimal(gettext_lazy("Scale to"), max_digits=10, decimal_places=3)
    direction = choice(gettext_lazy("Which way is better"), Direction.choices)
    band_low = decimal(gettext_lazy("Band from"), max_digits=24, decimal_places=6)
    band_high = decimal(gettext_lazy("Band to"), max_digits=24, decimal_places=6)
    time_behaviour = choice(
        gettext_lazy("Over time"),
        TimeBehaviour.choices,
        gettext_lazy("How months become a quarter: added up, the last one, each person once."),
        empty=gettext_lazy("As usual for its kind"),
    )
    partner_rollup = choice(
        gettext_lazy("Across partners"), PartnerRollup.choices, empty=gettext_lazy("As usual for its kind")
    )
    dimensions = forms.MultipleChoiceField(
        label=gettext_lazy("Broken down by"),
        help_text=gettext_lazy("Partners give the figure for each group too."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    crossed = forms.BooleanField(
        label=gettext_lazy("Cross the two: one figure for each pair of groups"),
        help_text=gettext_lazy("Partners fill in a table, such as boys under six. It takes two breakdowns."),
        required=False,
    )
    level = choice(
        gettext_lazy("Level"),
        Level.choices,
        gettext_lazy("A community figure comes from one named source; partners' figures never alter it."),
    )
    headline = forms.BooleanField(
        label=gettext_lazy("Headline: one of the few everybody watches"), required=False
    )
    about_people = forms.BooleanField(
        label=gettext_lazy("About people: small groups are hidden from readers"), required=False, initial=True
    )
    visibility = choice(
        gettext_lazy("Who sees figures that name a partner"),
        Visibility.choices,
        gettext_lazy("Staff and the partner itself always do."),
    )
    suppression_threshold = forms.IntegerField(
        label=gettext_lazy("Hide groups below"),
        help_text=gettext_lazy("Only if stricter than the initiative's own threshold."),
        required=False,
        min_value=2,
        max_value=1000,
    )
    population_floor = forms.IntegerField(
        label=gettext_lazy("Hide shares and rates of fewer than"),
        help_text=gettext_lazy("People in all. Only if stricter than the initiative's own floor."),
        required=False,
        min_value=0,
        max_value=100_000,
    )
    rounded_to = forms.TypedChoiceField(
        label=gettext_lazy("Counts of people are told"),
        help_text=gettext_lazy("To all below staff. Groups below that number are hidden then."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    source = text(gettext_lazy("Source"), gettext_lazy("Where the figures come from."), length=300)
    steward = choice(gettext_lazy("Steward"), [], empty=gettext_lazy("Nobody yet"))
    state = choice(
        gettext_lazy("It begins as"),
        [
            (State.PROPOSED, gettext_lazy("A proposal: partners are consulted before it is collected")),
            (State.ACTIVE, gettext_lazy("Active: it is agreed and collected")),
        ],
    )
    demote = choice(
        gettext_lazy("Which headline gives up its place"),
        [],
        gettext_lazy("The list is full. Only needed if this one is to be a headline."),
        empty=gettext_lazy("None"),
    )
    code = text(
        gettext_lazy("Code"),
        gettext_lazy("For imports and the API. Leave it empty and we make one."),
        length=64,
    )
    valid_from = day_field(
        gettext_lazy("The new meaning holds from"),
        gettext_lazy("Figures before this day keep the former definition; the line has a break there."),
    )
    break_note = text(gettext_lazy("Why the meaning changes"), rows=2)
    clarification = text(
        gettext_lazy("Or: the meaning stays, the words become clearer"),
        gettext_lazy("Say what is clearer now. No new definition begins, and the line goes on."),
        rows=2,
    )

    def __init__(
        self,
        actor: Actor,
        *args: Any,
        indicator: Indicator | None = None,
        has_figures: bool = False,
        **kw: Any,
    ) -> None:
        self.indicator = indicator
        if indicator is None:
            kw["initial"] = {
                "level": Level.PARTNER,
                "cadence": Cadence.QUARTERLY,
                "direction": Direction.UP,
                "visibility": Visibility.PARTNERS,
                "state": State.ACTIVE,
                "about_people": True,
                **(kw.get("initial") or {}),
            }
        super().__init__(*args, **kw)
        self.actor = actor
        self.people = {str(person.public_id): person for person in people(actor)}
        listed = [(key, person.name) for key, person in self.people.items()]
        self.fields["steward"].choices = [("", _("Nobody yet")), *listed]  # type: ignore[attr-defined]
        coarse = min(actor.initiative.rounded_to, (indicator and indicator.rounded_to) or 10)
        self.fields["rounded_to"].choices = [  # type: ignore[attr-defined]
            ("", _("As the initiative tells them")),
            *((step, name) for step, name in actor.initiative.Rounding.choices if step and step >= coarse),
        ]
        self.fields["dimensions"].choices = [  # type: ignore[attr-defined]
            (row.code, row.name) for row in dimensions(actor)
        ]
        if indicator is not None:
            del self.fields["code"], self.fields["state"]
        if not has_figures:
            for name in MEANING:
                del self.fields[name]
        full = headlines(actor)
        self.demotable = {row.code: row for row in full.indicators}
        if full.full and not (indicator and indicator.headline):
            self.fields["demote"].choices = [  # type: ignore[attr-defined]
                ("", _("None")),
                *((row.code, row.name) for row in full.indicators),
            ]
        else:
            del self.fields["demote"]
        known = len(self.fields["dimensions"].choices)  # type: ignore[attr-defined]
        if not known:
            del self.fields["dimensions"]
        if known < 2:
            del self.fields["crossed"]

    @property
    def first(self) -> list[forms.BoundField]:
        """The four fields that matter."""
        return [self[name] for name in FIRST]

    @property
    def change_of_meaning(self) -> list[forms.BoundField]:
        """What must be said when figures stand already."""
        return [self[name] for name in MEANING if name in self.fields]

    @property
    def sections(self) -> list[Section]:
        """The rest of the sheet, part by part; every field there has a sensible beginning."""
        parts = [
            Section(title, note, [self[name] for name in names if name in self.fields])
            for title, note, names in SECTIONS
        ]
        return [part for part in parts if part.fields]

    def values(self) -> dict[str, Any]:
        """Return what the services take: codes, words and numbers, the steward as a person."""
        given = dict(self.cleaned_data)
        given["steward"] = self.people.get(given.get("steward") or "")
        given["demote"] = self.demotable.get(given.get("demote") or "")
        given["currency"] = (given.get("currency") or "").upper()
        for name in ("decimals", "multiplier", "time_behaviour", "partner_rollup"):
            if not given.get(name) and given.get(name) != 0:
                given.pop(name, None)
        if self.indicator is None and not given.get("code"):
            taken = {code.lower() for code in indicators(self.actor).values_list("code", flat=True)}
            given["code"] = free_code(given["name"], taken)
        return given


def initial_of(indicator: Indicator, version: IndicatorVersion) -> dict[str, Any]:
    """Return an indicator's present values as the form shows them."""
    names = [name for name in IndicatorForm.base_fields if name not in NOT_OF_IT]
    values = {
        name: getattr(indicator, name) if hasattr(indicator, name) else getattr(version, name, None)
        for name in names
        if name not in ("dimensions", "steward")
    }
    values["dimensions"] = [row.dimension.code for row in version.axes]  # type: ignore[attr-defined]
    values["steward"] = str(indicator.steward.public_id) if indicator.steward else ""
    return values
