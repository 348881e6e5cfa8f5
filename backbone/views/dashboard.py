"""The initiative's dashboard: every indicator, each as its reader may see it."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backbone.views.gathering import GatheringView
from measurement.queries import Standing, standings


class Dashboard(GatheringView):
    """All indicators as figures, each as its reader may see it."""

    section = "home"
    template_name = "backbone/dashboard.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = standings(self.actor)
        moments = [standing.updated for standing in found if standing.updated]
        context = {
            "today": self.today,
            "lead": judged(found),
            "headline": [standing for standing in found if standing.indicator.headline],
            "others": [standing for standing in found if not standing.indicator.headline],
            "counted": len(found),
            "updated": max(moments, default=None),
            "breadcrumbs": self.crumbs((_("Dashboard"), "")),
        }
        return self.page(context)


def judged(found: list[Standing]) -> str:
    """Return in a sentence how many indicators moved which way, and how many cannot be judged; empty for none."""
    if not found:
        return ""
    moved = [standing.change.verdict for standing in found if standing.change]
    better, worse = moved.count("better"), moved.count("worse")
    lacking = sum(standing.latest is None or standing.state == "not_enough_data" for standing in found)
    words = {"count": len(found), "better": better, "worse": worse}
    said = ngettext(
        "Of %(count)s indicator %(better)s moved the right way and %(worse)s the wrong way.",
        "Of %(count)s indicators %(better)s moved the right way and %(worse)s the wrong way.",
        len(found),
    )
    if not moved:
        said = ngettext(
            "%(count)s indicator; nothing can be compared with the period before yet.",
            "%(count)s indicators; nothing can be compared with the period before yet.",
            len(found),
        )
    more = ngettext("%d lacks reports.", "%d lack reports.", lacking) % lacking if lacking else ""
    return f"{said % words} {more}".strip()
