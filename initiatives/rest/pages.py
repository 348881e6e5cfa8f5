"""Long lists in pages: a cursor is a row's place in a unique order, so none is skipped or repeated."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from initiatives.kernel.errors import FieldError
from initiatives.rest.answers import dictionaries, dumps
from initiatives.rest.problems import Problem
from initiatives.shapes import Row

PAGE = 100
LONGEST_PAGE = 1000


@dataclass(frozen=True)
class Cursor:
    """A row's place in the order, and which way the page goes from there."""

    place: tuple[Any, ...]
    backwards: bool = False

    def __str__(self) -> str:
        packed = dumps([int(self.backwards), *self.place])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, width: int) -> "Cursor":
        """Return the cursor that was given out as `text`. Raises Problem."""
        try:
            packed = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            backwards, *place = packed
        except (binascii.Error, ValueError, TypeError) as error:
            raise bad_cursor() from error
        if len(place) != width or any(not isinstance(part, str | int) for part in place):
            raise bad_cursor()
        return cls(tuple(place), bool(backwards))


def bad_cursor() -> Problem:
    """What is told of a cursor that we did not give out."""
    message = _("This cursor is not one of ours; begin without it.")
    return Problem(400, "invalid", message, errors=[FieldError("cursor", "bad_cursor", message)])


@dataclass(frozen=True)
class Page:
    """Some rows of a list as they look outside, and the cursors around them."""

    rows: list[dict[str, Any]]
    next: str | None
    previous: str | None


def _beyond(order: Sequence[str], cursor: Cursor) -> Q:
    """Return the condition of the rows that come after the cursor's place, or before it."""
    condition = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(order, cursor.place, strict=True):
        column = name.removeprefix("-")
        down = name.startswith("-") != cursor.backwards
        condition |= Q(**equal, **{f"{column}__{'lt' if down else 'gt'}": value})
        equal[column] = value
    return condition


def _turned(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def read_page(
    shape: type[Row], rows: "QuerySet[Any]", order: Sequence[str], *, size: int = PAGE, cursor: str = ""
) -> Page:
    """Return one page of the rows in `order`, whose columns together are unique and never empty.

    Raises Problem on a cursor that does not fit.
    """
    at = Cursor.read(cursor, len(order)) if cursor else None
    backwards = at is not None and at.backwards
    columns = tuple(shape.columns().values())
    places = tuple(name.removeprefix("-") for name in order)
    try:
        if at is not None:
            rows = rows.filter(_beyond(order, at))
        ordered = rows.order_by(*(_turned(order) if backwards else order))
        found = list(ordered.values_list(*columns, *places)[: size + 1])
    except (ValueError, TypeError, ValidationError) as error:
        if at is None:
            raise
        raise bad_cursor() from error
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    forward = more if not backwards else True
    back = at is not None if not backwards else more
    width = len(columns)
    return Page(
        dictionaries(shape, found),
        str(Cursor(found[-1][width:])) if found and forward else None,
        str(Cursor(found[0][width:], backwards=True)) if found and back else None,
    )
