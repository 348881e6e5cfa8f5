"""What activities tell in a digest: what waits for the reader."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from activities.queries.waiting import waiting
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import DigestSection, Line, digest_section


@digest_section
class Activities(DigestSection):
    """Blockers to answer, and activities whose turn it is to be heard of."""

    key = "activities"
    title = gettext_lazy("Activities")
    order = 40

    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        slug = actor.initiative.slug
        return [
            Line(one.title, one.note, reverse(one.page, args=[slug, *one.named])) for one in waiting(actor)
        ]
