"""What failed too often and was put aside: letters that could not be sent, work that could not be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from initiatives import jobs
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound


@dataclass(frozen=True)
class Failure:
    """One piece of work that was put aside: its number, what it was in words, how often it was tried, when it ended."""

    pk: int
    told: str
    attempts: int
    dead_at: datetime


def failures(actor: Actor) -> list[Failure]:
    """Return what was put aside in the actor's initiative, the earliest first. Raises Forbidden for all but staff."""
    require(actor, Capability.VIEW_QUEUE)
    return [
        Failure(row.pk, _told(row.kind), row.attempts, row.dead_at)
        for row in jobs.buried(actor.initiative.pk)
        if row.dead_at is not None
    ]


def failure(actor: Actor, pk: int) -> Failure:
    """Return one of them by its number. Raises NotFound."""
    found = next((one for one in failures(actor) if one.pk == pk), None)
    if found is None:
        raise NotFound
    return found


def _told(kind: str) -> str:
    """What a kind of work is to a person: those that go out are named so by their kind."""
    verb = kind.partition(".")[2]
    if verb == "send_digest":
        return _("A digest could not be sent")
    if verb == "send_invitation":
        return _("An invitation could not be sent")
    if verb.startswith("send_"):
        return _("A letter could not be sent")
    return _("Something that runs by itself could not be done")
