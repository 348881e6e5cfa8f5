"""What happened to an indicator besides its figures, by the day: for the chart and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from measurement.queries.targets import target_versions
from measurement.queries.turning import sessions

if TYPE_CHECKING:
    from measurement.models import Indicator, TargetVersion, TurningSession

MOST = 9


@dataclass(frozen=True)
class Happening:
    """Something that happened on a day, in words; `session` where people asked how to turn the curve."""

    day: date
    text: str
    session: TurningSession | None = None


def happenings(actor: Actor, indicator: Indicator) -> list[Happening]:
    """Return the latest that happened to an indicator, the earliest first: sessions, and targets of the whole."""
    zone = ZoneInfo(actor.initiative.timezone)
    held = [
        Happening(row.held_on, _("People asked how to turn the curve"), row)
        for row in sessions(actor, indicator)[:MOST]
    ]
    versions = target_versions(actor).filter(
        target__indicator=indicator, target__partner=None, target__category=None
    )
    aimed = [
        Happening(row.set_at.astimezone(zone).date(), _aimed(row))
        for row in versions.order_by("-set_at")[:MOST]
    ]
    return sorted([*held, *aimed], key=lambda row: row.day)[-MOST:]


def _aimed(version: TargetVersion) -> str:
    if version.withdrawn:
        return _("The target was withdrawn")
    return _("The target was set") if version.number == 1 else _("The target was changed")
