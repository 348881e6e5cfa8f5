"""Series, and what stands behind a figure."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.rest import answers
from initiatives.rest.views import InitiativeView, operation
from measurement import queries
from measurement.serializers.figures import (
    BalanceOut,
    ExplainOut,
    ExplainQuery,
    GapOut,
    GapQuery,
    PointOut,
    RestatedOut,
    RestatementQuery,
    RestatementsOut,
    SeriesOut,
    SeriesQuery,
)
from measurement.serializers.targets import whole


class _Figures(InitiativeView):
    """What the questions about figures share."""

    tag = "indicators"

    def categories(self, actor: Actor) -> dict[str, str]:
        """Return the categories chosen in the address: {dimension: category}."""
        known = set(queries.dimension_rows(actor).values_list("code", flat=True))
        declared = {"by", "from", "to", "as_of", "time", "period", "group", "format", "definition"}
        given = self.plain_request.GET
        return {name: given[name] for name in given if name in known - declared and given[name]}

    def question(self, actor: Actor) -> queries.Question:
        """Return what the address asks of the series."""
        return queries.Question(
            by=self.query.get("by", "total"),
            categories=self.categories(actor),
            first=self.query.get("from"),
            last=self.query.get("to"),
            as_of=_moment(actor, self.query.get("as_of")),
            time=self.query.get("time", ""),
            reading=self.query.get("reading", ""),
            back_cast=self.query.get("definition") == "now",
        )


class Series(_Figures):
    """An indicator's figures over time."""

    @operation(Capability.VIEW, query=SeriesQuery, answer=SeriesOut, gives_csv=True, problems=(422,))
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read an indicator's figures over time, as you may see them.

        Staff see what stands; everybody else what is published. <dimension>=<category> chooses categories.
        `as_of` gives what stood at a moment, to everybody else the snapshot of then; it is refused
        (as_of_not_offered) where two moments would tell one partner's figure.
        """
        question = self.question(actor)
        found = queries.series(actor, queries.indicator(actor, code), question)
        points = [_point(point) for point in found.points]
        if self.wants_csv:
            return answers.csv_answer(points, [*PointOut().fields], f"{code}-series")
        return self.json(
            {
                "indicator": code,
                "version": found.version.number,
                "unit": found.version.unit,
                "points": points,
                "target_path": _target_path(actor, found.indicator, question),
                "forecast": _forecast(actor, found.indicator, question),
            }
        )


class Gap(_Figures):
    """How far an indicator's groups stand apart."""

    @operation(Capability.VIEW, query=GapQuery, answer=GapOut, problems=(422,))
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read how far an indicator's groups stand apart, as you may see them.

        The gap is measured to the best group or to the total, as the initiative has chosen (`to`). A shift is told
        where the total went one way while, at the mix of groups of the period before, it would have gone the other.
        """
        found = queries.gaps(actor, queries.indicator(actor, code), self.question(actor))
        return self.json(
            {
                "indicator": code,
                "by": self.query["by"],
                "to": found.to,
                "unit": found.shown.version.unit,
                "gaps": [{**vars(gap), "period": gap.period.code} for gap in found.gaps],
                "shifts": [{**vars(shift), "period": shift.period.code} for shift in found.shifts],
            }
        )


class Restatements(InitiativeView):
    """Figures told anew, of all indicators."""

    tag = "indicators"

    @operation(Capability.VIEW, query=RestatementQuery, answer=RestatementsOut, gives_csv=True)
    def get(self, actor: Actor) -> HttpResponse:
        """Read which published figures were changed by a revision: from what to what, why and when. Newest first."""
        code = self.query.get("indicator", "")
        named = queries.indicator(actor, code) if code else None
        found = queries.restatements(actor, named, totals=not self.query.get("groups", False))
        rows = [_restated(row) for row in found]
        if self.wants_csv:
            return answers.csv_answer(rows, [*RestatedOut().fields], "restatements")
        return self.json({"restatements": rows})


class Balance(_Figures):
    """How far an indicator's figures can be relied on."""

    @operation(Capability.VIEW, answer=BalanceOut, problems=(422,))
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read an indicator's total beside what the rules that make it equal to others expect, by period."""
        found = queries.balances(actor, queries.indicator(actor, code))
        rows = [{**vars(balance), "period": balance.period.code} for balance in found]
        return self.json({"indicator": code, "balances": rows})


class Explain(_Figures):
    """What stands behind a figure."""

    @operation(Capability.VIEW, query=ExplainQuery, answer=ExplainOut, problems=(422,))
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Explain a figure: every observation behind it, with who, when and which definition."""
        found = queries.explain(
            actor,
            queries.indicator(actor, code),
            period=self.query["period"],
            by=self.query.get("by", "total"),
            group=self.query.get("group", "total"),
            categories=self.categories(actor),
        )
        return self.json(
            {
                "indicator": code,
                "version": found.version.number,
                "definition": found.version.definition,
                "numerator_definition": found.version.numerator_definition,
                "denominator_definition": found.version.denominator_definition,
                "unit": found.version.unit,
                "period": found.period.code,
                "by": found.by,
                "group": found.group,
                "point": _point(found.point) if found.point else None,
                "observations": [asdict(behind) for behind in found.behind],
            }
        )


def _restated(row: queries.Restated) -> dict[str, Any]:
    """Return a restatement as it looks outside."""
    return {
        "indicator": row.indicator.code,
        "version": row.version.number,
        "period": row.period.code,
        "by": row.axis,
        "group": row.group,
        "cell": dict(row.cell),
        "former": row.former,
        "value": row.value,
        "former_display": queries.display(row.version, row.former),
        "display": queries.display(row.version, row.value),
        "reason": row.reason,
        "restated_at": row.when,
    }


def _target_path(actor: Actor, indicator: Any, question: queries.Question) -> list[dict[str, Any]] | None:
    """Return the ways of the targets of the groups asked for; None where there is no target."""
    aims = queries.aims_by(actor, indicator, question)
    if not aims:
        return None
    version = aims[0].under
    return [
        {
            "group": step.group,
            "period": step.period or None,
            "date": step.date.isoformat(),
            "value": whole(step.value),
            "display": queries.display(version, step.value),
            "kind": step.kind,
        }
        for step in queries.steps_of(aims, actor.initiative.fiscal_year_start)
    ]


def _forecast(actor: Actor, indicator: Any, question: queries.Question) -> list[dict[str, Any]] | None:
    """Return the latest frozen forecast of the total; None where there is none, or anything else is asked for."""
    if question.by != "total" or question.categories:
        return None
    frozen = queries.forecasts(actor, indicator, question.as_of).first()
    if frozen is None:
        return None
    made = {"made_on": frozen.made_on.isoformat(), "made_by": frozen.made_by.name, "method": frozen.method}
    return [{**row, **made} for row in frozen.points]


def _point(point: queries.Point) -> dict[str, Any]:
    """Return a point as it looks outside."""
    coverage = (
        None if point.coverage is None else point.coverage.normalize()
    )  # a quotient: 1, not 1.0000000000
    return {**vars(point), "period": point.period.code, "coverage": coverage}


def _moment(actor: Actor, given: date | datetime | None) -> datetime | None:
    """Return the moment that is meant: a day stands for its end in the initiative's time zone."""
    if given is None or isinstance(given, datetime):
        return given
    return clock.end_of(given, actor.initiative.timezone)
