"""How far along the way: paths, progress, status, trends and noise. Pure and exact; nothing here knows a database.

Time is a position in months (`position`), so that the ends of months and years lie evenly; values are Decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from measurement import periods
from measurement.periods import Period
from measurement.words import Basis, PathKind

# The 97.5 % quantile of the normal distribution, as the usual two decimals.
Z = Decimal("1.96")


def position(day: date, cadence: str = "custom", year_start: int | None = None) -> Decimal:
    """Return the day as months since the year 0, at the end of the day.

    A day stands for the period of the `cadence` in which it lies: "by 2030" means the figure of 2030, on whichever
    day of it. For custom periods it is the day itself.
    """
    meant = period_meant(day, cadence, year_start)
    if meant is not None:
        day = meant.end
    length = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - date(day.year, day.month, 1)).days
    return Decimal(day.year * 12 + day.month - 1) + Decimal(day.day) / length


def period_meant(day: date, cadence: str, year_start: int | None = None) -> Period | None:
    """Return the period of a cadence for which a day stands; None for custom periods, which have no grid."""
    if cadence == "custom":
        return None
    return periods.of(day, cadence, None if cadence == "school_year" else year_start)


def resolved(basis: str, baseline: Decimal | None, asked: Decimal) -> Decimal | None:
    """Return the value that a target comes to: from 45, +10 points are 55 and +10 per cent 49.5.

    None where it counts from a baseline and there is none.
    """
    if basis == Basis.ABSOLUTE:
        return asked
    if baseline is None:
        return None
    return baseline + asked if basis == Basis.POINTS else baseline + abs(baseline) * asked / 100


@dataclass(frozen=True)
class Path:
    """The way from the baseline through the interim targets to the target: (position, value), in order of time."""

    steps: tuple[tuple[Decimal, Decimal], ...]
    kind: str = PathKind.LINEAR

    def at(self, where: Decimal) -> Decimal:
        """Return the value that the path asks for at a position; before and after it stays as at its ends."""
        if where <= self.steps[0][0]:
            return self.steps[0][1]
        for (start, low), (end, high) in zip(self.steps, self.steps[1:], strict=False):
            if where <= end:
                if self.kind == PathKind.RATE and low > 0 and high > 0:
                    return low * (high / low) ** ((where - start) / (end - start))
                return low + (high - low) * (where - start) / (end - start)
        return self.steps[-1][1]


@dataclass(frozen=True)
class Combined:
    """The paths of several partners as one: their sum, their mean by weight, their smallest or largest."""

    parts: tuple[tuple[Path, Decimal], ...]
    how: str

    def at(self, where: Decimal) -> Decimal:
        """Return the value that the paths together ask for at a position."""
        return combined([(path.at(where), weight) for path, weight in self.parts], self.how)

    @property
    def steps(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The whole's own way at every position at which one of the paths bends."""
        places = sorted({where for path, _weight in self.parts for where, _value in path.steps})
        return tuple((where, self.at(where)) for where in places)


def combined(values: Sequence[tuple[Decimal, Decimal]], how: str) -> Decimal:
    """Return the values (value, weight) together: sum, min, max, or the mean by weight."""
    if how == "sum":
        return sum((value for value, _weight in values), Decimal(0))
    if how in ("min", "max"):
        return (min if how == "min" else max)(value for value, _weight in values)
    return sum((v * w for v, w in values), Decimal(0)) / sum((w for _v, w in values), Decimal(0))


Way: TypeAlias = Path | Combined


def share_of_way(baseline: Decimal, value: Decimal, goal: Decimal) -> Decimal | None:
    """Return the share of the way from the baseline to the goal; below 0 when worse than the baseline, for either
    direction. None when the two are the same."""
    return None if baseline == goal else (value - baseline) / (goal - baseline)


