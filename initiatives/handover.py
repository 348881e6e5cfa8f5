"""What a person does for an initiative and somebody else must do when they leave.

Each app registers the duties it knows with `register(Duty(...))` in its services, so that one page can show
all of them and one verb can hand them over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from initiatives.kernel.access import Actor

if TYPE_CHECKING:
    from initiatives.models import Membership


@dataclass(frozen=True)
class Duty:
    """One kind of work that has a person's name on it.

    `held` tells, one line each, what the person holds; `heirs` who could take it; `pass_on` gives all of it
    to the heir, or leaves it open when the heir is None, and records what others may want to know.
    """

    key: str
    label: Any
    held: "Callable[[Actor, Membership], list[str]]"
    heirs: "Callable[[Actor, Membership], QuerySet[Membership]]"
    pass_on: "Callable[[Actor, Membership, Membership | None], None]"


DUTIES: dict[str, Duty] = {}


def register(duty: Duty) -> Duty:
    """Make a duty known. Raises ValueError when another has its key."""
    if DUTIES.setdefault(duty.key, duty) != duty:
        raise ValueError(f"two duties are called {duty.key}")
    return duty
