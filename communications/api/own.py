"""One's own digest and notices."""

from typing import Any

from django.http import HttpResponse

from communications.queries.digests import digest_now, own_preference, own_sendings, rhythm_of
from communications.queries.notices import count_new, notice_rows, notices_of
from communications.serializers import own as serializers
from communications.services.digests import ask_for_digest, set_digest
from communications.services.notices import see_notices
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation

MOST_NOTICES = 100


class Digest(InitiativeView):
    """How one's own digest comes."""

    tag = "communications"

    def told(self, actor: Actor) -> dict[str, Any]:
        """Return how the actor wants their digest, as it is answered."""
        wish = own_preference(actor)
        last = own_sendings(actor).first()
        return {
            "frequency": wish.frequency,
            "weekday": wish.weekday,
            "hour": wish.hour,
            "timezone": wish.timezone,
            "quiet_from": wish.quiet_from,
            "quiet_until": wish.quiet_until,
            "muted": wish.muted,
            "at_once": wish.at_once,
            "next": rhythm_of(wish, actor.initiative.timezone).next(clock.now()),
            "last": last.handed_over_at if last else None,
        }

    @operation(Capability.VIEW, answer=serializers.DigestState)
    def get(self, actor: Actor) -> HttpResponse:
        """Read how your own digest comes, and when."""
        return self.json(self.told(actor))

    @operation(Capability.VIEW, body=serializers.DigestWish, answer=serializers.DigestState, match="honoured")
    def put(self, actor: Actor) -> HttpResponse:
        """Say how your own digest comes; "off" stops it."""
        self.matched(lambda: self.told(actor))
        set_digest(actor, **{**self.body, "timezone": self.body.get("timezone") or ""})
        return self.json(self.told(actor))


class DigestSend(InitiativeView):
    """Having it sent."""

    tag = "communications"

    @operation(Capability.VIEW, status=204, problems=(409,))
    def post(self, actor: Actor) -> HttpResponse:
        """Have your own digest sent today, once, unless there is nothing to tell."""
        ask_for_digest(actor)
        return self.gone()


class DigestNow(InitiativeView):
    """What it tells."""

    tag = "communications"

    @operation(Capability.VIEW, answer=serializers.DigestOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read what your digest would tell at this moment."""
        sections = [
            {
                "key": part.key,
                "title": part.title,
                "lines": [
                    {"title": line.title, "note": line.note, "figure": line.figure, "path": line.path}
                    for line in part.lines
                ],
                "more": part.more,
            }
            for part in digest_now(actor)
        ]
        return self.json({"sections": sections})


class Notices(InitiativeView):
    """What others did that concerns oneself."""

    tag = "communications"

    @operation(Capability.VIEW, answer=serializers.NoticesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read your latest notices, up to a hundred of the last thirty days, newest first."""
        rows = notices_of(actor, notice_rows(actor)[:MOST_NOTICES])
        results = [
            {
                "id": row.id,
                "text": row.text,
                "who": row.who,
                "when": row.when,
                "path": row.path,
                "new": row.new,
            }
            for row in rows
        ]
        return self.json({"new": count_new(actor), "results": results})


class NoticesSeen(InitiativeView):
    """That they were seen."""

    tag = "communications"

    @operation(Capability.VIEW, body=serializers.SeenNew, answer=serializers.SeenOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Say that you have seen your notices, until now or an earlier moment."""
        return self.json({"until": see_notices(actor, until=self.body.get("until"))})
