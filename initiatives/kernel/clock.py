"""The one source of the present moment, so that tests and as-of questions can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("concert_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _fixed.get() or timezone.now()


def today(zone: str = "UTC") -> date:
    """Return the calendar day at this moment in the named time zone."""
    return day(now(), zone)


def day(moment: datetime, zone: str) -> date:
    """Return the calendar day on which a moment (aware) falls in the named time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of(day: date, zone: str = "UTC") -> datetime:
    """Return the moment at which a calendar day of the named time zone is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) while the block runs."""
    if timezone.is_naive(moment):
        raise ValueError("the clock takes aware moments only")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