def yearly_rate(start: Decimal, end: Decimal, years: Decimal) -> Decimal | None:
    """Return the compound annual growth rate, (end / start) ** (1 / years) - 1; None where there is none."""
    if start <= 0 or end <= 0 or years <= 0:
        return None
    return (end / start) ** (1 / years) - 1


@dataclass(frozen=True)
class Thresholds:
    """From which share of the expected progress one is on track, and from which slightly behind."""

    on_track: Decimal = Decimal(1)
    slightly_behind: Decimal = Decimal("0.8")


@dataclass(frozen=True)
class Progress:
    """Where a value stands on the way. `progress` is by the chosen method, `share` always the share of the way.

    `ratio` is progress beside what was expected by now; None where nothing was.
    """

    share: Decimal | None
    progress: Decimal | None
    expected: Decimal | None
    ratio: Decimal | None
    wanted: Decimal


def by_share(path: Way, where: Decimal, value: Decimal) -> Progress:
    """Return the progress as the share of the way beside the share that the path asks for by now."""
    baseline, goal = path.steps[0][1], path.steps[-1][1]
    wanted = path.at(where)
    share = share_of_way(baseline, value, goal)
    expected = share_of_way(baseline, wanted, goal)
    ratio = share / expected if share is not None and expected else None
    return Progress(share, share, expected, ratio, wanted)


def by_rate(path: Way, where: Decimal, value: Decimal) -> Progress:
    """Return the progress as the yearly rate observed over the yearly rate required from baseline to goal."""
    (start, baseline), (end, goal) = path.steps[0], path.steps[-1]
    wanted = path.at(where)
    observed = yearly_rate(baseline, value, (where - start) / 12)
    required = yearly_rate(baseline, goal, (end - start) / 12)
    rate = observed / required if observed is not None and required else None
    share = share_of_way(baseline, value, goal)
    expected = None if rate is None else Decimal(1)
    return Progress(share, rate, expected, rate, wanted)


def status(found: Progress, thresholds: Thresholds) -> str:
    """Return achieved, worse, on_track, slightly_behind, off_track, or too_early where nothing is expected yet.

    Empty where the way has no length: a band judges then.
    """
    if found.share is None:
        return ""
    if found.share >= 1:
        return "achieved"
    if found.share < 0:
        return "worse"
    if found.ratio is None:
        return "too_early"
    if found.ratio >= thresholds.on_track:
        return "on_track"
    return "slightly_behind" if found.ratio >= thresholds.slightly_behind else "off_track"


@dataclass(frozen=True)
class Run:
    """For how many periods up to the last one a figure has moved one way: 1 up, -1 down, 0 not at all."""

    sign: int
    periods: int


def trend(values: Sequence[Decimal | None]) -> Run:
    """Return the run at the end of the values, one a period: a missing one ends it, so does a change of way."""
    sign, length = 0, 0
    for later, former in zip(reversed(values), list(reversed(values))[1:], strict=False):
        if later is None or former is None:
            break
        step = (later > former) - (later < former)
        if length and step != sign:
            break
        sign, length = step, length + 1
    return Run(sign, length)


def standard_error(part: Decimal, whole: Decimal) -> Decimal:
    """Return the standard error of the share part / whole, sqrt(p (1 - p) / n)."""
    share = part / whole
    return (share * (1 - share) / whole).sqrt()


def interval(part: Decimal, whole: Decimal, scale: Decimal = Decimal(100)) -> tuple[Decimal, Decimal]:
    """Return between what a share lies but for chance (95 %), times `scale`, within 0 and `scale`."""
    middle, wide = part / whole, Z * standard_error(part, whole)
    return max(Decimal(0), middle - wide) * scale, min(Decimal(1), middle + wide) * scale


def is_clear(former: tuple[Decimal, Decimal], now: tuple[Decimal, Decimal]) -> bool:
    """Whether two shares (part, whole) differ by more than chance would make them differ."""
    difference = abs(now[0] / now[1] - former[0] / former[1])
    return difference > Z * (standard_error(*former) ** 2 + standard_error(*now) ** 2).sqrt()
