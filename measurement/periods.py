"""Periods of time: two dates, and the one code that stands for them.

Codes are those of the calendar: 2024, 2024-H1, 2024-Q1, 2024-03, 2024-W07 (ISO weeks), SY2024-25 (1 August
to 31 July), and 2024-01-01/2024-04-15 for every other pair of dates. Code and dates give one another exactly,
so two periods with the same dates are the same period, however they were asked for.

A fiscal start changes how a year is cut and named, nothing else: a fiscal year from April is the twelve
months 2018-04-01/2019-03-31, its quarters keep their calendar codes. An initiative whose school year starts
in another month gives that month as `year_start` and gets twelve months from there in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext

FIRST_YEAR = 1900
LAST_YEAR = 2200
SCHOOL_YEAR_START = 8
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "school_year": 12}
CADENCES = ("weekly", "monthly", "quarterly", "half_yearly", "yearly", "school_year", "custom")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class PeriodError(ValueError):
    """A code, a pair of dates or a cadence that names no period."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included; equal to any period with the same dates.

    Raises PeriodError when the dates are not whole units of the cadence or lie outside 1900 to 2200.
    """

    start: date
    end: date
    cadence: str = field(compare=False)

    def __post_init__(self) -> None:
        if self.cadence not in CADENCES:
            raise PeriodError(gettext("“%(cadence)s” is not a cadence.") % {"cadence": self.cadence})
        if self.end < self.start:
            raise PeriodError(gettext("A period cannot end before it starts."))
        if not FIRST_YEAR <= self.start.year <= LAST_YEAR or self.end.year > LAST_YEAR + 1:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise PeriodError(gettext("Periods lie in the years %(first)s to %(last)s.") % years)
        if not _fits(self.start, self.end, self.cadence):
            raise PeriodError(gettext("These dates are not one whole period of this cadence."))

    @classmethod
    @lru_cache(maxsize=4096)  # asked for every figure of a series, whose periods are few
    def from_dates(cls, start: date, end: date) -> Period:
        """The period of two dates, its cadence told by the dates alone (custom where no unit fits)."""
        return cls(start, end, _cadence_of(start, end))

    @property
    def code(self) -> str:
        """The one code of these dates."""
        cadence = _cadence_of(self.start, self.end)
        if cadence == "yearly" and self.start.month != 1:
            cadence = "custom"
        return _CODES[cadence](self.start, self.end)

    @property
    def next(self) -> Period:
        """The period of the same cadence that follows without a gap; for custom ones, as many days."""
        return _shifted(self, 1)

    @property
    def previous(self) -> Period:
        """The period of the same cadence that this one follows without a gap."""
        return _shifted(self, -1)

    def contains(self, other: date | Period) -> bool:
        """Whether a day, or the whole of another period, lies in this one."""
        first, last = (other.start, other.end) if isinstance(other, Period) else (other, other)
        return self.start <= first and last <= self.end

    def children(self, cadence: str, year_start: int | None = None) -> list[Period]:
        """The periods of a finer cadence that lie wholly in this one, earliest first."""
        found = between(cadence, self.start, self.end, year_start)
        return [period for period in found if self.contains(period)]

    def coarser(self, cadence: str, year_start: int | None = None) -> Period | None:
        """The period of a coarser cadence that holds the whole of this one; None when it lies across two."""
        whole = of(self.start, cadence, year_start)
        return whole if whole.contains(self) else None

    def __str__(self) -> str:
        return self.code


def parse(code: str) -> Period:
    """The period of a code, as `Period.code` writes it; PeriodError for anything else."""
    found = _CODE.fullmatch(code) if len(code) <= 21 else None
    try:
        period = _period_of(found) if found else None
    except ValueError:
        period = None
    if period is None or period.code != code:
        raise PeriodError(gettext("“%(code)s” is not the code of a period.") % {"code": code[:40]})
    return period


def of(day: date, cadence: str, year_start: int | None = None) -> Period:
    """The period of a cadence in which a day lies.

    `year_start` is the month in which a year begins: the fiscal start for yearly (January unless given), the
    school year's start for school_year (August unless given). Other cadences follow the calendar. PeriodError
    for custom, which has no grid.
    """
    if cadence == "weekly":
        start = day - timedelta(days=day.weekday())
        return Period(start, start + 6 * DAY, cadence)
    if cadence not in MONTHS:
        raise PeriodError(gettext("Only the dates themselves tell a custom period."))
    first = 1
    if cadence in ("yearly", "school_year"):
        first = _year_start(cadence, year_start)
    length = MONTHS[cadence]
    offset = (day.month - first) % length
    start = _month_start(day.year, day.month - offset)
    return Period(start, _months_end(start, length), cadence)


def between(cadence: str, first: date, last: date, year_start: int | None = None) -> list[Period]:
    """The periods of a cadence that have a day in first..last (both included), earliest first."""
    if last < first:
        return []
    found = [of(first, cadence, year_start)]
    while found[-1].end < last:
        found.append(found[-1].next)
    return found


def label(period: Period, year_start: int = 1) -> str:
    """A short name that needs no translating: 2024, 2023/24 Q4, 2024-03; `year_start` is the fiscal start."""
    cadence = _cadence_of(period.start, period.end)
    if cadence in ("yearly", "school_year"):
        return _year_name(period.start, period.start.month)
    if cadence == "quarterly" and year_start in (4, 7, 10):
        fiscal = of(period.start, "yearly", year_start)
        quarter = (period.start.month - year_start) % 12 // 3 + 1
        return f"{_year_name(fiscal.start, year_start)} Q{quarter}"
    if cadence in ("quarterly", "half_yearly"):
        return period.code.replace("-", " ")
    return period.code.replace("/", " – ")


def name(period: Period, year_start: int = 1) -> str:
    """The period in the words of the reader's language: March 2024, Week 7 of 2024, else its label."""
    cadence = _cadence_of(period.start, period.end)
    if cadence == "monthly":
        return date_format(period.start, "YEAR_MONTH_FORMAT")
    if cadence == "weekly":
        year, week, _ = period.start.isocalendar()
        return gettext("Week %(week)s of %(year)s") % {"week": week, "year": year}
    if cadence == "custom":
        return f"{date_format(period.start)} – {date_format(period.end)}"
    return label(period, year_start)


