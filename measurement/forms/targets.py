"""Setting a target, and telling a session to turn a curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.kernel.access import Actor
from initiatives.queries import partners, people
from measurement.models import Indicator, IndicatorVersion, TargetVersion, TurningSession
from measurement.progress import resolved
from measurement.queries import categories_of, told
from measurement.words import Basis, PathKind, ProgressMethod

WHOLE = "whole"
SCORE = [("", "–"), ("1", "1"), ("2", "2"), ("3", "3")]
SCORED = ("leverage", "feasibility", "specificity", "values")


def number(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    """Return a field of an exact number, typed as people write it."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        localize=True,
        max_digits=30,
        decimal_places=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-8"}),
    )


def text(
    label: Any, help_text: Any = "", *, rows: int = 2, required: bool = False, most: int = 4000
) -> forms.CharField:
    """Return a field of some lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TargetForm(forms.Form):
    """What is wanted, of whom, from where, until when, and why."""

    whose = forms.ChoiceField(label=gettext_lazy("Of whom"))
    baseline_value = number(gettext_lazy("Where it sets out from"), gettext_lazy("Everybody may see it."))
    baseline_date = day_field(gettext_lazy("When that was"), gettext_lazy("Any day of its period."))
    basis = forms.ChoiceField(
        label=gettext_lazy("What the number means"), choices=Basis.choices, widget=forms.RadioSelect
    )
    value = number(gettext_lazy("The number"), required=True)
    date = day_field(
        gettext_lazy("By when"), gettext_lazy("Any day of the period it should be reached in."), required=True
    )
    denominator = number(
        gettext_lazy("Of how many"),
        gettext_lazy("For a partner's share: how many it will be of. Partners' targets add up by it."),
    )
    interims = text(
        gettext_lazy("Steps on the way"),
        gettext_lazy("One a line: a day and a value, such as 2027-12-31 44."),
    )
    path = forms.ChoiceField(label=gettext_lazy("The way"), choices=PathKind.choices)
    method = forms.ChoiceField(label=gettext_lazy("How progress is measured"), choices=ProgressMethod.choices)
    rationale = text(gettext_lazy("What it rests on"))
    agreed_in = forms.CharField(
        label=gettext_lazy("Agreed in"),
        help_text=gettext_lazy("The meeting or decision."),
        required=False,
        max_length=300,
    )
    reason = text(
        gettext_lazy("Why this target"), gettext_lazy("It stays with the target for good."), required=True
    )

    def __init__(self, actor: Actor, indicator: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version: IndicatorVersion = indicator.latest_versions[0]  # type: ignore[attr-defined]
        self.partners = {f"partner:{row.code}": row for row in partners(actor).filter(state="active")}
        self.categories = {f"category:{row.pk}": row for row in categories_of(actor, indicator)}
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            (WHOLE, _("All of us together")),
            *((key, f"{row.dimension.name}: {row.name}") for key, row in self.categories.items()),
            *((key, row.name) for key, row in self.partners.items()),
        ]
        if not self.version.two_part:
            del self.fields["denominator"]

    @property
    def worked_out(self) -> list[str]:
        """What the number would come to by each meaning, as far as it has been typed."""
        if not self.is_bound:
            return []
        self.is_valid()
        base, asked = (self.cleaned_data.get(name) for name in ("baseline_value", "value"))
        if asked is None:
            return []
        said = {
            Basis.POINTS: _("%(asked)s more than %(base)s is %(value)s."),
            Basis.RELATIVE: _("%(asked)s per cent more than %(base)s is %(value)s."),
        }
        found = []
        for basis, sentence in said.items():
            value = resolved(basis, base, asked)
            if value is not None:
                words = {
                    "asked": asked,
                    "base": told(self.version, base),
                    "value": told(self.version, value),
                }
                found.append(sentence % words)
        return found

    def clean_interims(self) -> list[dict[str, Any]]:
        """Read the steps; each line is a day and a value."""
        steps = []
        for line in self.cleaned_data["interims"].splitlines():
            if not line.strip():
                continue
            day, _space, value = line.strip().partition(" ")
            try:
                amount = Decimal(value.strip().replace(",", ".").rstrip("% "))
                if not amount.is_finite() or abs(amount) >= Decimal(10) ** 18:
                    raise ValueError
                steps.append({"date": date.fromisoformat(day.rstrip(":")), "value": amount})
            except (ArithmeticError, ValueError) as error:
                message = _("“%s” is not a day and a value, such as 2027-12-31 44.") % line.strip()[:60]
                raise forms.ValidationError(message, "invalid") from error
        return steps

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        whose = given.pop("whose")
        return {**given, "partner": self.partners.get(whose), "category": self.categories.get(whose)}


def initial_of(version: TargetVersion | None, indicator: Indicator) -> dict[str, Any]:
    """Return a target's present values as the form shows them; the usual beginnings where there is none."""
    if version is None:
        return {
            "whose": WHOLE,
            "basis": Basis.ABSOLUTE,
            "path": PathKind.LINEAR,
            "method": ProgressMethod.SHARE,
        }
    names = (
        "basis",
        "baseline_value",
        "baseline_date",
        "denominator",
        "date",
        "path",
        "method",
        "rationale",
        "agreed_in",
    )
    target = version.target
    whose = f"partner:{target.partner.code}" if target.partner else WHOLE
    if target.category_id:
        whose = f"category:{target.category_id}"
    steps = "\n".join(f"{step['date']} {step['value']}" for step in version.interims)
    return {
        **{name: getattr(version, name) for name in names},
        "value": version.asked,
        "whose": whose,
        "interims": steps,
    }


