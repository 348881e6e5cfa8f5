"""The letters of collection, out of jobs: links whose secret is made here and lies in no queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from initiatives.jobs import handler
from initiatives.letters import SecretLinkLetter
from measurement.models import HandInLink, Request
from measurement.queries.collection import last_day_of
from measurement.queries.telling import cycle_name

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEND_LINK = "measurement.send_link"


class HandInLetter(SecretLinkLetter):
    """The ask for one partner's figures, with the link to hand them in."""

    job = SEND_LINK
    purpose, template, page = "hand-in link", "hand_in_link", "hand_in_link"

    def links(self) -> QuerySet[HandInLink]:
        return HandInLink.objects.select_related("request__cycle__initiative", "request__partner", "made_by")

    def about(self, link: HandInLink) -> Mapping[str, Any]:
        return {**super().about(link), **_about(link.request), "about": link.about}


@handler(SEND_LINK, outside=True)
def send_link(initiative_id: int, key: str) -> None:
    """Mail an open link that was not sent yet."""
    HandInLetter().send(initiative_id, key)


def _about(request: Request) -> dict[str, Any]:
    cycle = request.cycle
    return {
        "initiative": cycle.initiative,
        "partner": request.partner,
        "period": cycle_name(cycle, cycle.initiative.fiscal_year_start),
        "last_day": last_day_of(request),
        "practice": cycle.practice,
    }
