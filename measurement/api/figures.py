"""Series, and what stands behind a figure."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.rest import answers
from initiatives.rest.views import InitiativeView, operation
from measurement import queries
from measurement.serializers.figures import ExplainOut, ExplainQuery, PointOut, SeriesOut, SeriesQuery


class _Figures(InitiativeView):
    """What the questions about figures share."""

    tag = "indicators"

    def categories(self, actor: Actor) -> dict[str, str]:
        """Return the categories chosen in the address: {dimension: category}."""
        known = set(queries.dimension_rows(actor).values_list("code", flat=True))
        declared = {"by", "from", "to", "as_of", "time", "period", "group", "format", "definition"}
        given = self.plain_request.GET
        return {name: given[name] for name in given if name in known - declared and given[name]}


class Series(_Figures):
    """An indicator's figures over time."""

    @operation(Capability.VIEW, query=SeriesQuery, answer=SeriesOut, gives_csv=True, problems=(422,))
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read an indicator's figures over time, as you may see them.

        Staff see what stands; everybody else what is published. <dimension>=<category> chooses categories.
        `as_of` gives what stood at a moment, to everybody else the snapshot of then; it is refused
        (as_of_not_offered) where two moments would tell one partner's figure.
        """
        question = queries.Question(
            by=self.query.get("by", "total"),
            categories=self.categories(actor),
            first=self.query.get("from"),
            last=self.query.get("to"),
            as_of=_moment(actor, self.query.get("as_of")),
            time=self.query.get("time", ""),
            back_cast=self.query.get("definition") == "now",
        )
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
                "target_path": None,
                "forecast": None,
            }
        )


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


def _point(point: queries.Point) -> dict[str, Any]:
    """Return a point as it looks outside."""
    return {**vars(point), "period": point.period.code}


def _moment(actor: Actor, given: date | datetime | None) -> datetime | None:
    """Return the moment that is meant: a day stands for its end in the initiative's time zone."""
    if given is None or isinstance(given, datetime):
        return given
    return datetime.combine(given + timedelta(days=1), time(), ZoneInfo(actor.initiative.timezone))
