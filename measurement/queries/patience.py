"""What may fairly be expected by now: whether the effort is too young for its figures to be judged by their targets.

An app above measuring knows how old the effort is: it registers with `@patience` a module of queries that its `queries`
package imports.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from initiatives.kernel.access import Actor

# Whether it is too early to judge figures of a level.
IsEarly = Callable[[str], bool]
Patience = Callable[[Actor, date], IsEarly]
TOLD: list[Patience] = []


def patience(function: Patience) -> Patience:
    """Decorator: let the function say for which levels judging comes too early on a day."""
    TOLD.append(function)
    return function


def too_early(actor: Actor, day: date) -> IsEarly:
    """Return what says of a level whether judging its figures on that day comes too early. One query for each told."""
    said = [one(actor, day) for one in TOLD]
    return lambda level: any(is_early(level) for is_early in said)
