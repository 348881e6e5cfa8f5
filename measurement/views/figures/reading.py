"""What is read of an indicator for its page, before any of it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest

from initiatives.kernel.errors import DomainError
from initiatives.queries import partners
from measurement.forms.filters import FigureFilter
from measurement.models import Indicator, IndicatorVersion
from measurement.queries import (
    Point,
    Question,
    Series,
    Standing,
    is_sufficient,
    series,
    standings,
    versions,
)
from measurement.views.ahead import Ahead
from measurement.views.figures.base import FigureView


@dataclass(frozen=True)
class Reading:
    """An indicator as its page was asked for it.

    `shown` answers the `question` by the axis `by`, `totals` the same by total; where it has no answer for this reader,
    they are not narrowed, and `problem` says why. `names` are those of all groups of the axis in their order, `groups`
    those of `shown`, in the order in which they are drawn. `latest` is the last total for which enough reported,
    `versions` are the definitions, the first one first.
    """

    indicator: Indicator
    by: str
    narrowed: FigureFilter
    question: Question
    problem: str
    shown: Series
    totals: Series
    names: Mapping[str, str]
    groups: Mapping[str, str]
    latest: Point | None
    versions: Sequence[IndicatorVersion]
    standing: Standing
    ahead: Ahead

    @property
    def is_whole(self) -> bool:
        """Whether the totals are shown as they stand: with what was aimed at, foreseen and happened meanwhile."""
        asked = self.question
        return self.by == "total" and not (asked.categories or asked.as_of or asked.time)


class ReadingView(FigureView):
    """Reads an indicator as the address asks for it."""

    def read(self, request: HttpRequest, found: Indicator) -> Reading:
        """Return what the page shows."""
        by = self.by(request, found)
        narrowed = self.narrowed(request, found, by)
        question, problem = self.question(narrowed, by), ""
        try:
            shown = series(self.actor, found, question)
        except DomainError as error:
            question, problem = Question(by=by), error.message
            shown = series(self.actor, found, question)
        totals = shown if by == "total" else series(self.actor, found, replace(question, by="total"))
        names = self.names(by)
        [standing] = standings(self.actor, among=[found.pk])
        return Reading(
            indicator=found,
            by=by,
            narrowed=narrowed,
            question=question,
            problem=problem,
            shown=shown,
            totals=totals,
            names=names,
            groups={code: names[code] for code in self.drawn_first(by, names, shown)},
            latest=self.latest(totals),
            versions=versions(self.actor, found),
            standing=standing,
            ahead=Ahead.of(self.actor, found, standing),
        )

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

    def drawn_first(self, by: str, names: Mapping[str, str], shown: Series) -> list[str]:
        """Return the groups of a series as they are drawn; of partners the reader's own, then the highest of late."""
        known = {point.group for point in shown.points}
        groups = [group for group in names if group in known]
        if by != "partner":
            return groups
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
