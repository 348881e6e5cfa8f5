"""Set-up, step three: the first few indicators."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.codes import RESERVED_CODES
from initiatives.kernel.errors import DomainError
from measurement.starter import STARTERS
from measurement.words import Cadence, Kind

CADENCES = [Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY]


class StarterForm(forms.Form):
    """Pick from the set, add one's own by name, say how often and who reports."""

    picked = forms.MultipleChoiceField(
        label=gettext_lazy("The starter set"),
        help_text=gettext_lazy("Pick the few that you would all look at. Wording can be changed later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=gettext_lazy("Others, in your own words"),
        help_text=gettext_lazy("One a line; a name is enough. They begin as counts."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    cadence = forms.ChoiceField(
        label=gettext_lazy("How often do partners hand in figures?"),
        choices=[(cadence.value, cadence.label) for cadence in CADENCES],
        initial=Cadence.QUARTERLY.value,
    )
    everybody = forms.BooleanField(
        label=gettext_lazy("Every partner reports them"),
        help_text=gettext_lazy("Otherwise say later, indicator by indicator, who does."),
        required=False,
        initial=True,
    )

    def __init__(self, taken: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        offered = [starter for starter in STARTERS if starter.code not in taken]
        self.fields["picked"].choices = [  # type: ignore[attr-defined]
            (theme, [(starter.code, starter.name) for starter in rows])
            for theme, rows in groupby(offered, lambda starter: starter.theme)
        ]

    def definitions(self) -> list[dict[str, Any]]:
        """Return what the service takes for each indicator. Raises DomainError at `own` for a bad line."""
        cadence = self.cleaned_data["cadence"]
        picked = [starter for starter in STARTERS if starter.code in self.cleaned_data["picked"]]
        rows: list[dict[str, Any]] = [
            {"code": row.code, "name": str(row.name), "cadence": cadence, **row.definition_values()}
            for row in picked
        ]
        used = self.taken | {row["code"] for row in rows} | RESERVED_CODES
        for line in self.cleaned_data["own"].splitlines():
            name = line.strip()
            if not name:
                continue
            if len(name) > 200:
                raise DomainError("too_long", _("This name is too long: %s") % name[:40], "own")
            code = _free_code(name, used)
            used.add(code)
            rows.append({"code": code, "name": name, "cadence": cadence, "kind": Kind.COUNT})
        return rows


def _free_code(name: str, used: set[str]) -> str:
    stem = slugify(name)[:40].strip("-") or "indicator"
    code, number = stem, 2
    while code in used:
        code, number = f"{stem}-{number}", number + 1
    return code
