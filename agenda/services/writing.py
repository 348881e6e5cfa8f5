"""What the verbs of the agenda check alike: texts, choices, days."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError


def needed(text: str, field: str, message: str) -> str:
    """Return the text without outer space. Raises DomainError at the field when nothing is left."""
    if not text.strip():
        raise DomainError("required", message, field)
    return text.strip()


def one_of(value: str, choices: Collection[str], field: str, *, empty: bool = False) -> str:
    """Return the value if it is one of the choices (or empty, where that is one). Raises DomainError at the field."""
    if value in choices or (empty and not value):
        return value
    raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % value, field)


def in_order(first: date, last: date | None, field: str) -> None:
    """Raise DomainError at the field when the last day lies before the first."""
    if last is not None and last < first:
        raise DomainError("wrong_order", _("The end lies before the beginning."), field)
