"""How long the money lasts, drawn on the server: what is left falls by what a month costs until nothing is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backbone.months import months_on
from backbone.views.roles.telling import amount, number
from initiatives.strokes import coordinate, round_axis

if TYPE_CHECKING:
    from backbone.queries.roles import Runway

# Months between two marks of the axis.
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
# The date of what lasts longer is not reckoned.
LONGEST = 600
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Frame:
    """A drawing's size, between which points its axes run, and how many steps go along it at most."""

    name: str
    most: int
    width: int
    height: int
    left: float
    right: float
    top: float
    floor: float

    @property
    def drawn(self) -> dict[str, str]:
        """Where the axes begin and end, and where their words stand."""
        places = {
            "left": self.left,
            "right": self.right,
            "top": self.top,
            "floor": self.floor,
            "beside": self.left - 8,
            "below": self.floor + 20,
        }
        return {name: coordinate(place) for name, place in places.items()}


WIDE = Frame("wide", 8, 720, 250, 104, 690, 30, 216)
NARROW = Frame("narrow", 3, 350, 260, 100, 334, 30, 226)


@dataclass(frozen=True)
class Mark:
    """A mark of an axis: where it lies, its words, and from where these are written."""

    at: str
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Drawing:
    """The lines of the runway in one size. Coordinates are text: no language changes them."""

    frame: Frame
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    line: str
    end: str
    pledged: str
    pledged_end: str
    wanted: Mark | None
    label: Mark
    label_y: str


@dataclass(frozen=True)
class Row:
    """What is left at the beginning of a month, with the pledges and without."""

    month: str
    left: str
    with_pledges: str


@dataclass(frozen=True)
class RunwayChart:
    """The runway as a figure: its finding, what is drawn, in a sentence, in two sizes and as a table."""

    title: str
    sub: str
    said: str
    drawings: tuple[Drawing, ...]
    rows: tuple[Row, ...]


def runway_chart(lasts: Runway, today: date, wanted: int | None, *, amounts: bool) -> RunwayChart | None:
    """Return the figure; None where nobody has said what a month costs, or nothing is free to use.

    With `amounts` it tells money, else only months: these everybody may know.
    """
    months, pledged = lasts.months, lasts.with_pledges
    if lasts.monthly is None or months is None or pledged is None or pledged > LONGEST:
        return None
    if not lasts.free and not lasts.pledged:
        return None
    unit = lasts.monthly if amounts else Decimal(1)
    told = partial(amount, currency=lasts.currency) if amounts else _months
    end = _end(months, pledged, wanted)
    rows = tuple(
        Row(
            _month(today, month),
            told(unit * max(months - month, NOTHING)),
            told(unit * max(pledged - month, NOTHING)),
        )
        for month in range(0, end + 1, _step(end, WIDE.most))
    )
    return RunwayChart(
        _title(months, today, wanted),
        _("Free to use and committed or received, less %s a month") % told(unit)
        if amounts
        else _("Months of backbone work that are left"),
        _said(months, pledged, today),
        tuple(
            _drawing(frame, (float(months), float(pledged)), wanted, float(unit), today, told)
            for frame in (WIDE, NARROW)
        ),
        rows,
    )


def _title(months: Decimal, today: date, wanted: int | None) -> str:
    if months < 1:
        said = _("Paid for less than a month")
    else:
        said = _("Paid for until %s") % date_format(months_on(today, int(months)), "YEAR_MONTH_FORMAT")
    if wanted is None:
        return said
    words = {"said": said, "wanted": wanted}
    return (
        ngettext("%(said)s; %(wanted)s month is wanted", "%(said)s; %(wanted)s months are wanted", wanted)
        % words
    )


def _said(months: Decimal, pledged: Decimal, today: date) -> str:
    words = {
        "months": _months(months),
        "pledged": _months(pledged),
        "until": date_format(months_on(today, int(months)), "YEAR_MONTH_FORMAT"),
    }
    said = _("What is left falls to nothing in %(until)s, after %(months)s") % words
    if pledged > months:
        return _("%(said)s; with what is pledged, after %(pledged)s.") % {**words, "said": said}
    return f"{said}."


def _months(value: Decimal) -> str:
    return _("%s months") % number(value)


def _month(today: date, months: int) -> str:
    return date_format(months_on(today, months), "YEAR_MONTH_FORMAT")


def _end(months: Decimal, pledged: Decimal, wanted: int | None) -> int:
    """The last month of the axis: one after everything that is shown."""
    return math.ceil(max(pledged, months, Decimal(wanted or 0))) + 1


def _step(end: int, most: int) -> int:
    return next((step for step in STEPS if end / step <= most), STEPS[-1])


def _drawing(
    frame: Frame,
    lasts: tuple[float, float],
    wanted: int | None,
    unit: float,
    today: date,
    told: Callable[[Decimal], str],
) -> Drawing:
    """One size of the drawing; `lasts` are the months without the pledges and with them, `unit` what one comes to."""
    months, pledged = lasts
    end = _end(Decimal(str(months)), Decimal(str(pledged)), wanted)
    _low, high, tall = round_axis(0.0, unit * pledged, steps=4)

    def across(month: float) -> str:
        return coordinate(frame.left + (frame.right - frame.left) * month / end)

    def up(value: float) -> str:
        return coordinate(frame.floor - (frame.floor - frame.top) * value / high)

    step = _step(end, frame.most)
    marks = range(0, end + 1, step)
    middle = months * 0.5
    return Drawing(
        frame,
        tuple(
            Mark(
                across(month), date_format(months_on(today, month), "M y"), "start" if not month else "middle"
            )
            for month in marks
            if not month or month < end
        ),
        tuple(
            Mark(up(tall * number_), told(Decimal(str(tall * number_))))
            for number_ in range(round(high / tall) + 1)
        ),
        f"M{across(0)} {up(unit * months)}L{across(months)} {up(0)}",
        across(months),
        f"M{across(0)} {up(unit * pledged)}L{across(pledged)} {up(0)}" if pledged > months else "",
        across(pledged),
        Mark(across(wanted), ngettext("Wanted: %d month", "Wanted: %d months", wanted) % wanted, "end")
        if wanted
        else None,
        Mark(coordinate(float(across(middle)) - 8), _months(Decimal(str(months))), "end"),
        coordinate(float(up(unit * months / 2)) + 12),
    )
