"""What stands beside an indicator's chart: its groups and their gap, how far it can be relied on, what was restated."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability
from initiatives.queries import places, sector_rows
from initiatives.web import paginate
from measurement.kinds import round_half_up
from measurement.models import IndicatorVersion
from measurement.multiples import MOST_PERIODS, axis_of, multiples
from measurement.periods import Period
from measurement.queries import (
    Balance,
    Gap,
    Gaps,
    Point,
    Restated,
    Series,
    change,
    dimensions,
    gaps_between,
    indicator,
    plain,
    restatements,
    told,
)
from measurement.views.base import MeasurementView

MOST_GROUPS = 12
TOTAL = "total"
Named = Callable[[Period], str]


def groups_told(
    actor: Actor, shown: Series, totals: Series, names: Mapping[str, str], named: Named
) -> dict[str, Any] | None:
    """Return every group with its course, the gap between them and any shift of their mix; None without a base."""
    if not shown.version.two_part:
        return None
    found = gaps_between(actor, shown, totals)
    version = shown.points[-1].version if shown.points else 0
    courses: dict[str, list[Point]] = {}
    for point in shown.points:
        courses.setdefault(point.group, []).append(point)
    present = [code for code in names if code in courses][:MOST_GROUPS]
    drawn = [_group(shown, courses[code], names[code]) for code in present]
    if len(drawn) < 2:
        return None
    whole = {p.period: p.value for p in totals.points if p.version == version and not p.suppressed}
    axis = axis_of([whole, *(one["course"] for one in drawn)])
    for one, drawing in zip(drawn, multiples([one["course"] for one in drawn], whole, axis), strict=True):
        one["drawing"] = drawing
    return {
        "groups": drawn,
        "first": named(axis[0]) if axis else "",
        "last": named(axis[-1]) if len(axis) > 1 else "",
        "gap": _gap_told(shown.version, found, names, named),
        "gaps": _gaps_told(shown.version, found, names, named),
        "shift": _shift_told(shown.version, found, named),
    }


def _group(shown: Series, own: Sequence[Point], name: str) -> dict[str, Any]:
    """A group's latest figure, its change, and its course under the definition that the latest figures have."""
    last = own[-1]
    before = next((p for p in own if p.period == last.period.previous and p.version == last.version), None)
    since = change(shown.version, before.value if before else None, last.value)
    value = told(shown.version, last.value)
    present = shown.points[-1].version
    return {
        "name": name,
        "hidden": last.suppressed,
        "bound": last.bound,
        "value": value.number,
        "unit": value.unit,
        "change": since.text if since else "",
        "course": {p.period: p.value for p in own if p.version == present and not p.suppressed},
    }


def _gaps_told(
    version: IndicatorVersion, found: Gaps, names: Mapping[str, str], named: Named
) -> list[dict[str, Any]]:
    """The gap of every period under the present definition, the latest first."""
    known = [gap for gap in found.gaps if gap.version == version.number]
    widest = max((gap.points for gap in known), default=None) or 1
    return [
        {
            "period": named(gap.period),
            "group": names.get(gap.group, gap.group),
            "reference": _("the total") if gap.to == TOTAL else names.get(gap.reference, gap.reference),
            "points": _distance(version, gap),
            "share": int(100 * gap.points / widest),
            "hidden": gap.hidden,
        }
        for gap in reversed(known[-MOST_PERIODS:])
    ]


def _distance(version: IndicatorVersion, gap: Gap) -> str:
    amount = plain(gap.points, version.decimals)
    if told(version, gap.points).unit == "%":
        return _("%s points") % amount
    return amount


def _gap_told(
    version: IndicatorVersion, found: Gaps, names: Mapping[str, str], named: Named
) -> dict[str, str]:
    """The last gap in a sentence, what it is measured to, and what it was first."""
    known = [gap for gap in found.gaps if gap.version == version.number]
    if not known:
        return {}
    gap, first = known[-1], known[0]
    words = {
        "group": names.get(gap.group, gap.group),
        "reference": _("the total") if gap.to == TOTAL else names.get(gap.reference, gap.reference),
        "points": _distance(version, gap),
        "ratio": plain(round_half_up(gap.ratio, 2), 2) if gap.ratio is not None else "",
        "period": named(gap.period),
    }
    sentence = _("Gap in %(period)s, %(group)s to %(reference)s: %(points)s")
    if words["ratio"]:
        sentence = _("Gap in %(period)s, %(group)s to %(reference)s: %(points)s, ratio %(ratio)s")
    text = sentence % words
    former = ""
    if first is not gap:
        former = _("%(points)s in %(period)s") % {
            "points": _distance(version, first),
            "period": named(first.period),
        }
    to = _("Measured to the total.") if gap.to == TOTAL else _("Measured to the group that does best.")
    return {"text": text, "former": former, "to": to}


