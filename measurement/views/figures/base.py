"""What the pages of figures share: the axis, what they are narrowed to, the names of groups."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries import partners, places, sector_rows
from measurement.forms.filters import FigureFilter
from measurement.models import Indicator
from measurement.queries import (
    Point,
    Question,
    catalogue,
    dimensions,
    may_see_partners,
)
from measurement.views.indicators import IndicatorView


class FigureView(IndicatorView):
    """What the pages about an indicator's figures share."""

    capability = Capability.VIEW

    def by(self, request: HttpRequest, found: Indicator) -> str:
        """Return the axis that the address asks for: total unless it is one of the indicator's."""
        wanted = request.GET.get("by", "total")
        return wanted if wanted in dict(self.axes(found)) else "total"

    def axes(self, found: Indicator) -> list[tuple[str, str]]:
        """Return the axes of an indicator with their labels."""
        known = [("total", _("Total")), ("sector", _("Sector")), ("place", _("Place"))]
        if may_see_partners(self.actor, found) or self.actor.partner_id:
            known.append(("partner", _("Partner")))
        version = found.latest_versions[0]  # type: ignore[attr-defined]
        return known + [(row.dimension.code, row.dimension.name) for row in version.axes]

    def narrowed(self, request: HttpRequest, found: Indicator, by: str) -> FigureFilter:
        """Return what the address narrows the figures to."""
        sheet = catalogue({found.code})[found.code]
        return FigureFilter(sheet.axes[sheet.versions[-1].pk], by, request.GET)

    def question(self, narrowed: FigureFilter, by: str) -> Question:
        """Return what is asked of the series; a day is looked back to from its end."""
        asked = narrowed.asked()
        day = asked.get("as_of")
        return Question(
            by=by,
            categories=narrowed.categories,
            as_of=clock.end_of(day, self.actor.initiative.timezone) if day else None,
            time=asked.get("time", ""),
            back_cast=self.request.GET.get("definition") == "now",
        )

    def asked(self, request: HttpRequest, by: str) -> str:
        """Return the query of the address with another axis."""
        given = {name: value for name, value in request.GET.items() if value and name != "by"}
        return urlencode({"by": by, **given})

    def names(self, by: str) -> Mapping[str, str]:
        """Return the names of an axis's groups by code, in their order."""
        if by == "total":
            return {"total": _("Total")}
        if by == "sector":
            return {sector.code: sector.name for sector in sector_rows()}
        if by == "place":
            return dict(places(self.actor).values_list("code", "name"))
        if by == "partner":
            return dict(partners(self.actor).values_list("code", "name"))
        found = next((row for row in dimensions(self.actor) if row.code == by), None)
        return {c.code: c.name for c in found.categories.all()} if found else {}

    def explain_url(self, found: Indicator, by: str, point: Point) -> str:
        """Return the address of what stands behind a point."""
        where = urlencode({"period": point.period.code, "by": by, "group": point.group})
        return f"{self.url('measurement:explain', found.code)}?{where}"
