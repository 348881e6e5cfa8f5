"""Forms that know what stood when they were opened, so that nobody overwrites another's change unseen."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from initiatives.kernel.errors import Stale
from initiatives.queries import last_change


class VersionedForm(forms.Form):
    """A form for what stands already (`initial`): its `version` goes along hidden, and comes back when it is sent."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = json.dumps(self.initial, default=str, sort_keys=True)
        self.present = hashlib.sha256(stands.encode()).hexdigest()[:32]
        self.initial["version"] = self.present
        self.opened_with = ""

    def clean(self) -> dict[str, Any]:
        """Return what was typed; the version is no part of it."""
        cleaned = super().clean() or self.cleaned_data
        self.opened_with = cleaned.pop("version", "")
        return cleaned

    def require_unchanged(self, subject: str) -> None:
        """Raise Stale when what stands now is not what the form was opened with; `subject` is its name in the stream.

        What was typed stays, and sent once more it is put in place of the other's change. A form without its version
        (sent by a program) asks for nothing.
        """
        if self.opened_with in ("", self.present):
            return
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = self.present
        self.data = data
        change = last_change(subject)
        who = change.membership.name if change is not None and change.membership else _("Somebody else")
        raise Stale(
            _(
                "%(who)s changed this since you opened it. What you typed is kept: look again, and save once more "
                "to put it in place of what stands."
            )
            % {"who": who}
        )
