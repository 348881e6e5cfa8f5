"""What people fill in to find a decision, to raise it, to word it and to put evidence to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.words import Engagement
from communications.words.decisions import (
    DecisionState,
    EvidenceKind,
    Reversibility,
    Rule,
)
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.queries import groups, partners
from measurement.queries import indicators

if TYPE_CHECKING:
    from communications.models import Proposal

LONG = 4000
SLOTS = 4


class DecisionFilter(Filter):
    """Narrows the log."""

    q = find_field()
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("Still to be decided")),
            *DecisionState.choices,
        ],
    )
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Touching"), required=False)
    dissent = forms.BooleanField(label=gettext_lazy("With dissent kept"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = partners(actor).order_by("name", "id").values_list("code", "name")
        choose(self.fields["partner"], [("", _("All partners")), *named])
        rows = groups(actor).order_by("name", "id").values_list("public_id", "name")
        choose(self.fields["group"], [("", _("All")), *((str(key), name) for key, name in rows)])

    def wanted(self) -> dict[str, Any]:
        """Return what the query takes."""
        asked = self.asked()
        return {"search": asked.pop("q", ""), **asked}


class ProposalForm(VersionedForm):
    """The wording of a decision, with up to so many options as there are slots."""

    title = text_field(
        gettext_lazy("In a line"),
        gettext_lazy("Such as “Move tutoring to the four schools with most absence”."),
        required=True,
        most=200,
    )
    question = text_field(
        gettext_lazy("What is to be decided"),
        gettext_lazy("The question with what one must know to answer it."),
        rows=4,
        required=True,
        most=LONG,
    )
    rule = forms.ChoiceField(label=gettext_lazy("By which rule"), choices=Rule.choices)
    quorum = forms.IntegerField(
        label=gettext_lazy("How many must have spoken"), required=False, min_value=0, max_value=1000
    )
    bar = forms.DecimalField(
        label=gettext_lazy("The mean that is needed"),
        help_text=gettext_lazy("From 1 to 5, where everybody says how far they agree."),
        required=False,
        min_value=1,
        max_value=5,
        decimal_places=1,
    )
    criteria = text_field(
        gettext_lazy("Judged by what"),
        gettext_lazy("One a line: reach, fairness, cost, how soon it can start."),
        rows=3,
        most=1200,
    )
    proposed = forms.ChoiceField(label=gettext_lazy("Which option is put forward"), required=False)
    engagement = forms.ChoiceField(
        label=gettext_lazy("How those concerned take part"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *Engagement.choices],
    )
    reversibility = forms.ChoiceField(
        label=gettext_lazy("Can it be undone?"),
        required=False,
        choices=[("", gettext_lazy("Not said yet")), *Reversibility.choices],
    )
    equity_note = text_field(gettext_lazy("Who gains, and who could be left out"), rows=2, most=LONG)
    decide_on = day_field(gettext_lazy("To be decided by"))
    in_effect_on = day_field(gettext_lazy("In effect from"))
    review_on = day_field(gettext_lazy("To be reviewed on"))

    FIRST = ("group", "title", "question")
    PLAIN = ("title", "question", "rule", "quorum", "bar", "proposed", "engagement", "reversibility")
    REST = ("equity_note", "decide_on", "in_effect_on", "review_on")

    def __init__(self, actor: Actor, row: Proposal | None, *args: Any, **kwargs: Any) -> None:
        options = row.weighed if row is not None else []
        self.places = range(1, max(SLOTS, len(options) + 1) + 1)
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in (*self.PLAIN, *self.REST)}
            kwargs["initial"]["criteria"] = "\n".join(row.criteria)
            for place, option in enumerate(options, 1):
                lines = (f"{name}: {said}" for name, said in option["marks"].items())
                told = {"title": option["title"], "about": option["about"], "marks": "\n".join(lines)}
                kwargs["initial"] |= {f"option_{place}_{name}": text for name, text in told.items()}
        super().__init__(*args, **kwargs)
        self.actor = actor
        for place in self.places:
            self.fields[f"option_{place}_title"] = text_field(_("Option %s") % self.key(place), most=200)
            self.fields[f"option_{place}_about"] = text_field(_("What it is"), rows=2, most=2000)
            self.fields[f"option_{place}_marks"] = text_field(
                _("How it does"), _("A line for each criterion: “Cost: $1,150 a child”."), rows=2, most=2400
            )
        letters = [(self.key(place), _("Option %s") % self.key(place)) for place in self.places]
        choose(self.fields["proposed"], [("", _("None yet")), *letters])

    @staticmethod
    def key(place: int) -> str:
        """Return the letter of an option by its place."""
        return chr(ord("A") + place - 1)

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def slots(self) -> list[list[Any]]:
        return [
            [self[f"option_{place}_{name}"] for name in ("title", "about", "marks")] for place in self.places
        ]

    @property
    def judged(self) -> list[Any]:
        return [self["criteria"]]

    @property
    def ruled(self) -> list[Any]:
        return [self[name] for name in ("proposed", "rule", "quorum", "bar", "engagement", "reversibility")]

    @property
    def rest(self) -> list[Any]:
        return [self[name] for name in self.REST]

    def clean(self) -> dict[str, Any]:
        """Options stand one after the other, so that their letters are those that were seen."""
        cleaned = super().clean()
        named = [bool(cleaned.get(f"option_{place}_title")) for place in self.places]
        for place, has_name in zip(self.places, named, strict=True):
            said = any(cleaned.get(f"option_{place}_{name}") for name in ("about", "marks"))
            later = any(named[place:])
            if not has_name and (said or later):
                self.add_error(
                    f"option_{place}_title",
                    _("Give this option a name, or leave it and those after it empty."),
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = self.cleaned_data
        criteria = [line.strip() for line in given["criteria"].splitlines() if line.strip()]
        options = [
            {
                "title": given[f"option_{place}_title"],
                "about": given[f"option_{place}_about"],
                "marks": marks_of(given[f"option_{place}_marks"], criteria),
            }
            for place in self.places
            if given[f"option_{place}_title"]
        ]
        values = {name: given[name] for name in (*self.PLAIN, *self.REST)}
        values |= {"criteria": criteria, "options": options, "quorum": given["quorum"] or 0}
        if given["bar"] is None:
            del values["bar"]
        return values


class RaiseForm(ProposalForm):
    """A question before a group."""

    group = forms.ChoiceField(label=gettext_lazy("Which group decides"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, None, *args, **kwargs)
        self.groups = {str(row.public_id): row for row in groups(actor).order_by("name", "id")}
        choose(self.fields["group"], [(key, row.name) for key, row in self.groups.items()])
        choose(self.fields["rule"], [("", _("As the group decides mostly")), *Rule.choices])
        self.fields["rule"].required = False

    def values(self) -> dict[str, Any]:
        """Return what the service takes beside the group."""
        values = super().values()
        if not values["rule"]:
            del values["rule"]
        return values

    @property
    def chosen_group(self) -> Any:
        """The group that decides."""
        return self.groups[self.cleaned_data["group"]]


def marks_of(text: str, criteria: list[str]) -> dict[str, str]:
    """Return what is said of an option by criterion, from lines such as “Cost: low”; the others in their order."""
    found: dict[str, str] = {}
    by_name = {name.lower(): name for name in criteria}
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        name, colon, said = line.partition(":")
        known = by_name.get(name.strip().lower()) if colon else None
        free = next((one for one in criteria if one not in found), None)
        if known or free:
            found[known or str(free)] = said.strip() if known else line
    return found


class ReasonForm(forms.Form):
    """Why a question is taken back."""

    reason = text_field(gettext_lazy("Why"), rows=3, required=True, most=2000)


class EvidenceForm(forms.Form):
    """What a decision rests on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=EvidenceKind.choices, widget=forms.RadioSelect
    )
    title = text_field(
        gettext_lazy("What it shows"),
        gettext_lazy("In a sentence: “Four schools hold most of the children who are often absent”."),
        required=True,
        most=300,
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Figure of which indicator"),
        help_text=gettext_lazy("It is frozen as it stands now. A later revision is told beside it."),
        required=False,
    )
    by = forms.ChoiceField(
        label=gettext_lazy("Broken down"),
        required=False,
        choices=[
            ("total", gettext_lazy("not at all")),
            ("place", gettext_lazy("by place")),
            ("sector", gettext_lazy("by sector")),
        ],
    )
    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("To"))
    link = forms.URLField(
        label=gettext_lazy("Where it can be read"), required=False, max_length=500, assume_scheme="https"
    )
    says = text_field(gettext_lazy("What it says"), rows=3, most=LONG)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in indicators(actor).order_by("name", "id")}
        choose(
            self.fields["indicator"],
            [("", _("None")), *((code, row.name) for code, row in self.rows.items())],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        return {
            **given,
            "indicator": self.rows.get(given["indicator"]),
            "by": given["by"] or "total",
        }
