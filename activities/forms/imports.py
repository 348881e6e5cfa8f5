"""The forms of an import of activities: the file, what its columns are, what its names mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.imports.names import ASK, KNOWN, LEAVE, MAKE, SAME, Name
from activities.imports.rows import GOALS, Layout
from activities.models import ActivityImport
from activities.queries import populations
from activities.services.imports.checking import Checked
from activities.words import FIRST_STATES, ActivityState
from initiatives.forms.fields import choose
from initiatives.kernel.access import Actor
from initiatives.queries import sectors

GOAL_WORDS: list[tuple[str, Any]] = [
    ("", gettext_lazy("Leave out")),
    ("partner", gettext_lazy("Partner that leads")),
    ("supporting", gettext_lazy("Partners that co-deliver")),
    ("sector", gettext_lazy("Sector of the partner")),
    ("title", gettext_lazy("Name of the activity")),
    ("strategy", gettext_lazy("Strategy")),
    ("both", gettext_lazy("Name of the activity, and its strategy")),
    ("people", gettext_lazy("For whom")),
    ("place", gettext_lazy("Place")),
    ("place_code", gettext_lazy("Code of the place")),
    ("around", gettext_lazy("Place around it")),
    ("starts_on", gettext_lazy("From")),
    ("ends_on", gettext_lazy("Until")),
    ("planned_reach", gettext_lazy("People to be reached")),
    ("about", gettext_lazy("What is done")),
]
KIND_WORDS: dict[str, Any] = {
    "partner": gettext_lazy("Partners"),
    "strategy": gettext_lazy("Strategies"),
    "people": gettext_lazy("For whom"),
    "place": gettext_lazy("Places"),
}
FAULT_WORDS: dict[str, Any] = {
    "no_partner": gettext_lazy("No partner stands in this row."),
    "no_title": gettext_lazy("No activity stands in this row."),
    "bad_start": gettext_lazy("The first day is none: write 2026-09-30."),
    "bad_end": gettext_lazy("The last day is none: write 2026-09-30."),
    "bad_order": gettext_lazy("It ends before it begins."),
    "bad_reach": gettext_lazy("The number of people is none."),
}
FEW_KNOWN = 400  # beyond so many known things the choice among them is by what comes near alone


class UploadForm(forms.Form):
    """The list."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx, .xls) or OpenDocument (.ods), up to 20 MB and 5,000 rows."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.ods,.xls"}),
    )


class WholeForm(forms.Form):
    """What holds for every activity of the list."""

    state = forms.ChoiceField(
        label=gettext_lazy("They are"),
        help_text=gettext_lazy("What partners do already is under way."),
        choices=[(state.value, state.label) for state in FIRST_STATES],
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector of partners that are new"))
    everybody = forms.MultipleChoiceField(
        label=gettext_lazy("For whom, where the list does not say"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    faults = forms.BooleanField(label=gettext_lazy("Skip the rows that are not right"), required=False)

    def __init__(self, actor: Actor, row: ActivityImport, faulty: bool, data: Any = None) -> None:
        chosen = row.choices
        initial = {
            "state": chosen.get("state", ActivityState.UNDER_WAY),
            "sector": chosen.get("sector", "nonprofit"),
            "everybody": chosen.get("for", []),
            "faults": chosen.get("faults") == "skip",
        }
        super().__init__(data, initial=initial)
        choose(self.fields["sector"], [(sector.code, sector.name) for sector in sectors()])
        people = list(populations(actor).values_list("code", "name"))
        if people:
            choose(self.fields["everybody"], people)
        else:
            del self.fields["everybody"]
        if not faulty:
            del self.fields["faults"]

    def choices(self) -> dict[str, Any]:
        """Return what is kept of it; what cannot be read is left as it was."""
        self.is_valid()
        given = self.cleaned_data
        kept: dict[str, Any] = {key: given[key] for key in ("state", "sector") if given.get(key)}
        if "everybody" in self.fields:
            kept["for"] = given.get("everybody", [])
        kept["faults"] = "skip" if given.get("faults") else ""
        return kept


@dataclass(frozen=True)
class Offer:
    """A name of the file as the page shows it: under which field, what it may be, and what is chosen."""

    field: str
    name: Name
    options: list[tuple[str, str, bool]]
    asked: bool
    said: str


def offers(checked: Checked, kind: str) -> tuple[list[Offer], list[Offer]]:
    """Return the names of a kind that come near another, asked or decided, and those that are new and plain."""
    names = checked.names.get(kind, {})
    known = checked.known.get(kind, [])
    near, plain = [], []
    for number, name in enumerate(names.values()):
        offer = Offer(
            f"{kind}.{number}",
            name,
            _options(name, names, [(item.code, item.name) for item in known]),
            name.state == ASK,
            _said(name, names, {item.code: item.name for item in known}),
        )
        varies = name.state == KNOWN and name.text not in (name.code, offer.said)
        if varies or name.state in (ASK, SAME, LEAVE):
            near.append(offer)
        elif name.state == MAKE:
            plain.append(offer)
    return near, plain


def _options(name: Name, names: dict[str, Name], known: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Return value, words and whether it is chosen, of everything that a name may be: what comes near stands first."""
    by_code = dict(known)
    others = [other for other in name.like if other in names]
    rows = [(f"as:{other}", _("the same as “%s”, in the file") % names[other].clean) for other in others]
    rows = [
        (f"is:{code}", _("“%s”, known already") % by_code[code]) for code in name.alike if code in by_code
    ] + rows
    rows += [(MAKE, _("one of its own, new")), (LEAVE, _("left out"))]
    if len(known) <= FEW_KNOWN:
        rows += [(f"is:{code}", text) for code, text in known if code not in name.alike]
    current = {KNOWN: f"is:{name.code}", SAME: f"as:{name.code}", MAKE: MAKE, LEAVE: LEAVE}.get(
        name.state, name.proposed
    )
    if current.startswith("as:") and current[3:] not in others and current[3:] in names:
        rows.insert(0, (current, _("the same as “%s”, in the file") % names[current[3:]].clean))
    if not current:
        rows.insert(0, ("", _("Choose")))
    return [(value, words, value == current) for value, words in rows]


def _said(name: Name, names: dict[str, Name], known: dict[str, str]) -> str:
    """Return what a name is taken as, in words."""
    if name.state == KNOWN:
        return known.get(name.code, name.code)
    return names[name.code].clean if name.state == SAME and name.code in names else ""


def chosen_columns(layout: Layout, data: QueryDict) -> dict[str, str]:
    """Return the goal of each column as a request says it; what is no goal leaves it as it was."""
    sent = {label: data.get(f"goes.{index}") for index, label in enumerate(layout.columns)}
    return {
        label: str(sent[label]) if sent[label] == "" or sent[label] in GOALS else goal
        for label, goal in layout.columns.items()
    }


def chosen_names(checked: Checked, data: QueryDict) -> dict[str, dict[str, str]]:
    """Return what a request says of the names, by kind and text; what it does not speak of is left as it was."""
    return {
        kind: {
            text: str(data[f"{kind}.{number}"])[:500]
            for number, text in enumerate(names)
            if data.get(f"{kind}.{number}")
        }
        for kind, names in checked.names.items()
    }
