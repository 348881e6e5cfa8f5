"""Which period a person or a spreadsheet means: Q1 2024, Jan-24, 2018-19 Q4, SY 2024/25.

Codes are read by `measurement.periods.parse`; this is for imports, where a heading is
what somebody once typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from measurement.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    SCHOOL_YEAR_START,
    Period,
    of,
    parse,
)

LONGEST = 64
_MONTH_NAMES = (
    "january enero",
    "february febrero",
    "march marzo",
    "april abril",
    "may mayo",
    "june junio",
    "july julio",
    "august agosto",
    "september septiembre setiembre",
    "october octubre",
    "november noviembre",
    "december diciembre",
)
MONTH_NUMBERS = {
    written: number
    for number, names in enumerate(_MONTH_NAMES, 1)
    for name in names.split()
    for written in (name, name[:3], name[:4])
}

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_SHORT_YEAR = r"(?P<year>(?:19|20|21)?[0-9]{2})"
_SPLIT = r"(?P<year>(?:19|20|21)[0-9]{2})\s?[-/–]\s?(?P<second>[0-9]{2}|(?:19|20|21)[0-9]{2})"
_QUARTER = r"(?:q|t|qtr\.?\s?|quarter\s|trimestre\s)(?P<part>[1-4])"
_HALF = r"(?:h|half\s|half[- ]year\s)(?P<part>[12])"
_WEEK = r"(?:w|week\s|wk\s|semana\s)(?P<part>[0-9]{1,2})"
_GAP = r"[\s\-/,_]*"
_WORD = r"(?P<month>[a-zé]{3,10})\.?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def parse_loose(
    text: object,
    cadence: str | None = None,
    year_start: int = 1,
    school_year_start: int = SCHOOL_YEAR_START,
) -> Period | None:
    """The period that is meant, or None where that cannot be told.

    `cadence` settles what a single day or a text like 2011-12 means (a month unless given). `year_start` is
    the fiscal start: with January, a quarter of a split year (2018-19 Q4) cannot be told, and a split year is
    a school year, which starts in `school_year_start`.
    """
    try:
        return _Reader(cadence, year_start, school_year_start).read(text)
    except ValueError:
        return None


class _Reader:
    """One reading, under the conventions of the initiative."""

    def __init__(self, cadence: str | None, year_start: int, school_year_start: int) -> None:
        self.cadence = cadence
        self.year_start = year_start
        self.school_year_start = school_year_start

    def read(self, text: object) -> Period | None:
        if isinstance(text, datetime):
            return self._day(text.date())
        if isinstance(text, date):
            return self._day(text)
        if isinstance(text, int | float) and not isinstance(text, bool):
            text = str(int(text)) if 0 < text < 10**6 and text == int(text) else ""
        if not isinstance(text, str) or len(text) > LONGEST:
            return None
        return self._text(re.sub(r"[\s\u00a0\u202f]+", " ", text).strip())

    def _text(self, text: str) -> Period | None:
        split_years = self.cadence in ("yearly", "school_year")
        if split_years and (found := re.fullmatch(_SPLIT, text)) and (meant := self._split(found)):
            return meant
        try:
            return parse(text.upper())
        except ValueError:
            pass
        for pattern, meaning in _FORMS:
            found = pattern.fullmatch(text.casefold())
            if found and (meant := meaning(self, found)) is not None:
                return meant
        return None

    def _day(self, day: date) -> Period | None:
        cadence = self.cadence or "monthly"
        if cadence == "custom":
            return None
        return of(day, cadence, self._start_of(cadence))

    def _start_of(self, cadence: str) -> int:
        return self.school_year_start if cadence == "school_year" else self.year_start

    def _single_day(self, found: re.Match[str]) -> Period | None:
        return self._day(date.fromisoformat(found["day"]))

    def _range(self, found: re.Match[str]) -> Period | None:
        first, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
        return Period.from_dates(first, last)

    def _quarter(self, found: re.Match[str]) -> Period | None:
        return of(date(int(found["year"]), int(found["part"]) * 3, 1), "quarterly")

    def _half(self, found: re.Match[str]) -> Period | None:
        return of(date(int(found["year"]), int(found["part"]) * 6, 1), "half_yearly")

    def _week(self, found: re.Match[str]) -> Period | None:
        return of(date.fromisocalendar(int(found["year"]), int(found["part"]), 1), "weekly")

    def _fiscal_quarter(self, found: re.Match[str]) -> Period | None:
        if not _follows(found) or self.year_start not in (4, 7, 10):
            return None
        years, month = divmod(self.year_start - 1 + 3 * (int(found["part"]) - 1), 12)
        return of(date(int(found["year"]) + years, month + 1, 1), "quarterly")

    def _split(self, found: re.Match[str]) -> Period | None:
        if not _follows(found):
            return None
        fiscal = self.cadence == "yearly" or (self.cadence is None and self.year_start != 1)
        if fiscal and self.year_start == 1:
            return None
        cadence = "yearly" if fiscal else "school_year"
        start = self._start_of(cadence)
        return of(date(int(found["year"]), start, 1), cadence, start)

    def _school_year(self, found: re.Match[str]) -> Period | None:
        if not _follows(found):
            return None
        return of(date(int(found["year"]), self.school_year_start, 1), "school_year", self.school_year_start)

    def _fiscal_year(self, found: re.Match[str]) -> Period | None:
        if not _follows(found) or self.year_start == 1:
            return None
        return of(date(int(found["year"]), self.year_start, 1), "yearly", self.year_start)

    def _month(self, found: re.Match[str]) -> Period | None:
        month = MONTH_NUMBERS.get(found["month"]) or (
            int(found["month"]) if found["month"].isdecimal() else 0
        )
        return of(date(_full_year(found["year"]), month, 1), "monthly") if month else None

    def _months(self, found: re.Match[str]) -> Period | None:
        first, last = MONTH_NUMBERS.get(found["first"]), MONTH_NUMBERS.get(found["month"])
        if not first or not last or last < first:
            return None
        year = _full_year(found["year"])
        return Period.from_dates(date(year, first, 1), of(date(year, last, 1), "monthly").end)


def _follows(found: re.Match[str]) -> bool:
    second = int(found["second"])
    following = int(found["year"]) + 1
    return second in (following, following % 100) and FIRST_YEAR <= following <= LAST_YEAR + 1


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


_Meaning = Callable[[_Reader, re.Match[str]], Period | None]
_FORMS: list[tuple[re.Pattern[str], _Meaning]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"(?P<day>{_DAY})(?:[t ]00:00(?::00)?)?", _Reader._single_day),
        (rf"(?P<first>{_DAY})\s?(?:to|until|a|/|–|\.\.)\s?(?P<last>{_DAY})", _Reader._range),
        (rf"{_QUARTER}{_GAP}{_YEAR}", _Reader._quarter),
        (rf"{_YEAR}{_GAP}{_QUARTER}", _Reader._quarter),
        (rf"{_HALF}{_GAP}{_YEAR}", _Reader._half),
        (rf"{_YEAR}{_GAP}{_HALF}", _Reader._half),
        (rf"{_WEEK}{_GAP}{_YEAR}", _Reader._week),
        (rf"{_YEAR}{_GAP}{_WEEK}", _Reader._week),
        (rf"(?:fy\s?)?{_SPLIT}{_GAP}{_QUARTER}", _Reader._fiscal_quarter),
        (rf"{_QUARTER}{_GAP}(?:fy\s?)?{_SPLIT}", _Reader._fiscal_quarter),
        (rf"(?:sy|ay|school year|academic year|curso)\s?{_SPLIT}", _Reader._school_year),
        (rf"(?:fy|fiscal year|financial year)\s?{_SPLIT}", _Reader._fiscal_year),
        (_SPLIT, _Reader._split),
        (rf"{_WORD}[\s\-/,_']*{_SHORT_YEAR}", _Reader._month),
        (rf"{_YEAR}{_GAP}{_WORD}", _Reader._month),
        (rf"{_YEAR}(?:m|[-/])?(?P<month>[0-9]{{1,2}})", _Reader._month),
        (rf"(?P<month>[0-9]{{1,2}})[-/]{_YEAR}", _Reader._month),
        (rf"(?P<first>[a-zé]{{3,10}})\.?\s?(?:-|–|to|a)\s?{_WORD}\s?{_SHORT_YEAR}", _Reader._months),
    )
]
