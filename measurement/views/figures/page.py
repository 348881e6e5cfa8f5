"""The page of an indicator."""

from collections.abc import Mapping, Sequence, Set
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.queries import events, told
from initiatives.web import paginate
from measurement import charts
from measurement.forms.agreement import TargetForm
from measurement.models import Indicator
from measurement.queries import (
    Happening,
    Point,
    Series,
    Standing,
    balances,
    change_between,
    counts_heads,
    expected_by,
    happenings,
    indicator,
    is_sufficient,
    plain,
    possible_contribution,
    restatements,
    told_coverage,
    told_point,
    told_reported,
    whole_aims,
    without_holes,
)
from measurement.queries import told as told_value
from measurement.queries.agreements import KeptBack, kept_back
from measurement.queries.protection import Protection
from measurement.views.ahead import difference
from measurement.views.beside import balance_told, groups_told, restated_told
from measurement.views.figures.reading import Reading, ReadingView
from measurement.views.telling import LEVELS, OVER_TIME, TOGETHER
from measurement.words import Level


def told_plainly(standing: Standing) -> str:
    """Return how long the total has moved one way, and what chance may have to do with it; empty for nothing."""
    return " ".join(filter(None, (standing.run_told, standing.chance.sentence if standing.chance else "")))


class IndicatorPage(ReadingView):
    """An indicator: the answer in a sentence, the chart, the table, who reported, what it means."""

    template_name = "measurement/indicator.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        read = self.read(request, indicator(self.actor, code))
        return self.page(
            {
                "indicator": read.indicator,
                "version": read.versions[-1],
                "versions": read.versions[::-1],
                "latest": read.latest,
                "period": self.period_name(read.latest.period) if read.latest else "",
                "defines": self.actor.may(Capability.DEFINE),
                "breadcrumbs": self.crumbs_of(read.indicator),
                **self.asking(request, read),
                **self.in_words(read),
                **self.figure(read),
                **self.table(request, read),
                **self.aimed_at(request, read),
                **self.beside(read),
                **self.meaning(read),
            }
        )

    def asking(self, request: HttpRequest, read: Reading) -> dict[str, Any]:
        """Return what is asked, and the addresses at which it is asked otherwise."""
        code = read.indicator.code
        here, same = self.url("measurement:indicator", code), self.asked(request, read.by)
        return {
            "by": read.by,
            "axes": [
                {"label": label, "url": f"{here}?{self.asked(request, key)}", "current": key == read.by}
                for key, label in self.axes(read.indicator)
            ],
            "problem": read.problem,
            "narrowed": read.narrowed,
            "narrowed_told": [] if read.problem else read.narrowed.told,
            "back_cast": read.question.back_cast,
            "here": here,
            "csv": f"{self.url('measurement:csv', code)}?{same}",
            "xlsx": f"{self.url('measurement:xlsx', code)}?{same}",
        }

    def in_words(self, read: Reading) -> dict[str, Any]:
        """Return the latest total in words: the figure, who reported it, how it has moved, how it is judged."""
        latest, standing = read.latest, read.standing
        return {
            "answer": self.sentence(read.totals, latest),
            "partial": self.partial(read.totals, latest),
            "coverage": told_coverage(latest) if latest else "",
            "explain": self.explain_url(read.indicator, "total", latest) if latest else "",
            "expected": self.expected(read.indicator, read.totals),
            "updated": standing.updated,
            "standing": standing,
            "judged": standing.judged,
            "away": difference(standing),
            "steady": told_plainly(standing),
        }

    def figure(self, read: Reading) -> dict[str, Any]:
        """Return the chart, and what has to be said of it."""
        shown, codes = read.shown, list(read.groups)
        happened = happenings(self.actor, read.indicator) if read.is_whole else []
        chart = self.chart(read, happened)
        return {
            "title": self.title(read.indicator, read.by, shown),
            "chart": chart,
            "axis_note": charts.axis_told(shown, chart) if chart else "",
            "spark": self.spark(shown, codes[0]) if codes else [],
            "bounded": any(point.value is None and point.low is not None for point in shown.points),
            "drawn": min(len(codes), charts.MOST_GROUPS),
            "groups": len(codes),
            "others": self.others(shown, set(codes[charts.MOST_GROUPS :])),
            "breaks": [] if read.question.back_cast else [v for v in read.versions if v.break_note],
            "happened": [
                (row, self.url(row.route, *filter(None, [row.public_id])) if row.route else "")
                for row in happened
            ],
        }

    def table(self, request: HttpRequest, read: Reading) -> dict[str, Any]:
        """Return the figures of the chart as a table."""
        table = paginate(request, self.ordered(read.shown, read.names))
        return {
            "table": table,
            "rows": [self.row(read, point) for point in table],
            "has_parts": any(p.denominator is not None for p in read.shown.points),
        }

    def aimed_at(self, request: HttpRequest, read: Reading) -> dict[str, Any]:
        """Return what lies ahead, the targets of partners and categories, and what measures may contribute."""
        return {
            "ahead": read.ahead,
            "aims": read.ahead.groups(self.actor, read.indicator),
            "possible": self.possible(request, read.indicator),
        }

    def beside(self, read: Reading) -> dict[str, Any]:
        """Return what stands beside the chart: the groups one by one, how far the figures can be relied on."""
        found = read.indicator
        return {
            "beside": None
            if read.by == "total"
            else groups_told(self.actor, read.shown, read.totals, read.groups, self.period_name),
            "balance": balance_told(balances(self.actor, found), self.period_name),
            "restated": restated_told(restatements(self.actor, found)[:4], self.period_name),
            "log": f"{self.url('measurement:restatements')}?{urlencode({'indicator': found.code})}",
            "told": self.lately(found),
        }

    def meaning(self, read: Reading) -> dict[str, Any]:
        """Return what the indicator means, and whose figures are kept from others."""
        found, version = read.indicator, read.versions[-1]
        return {
            "level": LEVELS[found.level],
            "over_time": OVER_TIME[version.time_behaviour],
            "together": TOGETHER[version.partner_rollup],
            "counts_heads": counts_heads(version),
            "hiding": Protection.of(found, self.actor.initiative),
            "kept": self.kept(found),
            "agrees": self.actor.may(Capability.VIEW_HAND_INS),
        }

    def kept(self, found: Indicator) -> list[KeptBack]:
        """Return for staff whose figures agreements keep from others."""
        return kept_back(self.actor, found) if self.actor.may(Capability.REVIEW) else []

    def expected(self, found: Indicator, totals: Series) -> dict[str, Any] | None:
        """Return by when the source should have the next figure, and whether that has gone by; None where unknown."""
        if found.publication_lag is None or not totals.points:
            return None
        day = expected_by(totals.points[-1].period.next, found.publication_lag)
        return {"day": day, "late": day < clock.today(self.actor.initiative.timezone)}

    def possible(self, request: HttpRequest, found: Indicator) -> dict[str, Any] | None:
        """Return what partner measures may have contributed to a community figure; None for other levels."""
        if found.level != Level.COMMUNITY:
            return None
        form = TargetForm(request.GET if "target" in request.GET else None)
        target = form.cleaned_data["target"] if form.is_bound and form.is_valid() else None
        if target is None and (aim := whole_aims(self.actor, [found.pk]).get(found.pk)):
            target = aim.goal
        return {"form": form, "told": possible_contribution(self.actor, found, target=target)}

    def ordered(self, shown: Series, names: Mapping[str, str]) -> list[Point]:
        """Return the points for the table: the latest period first, its groups in their order."""
        order = {name: place for place, name in enumerate(names)}
        return sorted(
            shown.points, key=lambda p: (-p.period.start.toordinal(), order.get(p.group, len(order)))
        )

    def others(self, shown: Series, groups: Set[str]) -> str:
        """Return between which figures those that are not drawn lie in the last period; empty for none."""
        if not groups or not shown.points:
            return ""
        last = shown.points[-1].period
        values = [
            point.value
            for point in shown.points
            if point.period == last and point.group in groups and point.value is not None
        ]
        if not values:
            return ""
        words = {
            "count": len(values),
            "low": told_value(shown.version, min(values)),
            "high": told_value(shown.version, max(values)),
            "period": self.period_name(last),
        }
        told = ngettext(
            "%(count)s that is not drawn is at %(low)s in %(period)s.",
            "%(count)s that are not drawn lie between %(low)s and %(high)s in %(period)s.",
            len(values),
        )
        return told % words

    def partial(self, totals: Series, latest: Point | None) -> str:
        """Return what has come in since the latest figure, of too few to compare; empty for nothing."""
        if latest is None or totals.points[-1] is latest:
            return ""
        last = totals.points[-1]
        words = {
            "period": self.period_name(last.period),
            "figure": told_point(totals.version, last),
            "reported": told_reported(last),
        }
        return _("%(period)s so far: %(figure)s, %(reported)s. Too few have reported to compare.") % words

    def sentence(self, totals: Series, latest: Point | None) -> dict[str, str]:
        """Return the latest figure in a sentence: the figure, and what is said after it."""
        if latest is None:
            return {}
        version = totals.version
        figure = told_point(version, latest)
        words = {"period": self.period_name(latest.period), "note": latest.note}
        if latest.bound:
            rest = _("in %(period)s; the figure itself is hidden, as it stands for few people")
            return {"figure": latest.bound, "rest": rest % words}
        if latest.suppressed:
            return {
                "figure": "",
                "rest": _("The figure for %(period)s is hidden: it stands for few people.") % words,
            }
        if latest.value is None and latest.low is not None:
            rest = _("different people in %(period)s; the same person may be counted by several partners")
            return {"figure": figure, "rest": rest % words}
        if latest.value is None:
            return {"figure": "", "rest": _("There is no usable figure for %(period)s.") % words}
        before = next(
            (p for p in totals.points if p.period == latest.period.previous and p.version == latest.version),
            None,
        )
        since = change_between(version, before, latest, self.floor)
        if since is None or before is None:
            return {"figure": figure, "rest": _("in %(period)s") % words}
        words |= {"change": since.text, "former": self.period_name(before.period)}
        if since.verdict == "same":
            return {"figure": figure, "rest": _("in %(period)s, the same as in %(former)s") % words}
        sentences = {
            "better": _("in %(period)s, better than in %(former)s: %(change)s"),
            "worse": _("in %(period)s, worse than in %(former)s: %(change)s"),
        }
        sentence = sentences.get(since.verdict, _("in %(period)s, %(change)s since %(former)s"))
        return {"figure": figure, "rest": sentence % words}

    def title(self, found: Indicator, by: str, shown: Series) -> str:
        """Return what the chart shows where it is broken down; the total's own title is its answer, so empty."""
        if by == "total" or not shown.points:
            return ""
        return _("%(indicator)s by %(axis)s, %(first)s to %(last)s") % {
            "indicator": found.name,
            "axis": dict(self.axes(found))[by].lower(),
            "first": self.period_name(min(p.period for p in shown.points)),
            "last": self.period_name(max(p.period for p in shown.points)),
        }

    def chart(self, read: Reading, happened: Sequence[Happening]) -> dict[str, Any] | None:
        """Return the figure for Plotly; None when there is nothing to draw."""
        if not any(point.value is not None for point in read.shown.points):
            return None
        return charts.line_chart(
            read.shown,
            read.groups,
            self.period_name,
            breaks={v.number: v.break_note for v in read.versions if v.break_note},
            floor=self.floor,
            way=read.ahead.way if read.is_whole else (),
            forecast=read.ahead.steps if read.is_whole else (),
            marks=[row.day for row in happened],
        )

    def spark(self, shown: Series, group: str) -> list[Point | None]:
        """Return the points of the still drawing."""
        own = [p for p in shown.points if p.group == group and p.version == shown.points[-1].version]
        while own and not is_sufficient(own[-1], self.floor):
            own.pop()
        return [None if p is None or p.suppressed else p for p in without_holes(own)]

    def row(self, read: Reading, point: Point) -> dict[str, Any]:
        """Return one row of the table."""
        version = next(v for v in read.versions if v.number == point.version)
        return {
            "period": self.period_name(point.period),
            "group": read.names.get(point.group, point.group),
            "numerator": plain(point.numerator),
            "denominator": plain(point.denominator),
            "value": told_point(version, point),
            "hidden": point.suppressed,
            "bound": point.bound,
            "coverage": told_coverage(point) if read.by != "partner" else "",
            "status": point.status,
            "version": point.version,
            "note": point.note,
            "later": str(told_value(version, point.later)) if point.later is not None else "",
            "url": self.explain_url(read.indicator, read.by, point),
        }

    def lately(self, found: Indicator) -> list[Any]:
        """Return the indicator's events for those who may read them."""
        if not self.actor.may(Capability.VIEW_EVENTS) or not self.actor.is_staff:
            return []
        return told(events(self.actor).filter(subject=f"indicator:{found.code}")[:8])
