"""What is entered: from codes and numbers to values of a submission, and from those to parts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError, FieldError
from measurement.cells import Combination
from measurement.kinds import EntryError, Parts
from measurement.models import IndicatorVersion
from measurement.periods import Period
from measurement.queries.catalogue import Sheet
from measurement.queries.entries import NUMBERS, Given, too_long
from measurement.words import LONGEST_NOTE, State, ValueStatus


def given(sheets: Mapping[str, Sheet], period: Period, row: Mapping[str, Any]) -> Given:
    """Return the value that a row of codes and numbers means.

    Keys of `row`: indicator, cell, numerator, denominator, value, n, status, note, explanation, typed, back_cast (it
    is restated under the newest definition). Raises DomainError at the field concerned.
    """
    code = row.get("indicator") or ""
    sheet = sheets.get(code)
    if sheet is None:
        raise DomainError("unknown_indicator", _("There is no indicator “%s”.") % code, "indicator")
    if sheet.indicator.state == State.RETIRED:
        raise DomainError(
            "retired",
            _("The indicator “%s” is retired: nothing more is reported for it.") % code,
            "indicator",
        )
    version = _version(sheet, period, back_cast=bool(row.get("back_cast")))
    status = row.get("status") or ValueStatus.REPORTED
    numbers = {name: row.get(name) for name in NUMBERS}
    if status not in ValueStatus.values:
        raise DomainError("invalid_choice", _("“%s” is not a status.") % status, "status")
    if status != ValueStatus.REPORTED and any(number is not None for number in numbers.values()):
        raise DomainError(
            "number_and_status", _("Give either a number or a reason why there is none."), "status"
        )
    return Given(
        sheet=sheet,
        version=version,
        cell=sheet.combination(version, row.get("cell") or {}),
        status=status,
        note=row.get("note") or "",
        explanation=row.get("explanation") or "",
        typed=row.get("typed") or {},
        **numbers,
    )


def _version(sheet: Sheet, period: Period, *, back_cast: bool) -> IndicatorVersion:
    version = sheet.at(period.start)
    if not back_cast:
        return version
    if version == sheet.versions[-1]:
        message = _("The present definition holds in %s already: there is nothing to restate.")
        raise DomainError("not_earlier", message % period.code, "period")
    return sheet.versions[-1]


def all_given(
    sheets: Mapping[str, Sheet],
    period: Period,
    rows: Iterable[Mapping[str, Any]],
    *,
    root: str = "observations",
) -> list[Given]:
    """Return the values of all rows. Raises one DomainError that lists every faulty row and field."""
    values: list[Given] = []
    errors: list[FieldError] = []
    seen: dict[tuple[int, Combination], int] = {}
    for number, row in enumerate(rows):
        try:
            value = given(sheets, period, row)
        except DomainError as fault:
            errors += [FieldError(f"{root}.{number}.{e.field}", e.code, e.message) for e in fault.errors]
            continue
        first = seen.setdefault((value.version.pk, value.cell), number)
        if first != number:
            message = _("This figure stands twice: see row %d.") % (first + 1)
            errors.append(FieldError(f"{root}.{number}.indicator", "duplicate", message))
        values.append(value)
    if errors:
        raise DomainError("invalid", _("Some figures cannot be taken as they are."), errors=errors)
    return values


def refuse_meaningless(values: Sequence[Given], *, root: str = "observations") -> list[Parts]:
    """Return the parts of every value. Raises one DomainError that lists what has no meaning."""
    errors, parts = [], []
    for number, value in enumerate(values):
        if not value.answered and not value.typed:
            message = _("Give a number, or say why there is none.")
            errors.append(FieldError(f"{root}.{number}.value", "required", message))
        try:
            parts.append(value.parts())
        except EntryError as fault:
            errors.append(FieldError(f"{root}.{number}.{fault.field or 'value'}", fault.code, fault.message))
        for name in ("note", "explanation"):
            text = getattr(value, name)
            if len(text) > LONGEST_NOTE:
                errors.append(FieldError(f"{root}.{number}.{name}", "too_long", too_long(text)))
        for name, text in value.typed.items():
            message = _("“%s” is not a number.") % text
            errors.append(FieldError(f"{root}.{number}.{name}", "not_a_number", message))
    if errors:
        said = {error.message for error in errors if error.code == "too_long"}
        message = said.pop() if said else _("Some figures cannot be taken as they are.")
        raise DomainError("invalid", message, errors=errors)
    return parts
