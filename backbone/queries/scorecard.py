"""The scorecard: every goal with its indicators, where each stands, why, and what is done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from agenda.queries import Effort, effort, standing_goals
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.queries import actions_from
from measurement.periods import Period, PeriodError, parse
from measurement.queries import (
    Change,
    Cut,
    Point,
    Standing,
    Told,
    change_between,
    indicators,
    is_sufficient,
    judge,
    period_name,
    sessions,
    standings,
    told,
)
from measurement.words import State

if TYPE_CHECKING:
    from agenda.models import Goal
    from initiatives.models import ActionItem
    from measurement.models import Indicator, TurningSession

RED = frozenset({"off_track", "worse"})
UNJUDGED = frozenset({"out_of_date", "not_enough_data"})


@dataclass(frozen=True)
class Asked:
    """What is asked of the scorecard. `goal` and `group` (of people who work on goals) are ids; the rest are codes,
    a `category` with its dimension's, "income:low".

    With `period` the figures of that period stand in place of the latest, with `against` those of that one beside them:
    the last figure that lies within it, as a year holds the quarters. `as_of` is the day at whose end it stood so.
    """

    goal: UUID | None = None
    group: UUID | None = None
    sector: str = ""
    place: str = ""
    category: str = ""
    as_of: date | None = None
    period: str = ""
    against: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether only a sector's, place's or category's figures are asked for, which are not judged."""
        return bool(self.sector or self.place or self.category)


@dataclass(frozen=True)
class Line:
    """One indicator. `point` is its figure, `before` the one it is compared with, `change` from that to this.

    `state` is Standing.state, or too_early where the effort is too young to be judged. `story` is the latest session's
    that told why; `action` what is done next, the first that is due (`is_overdue`: it was). `lacks` names which of
    steward, story and action a red line has not.
    """

    standing: Standing
    state: str
    point: Point | None = None
    before: Point | None = None
    change: Change | None = None
    period: str = ""
    since: str = ""
    session: TurningSession | None = None
    action: ActionItem | None = None
    lacks: tuple[str, ...] = ()
    is_overdue: bool = False

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.standing.indicator

    @property
    def value(self) -> Told:
        """The figure as it is written; empty for none and for one that is hidden."""
        return self._told(self.point)

    @property
    def former(self) -> Told:
        """The figure that it is compared with, as it is written."""
        return self._told(self.before)

    @property
    def is_latest(self) -> bool:
        """Whether the figure is the latest there is, so that its course and path may stand beside it."""
        return self.point is self.standing.latest

    @property
    def is_red(self) -> bool:
        """Whether it needs an answer."""
        return self.state in RED

    @property
    def story(self) -> Sequence[Mapping[str, str]]:
        """What pushes the figure up and what holds it down: [{"push", "text"}]."""
        return self.session.story if self.session else ()

    def _told(self, point: Point | None) -> Told:
        return told(self.standing.version, point.value if point and not point.suppressed else None)


@dataclass(frozen=True)
class Section:
    """A goal with its indicators; where there are no goals an outcome (`title`), or nothing in common."""

    title: str
    lines: tuple[Line, ...]
    goal: Goal | None = None


