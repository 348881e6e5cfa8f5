"""The brief for a partner's own people, to print on a page or two or to copy as text."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backbone.queries.share_pack import share_pack
from backbone.views.gathering import GatheringView
from initiatives.kernel.access import Capability
from initiatives.queries import partner


class Brief(GatheringView):
    """What a partner's people need to know: `?as=text` gives the same as plain text."""

    section = "home"
    capability = Capability.VIEW_HAND_INS
    template_name = "backbone/brief.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        pack = share_pack(self.actor, partner(self.actor, code))
        text = self.text_of(pack)
        if request.GET.get("as") == "text":
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        page = self.url("initiatives:partner", code)
        context = {
            "pack": pack,
            "text": text,
            "today": self.today,
            "breadcrumbs": self.crumbs((pack.partner.name, page), (_("Brief"), "")),
        }
        return self.page(context)

    def text_of(self, pack: object) -> str:
        """Return the brief as plain text."""
        context = {"pack": pack, "actor": self.actor, "today": self.today}
        drawn = render_to_string("backbone/brief.txt", context)
        lines = [line.rstrip() for line in drawn.splitlines()]
        kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
        return "\n".join(kept).strip() + "\n"
