"""Freezing forecasts, and the sessions in which people ask how to turn a curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.services.actions import add_action
from measurement.events.targets import ForecastMade, TurningClosed, TurningStarted, TurningTold
from measurement.forecasting import LEAST_POINTS, least_squares, within
from measurement.kinds import kind
from measurement.models import Forecast, Indicator, TurningSession
from measurement.periods import Period
from measurement.progress import position
from measurement.queries import Point, Question, series
from measurement.queries.telling import is_sufficient
from measurement.words import ForecastMethod

if TYPE_CHECKING:
    from initiatives.models import ActionItem, Group, Membership

MOST_PERIODS = 60
MOST_LINES = 40
LONGEST = 1000
COSTS = ("none", "low", "some")
SCORES = ("leverage", "feasibility", "specificity", "values")
TOLD = ("result", "is_ok", "because", "story", "partners", "ideas")


def freeze_forecast(
    actor: Actor,
    indicator: Indicator,
    *,
    on: date | None = None,
    periods: int = 3,
    points: Sequence[Mapping[str, Any]] = (),
    note: str = "",
) -> Forecast:
    """Freeze where the indicator's total would go if nothing changed, as of the day `on` (today unless given).

    Without `points` the line of least squares goes on for so many `periods`, from the figures of periods that were
    over by that day, under the definition that held last; low and high lie one standard error of a new figure away,
    all within what the kind can be. With them, [{"period", "expected", "low"?, "high"?}], they are a judgement.
    It is never computed again. Raises DomainError (`too_few_figures`) below three figures.
    """
    require(actor, Capability.DEFINE)
    today = clock.today(actor.initiative.timezone)
    day = on or today
    if day > today:
        raise DomainError("in_future", _("A forecast is frozen today or on a day that is over."), "on")
    history = _history(actor, indicator, day)
    under = indicator.versions.order_by("number").last()
    assert under is not None
    if history:
        under = indicator.versions.get(number=history[-1].version)
    bounds = kind(under.kind).bounds(under.scale_min, under.scale_max)
    rows = _judged(points, history) if points else _fitted(history, periods, bounds)
    forecast = Forecast.objects.create(
        indicator=indicator,
        under=under,
        made_on=day,
        method=ForecastMethod.MANUAL if points else ForecastMethod.LEAST_SQUARES,
        points=rows,
        history=[{"period": point.period.code, "value": format(point.value or 0, "f")} for point in history],
        note=note.strip(),
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    record(
        actor,
        ForecastMade(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            method=forecast.method,
        ),
    )
    return forecast


def _history(actor: Actor, indicator: Indicator, day: date) -> list[Point]:
    """The figures that a forecast stands on: under the last definition, of enough reporters, over by the day."""
    floor = actor.initiative.coverage_floor
    known = [
        point
        for point in series(actor, indicator, Question(last=day)).points
        if point.value is not None and point.period.end <= day and is_sufficient(point, floor)
    ]
    return [point for point in known if point.version == known[-1].version]


def _fitted(
    history: Sequence[Point], periods: int, bounds: tuple[Decimal | None, Decimal | None]
) -> list[dict[str, str]]:
    if not 1 <= periods <= MOST_PERIODS:
        raise DomainError("out_of_range", _("Between 1 and %s periods ahead.") % MOST_PERIODS, "periods")
    line = least_squares([(position(p.period.end), p.value) for p in history if p.value is not None])
    if line is None:
        message = _("A line needs at least %s figures. Give your own low, expected and high instead.")
        raise DomainError("too_few_figures", message % LEAST_POINTS, "points")
    rows, period = [], history[-1].period
    for _ahead in range(periods):
        period = period.next
        where = position(period.end)
        middle, doubt = line.at(where), line.doubt(where)
        low, expected, high = (within(v, *bounds) for v in (middle - doubt, middle, middle + doubt))
        rows.append(_row(period, low, expected, high))
    return rows


def _judged(points: Sequence[Mapping[str, Any]], history: Sequence[Point]) -> list[dict[str, str]]:
    if len(points) > MOST_PERIODS:
        raise DomainError("too_many", _("That is too many periods."), "points")
    rows = sorted(points, key=lambda row: row["period"])
    found = []
    for former, row in zip((None, *rows), rows, strict=False):
        expected = row["expected"]
        low = expected if row.get("low") is None else row["low"]
        high = expected if row.get("high") is None else row["high"]
        if not low <= expected <= high:
            raise DomainError("not_between", _("Expected lies between low and high."), "points")
        if former is not None and former["period"] == row["period"]:
            raise DomainError("twice", _("A period stands there twice."), "points")
        if history and row["period"].end <= history[-1].period.end:
            raise DomainError(
                "not_later", _("A forecast is of periods after the last known figure."), "points"
            )
        found.append(_row(row["period"], low, expected, high))
    return found


def _row(period: Period, low: Decimal, expected: Decimal, high: Decimal) -> dict[str, str]:
    numbers = {"low": low, "expected": expected, "high": high}
    return {"period": period.code, **{name: format(number, "f") for name, number in numbers.items()}}


def start_session(
    actor: Actor,
    indicator: Indicator,
    *,
    result: str,
    held_on: date | None = None,
    group: Group | None = None,
    forecast: Forecast | None = None,
) -> TurningSession:
    """Begin a session about an indicator: the result in plain words, the day, the frozen forecast it looks at."""
    require(actor, Capability.DEFINE)
    if not result.strip():
        raise DomainError("required", _("Say in plain words what should be so for everybody."), "result")
    if forecast is not None and forecast.indicator_id != indicator.pk:
        raise DomainError("unknown_forecast", _("This forecast is of another indicator."), "forecast")
    session = TurningSession.objects.create(
        indicator=indicator,
        forecast=forecast,
        group=group,
        held_on=held_on or clock.today(actor.initiative.timezone),
        result=result.strip(),
        made_at=clock.now(),
        made_by_id=actor.membership_id,
    )
    record(
        actor,
        TurningStarted(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            day=session.held_on.isoformat(),
        ),
    )
    return session


def tell_session(actor: Actor, session: TurningSession, /, **values: Any) -> TurningSession:
    """Write down what a session says (keys of TOLD), in any order; what is not given stays as it was.

    `story`, `partners` and `ideas` are whole lists, as TurningSession describes them. Raises DomainError at the field
    concerned, Conflict once the session is closed.
    """
    require(actor, Capability.DEFINE)
    session = _open(session)
    clean = {
        "story": _story,
        "partners": lambda rows: _partners(actor, rows),
        "ideas": _ideas,
    }
    given = {name: clean[name](value) if name in clean else value for name, value in values.items()}
    for name in ("result", "because"):
        if name in given:
            given[name] = str(given[name]).strip()
    if not given.get("result", session.result):
        raise DomainError("required", _("Say in plain words what should be so for everybody."), "result")
    if given.get("is_ok", "") not in TurningSession.Verdict.values:
        raise DomainError("invalid_choice", _("Say yes or no."), "is_ok")
    changed = [name for name in TOLD if name in given and getattr(session, name) != given[name]]
    for name in changed:
        setattr(session, name, given[name])
    if changed:
        session.save(update_fields=changed)
        record(
            actor,
            TurningTold(
                f"indicator:{session.indicator.code}",
                code=session.indicator.code,
                name=session.indicator.name,
                fields=tuple(changed),
            ),
        )
    return session


def add_session_action(
    actor: Actor, session: TurningSession, *, what: str, owner: Membership, due: date
) -> ActionItem:
    """Let somebody do something until a day, as the session decided. Raises Conflict once it is closed."""
    require(actor, Capability.DEFINE)
    _open(session)
    return add_action(actor, what=what, owner=owner, due=due, source=session.source)


def close_session(actor: Actor, session: TurningSession) -> TurningSession:
    """Close a session: it stays as it is, the next one is a row of its own. Raises Conflict when it is closed."""
    require(actor, Capability.DEFINE)
    session = _open(session)
    session.closed_at = clock.now()
    session.save(update_fields=["closed_at"])
    record(
        actor,
        TurningClosed(
            f"indicator:{session.indicator.code}",
            code=session.indicator.code,
            name=session.indicator.name,
            day=session.held_on.isoformat(),
        ),
    )
    return session


def _open(session: TurningSession) -> TurningSession:
    session = (
        TurningSession.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=session.pk)
    )
    if session.closed_at is not None:
        raise Conflict(
            "closed", _("This session is closed. Begin a new one: it passes through all steps again.")
        )
    return session


def _text(row: Mapping[str, Any], name: str, field: str) -> str:
    text = str(row.get(name) or "").strip()
    if len(text) > LONGEST:
        raise DomainError("too_long", _("That is longer than %s characters.") % LONGEST, field)
    return text


def _few(rows: Sequence[Any], field: str) -> None:
    if len(rows) > MOST_LINES:
        raise DomainError("too_many", _("That is more than %s lines.") % MOST_LINES, field)


def _story(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    _few(rows, "story")
    found = []
    for row in rows:
        if row.get("push") not in ("up", "down"):
            raise DomainError("invalid_choice", _("A cause pushes the curve up or holds it down."), "story")
        if text := _text(row, "text", "story"):
            found.append({"push": row["push"], "text": text})
    return found


def _partners(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    _few(rows, "partners")
    names = dict(core.partners(actor).values_list("code", "name"))
    found = []
    for row in rows:
        code, name = str(row.get("partner") or ""), _text(row, "name", "partners")
        if code and code not in names:
            raise DomainError("unknown_partner", _("There is no partner “%s”.") % code, "partners")
        if code or name:
            found.append(
                {
                    "partner": code,
                    "name": names.get(code, name),
                    "part": _text(row, "part", "partners"),
                    "missing": bool(row.get("missing")) or not code,
                }
            )
    return found


def _ideas(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    _few(rows, "ideas")
    found = []
    for row in rows:
        text = _text(row, "text", "ideas")
        if not text:
            continue
        cost = row.get("cost") or "some"
        if cost not in COSTS:
            raise DomainError("invalid_choice", _("An idea costs nothing, little or something."), "ideas")
        scores = {name: row.get(name) for name in SCORES}
        if any(score is not None and score not in (1, 2, 3) for score in scores.values()):
            raise DomainError("out_of_range", _("Scores go from 1 to 3."), "ideas")
        found.append(
            {
                "text": text,
                "cost": cost,
                "off_the_wall": bool(row.get("off_the_wall")),
                **scores,
                "chosen": bool(row.get("chosen")),
            }
        )
    return found
