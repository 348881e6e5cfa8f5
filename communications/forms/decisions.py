"""What people fill in to raise a decision, to word it, to take a position on it, to decide and to look back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import activities
from agenda.queries import goals, strategies
from agenda.words import Engagement
from communications.kinds import rule
from communications.words.decisions import (
    DecisionState,
    EvidenceKind,
    Outcome,
    Position,
    Reversibility,
    ReviewVerdict,
    Rule,
)
from initiatives.forms.fields import Filter, choose, day_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.queries import groups
from measurement.queries import indicators

if TYPE_CHECKING:
    from communications.models import Proposal
    from initiatives.models import GroupMember

LONG = 4000
SLOTS = 4


class DecisionFilter(Filter):
    """Narrows the log."""

    q = forms.CharField(
        label=gettext_lazy("Find"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
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
    dissent = forms.BooleanField(label=gettext_lazy("With dissent kept"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


class PositionForm(forms.Form):
    """Where somebody stands on a proposal."""

    member = forms.ChoiceField(label=gettext_lazy("Whose position"))
    how_given = text_field(
        gettext_lazy("How it was given"), gettext_lazy("Such as “by phone on 3 March”."), most=300
    )
    degree = forms.TypedChoiceField(
        label=gettext_lazy("How far do you agree?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5, wholeheartedly")),
            (4, gettext_lazy("4, with a small doubt")),
            (3, gettext_lazy("3, I can live with it")),
            (2, gettext_lazy("2, with a serious reservation")),
            (1, gettext_lazy("1, no")),
        ],
        widget=forms.RadioSelect,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Where do you stand?"), choices=Position.choices, widget=forms.RadioSelect
    )
    aside = forms.BooleanField(label=gettext_lazy("I stand aside"), required=False)
    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("A reservation and an objection need their reason; it is kept with the decision."),
        rows=3,
        most=2000,
    )
    lived_experience = forms.BooleanField(
        label=gettext_lazy("I speak from lived experience of what this is about"), required=False
    )
    shown_apart = forms.BooleanField(
        label=gettext_lazy("My position may be shown apart as one of lived experience, though few are"),
        help_text=gettext_lazy("Without this it is shown apart only where three or more are."),
        required=False,
    )

    def __init__(self, rule_name: str, seats: list[GroupMember] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.membership.public_id): seat.membership for seat in seats or []}
        if seats is None:
            del self.fields["member"], self.fields["how_given"]
        else:
            choose(self.fields["member"], [(key, one.name) for key, one in self.seats.items()])
            self.fields["how_given"].required = True
        if rule(rule_name).asks_degree:
            del self.fields["position"]
            self.fields["degree"].required = False
        else:
            del self.fields["degree"], self.fields["aside"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        aside, degree = given.pop("aside", False), given.pop("degree", None)
        if "position" not in given:
            given["position"] = Position.STAND_ASIDE.value if aside else ""
            given["degree"] = None if aside or degree in (None, "") else degree
        if "member" in given:
            given["member"] = self.seats[given["member"]]
        return given


class InterestForm(forms.Form):
    """What somebody gains or loses by a decision."""

    member = forms.ChoiceField(label=gettext_lazy("Whose interest"))
    what = text_field(
        gettext_lazy("What it is"), gettext_lazy("Such as “is paid for each place”."), required=True, most=300
    )
    recused = forms.BooleanField(
        label=gettext_lazy("Takes no part in deciding"),
        help_text=gettext_lazy("A position that was taken counts no more."),
        required=False,
    )

    def __init__(self, seats: list[GroupMember] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.membership.public_id): seat.membership for seat in seats or []}
        if seats is None:
            del self.fields["member"]
        else:
            choose(self.fields["member"], [(key, one.name) for key, one in self.seats.items()])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        if "member" in given:
            given["member"] = self.seats[given["member"]]
        return given


class AnswerForm(forms.Form):
    """What is answered to a reservation or an objection."""

    text = text_field(gettext_lazy("The answer"), rows=3, required=True, most=2000)


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


class RulingForm(forms.Form):
    """What the group decided."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did the group decide?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = text_field(
        gettext_lazy("Why"),
        gettext_lazy("What weighed most, also against what was heard on the other side."),
        rows=4,
        required=True,
        most=LONG,
    )
    decided_on = day_field(gettext_lazy("Decided on"), gettext_lazy("Today, unless you say another day."))
    in_effect_on = day_field(gettext_lazy("In effect from"))
    review_on = day_field(gettext_lazy("To be reviewed on"))


class ReviewForm(forms.Form):
    """A look back at a decision."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What follows?"), choices=ReviewVerdict.choices, widget=forms.RadioSelect
    )
    found = text_field(gettext_lazy("What was found"), rows=4, required=True, most=LONG)
    next_review_on = day_field(gettext_lazy("Look again on"))


class EffectForm(forms.Form):
    """One thing that a decision bears on."""

    thing = forms.ChoiceField(label=gettext_lazy("What does it bear on?"))
    note = text_field(gettext_lazy("How"), gettext_lazy("Such as “should fall by spring”."), most=500)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: list[tuple[str, Any, Any, str]] = [
            ("indicator", _("Indicators"), indicators(actor), "code"),
            ("activity", _("Activities"), activities(actor), "public_id"),
            ("strategy", _("Strategies"), strategies(actor), "public_id"),
            ("goal", _("Goals"), goals(actor), "public_id"),
        ]
        self.things: dict[str, tuple[str, Any]] = {}
        offered: list[tuple[Any, Any]] = []
        for kind, label, rows, key in kinds:
            found = sorted(rows, key=lambda row: str(row).lower())
            self.things |= {f"{kind}:{getattr(row, key)}": (kind, row) for row in found}
            offered.append((label, [(f"{kind}:{getattr(row, key)}", str(row)) for row in found]))
        choose(self.fields["thing"], [("", _("Choose one")), *(one for one in offered if one[1])])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        kind, row = self.things[self.cleaned_data["thing"]]
        return {kind: row, "note": self.cleaned_data["note"]}
