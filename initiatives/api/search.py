"""Search over everything that somebody may read."""

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.finding import find
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.search import SearchOut, SearchQuery


class Search(InitiativeView):
    """What can be found by its words."""

    @operation(Capability.VIEW, query=SearchQuery, answer=SearchOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Find what you may read by the beginnings of its words; up to fifty of each kind, the nearest first."""
        found = find(actor, self.query["q"], self.query.get("kind", ""))
        return self.json(
            {
                "results": [
                    {
                        "kind": group.key,
                        "label": group.label,
                        "more": group.more,
                        "hits": [
                            {"title": hit.name, "excerpt": hit.text, "note": hit.note, "path": hit.path}
                            for hit in group.hits
                        ],
                    }
                    for group in found
                ]
            }
        )
