"""What stands behind one number, down to each observation."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError, NotFound
from measurement import periods
from measurement.models import Indicator, IndicatorVersion
from measurement.periods import Period, PeriodError
from measurement.queries import (
    Behind,
    Explanation,
    Point,
    explain,
    indicator,
    plain,
    told_coverage,
    told_parts,
    told_point,
)
from measurement.queries import told as told_value
from measurement.views.figures import FigureView
from measurement.views.telling import TOGETHER
from measurement.words import ValueStatus


class Explain(FigureView):
    """What stands behind one figure, down to each observation."""

    template_name = "measurement/explain.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        by, group = self.by(request, found), request.GET.get("group", "total")
        try:
            period = periods.parse(request.GET.get("period", ""))
        except PeriodError as error:
            raise NotFound from error
        names = self.names(by)
        if group not in names:
            raise NotFound
        try:
            behind = explain(self.actor, found, period=period, by=by, group=group)
        except DomainError as error:
            raise NotFound from error
        point = behind.point
        version = behind.version
        rows = behind.behind
        context = {
            "indicator": found,
            "version": version,
            "period": self.period_name(period),
            "point": point,
            "value": told_point(version, point) if point else _("No figure"),
            "group": names[group] if by != "total" else "",
            "formula": formula(behind),
            "included": [told_behind(version, row) for row in rows if row.included],
            "left_out": [told_behind(version, row) for row in rows if not row.included],
            "reads_all": all(row.visible for row in rows),
            "coverage": told_coverage(point) if point else "",
            "two_part": version.two_part,
            "together": TOGETHER[version.partner_rollup],
            "lead": self.lead(found, version, period, names[group] if by != "total" else "", rows),
            "only": self.only(version, point, rows),
            "unrounded": unrounded(point),
            "api": f"/api/v1/initiatives/{self.slug}/indicators/{found.code}/explain/?"
            + urlencode({"period": period.code, "by": by, "group": group}),
            "breadcrumbs": self.crumbs_of(found, (_("Explain this number"), "")),
        }
        return self.page(context)

    def lead(
        self, found: Indicator, version: IndicatorVersion, period: Period, group: str, rows: Sequence[Behind]
    ) -> str:
        """Return which figure it is and what is told about it: earlier values only where there are any."""
        which = ", ".join(part for part in (found.name, self.period_name(period), group) if part)
        if any(row.visible and row.earlier for row in rows):
            return _("%s: every value behind the figure, who stands for it, and what it said before.") % which
        if any(row.visible and row.submitted_by for row in rows):
            return _("%s: every value behind the figure, and who stands for it.") % which
        return _("%s: what is behind the figure.") % which

    def only(self, version: IndicatorVersion, point: Point | None, rows: Sequence[Behind]) -> str:
        """Return in a sentence where the whole figure comes from, when that is one partner; else empty."""
        counted = [row for row in rows if row.included]
        if point is None or point.suppressed or point.value is None or len(counted) != 1:
            return ""
        words = {"figure": told_point(version, point), "partner": counted[0].partner_name}
        return _("%(figure)s, all from %(partner)s.") % words


def unrounded(point: Point | None) -> str:
    """Return the figure with twelve decimals at most; empty for none."""
    if point is None or point.value is None:
        return ""
    return f"{point.value:.12f}".rstrip("0").rstrip(".")


def formula(explained: Explanation) -> str:
    """Return how the figure comes about, with its numbers; empty when it is hidden or there is none."""
    point, version = explained.point, explained.version
    if point is None or point.suppressed or point.numerator is None:
        return ""
    parts = [row for row in explained.behind if row.included]
    readable = all(row.visible for row in parts) and 0 < len(parts) <= 8
    above = _joined([plain(row.numerator) for row in parts]) if readable else plain(point.numerator)
    if point.value is None:
        return ""
    figure = str(told_value(version, point.value))
    if not version.two_part:
        return f"{above.strip('()')} = {figure}" if readable and len(parts) > 1 else figure
    if point.denominator is None:
        return ""
    below = _joined([plain(row.denominator) for row in parts]) if readable else plain(point.denominator)
    scale = plain(version.scale)
    quotient = f"{above} ÷ {below}"
    return f"{scale} × {quotient} = {figure}" if version.scale != 1 else f"{quotient} = {figure}"


def _joined(numbers: list[str]) -> str:
    return f"({' + '.join(numbers)})" if len(numbers) > 1 else numbers[0]


def told_behind(version: IndicatorVersion, row: Behind) -> dict[str, Any]:
    """Return one observation behind a figure as it is read, with what it said before."""
    reasons = {
        "not_reported": _("Nothing was reported: missing is never counted as 0."),
        "not_applicable": _("Said not to apply: not expected, not counted."),
        "suppressed_at_source": _("Withheld at its source."),
        "not_yet_due": _("Not yet due."),
        "incomplete": _("Incomplete: a part is missing, so it cannot be added up."),
    }
    return {
        "row": row,
        "value": str(told_value(version, row.value)) if row.value is not None else "",
        "none": row.included and row.value is None and row.visible,
        "parts": told_parts(version, row.numerator, row.denominator),
        "numerator": plain(row.numerator),
        "denominator": plain(row.denominator),
        "status": str(ValueStatus(row.status).label),
        "left_out": reasons.get(row.left_out, ""),
        "earlier": [told_behind(version, former) for former in row.earlier],
        "why": row.reason,
    }
