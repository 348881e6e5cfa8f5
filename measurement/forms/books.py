"""The form for a filled workbook, and what it changes as fields of the hand-in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measurement.books.plan import EXPLANATION, NOTE, STATUS
from measurement.books.reading import Change, Filled
from measurement.forms.boxes import key_of
from measurement.queries import kind_of, plain
from measurement.queries.telling import hints
from measurement.words import ValueStatus

ACCEPTED = {"accept": ".xlsx,.ods,.xls"}
PARTS = {
    STATUS: gettext_lazy("No figure because"),
    NOTE: gettext_lazy("Note"),
    EXPLANATION: gettext_lazy("Explanation"),
}


class BookForm(forms.Form):
    """One filled workbook."""

    file = forms.FileField(
        label=gettext_lazy("Filled workbook"),
        help_text=gettext_lazy(
            "The .xlsx that you downloaded here. You see what it changes before it is saved."
        ),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
    )


@dataclass(frozen=True)
class ChangeTold:
    """One change as it is shown: where, what, from what, to what."""

    cell: str
    name: str
    part: str
    before: str
    after: str


def changes_told(filled: Filled) -> list[ChangeTold]:
    """Return the changes of a workbook in the reader's words."""
    return [_told(change) for change in filled.changes]


def _told(change: Change) -> ChangeTold:
    line = change.line
    name = line.sheet.indicator.name
    if line.cell:
        name = _("%(indicator)s: %(category)s") % {"indicator": name, "category": line.group_name}
    inputs = kind_of(line.version).inputs
    words = {box.name: hints(line.version).get(box.name, str(box.label)) for box in inputs}
    part = words[change.part] if change.part in words else str(PARTS[change.part])
    if change.part in words and len(inputs) == 1:
        part = ""
    return ChangeTold(change.cell, name, part, _shown(change, change.before), _shown(change, change.after))


def _shown(change: Change, text: str) -> str:
    """A number as the reader writes it, a reason in words, anything else as it was typed."""
    if change.part == STATUS:
        return str(ValueStatus(text).label) if text in ValueStatus.values else text
    if change.part in PARTS:
        return text
    number = _number(text)
    answers = kind_of(change.line.version).answers
    if number in answers:
        return str(answers[int(number)])  # type: ignore[arg-type]
    return plain(number) if number is not None else text


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def fields_of(filled: Filled) -> dict[str, str]:
    """Return the changes as the fields of the hand-in form: sent to it, they are saved as if they had been typed."""
    return {
        f"{key_of(change.line)}.{change.part}": change.after
        if change.part == STATUS
        else _shown(change, change.after)
        for change in filled.changes
    }
