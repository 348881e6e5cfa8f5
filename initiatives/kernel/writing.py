"""What verbs that write check alike: which fields, texts, choices, days."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError


def changeable(fields: Iterable[str], allowed: Collection[str]) -> None:
    """Raise DomainError at the first of the fields, by the alphabet, that may not be changed."""
    if unknown := sorted(set(fields) - set(allowed)):
        raise DomainError("unknown_field", _("This cannot be changed."), unknown[0])


def needed(text: str, field: str, message: str) -> str:
    """Return the text without outer space. Raises DomainError at the field when nothing is left."""
    if not text.strip():
        raise DomainError("required", message, field)
    return text.strip()


def within(text: str, most: int, field: str) -> str:
    """Return the text without outer space. Raises DomainError at the field when it is longer than so many letters."""
    if len(text.strip()) > most:
        raise DomainError("too_long", _("Keep it below %d letters.") % most, field)
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
