"""What the calendar is narrowed by."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import Filter, choose
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.dates import kinds_of_dates
from initiatives.queries import groups, partners


class CalendarFilter(Filter):
    """Which days."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Only mine"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s", **kwargs})
        kinds = [(one.key, one.label) for one in kinds_of_dates()]
        choose(self.fields["kind"], [("", _("All kinds")), *kinds])
        rows = [(str(row.public_id), row.name) for row in groups(actor)]
        choose(self.fields["group"], [("", _("All groups")), *rows])
        names: list[tuple[str, str]] = []
        if actor.may(Capability.VIEW_PARTNERS):
            names = list(partners(actor).order_by("name").values_list("code", "name"))
        choose(self.fields["partner"], [("", _("All partners")), *names])

    def asked(self) -> dict[str, Any]:
        found = super().asked()
        return {**found, "group": UUID(found["group"])} if "group" in found else found
