"""What the backbone's queue is made of: each app tells what waits, under `@source(...)` in a module of its queries.

A source is asked by a member of staff, and tells what needs them now, the most pressing first. What it tells is gone
as soon as it is no longer true: nobody has to tick it off. What settled it stands in the stream of events.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from initiatives.kernel.access import Actor


class How(StrEnum):
    """How something is done: a page is opened and worked on; a form is opened, and back one is; pressed, and done."""

    PAGE = "page"
    FORM = "form"
    AT_ONCE = "at_once"


@dataclass(frozen=True)
class Act:
    """What can be done about it: a word on the button, and the page (its name, and what its address needs)."""

    label: str
    page: str
    named: tuple[Any, ...] = ()
    how: How = How.PAGE


@dataclass(frozen=True)
class Item:
    """One thing that waits: `key` stays the same as long as it waits ("measurement.late:<id>").

    `due` is the day it was or is wanted by; `partner_id` and `partner` (a name) whose affair it is, if one partner's;
    `owner_id` the member of staff whose it is by its nature; `reach` the person one asks (of Membership). The first of
    `acts` is offered first.
    """

    key: str
    title: str
    note: str
    acts: tuple[Act, ...]
    due: date | None = None
    partner_id: int | None = None
    partner: str = ""
    owner_id: int | None = None
    reach: Any = None


Tell = Callable[[Actor], Sequence[Item]]


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits: its heading, its place in the queue, and the events that settle such things.

    `chases`: a partner is asked for something, so that it rests for some days once somebody has spoken with them.
    """

    key: str
    label: Any
    icon: str
    order: int
    settled_by: tuple[str, ...]
    tell: Tell
    chases: bool = False


PutOff = Callable[[Sequence[Item], date], set[str]]
_PUT_OFF: list[PutOff] = []


def tells_put_off(ask: PutOff) -> PutOff:
    """Decorator: ask this function which of some things rest on a day (their keys)."""
    _PUT_OFF.append(ask)
    return ask


def put_off_among(items: Sequence[Item], today: date) -> set[str]:
    """Return the keys of those among these things of the queue that rest until a day that is still to come.

    Of each the key, the day and the partner count.
    """
    return {key for ask in _PUT_OFF for key in ask(items, today)} if items else set()


# So many things one source tells at most: nobody does more on a day.
MOST = 100

SOURCES: dict[str, Source] = {}


def source(
    key: str,
    label: Any,
    *,
    icon: str,
    order: int,
    settled_by: Iterable[str] = (),
    chases: bool = False,
) -> Callable[[Tell], Tell]:
    """Decorate a function that tells what of one kind waits; its keys begin with the source's key and a colon."""

    def register(tell: Tell) -> Tell:
        found = SOURCES.setdefault(key, Source(key, label, icon, order, tuple(settled_by), tell, chases))
        if found.tell is not tell:
            raise ValueError(f"two sources are called {key}")
        return tell

    return register


def sources() -> list[Source]:
    """Return every source in the order of the queue."""
    return sorted(SOURCES.values(), key=lambda one: (one.order, one.key))
