"""Goals as they are read: baseline, target and what it means, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.queries.contents import GapSaid, GoalSaid, MeasureSaid
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from measurement import queries as measured
from measurement.kinds import round_half_up
from measurement.queries import Question, Standing

if TYPE_CHECKING:
    from measurement.models import IndicatorVersion

MINUS = "\u2212"


@dataclass(frozen=True)
class MeasureTold:
    """An indicator of a goal as it is read. `standing` is where it stands now, None where the reader sees nothing."""

    said: MeasureSaid
    standing: Standing | None
    baseline: str = ""
    target: str = ""
    due: str = ""
    meant_as: str = ""


@dataclass(frozen=True)
class GapTold:
    """A gap that is to close, as it is read. `now` is empty where this reader sees no figure of both groups."""

    said: GapSaid
    baseline: str
    now: str
    target: str
    due: str


@dataclass(frozen=True)
class GoalTold:
    """A goal as it is read, with the names of the strategies under it."""

    said: GoalSaid
    measures: tuple[MeasureTold, ...]
    gaps: tuple[GapTold, ...]


def standings_of(actor: Actor, codes: Iterable[str]) -> dict[str, Standing]:
    """Return where the indicators of these codes stand, as far as this reader sees them."""
    wanted = set(codes)
    if not wanted:
        return {}
    rows = measured.indicators(actor).prefetch_related(None).order_by().filter(code__in=wanted)
    found = measured.standings(actor, among=list(rows.values_list("id", flat=True)))
    return {row.indicator.code: row for row in found}


def goals_told(actor: Actor, goals: Iterable[GoalSaid]) -> list[GoalTold]:
    """Return goals as they are read, with where their indicators stand now."""
    listed = list(goals)
    codes = {one.code for goal in listed for one in goal.measures}
    codes |= {gap.code for goal in listed for gap in goal.gaps}
    standing = standings_of(actor, codes)
    return [
        GoalTold(
            goal,
            tuple(measure_told(one, standing.get(one.code)) for one in goal.measures),
            tuple(gap_told(actor, gap, standing) for gap in goal.gaps),
        )
        for goal in listed
    ]


def measure_told(said: MeasureSaid, standing: Standing | None) -> MeasureTold:
    """Return an indicator of a goal as it is read."""
    version = standing.version if standing else None
    return MeasureTold(
        said,
        standing,
        baseline=number_told(version, said.baseline),
        target=number_told(version, said.target),
        due=day_told(said.due),
        meant_as=meant_as(version, said),
    )


def gap_told(actor: Actor, said: GapSaid, standing: Mapping[str, Standing]) -> GapTold:
    """Return a gap as it is read: in points, or in the indicator's unit."""
    found = standing.get(said.code)
    version = found.version if found else None
    now = gap_now(actor, said, found) if found else None
    return GapTold(
        said,
        points_told(version, said.baseline),
        points_told(version, format(now, "f")) if now is not None and version is not None else "",
        points_told(version, said.target),
        day_told(said.due),
    )


def gap_now(actor: Actor, said: GapSaid, standing: Standing) -> Decimal | None:
    """Return how far the two groups stand apart in the last period in which this reader sees both; None for none."""
    try:
        shown = measured.series(actor, standing.indicator, Question(by=said.dimension))
    except DomainError:  # it is no longer broken down so
        return None
    totals = measured.series(actor, standing.indicator) if not said.beside else shown
    own = {point.period: point.value for point in shown.points if point.group == said.category}
    others = {point.period: point.value for point in totals.points if point.group == (said.beside or "total")}
    both = [period for period in own if own[period] is not None and others.get(period) is not None]
    if not both:
        return None
    latest = max(both)
    places = standing.version.decimals
    mine, theirs = (round_half_up(row[latest], places) for row in (own, others))  # type: ignore[arg-type]
    return Decimal(abs(mine - theirs))


def number_told(version: IndicatorVersion | None, text: str) -> str:
    """Return a number that was kept as text as its indicator writes it; empty for none."""
    if not text:
        return ""
    number = Decimal(text)
    return str(measured.told(version, number)) if version else measured.plain(number)


def points_told(version: IndicatorVersion | None, text: str) -> str:
    """Return a distance: in points where the figure is a percentage, else in its own unit; empty for none."""
    if not text:
        return ""
    if version is not None and measured.told(version, Decimal(text)).unit == "%":
        return _("%s points") % measured.plain(Decimal(text))
    return number_told(version, text)


def day_told(text: str) -> str:
    """Return a day that was kept as 2026-11-30; the last of a year as that year, empty for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return str(day.year) if (day.month, day.day) == (12, 31) else date_format(day)


def meant_as(version: IndicatorVersion | None, said: MeasureSaid) -> str:
    """Return how a target was meant: as the value itself, as points or as per cent from the baseline."""
    if not said.basis:
        return ""
    if said.basis == "relative":
        return _("%s %% from the baseline") % signed(Decimal(said.asked))
    if said.basis == "points":
        return _("%s from the baseline") % points_signed(version, Decimal(said.asked))
    if said.baseline:
        return points_signed(version, Decimal(said.target) - Decimal(said.baseline))
    return _("the value itself")


def points_signed(version: IndicatorVersion | None, number: Decimal) -> str:
    """Return a distance with its sign."""
    told = points_told(version, format(abs(number), "f"))
    return f"{'+' if number > 0 else MINUS if number < 0 else ''}{told}"


def signed(number: Decimal) -> str:
    """Return a number with its sign."""
    return f"{'+' if number > 0 else ''}{measured.plain(number)}"