class FreezeForm(forms.Form):
    """How far a straight line goes on."""

    periods = forms.IntegerField(label=gettext_lazy("Periods ahead"), min_value=1, max_value=60, initial=3)
    note = text(gettext_lazy("What it takes for granted"), rows=2)


class StartSessionForm(forms.Form):
    """What a session is about."""

    result = forms.CharField(
        label=gettext_lazy("The result, in plain words"),
        help_text=gettext_lazy("What should be so for everybody: “All our children read well by nine.”"),
        max_length=300,
    )
    held_on = day_field(gettext_lazy("Held on"), required=True)


class SessionForm(forms.Form):
    """What a session says, in its order; lists are one a line."""

    result = forms.CharField(label=gettext_lazy("The result, in plain words"), max_length=300)
    is_ok = forms.ChoiceField(
        label=gettext_lazy("Is this OK?"),
        choices=TurningSession.Verdict.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    because = text(gettext_lazy("Because"))
    up = text(gettext_lazy("What pushes it up"), gettext_lazy("One a line."), rows=3)
    down = text(gettext_lazy("What holds it down"), gettext_lazy("One a line."), rows=3)
    here = text(
        gettext_lazy("Partners with a part in it"),
        gettext_lazy("One a line, such as: City Library: reading afternoons."),
        rows=3,
    )
    missing = text(
        gettext_lazy("Partners who are missing"), gettext_lazy("One a line, with what they could do."), rows=2
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = {name.casefold(): code for code, name in partners(actor).values_list("code", "name")}
        self.codes |= {code.casefold(): code for code in self.codes.values()}

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        story = [{"push": push, "text": line} for push in ("up", "down") for line in lines(given[push])]
        rows = [
            self._partner(line, missing=field == "missing")
            for field in ("here", "missing")
            for line in lines(given[field])
        ]
        return {
            "result": given["result"],
            "is_ok": given["is_ok"],
            "because": given["because"],
            "story": story,
            "partners": rows,
        }

    def _partner(self, line: str, *, missing: bool) -> dict[str, Any]:
        name, _colon, part = line.partition(":")
        code = self.codes.get(name.strip().casefold(), "")
        return {"partner": code, "name": name.strip(), "part": part.strip(), "missing": missing}


def lines(given: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in given.splitlines() if line.strip()]


def session_initial(session: TurningSession) -> dict[str, Any]:
    """Return what a session says as the form shows it."""

    def joined(rows: Sequence[Mapping[str, Any]]) -> str:
        return "\n".join(f"{row['name']}: {row['part']}" if row["part"] else row["name"] for row in rows)

    return {
        "result": session.result,
        "is_ok": session.is_ok,
        "because": session.because,
        "up": "\n".join(row["text"] for row in session.story if row["push"] == "up"),
        "down": "\n".join(row["text"] for row in session.story if row["push"] == "down"),
        "here": joined([row for row in session.partners if not row["missing"]]),
        "missing": joined([row for row in session.partners if row["missing"]]),
    }


class IdeaForm(forms.Form):
    """One idea: what works, what it costs, how it scores, whether it is chosen."""

    text = forms.CharField(label=gettext_lazy("What works"), required=False, max_length=1000)
    cost = forms.ChoiceField(
        label=gettext_lazy("Cost"),
        choices=[
            ("some", gettext_lazy("costs something")),
            ("low", gettext_lazy("low cost")),
            ("none", gettext_lazy("no cost")),
        ],
        required=False,
    )
    off_the_wall = forms.BooleanField(label=gettext_lazy("Off the wall"), required=False)
    leverage = forms.ChoiceField(label=gettext_lazy("Leverage"), choices=SCORE, required=False)
    feasibility = forms.ChoiceField(label=gettext_lazy("Feasibility"), choices=SCORE, required=False)
    specificity = forms.ChoiceField(label=gettext_lazy("Specificity"), choices=SCORE, required=False)
    values = forms.ChoiceField(label=gettext_lazy("Values"), choices=SCORE, required=False)
    chosen = forms.BooleanField(label=gettext_lazy("Chosen"), required=False)


IdeaFormSet = forms.formset_factory(IdeaForm, extra=2, max_num=40)


def ideas_of(formset: Any) -> list[dict[str, Any]]:
    """Return the ideas of a valid formset as the service takes them."""
    rows = [dict(form.cleaned_data) for form in formset if form.cleaned_data.get("text")]
    for row in rows:
        for name in SCORED:
            row[name] = int(row[name]) if row.get(name) else None
    return rows


class ActionForm(forms.Form):
    """Who does what until when."""

    what = forms.CharField(label=gettext_lazy("What"), max_length=300)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due = day_field(gettext_lazy("Until"), required=True)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.public_id): row for row in people(actor)}
        self.fields["owner"].choices = [(key, row.name) for key, row in self.people.items()]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "owner": self.people[self.cleaned_data["owner"]]}
