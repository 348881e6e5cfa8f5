"""The letters of activities, out of jobs: links whose secret is made here and lies in no queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from activities.models import CheckInLink
from initiatives.jobs import handler
from initiatives.letters import SecretLinkLetter

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEND_LINK = "activities.send_link"


class CheckInLetter(SecretLinkLetter):
    """The question how an activity is, with the link to say it."""

    job = SEND_LINK
    purpose, template, page = "check-in link", "check_in_link", "check_in_link"

    def links(self) -> QuerySet[CheckInLink]:
        return CheckInLink.objects.select_related("activity", "made_by")

    def about(self, link: CheckInLink) -> Mapping[str, Any]:
        return {**super().about(link), "activity": link.activity}


@handler(SEND_LINK, outside=True)
def send_link(initiative_id: int, key: str) -> None:
    """Mail an open link that was not sent yet."""
    CheckInLetter().send(initiative_id, key)
