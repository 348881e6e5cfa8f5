"""Reading what was sent: JSON with exact numbers, or CSV where an operation takes it."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from initiatives.kernel.errors import FieldError
from initiatives.rest.problems import Problem

JSON = "application/json"
CSV = "text/csv"
LONGEST_CELL = 10_000


def media_type(request: HttpRequest) -> str:
    """Return the media type of the body, without parameters, in lower case."""
    return (request.content_type or "").strip().lower()


def text_of(request: HttpRequest) -> str:
    """Return the body as text. Raises Problem when it is not UTF-8."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "unsupported_charset", _("Send text as UTF-8."))
    try:
        return request.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, "not_utf8", _("The text is not UTF-8.")) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def json_of(request: HttpRequest) -> Any:
    """Return the JSON body, its fractions as exact Decimals; an empty body is an empty object."""
    text = text_of(request)
    if not text.strip():
        return {}
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, ArithmeticError) as error:
        where = ""
        if isinstance(error, json.JSONDecodeError):
            where = _(" (%(fault)s, line %(line)s)") % {"fault": error.msg, "line": error.lineno}
        raise Problem(400, "parse_error", _("This is not valid JSON.") + where) from error
    if "\\u" in text:
        refuse_unwritable(data)
    return data


def refuse_unwritable(data: Any) -> None:
    """Raise Problem at the first text that cannot be written down: NUL, or half of a surrogate pair."""
    for path, text in _texts(data, ""):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            message = _("This text holds a character that cannot be stored.")
            raise Problem(400, "invalid", message, errors=[FieldError(path, "bad_character", message)])


def _texts(data: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for name, inner in data.items():
            yield path, name
            yield from _texts(inner, f"{path}.{name}" if path else name)
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from _texts(inner, f"{path}.{number}" if path else str(number))


def csv_of(request: HttpRequest) -> list[dict[str, str]]:
    """Return the CSV body's rows by the names of its first line. Raises Problem when it cannot be read.

    Empty cells are left out. Every row must have at most as many cells as there are names.
    """
    text = text_of(request)
    if "\x00" in text:
        raise Problem(400, "parse_error", _("The file holds characters that cannot be stored."))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if len(set(names)) != len(names) or not all(names):
            raise Problem(400, "parse_error", _("The first line must name every column once."))
        return [_record(names, cells, reader.line_num) for cells in reader if any(cells)]
    except csv.Error as error:
        message = _("Line %(line)s is not valid CSV.") % {"line": reader.line_num}
        raise Problem(400, "parse_error", message) from error


def _record(names: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) > len(names):
        raise Problem(400, "parse_error", _("Line %(line)s has more cells than the first.") % {"line": line})
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Problem(400, "parse_error", _("A cell in line %(line)s is too long.") % {"line": line})
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
