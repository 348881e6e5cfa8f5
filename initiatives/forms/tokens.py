"""Making a token for the API."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Scope


def scope_words(scope: Scope, words: Any) -> Any:
    """Return the choice of a scope: its name, as the API has it, and what it opens."""
    return format_html("<b>{}</b> {}", scope.value, words)


scope_words_lazy = lazy(scope_words, SafeString)
SCOPES = [
    (Scope.READ.value, scope_words_lazy(Scope.READ, gettext_lazy("what you may see"))),
    (Scope.WRITE.value, scope_words_lazy(Scope.WRITE, gettext_lazy("definitions, partners, drafts"))),
    (Scope.SUBMIT.value, scope_words_lazy(Scope.SUBMIT, gettext_lazy("send and accept hand-ins"))),
    (Scope.ADMIN.value, scope_words_lazy(Scope.ADMIN, gettext_lazy("people and settings"))),
]
# No slug can be this word: it holds a sign that slugs do not.
EVERYWHERE = "*"
TERMS = [
    ("30", gettext_lazy("In 30 days")),
    ("90", gettext_lazy("In 90 days")),
    ("365", gettext_lazy("In a year")),
]


class TokenForm(forms.Form):
    """What the token is for, where it acts, what it may do, when it ends."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("The name of the system, not of a person."),
        max_length=100,
        error_messages={"required": gettext_lazy("Say what the token is for.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    initiative = forms.ChoiceField(label=gettext_lazy("Acts in"), initial=EVERYWHERE)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ.value],
        error_messages={"required": gettext_lazy("Choose what it may do.")},
    )
    term = forms.ChoiceField(label=gettext_lazy("Ends"), choices=TERMS, initial="90")

    def __init__(self, mine: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(row["slug"], row["name"]) for row in mine]
        self.fields["initiative"].choices = [(EVERYWHERE, _("All my initiatives")), *own]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        ends: datetime = clock.now() + timedelta(days=int(self.cleaned_data["term"]))
        where = self.cleaned_data["initiative"]
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "initiative": "" if where == EVERYWHERE else where,
            "expires_at": ends,
        }