@dataclass(frozen=True)
class Scorecard:
    """The sections in their order. An indicator of two goals stands in both and is counted once."""

    sections: tuple[Section, ...]
    effort: Effort
    asked: Asked = field(default_factory=Asked)

    @property
    def lines(self) -> list[Line]:
        """Every indicator once."""
        return list({line.indicator.pk: line for row in self.sections for line in row.lines}.values())

    @property
    def counts(self) -> Counter[str]:
        """How many indicators are in each state; the empty one is that of those that nobody judges."""
        return Counter(line.state for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        """The red lines without a steward, a story or a next action."""
        return [line for line in self.lines if line.lacks]

    @property
    def updated(self) -> datetime | None:
        """When the newest of the figures came in."""
        return max((line.standing.updated for line in self.lines if line.standing.updated), default=None)


def scorecard(actor: Actor, asked: Asked | None = None, *, among: Sequence[int] | None = None) -> Scorecard:
    """Return the scorecard as this actor may see it: the headline indicators, and those that tell of a goal.

    `among` names the indicators by id instead, in their order. As many queries for many indicators as for one.
    Raises DomainError at the field of what is asked that there is not.
    """
    require(actor, Capability.VIEW)
    asked = asked or Asked()
    zone = actor.initiative.timezone
    cut = Cut.of(
        actor,
        sector=asked.sector,
        place=asked.place,
        category=asked.category,
        as_of=clock.end_of(asked.as_of, zone) if asked.as_of else None,
    )
    inside, against = _period(asked.period, "period"), _period(asked.against, "against")
    goals = standing_goals(actor)
    wanted = _goals_asked(goals, asked)
    ids = list(among) if among is not None else _every(actor, goals)
    life = effort(actor, asked.as_of)
    found = {row.indicator.pk: row for row in standings(actor, among=ids, cut=cut)}
    held = _sessions(actor, found, life.today)
    doing = _actions(actor, [session for rows in held.values() for session in rows])
    lines = {
        pk: _line(actor, found[pk], asked, life, inside, against, held.get(pk, []), doing)
        for pk in ids
        if pk in found
    }
    in_order = among is not None
    return Scorecard(tuple(_sections(goals, wanted, lines, in_order=in_order, asked=asked)), life, asked)


def _period(code: str, name: str) -> Period | None:
    if not code:
        return None
    try:
        return parse(code)
    except PeriodError as error:
        raise DomainError("unknown_period", str(error), name) from error


def _goals_asked(goals: Sequence[Goal], asked: Asked) -> list[Goal]:
    found = [goal for goal in goals if asked.goal is None or goal.public_id == asked.goal]
    if asked.goal is not None and not found:
        raise DomainError("unknown_goal", _("There is no such goal."), "goal")
    if asked.group is None:
        return found
    found = [goal for goal in found if goal.group is not None and goal.group.public_id == asked.group]
    if not found:
        raise DomainError("no_goal", _("This group works on no goal here."), "group")
    return found


def _every(actor: Actor, goals: Iterable[Goal]) -> list[int]:
    measured = {row.indicator_id for goal in goals for row in goal.measured}  # type: ignore[attr-defined]
    rows = indicators(actor).prefetch_related(None).exclude(state=State.RETIRED)
    return list(rows.filter(Q(headline=True) | Q(pk__in=measured)).values_list("id", flat=True))


def _sessions(actor: Actor, ids: Collection[int], until: date) -> dict[int, list[TurningSession]]:
    found: dict[int, list[TurningSession]] = {}
    for session in sessions(actor).filter(indicator__in=list(ids), held_on__lte=until):
        found.setdefault(session.indicator_id, []).append(session)
    return found


def _actions(actor: Actor, held: Iterable[TurningSession]) -> dict[str, ActionItem]:
    """The first open action of each session that is due."""
    found: dict[str, Any] = {}
    for row in actions_from(actor, [session.source for session in held]).order_by("due", "id"):
        if row.is_open:
            found.setdefault(row.source, row)
    return found


def _line(
    actor: Actor,
    standing: Standing,
    asked: Asked,
    life: Effort,
    inside: Period | None,
    against: Period | None,
    held: Sequence[TurningSession],
    doing: Mapping[str, ActionItem],
) -> Line:
    point = _last_within(standing, inside) if inside else standing.latest
    before = _last_within(standing, against) if against else _former(standing, point)
    start, floor = actor.initiative.fiscal_year_start, actor.initiative.coverage_floor
    state = standing.state if point is standing.latest else _state(actor, standing, point, life)
    if asked.is_partial and state not in UNJUDGED:
        state = ""
    session = next((row for row in held if row.story), None)
    due = sorted((doing[row.source] for row in held if row.source in doing), key=lambda row: row.due)
    action = due[0] if due else None
    line = Line(
        standing,
        state,
        point,
        before,
        change_between(standing.version, before, point, floor),
        period_name(point.period, start) if point else "",
        period_name(before.period, start) if before else "",
        session,
        action,
        is_overdue=action is not None and action.due < life.today,
    )
    return line if asked.as_of else replace(line, lacks=_lacks(line))


def _last_within(standing: Standing, within: Period) -> Point | None:
    own = [p for p in standing.points if p and within.start <= p.period.start and p.period.end <= within.end]
    enough = [point for point in own if point not in standing.insufficient]
    known = enough or own
    return known[-1] if known else None


def _former(standing: Standing, point: Point | None) -> Point | None:
    if point is None or point is standing.latest:
        return standing.before
    return next((p for p in standing.points if p and p.period == point.period.previous), None)


def _state(actor: Actor, standing: Standing, point: Point | None, life: Effort) -> str:
    """The state of a figure that is not the latest."""
    if point is None:
        return ""
    if not is_sufficient(point, actor.initiative.coverage_floor):
        return "not_enough_data"
    aim = standing.judged.aim if standing.judged else None
    early = life.is_too_early(standing.indicator.level)
    return judge(actor, standing.version, aim, point, standing.points, early=early).state


def _lacks(line: Line) -> tuple[str, ...]:
    if not line.is_red:
        return ()
    has = {"steward": line.indicator.steward_id, "story": line.story, "action": line.action}
    return tuple(name for name, what in has.items() if not what)


def _sections(
    goals: Sequence[Goal], wanted: Sequence[Goal], lines: Mapping[int, Line], *, in_order: bool, asked: Asked
) -> Iterable[Section]:
    """Each goal's lines as the goal names them, or `in_order` of the lines; then what belongs to no goal."""
    placed: set[int] = set()
    for goal in goals:
        measured = [row.indicator_id for row in goal.measured]  # type: ignore[attr-defined]
        placed.update(measured)
        own = [pk for pk in lines if pk in measured] if in_order else [pk for pk in measured if pk in lines]
        if goal in wanted and own:
            yield Section(goal.statement, tuple(lines[pk] for pk in own), goal)
    if asked.goal is not None or asked.group is not None:
        return
    by_outcome: dict[str, list[Line]] = {}
    for pk, line in lines.items():
        if pk not in placed:
            by_outcome.setdefault("" if goals else line.indicator.outcome, []).append(line)
    for outcome in sorted(by_outcome, key=lambda text: not text):
        yield Section(outcome, tuple(by_outcome[outcome]))
