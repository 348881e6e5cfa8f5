"""What the calendar of the year is made of: each app tells its days, under `@dates(...)` in a module of its queries.

Whoever is asked is handed the reader's own Actor and asks the same questions as the app's own lists do: a day that the
reader may not see there is not in the calendar either. Nobody asks which kind it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from initiatives.kernel.access import Actor


@dataclass(frozen=True)
class Dated:
    """One thing on its day: `key` stays the same while the day moves ("agenda.commitments:ends:<id>").

    `on` is a day of the initiative's calendar. What happens at an hour has `at`, and `until` when it ends; everything
    else is of the whole day. `page` and `named` lead to its record. It is somebody's own by `owner_id` (of Membership),
    their partner or a group in which they sit. `past` says that it is settled: reached, cancelled, over for good.
    """

    key: str
    on: date
    title: str
    page: str
    named: tuple[Any, ...] = ()
    note: str = ""
    at: datetime | None = None
    until: datetime | None = None
    partner_id: int | None = None
    partner: str = ""
    partner_code: str = ""
    group_id: int | None = None
    group: str = ""
    owner_id: int | None = None
    past: bool = False


Tell = Callable[[Actor, date, date], Iterable[Dated]]


@dataclass(frozen=True)
class Dates:
    """One kind of days: its name, its icon, the condition whose hue it bears, its place among the kinds."""

    key: str
    label: Any
    icon: str
    condition: str
    order: int
    tell: Tell


DATES: dict[str, Dates] = {}


def dates(key: str, label: Any, *, icon: str, condition: str, order: int) -> Callable[[Tell], Tell]:
    """Decorate a function that tells the days of one kind from a first day to a last one, both included.

    The keys of what it tells begin with the key of the kind and a colon.
    """

    def register(tell: Tell) -> Tell:
        found = DATES.setdefault(key, Dates(key, label, icon, condition, order, tell))
        if found.tell is not tell:
            raise ValueError(f"two kinds of days are called {key}")
        return tell

    return register


def kinds_of_dates() -> list[Dates]:
    """Return every kind of days in the order of the calendar."""
    return sorted(DATES.values(), key=lambda one: (one.order, one.key))
