"""The bell: what others did that concerns its reader, and that it was seen."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from communications.queries.notices import MOST_COUNTED, count_new, notice_rows, notices_of
from communications.services.notices import see_notices
from communications.views.own import OwnPage
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.web import paginate, wants_fragment


class Notices(OwnPage):
    """What others did that concerns oneself, newest first; what was not seen yet is marked.

    The fragment is the mark at the bell: how many are new.
    """

    capability = Capability.VIEW
    template_name = "communications/notices.html"
    fragment = "bell"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if wants_fragment(request):
            return self.page({"count": count_new(self.actor), "most": MOST_COUNTED})
        page = paginate(request, notice_rows(self.actor))
        rows = notices_of(self.actor, page.object_list)
        context = {
            "page": page,
            "rows": rows,
            "any_new": any(row.new for row in rows),
            "until": clock.now().isoformat(),
            "tabs": self.tabs("notices"),
            "breadcrumbs": self.crumbs((_("Notices"), "")),
        }
        return self.page(context)


class SeeNotices(OwnPage):
    """Mark what stood on the page as seen; what came meanwhile stays new."""

    capability = {"POST": Capability.VIEW}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        see_notices(self.actor, until=_moment(request.POST.get("until", "")))
        return self.go(self.url("communications:notices"))


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
