"""When groups meet, and when they hear of it.

Weeks are counted; months keep to the same weekday of the month: the third Tuesday, or the last where there is no fifth.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from communications.words.meetings import Rhythm

WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}
LETTERS_AT = time(8)


def days_of(rhythm: str, first: date, until: date) -> Iterator[date]:
    """Yield the days from the first to `until`, both counted in."""
    number = 0
    while (day := _nth(Rhythm(rhythm), first, number)) <= until:
        yield day
        number += 1


def _nth(rhythm: Rhythm, first: date, number: int) -> date:
    if rhythm in WEEKS:
        return first + timedelta(weeks=WEEKS[rhythm] * number)
    months = first.year * 12 + first.month - 1 + MONTHS[rhythm] * number
    return same_weekday(first, months // 12, months % 12 + 1)


def same_weekday(first: date, year: int, month: int) -> date:
    """Return the day of a month that is its first, second ... or last such weekday, as `first` is of its own."""
    start = date(year, month, 1)
    nth = (first.day - 1) // 7
    day = start + timedelta(days=(first.weekday() - start.weekday()) % 7, weeks=nth)
    return day if day.month == month else day - timedelta(weeks=1)


def next_morning(moment: datetime, timezone: str) -> datetime:
    """Return LETTERS_AT of the day after a moment, by the clock of a time zone."""
    zone = ZoneInfo(timezone)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), LETTERS_AT, zone)
