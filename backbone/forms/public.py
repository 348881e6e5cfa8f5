"""The public page: open or closed, its texts, a translation sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backbone.models import PublicPage
from backbone.queries.public import Said
from backbone.services.public import LONGEST
from backbone.words import PublicText
from initiatives.forms.fields import text_field


class PublicPageForm(forms.Form):
    """Whether the page is open, listed and embedded."""

    is_open = forms.BooleanField(
        label=_("The page is open to everybody"),
        help_text=_("Without signing in. Only published figures stand there. Closed, it is gone at once."),
        required=False,
    )
    indexed = forms.BooleanField(label=_("Search engines may list it"), required=False)
    hosts = text_field(
        _("Sites that may embed a chart or the scorecard"),
        _("One a line, such as www.example.org. None: nobody may."),
        rows=3,
    )

    def __init__(self, page: PublicPage | None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "is_open": bool(page and page.is_open),
                "indexed": page.indexed if page else True,
                "hosts": "\n".join(page.hosts) if page else "",
            },
        )
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "hosts": self.cleaned_data["hosts"].splitlines()}


class TextsForm(forms.Form):
    """The texts of the page in one language; what another language says stands beside."""

    def __init__(self, said: dict[str, Said], original: dict[str, Said], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in PublicText.choices:
            own = said.get(key)
            field = text_field(label, rows=2 if key == "headline" else 4, most=LONGEST)
            field.initial = own.body if own and not own.gap else ""
            beside = original.get(key)
            if beside and not (own and own.body == beside.body and not own.gap):
                field.help_text = _("The original: %s") % beside.body
            if own and own.is_stale:
                field.label = _("%s (the original has changed)") % label
            self.fields[key] = field


class SheetForm(forms.Form):
    """A translation sheet, filled in."""

    file = forms.FileField(
        label=_("Translation sheet"), help_text=_("The workbook you took here, filled in.")
    )
