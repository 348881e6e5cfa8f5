"""What runs by itself: each app tells what the clock does for it, under `@routine(...)` in a module of its queries.

A routine is asked by a member of staff what it last did and what it does next. It tells what records hold, and nothing
that they do not: one that leaves no trace says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from initiatives.kernel.access import Actor


@dataclass(frozen=True)
class Known:
    """What the records of an app hold of a routine: when it `last` did something, and what it `did`, in a sentence;
    when it is `due` again (a day, or a moment), as far as that is known; whether it was turned `off`.
    """

    last: datetime | None = None
    did: str = ""
    due: date | datetime | None = None
    off: bool = False


Tell = Callable[[Actor], Known]
UNKNOWN = Known()


@dataclass(frozen=True)
class Routine:
    """Something that happens by itself.

    `does` says what, in a sentence; `wakes` names the task of the scheduler that begins it, empty where it begins with
    what people do; `jobs` are the kinds of work it is done by; `facts` the events that only the clock records for it;
    `change` the page where it is changed or stopped, empty where nothing can be.
    """

    key: str
    label: Any
    does: Any
    order: int
    tell: Tell
    wakes: str = ""
    jobs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    change: str = ""

    @property
    def app(self) -> str:
        """The app whose it is, which is the condition that it serves."""
        return self.key.partition(".")[0]


ROUTINES: dict[str, Routine] = {}


def routine(
    key: str,
    label: Any,
    does: Any,
    *,
    order: int,
    wakes: str = "",
    jobs: Iterable[str] = (),
    facts: Iterable[str] = (),
    change: str = "",
) -> Callable[[Tell], Tell]:
    """Decorate a function that tells what is known of one routine; its key begins with the app's name and a dot."""

    def register(tell: Tell) -> Tell:
        made = Routine(key, label, does, order, tell, wakes, tuple(jobs), tuple(facts), change)
        found = ROUTINES.setdefault(key, made)
        if found.tell is not tell:
            raise ValueError(f"two routines are called {key}")
        return tell

    return register


def routines() -> list[Routine]:
    """Return every routine in their order."""
    return sorted(ROUTINES.values(), key=lambda one: (one.order, one.key))
