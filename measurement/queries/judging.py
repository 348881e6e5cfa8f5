"""How far each indicator has come on the way to what is wanted, judged by the initiative's thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from measurement.models import IndicatorVersion
from measurement.progress import Progress, Thresholds, by_rate, by_share, position, status
from measurement.queries.targets import Aim
from measurement.queries.telling import NO_BREAK, plain, told
from measurement.words import Direction, ProgressMethod

if TYPE_CHECKING:
    from measurement.queries.series import Point

HUNDRED = Decimal(100)
# What is said of a figure only once results may fairly be expected.
HARD = frozenset({"on_track", "slightly_behind", "off_track", "worse"})


@dataclass(frozen=True)
class Judged:
    """Where a figure stands. `state` is achieved, worse, on_track, slightly_behind, off_track, too_early or empty.

    `progress` is None where there is no way to measure along. `broken` says that the target belongs to another
    definition than the figure, so that no progress can be computed.
    """

    version: IndicatorVersion
    aim: Aim | None = None
    state: str = ""
    progress: Progress | None = None
    broken: bool = False

    @property
    def target(self) -> str:
        """The target as it is written; empty for none."""
        return str(told(self.version, self.aim.goal)) if self.aim and self.aim.goal is not None else ""

    @property
    def baseline(self) -> str:
        """The value that the way sets out from, as it is written; empty where there is no way."""
        return (
            str(told(self.version, self.aim.baseline)) if self.aim and self.aim.baseline is not None else ""
        )

    @property
    def by(self) -> str:
        """The year that the target is for."""
        return str(self.aim.day.year) if self.aim else ""

    @property
    def wanted(self) -> str:
        """What the path asks for by now, as it is written; empty where there is no path."""
        return str(told(self.version, self.progress.wanted)) if self.progress else ""

    @property
    def share(self) -> str:
        """How far along the way, such as "25 %"; empty where there is no way."""
        return _percent(self.progress.share) if self.progress else ""

    @property
    def expected(self) -> str:
        """How far was expected by now, such as "38 %"; empty where nothing is."""
        return _percent(self.progress.expected) if self.progress else ""

    @property
    def filled(self) -> int:
        """How much of a bar to fill, 0 to 100."""
        return _clamped(self.progress.share) if self.progress else 0

    @property
    def due(self) -> int:
        """Where on the bar one should be by now, 0 to 100."""
        return _clamped(self.progress.expected) if self.progress else 0

    @property
    def way_told(self) -> str:
        """How far along the way, in words; empty where there is no way."""
        if self.progress is None or self.progress.share is None:
            return ""
        words = {"share": self.share, "target": self.target, "by": self.by}
        if self.progress.share < 0:
            return _("Further from %(target)s than the baseline was") % words
        return _("%(share)s of the way to %(target)s by %(by)s") % words

    @property
    def sentence(self) -> str:
        """How the status came about, in a sentence; empty where nothing is judged."""
        words = {
            "share": self.share,
            "expected": self.expected,
            "target": self.target,
            "by": self.by,
            "wanted": self.wanted,
        }
        if self.broken:
            return _("The target was set under another definition: no progress is computed across the break.")
        if self.aim is None or not self.target:
            is_judged = self.state not in ("", "too_early")
            return _("Judged by the band that it should stay in.") if is_judged else ""
        if self.progress is None or not self.share:
            return _("The target is %(target)s by %(by)s.") % words
        if self.state == "too_early" and self.progress.expected:
            return _("%s; too early to judge.") % self.way_told
        if self.state == "too_early":
            return _("The way to %(target)s by %(by)s has just begun.") % words
        if self.aim.method == ProgressMethod.CAGR:
            words["share"] = _percent(self.progress.progress)
            return _("%(share)s of the yearly rate that %(target)s by %(by)s takes.") % words
        if self.state == "worse":
            return (
                _("Further from %(target)s than the baseline was; %(expected)s of the way expected by now.")
                % words
            )
        return _("%(share)s of the way to %(target)s by %(by)s; %(expected)s expected by now.") % words


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{plain(share * HUNDRED, 0)}{NO_BREAK}%"


def _clamped(share: Decimal | None) -> int:
    return int(max(Decimal(0), min(HUNDRED, (share or Decimal(0)) * HUNDRED)))


def thresholds_of(actor: Actor) -> Thresholds:
    """Return the initiative's thresholds."""
    return Thresholds(actor.initiative.on_track_from, actor.initiative.slightly_behind_from)


def judge(
    actor: Actor,
    version: IndicatorVersion,
    aim: Aim | None,
    latest: Point | None,
    points: Sequence[Point | None],
    *,
    early: bool,
) -> Judged:
    """Judge the latest figure of a series (`points`, under `version`) by what is wanted of it.

    A hidden figure is not judged, nor one that can only be told as a range, nor one of context. `early` says that
    results cannot fairly be expected yet (queries.too_early): what would be judged is too_early then.
    """
    found = _judge(actor, version, aim, latest, points)
    return replace(found, state="too_early") if early and found.state in HARD else found


def _judge(
    actor: Actor,
    version: IndicatorVersion,
    aim: Aim | None,
    latest: Point | None,
    points: Sequence[Point | None],
) -> Judged:
    if latest is None or latest.value is None or latest.suppressed:
        return Judged(version, aim)
    if (
        version.direction == Direction.MAINTAIN
        and version.band_low is not None
        and version.band_high is not None
    ):
        inside = version.band_low <= latest.value <= version.band_high
        return Judged(version, aim, "on_track" if inside else "off_track")
    if aim is None or aim.goal is None:
        return Judged(version, aim)
    if aim.under.number != latest.version or _is_beyond_a_break(aim, points):
        return Judged(version, aim, broken=True)
    is_context = version.direction == Direction.CONTEXT
    if aim.way is None:
        return Judged(
            version, aim, "achieved" if not is_context and _is_good(version, latest.value, aim.goal) else ""
        )
    where = position(latest.period.end, version.cadence, actor.initiative.fiscal_year_start)
    measure = by_rate if aim.method == ProgressMethod.CAGR else by_share
    found = measure(aim.way, where, latest.value)
    if is_context:
        return Judged(version, aim, "", found)
    if where <= aim.way.steps[0][0]:
        return Judged(version, aim, "too_early", found)
    state = status(found, thresholds_of(actor))
    if not state:
        state = "on_track" if _is_good(version, latest.value, aim.goal) else "off_track"
    return Judged(version, aim, state, found)


def _is_good(version: IndicatorVersion, value: Decimal, goal: Decimal) -> bool:
    return value <= goal if version.direction == Direction.DOWN else value >= goal


def _is_beyond_a_break(aim: Aim, points: Sequence[Point | None]) -> bool:
    """Whether the baseline lies before the definition held, and no figure was restated for then."""
    day, begins = aim.baseline_date, aim.under.valid_from
    if day is None or begins is None or day >= begins:
        return False
    number = aim.under.number
    return not any(p is not None and p.version == number and p.period.contains(day) for p in points)
