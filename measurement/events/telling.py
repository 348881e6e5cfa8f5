"""How facts write days and periods, in the reader's language."""

from datetime import date

from django.utils.formats import date_format

from measurement.periods import PeriodError, name, parse


def day(text: str) -> str:
    """Return a day, kept as 2026-11-30, as the reader's language writes it."""
    return date_format(date.fromisoformat(text)) if text else ""


def period(code: str) -> str:
    """Return the name of a period that is kept as its code."""
    try:
        return name(parse(code))
    except PeriodError:  # told before codes had their present form
        return code
