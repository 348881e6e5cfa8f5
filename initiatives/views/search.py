"""Search over everything that its reader may read."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.forms.search import SearchForm
from initiatives.kernel.access import Capability
from initiatives.kernel.finding import FINDERS, find
from initiatives.web import PageView

# Of each kind so many are shown beside the others; all of them on a page of their own.
FEW = 5


class Search(PageView):
    """What was found, by kind; `kind` shows one alone."""

    capability = Capability.VIEW
    template_name = "initiatives/search.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = SearchForm(request.GET)
        asked = form.asked()
        text, kind = asked.get("q", ""), request.GET.get("kind", "")
        kind = kind if kind in FINDERS else ""
        found = find(self.actor, text, kind) if text else []
        groups: list[dict[str, Any]] = [
            {
                "found": group,
                "hits": group.hits if kind else group.hits[:FEW],
                "count": len(group.hits),
                "all_url": "" if kind or len(group.hits) <= FEW else self.of_kind(text, group.key),
            }
            for group in found
        ]
        context = {
            "form": form,
            "text": text,
            "kind": FINDERS[kind].label if kind else "",
            "groups": groups,
            "everything": f"{self.url('initiatives:search')}?{urlencode({'q': text})}" if kind else "",
            "total": sum(group["count"] for group in groups),
            "more": any(group.more for group in found),
            "breadcrumbs": self.crumbs((_("Search"), "")),
        }
        return self.page(context)

    def of_kind(self, text: str, kind: str) -> str:
        """Return the address of what is found of one kind."""
        return f"{self.url('initiatives:search')}?{urlencode({'q': text, 'kind': kind})}"