def _shift_told(version: IndicatorVersion, found: Gaps, named: Named) -> str:
    if not found.shifts:
        return ""
    shift = found.shifts[-1]
    words = {
        "period": named(shift.period),
        "former": named(shift.period.previous),
        "value": told(version, shift.value),
        "before": told(version, shift.former),
        "steady": told(version, shift.at_former_mix),
    }
    return (
        _(
            "The mix of groups shifted: the total went from %(before)s to %(value)s in %(period)s; with the groups as "
            "large as in %(former)s it would be %(steady)s. Read the groups, not the total."
        )
        % words
    )


def balance_told(found: Sequence[Balance], named: Named) -> dict[str, str]:
    """Return how the last balance came out, in words; empty where no rule makes one."""
    if not found:
        return {}
    last = found[-1]
    words = {
        "expected": plain(round_half_up(last.expected, 2)),
        "actual": plain(round_half_up(last.actual, 2)),
        "off": plain(abs(round_half_up(last.difference, 2))),
        "share": plain(round_half_up(last.share, 2)) if last.share is not None else "",
    }
    text = _("Expected %(expected)s, actual %(actual)s: it adds up.") % words
    if last.difference:
        text = _("Expected %(expected)s, actual %(actual)s: off by %(off)s (%(share)s %%).") % words
    worst = max(found[-12:], key=lambda one: one.share or 0)
    lately = ""
    if worst.share:
        lately = _("Furthest off lately: %(share)s %% in %(period)s.") % {
            "share": plain(round_half_up(worst.share, 2)),
            "period": named(worst.period),
        }
    return {
        "text": text,
        "lately": lately,
        "rule": last.rule,
        "says": last.says,
        "period": named(last.period),
    }


def restated_told(found: Sequence[Restated], named: Named) -> list[dict[str, Any]]:
    """Return restatements as they are read."""
    return [
        {
            "indicator": row.indicator.name,
            "code": row.indicator.code,
            "period": named(row.period),
            "former": str(told(row.version, row.former)) or "–",
            "value": str(told(row.version, row.value)) or "–",
            "reason": row.reason,
            "when": row.when,
            "axis": row.axis,
            "group": row.group,
            "cell": row.cell,
        }
        for row in found
    ]


class Restatements(MeasurementView):
    """Figures told anew: what was published, what it became, why and when. For everybody."""

    capability = Capability.VIEW
    template_name = "measurement/restatements.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        code = request.GET.get("indicator", "")
        found = indicator(self.actor, code) if code else None
        groups = bool(request.GET.get("groups"))
        rows = restatements(self.actor, found, totals=not groups)
        page = paginate(request, rows)
        page.object_list = restated_told(list(page.object_list), self.period_name)
        names = self.names() if groups else {}
        for row in page.object_list:
            row["of"] = self.told_of(row, names)
        here = self.url("measurement:restatements")
        only = f"indicator={code}" if code else ""
        context = {
            "page": page,
            "indicator": found,
            "groups": groups,
            "shown": [
                {"label": _("Totals"), "url": f"{here}?{only}", "current": not groups},
                {"label": _("Groups too"), "url": f"{here}?{only}&groups=1", "current": groups},
            ],
            "breadcrumbs": self.trail((_("Restatements"), here if found else ""), *self.of(found)),
        }
        return self.page(context)

    def of(self, found: Any) -> list[tuple[str, str]]:
        """Return the last breadcrumb where the log is of one indicator."""
        return [(found.name, "")] if found else []

    def names(self) -> dict[tuple[str, str], str]:
        """Return the names of groups and categories by axis and code."""
        known = {("sector", row.code): row.name for row in sector_rows()}
        known |= {("place", code): name for code, name in places(self.actor).values_list("code", "name")}
        for dimension in dimensions(self.actor):
            known |= {(dimension.code, row.code): row.name for row in dimension.categories.all()}
        return known

    def told_of(self, row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
        """Return which figure of the indicator it is, in words."""
        parts = [(row["axis"], row["group"])] if row["axis"] != "total" else []
        told = [names.get(part, part[1]) for part in (*parts, *row["cell"].items())]
        return ", ".join(told) or _("Total")
