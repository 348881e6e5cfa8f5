"""The fields that forms of the agenda share, and what their choices are."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from agenda.models import Cause, CommonAgenda, Goal
from agenda.queries import cause_tree, standing_goals
from initiatives.kernel.access import Actor
from initiatives.queries import groups
from measurement.queries import indicators


class Filter(forms.Form):
    """What a list is narrowed by; what cannot be read is left out."""

    def asked(self) -> dict[str, Any]:
        """Return the filters that hold."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 0, required: bool = False, most: int = 0
) -> Any:
    """Return the field of a text: one line, or a box of so many rows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most or None, widget=widget
    )


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def choose(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Fill a field of a choice."""
    field.choices = list(choices)  # type: ignore[attr-defined]


def group_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the groups by id, after the empty choice."""
    return [("", _("No group yet")), *((str(row.public_id), row.name) for row in groups(actor))]


def group_chosen(actor: Actor, public_id: str) -> Any:
    """Return the group of this id, None for the empty choice."""
    return groups(actor).filter(public_id=UUID(public_id)).first() if public_id else None


def indicator_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the indicators by code."""
    rows = indicators(actor).exclude(state="retired").order_by("-headline", "position", "name", "id")
    return list(rows.values_list("code", "name"))


def indicators_chosen(actor: Actor, codes: Iterable[str]) -> list[Any]:
    """Return the indicators of these codes, in the order of the codes."""
    wanted = list(codes)
    found = {row.code: row for row in indicators(actor).filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]


def goals_chosen(actor: Actor, ids: Iterable[str]) -> list[Goal]:
    """Return the goals of these ids."""
    wanted = set(ids)
    return [goal for goal in standing_goals(actor) if str(goal.public_id) in wanted]


def cause_choices(version: CommonAgenda) -> list[tuple[str, str]]:
    """Return a version's causes by id, in the order of their tree."""
    return [(str(cause.public_id), "– " * depth + cause.text) for cause, depth in cause_tree(version)]


def causes_chosen(version: CommonAgenda, ids: Iterable[str]) -> list[Cause]:
    """Return the version's causes of these ids."""
    wanted = set(ids)
    return [cause for cause, _depth in cause_tree(version) if str(cause.public_id) in wanted]
