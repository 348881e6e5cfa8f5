"""What stands in the boxes of the hand-in: numbers as a person would type them, and what is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import get_format

from measurement.kinds import EntryError, Parts, parse_number, round_half_up
from measurement.models import IndicatorVersion, Observation
from measurement.queries import Given, Line, change, kind_of, plain, told, told_parts
from measurement.queries.entries import parts_of
from measurement.words import ValueStatus

REASONS = (ValueStatus.NOT_REPORTED, ValueStatus.NOT_APPLICABLE, ValueStatus.SUPPRESSED_AT_SOURCE)


def key_of(line: Line) -> str:
    """Return the beginning of a line's field names."""
    cell = "_".join(str(category) for _dimension, category in line.cell) or "t"
    return f"r{line.version.pk}.{cell}"


def texts_of(line: Line, revising: bool) -> dict[str, str]:
    """The fields of a line as text: from the draft, or, in a revision, from what stands."""
    key = key_of(line)
    numbers, typed = shown_numbers(line, revising)
    texts = {
        f"{key}.{box.name}": typed.get(box.name) or plain(numbers.get(box.name))
        for box in kind_of(line.version).inputs
    }
    if not line.cell:
        source: Given | Observation | None = line.stands if revising else line.given
        texts[f"{key}.status"] = str(source.status) if source else ""
        texts[f"{key}.note"] = source.note if source else ""
        texts[f"{key}.explanation"] = source.explanation if source else ""
        if texts[f"{key}.status"] == ValueStatus.REPORTED:
            texts[f"{key}.status"] = ""
    return texts


def shown_numbers(line: Line, revising: bool) -> tuple[dict[str, Decimal | None], Mapping[str, str]]:
    """Return (numbers, texts that are none) per box: what was entered, or what a person would enter for it."""
    if revising:
        row = line.stands
        if row is None or row.status != ValueStatus.REPORTED:
            return {}, {}
        parts = Parts(row.numerator, row.denominator, row.entered_value, row.entered_n)
        return in_boxes(line.version, parts), {}
    if line.given is None:
        return {}, {}
    entered = {box.name: getattr(line.given, box.name) for box in kind_of(line.version).inputs}
    if any(number is not None for number in entered.values()) or line.given.typed:
        return entered, line.given.typed
    try:
        return in_boxes(line.version, line.given.parts()), {}
    except EntryError:
        return entered, {}


def in_boxes(version: IndicatorVersion, parts: Parts) -> dict[str, Decimal | None]:
    """What a person would have typed for these parts."""
    value = parts.entered_value
    if value is None:
        value = kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)
        value = None if value is None else round_half_up(value, 12)
    return {
        "numerator": parts.numerator,
        "denominator": parts.denominator,
        "value": value,
        "n": parts.entered_n if parts.entered_n is not None else parts.denominator,
    }


def read_numbers(line: Line, texts: Mapping[str, str]) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    """Read the boxes of a line: the numbers, and what is none."""
    key, found = key_of(line), kind_of(line.version)
    numbers: dict[str, Decimal | None] = {}
    typed: dict[str, str] = {}
    for box in found.inputs:
        text = texts.get(f"{key}.{box.name}", "")
        numbers[box.name] = None
        if not text:
            continue
        try:
            numbers[box.name] = found.parse(text, separator())
        except EntryError:
            typed[box.name] = text
    return numbers, typed


def separator() -> str | None:
    """Return the decimal sign of the reader's language where it is not the point."""
    separator = str(get_format("DECIMAL_SEPARATOR"))
    return separator if separator == "," else None


def reading_error(line: Line, text: str) -> str:
    """Return why a text is no number, in the user's words; empty when it is one."""
    try:
        kind_of(line.version).parse(text, separator())
    except EntryError as fault:
        return fault.message
    return ""


def suggestions(line: Line, text: str) -> list[tuple[str, str]]:
    """Return the reasons that may be meant by a text, the likeliest first, as (status, words)."""
    if line.cell:
        return []
    try:
        kind_of(line.version).parse(text, separator())
    except EntryError as fault:
        wanted = [fault.status] if fault.status else []
        return [
            (status.value, str(status.label))
            for status in sorted(REASONS, key=lambda status: status.value not in wanted)
        ]
    return []


def meaningless(version: IndicatorVersion, numbers: Mapping[str, Decimal | None]) -> list[str]:
    """What makes no sense on its own, told at once, before anything is saved."""
    try:
        parts = parts_of(version, {"value": None, "n": None, **numbers})
    except EntryError as fault:
        return [fault.message]
    found = kind_of(version).checks(parts, None, multiplier=version.multiplier)
    return [check.message for check in found if check.severity == "block"]


def figure(version: IndicatorVersion, numbers: Mapping[str, Decimal | None]) -> Decimal | None:
    """Return the figure that the numbers give; None when they give none."""
    try:
        parts = parts_of(version, numbers)
    except EntryError:
        return None
    return kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)


def kept_status(line: Line) -> str:
    """The reason of a category, which has no choice of its own here, stays as it was given."""
    if not line.cell or line.given is None:
        return str(ValueStatus.REPORTED)
    return str(line.given.status)


def unit_of(version: IndicatorVersion) -> str:
    """Return what the numbers of a version are counted in; empty for figures with a base."""
    return told(version, Decimal(0)).unit if not version.two_part else ""


def last_told(line: Line) -> str:
    """Return the figure of the period before as it is read."""
    if line.last is None:
        return ""
    if line.last.status != ValueStatus.REPORTED:
        return str(ValueStatus(line.last.status).label)
    return str(told(line.version, line.last_value)) if line.last_value is not None else "–"


def last_parts(line: Line) -> str:
    """Return the parts of the figure of the period before in words."""
    if line.last_value is None or line.last is None:
        return ""
    return told_parts(line.version, line.last.numerator, line.last.denominator)


def change_told(line: Line, now: Decimal | None) -> str:
    """Return the change since the period before in words; empty when there is none."""
    found = change(line.version, line.last_value, now)
    return found.text if found else ""


def read(text: str) -> Decimal | None:
    """Return the number in a text; None for none."""
    try:
        return parse_number(text, separator()) if text else None
    except EntryError:
        return None
