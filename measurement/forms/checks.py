"""A rule between indicators by form: two sides of a few figures each, what holds them together, what then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor
from measurement.kinds.between import Term, Wording
from measurement.models import CheckRuleVersion
from measurement.queries import indicators, plain, wording_of
from measurement.words import CheckMissing, CheckOperator, CheckSeverity, State

SLOTS = 4


def number_field(label: Any, help_text: Any = "", *, initial: Any = None) -> forms.DecimalField:
    """Return the field of a number that may be left empty."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        initial=initial,
        max_digits=30,
        decimal_places=12,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class RuleForm(forms.Form):
    """What a rule says. Each side has a few slots, one figure in each; empty ones count for nothing."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("For example: No more served than enrolled"),
        max_length=200,
    )
    operator = forms.ChoiceField(
        label=gettext_lazy("How the two sides are held together"), choices=CheckOperator.choices
    )
    constant = number_field(gettext_lazy("And this number"), gettext_lazy("Added to the right side."))
    tolerance = forms.DecimalField(
        label=gettext_lazy("May be off by"),
        help_text=gettext_lazy("Per cent, where the two sides are to be equal."),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    missing = forms.ChoiceField(
        label=gettext_lazy("If a figure is missing"),
        choices=CheckMissing.choices,
        widget=forms.RadioSelect,
        initial=CheckMissing.SKIP,
    )
    message = forms.CharField(
        label=gettext_lazy("What to tell the partner"),
        help_text=gettext_lazy("The figures of both sides are told in any case."),
        required=False,
        max_length=300,
    )

    def __init__(self, actor: Actor, *args: Any, slots: int = SLOTS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot_count = slots
        held = indicators(actor).exclude(state=State.RETIRED)
        choices = [("", _("–")), *((row.code, row.name) for row in held)]
        for side in ("left", "right"):
            for slot in range(slots):
                self._add_slot(f"{side}_{slot}", choices)

    def _add_slot(self, name: str, choices: list[tuple[str, str]]) -> None:
        where = str(int(name[-1]) + 1)
        self.fields[f"{name}_factor"] = number_field(_("Times, figure %s") % where)
        self.fields[f"{name}_factor"].widget.attrs |= {"class": "input w-4", "placeholder": "1"}
        self.fields[f"{name}_indicator"] = forms.ChoiceField(
            label=_("Indicator, figure %s") % where, choices=choices, required=False
        )
        self.fields[f"{name}_previous"] = forms.ChoiceField(
            label=_("Period, figure %s") % where,
            choices=[("", _("this period")), ("1", _("the period before"))],
            required=False,
        )
        for part in ("indicator", "previous"):
            self.fields[f"{name}_{part}"].widget.attrs["class"] = "input"

    def slots(self, side: str) -> Iterator[list[forms.BoundField]]:
        """Yield the fields of each slot of a side."""
        for slot in range(self.slot_count):
            yield [self[f"{side}_{slot}_{part}"] for part in ("factor", "indicator", "previous")]

    @property
    def sides(self) -> list[dict[str, Any]]:
        """Both sides ready to be drawn: their names, their slots, what is wrong with the side."""
        titles = {"left": _("Left side"), "right": _("Right side")}
        return [
            {"key": side, "title": title, "slots": list(self.slots(side)), "errors": self.side_errors(side)}
            for side, title in titles.items()
        ]

    def side_errors(self, side: str) -> list[str]:
        """Return what is wrong with a side as a whole or in one of its slots."""
        names = [name for name in self.fields if name.startswith(f"{side}_")]
        return [str(error) for name in names for error in self.errors.get(name, [])]

    def put_at_slot(self, field: str) -> str:
        """Return the field of this form at which a fault of the services' field is told."""
        return f"{field}_0_indicator" if field in ("left", "right") else field

    def values(self) -> dict[str, Any]:
        """Return the wording as the services take it."""
        given = self.cleaned_data
        return {
            "left": self._side("left"),
            "operator": given["operator"],
            "right": self._side("right"),
            "constant": given["constant"] or Decimal(0),
            "tolerance": given["tolerance"] or Decimal(0),
            "missing": given["missing"],
        }

    def _side(self, side: str) -> list[dict[str, Any]]:
        given = self.cleaned_data
        rows = [f"{side}_{slot}" for slot in range(self.slot_count)]
        return [
            {
                "indicator": given[f"{row}_indicator"],
                "factor": given[f"{row}_factor"],
                "previous": bool(given[f"{row}_previous"]),
            }
            for row in rows
            if given[f"{row}_indicator"]
        ]


class ChangeRuleForm(RuleForm):
    """Another wording or weight, and why."""

    severity = forms.ChoiceField(
        label=gettext_lazy("If it does not hold"), choices=CheckSeverity.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Kept beside the former wording."),
        max_length=300,
    )


def slots_for(version: CheckRuleVersion) -> int:
    """Return how many slots a side needs for a rule as it is worded now."""
    says = wording_of(version)
    return max(SLOTS, len(says.left), len(says.right))


def initial_of(name: str, version: CheckRuleVersion) -> dict[str, Any]:
    """Return the form's fields as a rule is worded now."""
    says: Wording = wording_of(version)
    fields: dict[str, Any] = {
        "name": name,
        "operator": says.operator,
        "constant": plain(says.constant) if says.constant else "",
        "tolerance": plain(says.tolerance) if says.tolerance else "",
        "missing": says.missing,
        "message": version.message,
        "severity": version.severity,
    }
    for side, terms in (("left", says.left), ("right", says.right)):
        for slot, term in enumerate(terms):
            fields |= _slot(f"{side}_{slot}", term)
    return fields


def _slot(name: str, term: Term) -> Mapping[str, Any]:
    return {
        f"{name}_factor": "" if term.factor == 1 else format(term.factor.normalize(), "f"),
        f"{name}_indicator": term.code,
        f"{name}_previous": "1" if term.previous else "",
    }