def _year_name(start: date, first_month: int) -> str:
    return str(start.year) if first_month == 1 else f"{start.year}/{(start.year + 1) % 100:02d}"


def _year_start(cadence: str, year_start: int | None) -> int:
    first = year_start or (SCHOOL_YEAR_START if cadence == "school_year" else 1)
    if not 1 <= first <= 12:
        raise PeriodError(gettext("A year starts in one of the months 1 to 12."))
    return first


def _month_start(year: int, month: int) -> date:
    years, index = divmod(month - 1, 12)
    try:
        return date(year + years, index + 1, 1)
    except ValueError as error:
        raise PeriodError(str(error)) from error


def _months_end(start: date, months: int) -> date:
    return _month_start(start.year, start.month + months) - DAY


def _fits(start: date, end: date, cadence: str) -> bool:
    if cadence == "custom":
        return True
    if cadence == "weekly":
        return start.weekday() == 0 and end - start == 6 * DAY
    length = MONTHS[cadence]
    on_grid = length == 12 or (start.month - 1) % length == 0
    return start.day == 1 and on_grid and end == _months_end(start, length)


def _cadence_of(start: date, end: date) -> str:
    for cadence in ("weekly", "monthly", "quarterly", "half_yearly", "yearly"):
        if _fits(start, end, cadence):
            is_school_year = cadence == "yearly" and start.month == SCHOOL_YEAR_START
            return "school_year" if is_school_year else cadence
    return "custom"


def _shifted(period: Period, steps: int) -> Period:
    if period.cadence in MONTHS:
        months = MONTHS[period.cadence]
        start = _month_start(period.start.year, period.start.month + steps * months)
        return Period(start, _months_end(start, months), period.cadence)
    length = period.end - period.start + DAY
    try:
        return Period(period.start + steps * length, period.end + steps * length, period.cadence)
    except OverflowError as error:
        raise PeriodError(str(error)) from error


def _week_code(start: date, end: date) -> str:
    year, week, _ = start.isocalendar()
    return f"{year}-W{week:02d}"


_CODES: dict[str, Callable[[date, date], str]] = {
    "weekly": _week_code,
    "monthly": lambda start, end: f"{start.year}-{start.month:02d}",
    "quarterly": lambda start, end: f"{start.year}-Q{end.month // 3}",
    "half_yearly": lambda start, end: f"{start.year}-H{end.month // 6}",
    "yearly": lambda start, end: f"{start.year}",
    "school_year": lambda start, end: f"SY{start.year}-{end.year % 100:02d}",
    "custom": lambda start, end: f"{start.isoformat()}/{end.isoformat()}",
}

_CODE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:(?P<month>[0-9]{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>[0-9]{2})))?"
    r"|SY(?P<school>[0-9]{4})-[0-9]{2}"
    r"|(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


def _period_of(found: re.Match[str]) -> Period:
    if found["first"]:
        return Period.from_dates(date.fromisoformat(found["first"]), date.fromisoformat(found["last"]))
    if found["school"]:
        return of(date(int(found["school"]), SCHOOL_YEAR_START, 1), "school_year")
    year = int(found["year"])
    if found["week"]:
        return of(date.fromisocalendar(year, int(found["week"]), 1), "weekly")
    if found["quarter"]:
        return of(date(year, int(found["quarter"]) * 3, 1), "quarterly")
    if found["half"]:
        return of(date(year, int(found["half"]) * 6, 1), "half_yearly")
    if found["month"]:
        return of(date(year, int(found["month"]), 1), "monthly")
    return of(date(year, 1, 1), "yearly")
