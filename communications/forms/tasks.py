"""How one's own task stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.serializers import ACTION_STATES


class DoneForm(forms.Form):
    """That a task is done, and what came of it where that is worth a word."""

    outcome = forms.CharField(
        label=_("What came of it"),
        help_text=_("If it is worth a word. Whoever gave the task reads it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TaskForm(DoneForm):
    """How a task stands now."""

    state = forms.ChoiceField(label=_("How it stands"), choices=ACTION_STATES)
    field_order = ("state", "outcome")

    @classmethod
    def of(cls, task: Any, data: Any = None) -> "TaskForm":
        """Return the form as the task stands now."""
        return cls(data, initial={"state": task.state, "outcome": task.outcome})
