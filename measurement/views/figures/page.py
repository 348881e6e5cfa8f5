"""The page of an indicator."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import events, partners, told
from initiatives.web import paginate
from measurement import charts
from measurement.forms.agreement import TargetForm
from measurement.models import Indicator, IndicatorVersion
from measurement.queries import (
    Happening,
    Point,
    Question,
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
    series,
    standings,
    told_coverage,
    told_point,
    told_reported,
    versions,
    whole_aims,
    without_holes,
)
from measurement.queries import told as told_value
from measurement.queries.agreements import KeptBack, kept_back
from measurement.queries.protection import Protection
from measurement.views.ahead import Ahead, difference
from measurement.views.beside import balance_told, groups_told, restated_told
from measurement.views.figures.base import FigureView
from measurement.views.telling import LEVELS, OVER_TIME, TOGETHER
from measurement.words import Level


def told_plainly(standing: Standing) -> str:
    """Return how long the total has moved one way, and what chance may have to do with it; empty for nothing."""
    return " ".join(filter(None, (standing.run_told, standing.chance.sentence if standing.chance else "")))


class IndicatorPage(FigureView):
    """An indicator: the answer in a sentence, the chart, the table, who reported, what it means."""

    template_name = "measurement/indicator.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        by = self.by(request, found)
        narrowed = self.narrowed(request, found, by)
        now = request.GET.get("definition") == "now"
        question, problem = replace(self.question(narrowed, by), back_cast=now), ""
        try:
            shown = series(self.actor, found, question)
        except DomainError as error:
            question, problem = Question(by=by), error.message
            shown = series(self.actor, found, question)
        totals = shown if by == "total" else series(self.actor, found, replace(question, by="total"))
        names = self.names(by)
        told_of = {point.group for point in shown.points}
        groups = self.drawn_first(by, shown, [group for group in names if group in told_of])
        history = versions(self.actor, found)
        here = self.url("measurement:indicator", found.code)
        latest = self.latest(totals)
        standing = self.standing(found)
        ahead = Ahead.of(self.actor, found, standing)
        is_whole = by == "total" and not (question.categories or question.as_of or question.time)
        happened = happenings(self.actor, found) if is_whole else []
        chart = self.chart(
            shown, {g: names[g] for g in groups}, history, ahead if is_whole else None, happened
        )
        table = paginate(request, self.ordered(shown, names))
        context = {
            "indicator": found,
            "version": history[-1],
            "versions": history[::-1],
            "by": by,
            "axes": [
                {"label": label, "url": f"{here}?{self.asked(request, key)}", "current": key == by}
                for key, label in self.axes(found)
            ],
            "latest": latest,
            "answer": self.sentence(totals, latest),
            "partial": self.partial(totals, latest),
            "chart": chart,
            "bounded": any(point.value is None and point.low is not None for point in shown.points),
            "happened": [
                (row, self.url(row.route, *filter(None, [row.public_id])) if row.route else "")
                for row in happened
            ],
            "spark": self.spark(shown, groups[0]) if groups else [],
            "drawn": min(len(groups), charts.MOST_GROUPS),
            "groups": len(groups),
            "others": self.others(shown, set(groups[charts.MOST_GROUPS :])),
            "title": self.title(found, by, shown),
            "axis_note": charts.axis_told(shown, chart) if chart else "",
            "table": table,
            "rows": [self.row(found, shown, by, p, names, history) for p in table],
            "has_parts": any(p.denominator is not None for p in shown.points),
            "coverage": told_coverage(latest) if latest else "",
            "period": self.period_name(latest.period) if latest else "",
            "problem": problem,
            "narrowed": narrowed,
            "narrowed_told": [] if problem else narrowed.told,
            "here": here,
            "csv": f"{self.url('measurement:csv', found.code)}?{self.asked(request, by)}",
            "xlsx": f"{self.url('measurement:xlsx', found.code)}?{self.asked(request, by)}",
            "beside": groups_told(self.actor, shown, totals, names, self.period_name)
            if by != "total"
            else None,
            "balance": balance_told(balances(self.actor, found), self.period_name),
            "restated": restated_told(restatements(self.actor, found)[:4], self.period_name),
            "log": f"{self.url('measurement:restatements')}?{urlencode({'indicator': found.code})}",
            "explain": self.explain_url(found, "total", latest) if latest else "",
            "breaks": [] if now else [v for v in history if v.break_note],
            "back_cast": now,
            "expected": self.expected(found, totals),
            "possible": self.possible(request, found),
            "counts_heads": counts_heads(history[-1]),
            "agrees": self.actor.may(Capability.VIEW_HAND_INS),
            "kept": self.kept(found),
            "updated": standing.updated,
            "standing": standing,
            "judged": standing.judged,
            "ahead": ahead,
            "away": difference(standing),
            "steady": told_plainly(standing),
            "aims": ahead.groups(self.actor, found),
            "over_time": OVER_TIME[history[-1].time_behaviour],
            "together": TOGETHER[history[-1].partner_rollup],
            "level": LEVELS[found.level],
            "defines": self.actor.may(Capability.DEFINE),
            "hiding": Protection.of(found, self.actor.initiative),
            "told": self.lately(found),
            "breadcrumbs": self.crumbs_of(found),
        }
        return self.page(context)

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

    def drawn_first(self, by: str, shown: Series, groups: Sequence[str]) -> list[str]:
        """Return the groups as they are drawn; of partners the reader's own, then whoever's last figure is highest."""
        if by != "partner":
            return list(groups)
        last = {point.group: point.value for point in shown.points if point.value is not None}
        own = self.own_code()
        return sorted(
            groups, key=lambda group: (group != own, group not in last, -last.get(group, Decimal(0)))
        )

    def own_code(self) -> str:
        """Return the code of the reader's own partner; empty for none."""
        if self.actor.partner_id is None:
            return ""
        return partners(self.actor).get(pk=self.actor.partner_id).code

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

    @property
    def floor(self) -> Decimal:
        """The coverage below which nothing is judged."""
        return self.actor.initiative.coverage_floor

    def latest(self, totals: Series) -> Point | None:
        """Return the last figure for which enough reported under its definition; else the last of all."""
        if not totals.points:
            return None
        last = totals.points[-1]
        own = [p for p in totals.points if p.version == last.version and is_sufficient(p, self.floor)]
        return own[-1] if own else last

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

    def chart(
        self,
        shown: Series,
        names: Mapping[str, str],
        history: list[IndicatorVersion],
        ahead: Ahead | None = None,
        happened: Sequence[Happening] = (),
    ) -> dict[str, Any] | None:
        """Return the figure for Plotly; None when there is nothing to draw."""
        if not any(point.value is not None for point in shown.points):
            return None
        return charts.line_chart(
            shown,
            names,
            self.period_name,
            breaks={v.number: v.break_note for v in history if v.break_note},
            floor=self.floor,
            way=ahead.way if ahead else (),
            forecast=ahead.steps if ahead else (),
            marks=[row.day for row in happened],
        )

    def spark(self, shown: Series, group: str) -> list[Point | None]:
        """Return the points of the still drawing."""
        own = [p for p in shown.points if p.group == group and p.version == shown.points[-1].version]
        while own and not is_sufficient(own[-1], self.floor):
            own.pop()
        return [None if p is None or p.suppressed else p for p in without_holes(own)]

    def row(
        self,
        found: Indicator,
        shown: Series,
        by: str,
        point: Point,
        names: Mapping[str, str],
        history: list[IndicatorVersion],
    ) -> dict[str, Any]:
        """Return one row of the table."""
        version = next(v for v in history if v.number == point.version)
        return {
            "period": self.period_name(point.period),
            "group": names.get(point.group, point.group),
            "numerator": plain(point.numerator),
            "denominator": plain(point.denominator),
            "value": told_point(version, point),
            "hidden": point.suppressed,
            "bound": point.bound,
            "coverage": told_coverage(point) if by != "partner" else "",
            "status": point.status,
            "version": point.version,
            "note": point.note,
            "later": str(told_value(version, point.later)) if point.later is not None else "",
            "url": self.explain_url(found, by, point),
        }

    def standing(self, found: Indicator) -> Standing:
        """Return where the indicator stands for this reader."""
        [standing] = standings(self.actor, among=[found.pk])
        return standing

    def lately(self, found: Indicator) -> list[Any]:
        """Return the indicator's events for those who may read them."""
        if not self.actor.may(Capability.VIEW_EVENTS) or not self.actor.is_staff:
            return []
        return told(events(self.actor).filter(subject=f"indicator:{found.code}")[:8])
