"""Quiet hours: until when no letter reaches somebody.

Whoever keeps what people wish says how to find out (`@quiet_hours`); whoever writes to people asks here, and so need
not know who that is. A letter that somebody asked for themselves (a new password, the offer of an account) waits for
nothing.
"""

from collections.abc import Callable
from datetime import datetime

from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.models import Membership

Ask = Callable[[Membership, datetime], datetime | None]
ASKED: list[Ask] = []


def quiet_hours(ask: Ask) -> Ask:
    """Decorator: ask this function until when it is quiet for somebody at a moment; None when it is not."""
    ASKED.append(ask)
    return ask


def quiet_until(person: Membership) -> datetime | None:
    """Return when the quiet hours end in which it is now for somebody; None when a letter may reach them."""
    now = clock.now()
    return max((moment for ask in ASKED if (moment := ask(person, now)) is not None), default=None)


def put_off(kind: str, key: str, person: Membership) -> bool:
    """Have a job done when it is quiet for somebody no longer; False when it is not: it is to be done now."""
    ends = quiet_until(person)
    if ends is not None:
        enqueue(kind, key, delay=ends - clock.now())
    return ends is not None
