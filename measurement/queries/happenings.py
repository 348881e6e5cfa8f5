"""What happened to an indicator besides its figures, by the day: for the chart and beside it.

Apps above measuring tell of their own records: each registers with `@teller` a module of queries that its `queries`
package imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from measurement.queries.targets import target_versions
from measurement.queries.turning import sessions

if TYPE_CHECKING:
    from measurement.models import Indicator, TargetVersion

MOST = 9


@dataclass(frozen=True)
class Happening:
    """Something that happened on a day, in words.

    `route` and `public_id` name the page that tells more: a route of the initiative, and the id that it takes where it
    takes one. An empty `route` is no page.
    """

    day: date
    text: str
    route: str = ""
    public_id: UUID | None = None


Teller = Callable[[Actor, "Indicator"], Iterable[Happening]]
TELLERS: list[Teller] = []


def teller(function: Teller) -> Teller:
    """Decorator: let the function tell what happened to an indicator, the latest MOST, as the actor may read it."""
    TELLERS.append(function)
    return function


def happenings(actor: Actor, indicator: Indicator) -> list[Happening]:
    """Return the latest MOST things that happened to an indicator, the earliest first. One query for each teller."""
    require(actor, Capability.VIEW)
    rows = [row for one in TELLERS for row in one(actor, indicator)]
    return sorted(rows, key=lambda row: row.day)[-MOST:]


@teller
def held(actor: Actor, indicator: Indicator) -> Iterable[Happening]:
    """Tell of the sessions in which people asked how to turn the curve."""
    for row in sessions(actor, indicator)[:MOST]:
        yield Happening(
            row.held_on, _("People asked how to turn the curve"), "measurement:session", row.public_id
        )


@teller
def aimed(actor: Actor, indicator: Indicator) -> Iterable[Happening]:
    """Tell when the target of the whole was set, changed or withdrawn."""
    zone = ZoneInfo(actor.initiative.timezone)
    versions = target_versions(actor).filter(
        target__indicator=indicator, target__partner=None, target__category=None
    )
    for row in versions.order_by("-set_at")[:MOST]:
        yield Happening(row.set_at.astimezone(zone).date(), _said_of(row))


def _said_of(version: TargetVersion) -> str:
    if version.withdrawn:
        return _("The target was withdrawn")
    return _("The target was set") if version.number == 1 else _("The target was changed")
