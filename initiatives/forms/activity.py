"""What the stream of events is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import Filter, day_field
from initiatives.kernel.access import Actor
from initiatives.queries import partners

KINDS = [
    ("", gettext_lazy("Everything but sign-ins")),
    ("measurement.", gettext_lazy("Figures and hand-ins")),
    ("initiatives.partner", gettext_lazy("Partners")),
    ("initiatives.person", gettext_lazy("People")),
    ("initiatives.invitation", gettext_lazy("Invitations")),
    ("initiatives.role", gettext_lazy("Roles")),
    ("initiatives.signed_in", gettext_lazy("Sign-ins")),
    ("initiatives.token", gettext_lazy("Tokens")),
    ("initiatives.settings", gettext_lazy("Settings")),
    ("agenda.", gettext_lazy("Common agenda")),
    ("activities.", gettext_lazy("Activities")),
    ("communications.", gettext_lazy("Communication")),
]


class ActivityFilter(Filter):
    """Kind, partner and days; it lives in the address."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False, choices=KINDS)
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    since = day_field(gettext_lazy("From"))
    until = day_field(gettext_lazy("To"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.is_staff:
            rows = partners(actor).values_list("code", "name")
            choices = [("", _("Every partner")), *rows]
            self.fields["partner"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["partner"]
