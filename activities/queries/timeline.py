"""What happens when, and what waits for what: the activities of a span of time in lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from activities.landscape import Landscape, Named, Step, Work

LANES = ("strategy", "partner")
MOST_LANES = 20
MONTHS = 12
DEPENDS = "depends_on"


@dataclass(frozen=True)
class Lane:
    """A strategy or partner with its activities, in the order in which they begin."""

    of: Named
    works: tuple[Work, ...]


@dataclass(frozen=True)
class Wait:
    """One activity waits for another; `late` says that the other ends after this one begins."""

    before: Work
    after: Work
    late: bool

    @property
    def days(self) -> int:
        """By how many days the end of the one lies after the beginning of the other."""
        if self.before.ends_on is None or self.after.starts_on is None:
            return 0
        return (self.before.ends_on - self.after.starts_on).days


@dataclass(frozen=True)
class Timeline:
    """The span, its fullest lanes in their order and the others (`more`), its milestones, what waits for what, and
    what cannot be drawn for want of a date.
    """

    first: date
    last: date
    by: str
    lanes: tuple[Lane, ...]
    more: tuple[Lane, ...]
    steps: tuple[Step, ...]
    waits: tuple[Wait, ...]
    undated: tuple[Work, ...]

    @property
    def works(self) -> int:
        """How many activities run in the span, each once."""
        return len({work.key for lane in (*self.lanes, *self.more) for work in lane.works})

    @property
    def late(self) -> list[Wait]:
        """What waits for something that ends too late."""
        return [wait for wait in self.waits if wait.late]


def span(of: date, months: int = MONTHS) -> tuple[date, date]:
    """Return the first day of the month and the last one of so many months."""
    first = of.replace(day=1)
    total = first.year * 12 + first.month - 1 + months
    following = date(total // 12, total % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


def timeline(land: Landscape, first: date, last: date, by: str = "strategy") -> Timeline:
    """Return the activities that run from the first to the last day, in lanes by strategy or by lead partner."""
    dated = [work for work in land.works if work.starts_on or work.ends_on]
    running = [work for work in dated if work.runs_in(first, last)]
    lanes = [lane for lane in _lanes(land, by, running) if lane.works]
    ordered = sorted(lanes, key=lambda lane: -len(lane.works))[:MOST_LANES]
    shown = [lane for lane in lanes if lane in ordered]
    keys = {work.key for work in running}
    return Timeline(
        first=first,
        last=last,
        by=by,
        lanes=tuple(shown),
        more=tuple(lane for lane in lanes if lane not in ordered),
        steps=tuple(step for step in land.steps if step.work in keys and first <= step.due_on <= last),
        waits=tuple(wait for wait in waits(land) if wait.after.key in keys or wait.before.key in keys),
        undated=tuple(work for work in land.works if not (work.starts_on or work.ends_on)),
    )


def waits(land: Landscape) -> list[Wait]:
    """Return what waits for what: the later activity depends on the earlier one, whatever became of either."""
    found = []
    for tie in land.ties:
        if tie.kind != DEPENDS or tie.until is not None:
            continue
        after, before = land.by_key[tie.start], land.by_key[tie.end]
        late = bool(
            not before.over
            and not after.over
            and before.ends_on
            and after.starts_on
            and before.ends_on > after.starts_on
        )
        found.append(Wait(before, after, late))
    return sorted(found, key=lambda wait: (not wait.late, -wait.days, wait.after.since))


def _lanes(land: Landscape, by: str, running: Sequence[Work]) -> Iterable[Lane]:
    known = land.partners if by == "partner" else land.strategies
    own: dict[str, list[Work]] = {key: [] for key in (*known, "")}
    for work in running:
        key = work.lead if by == "partner" else work.strategy
        own[key if key in own else ""].append(work)
    for key, works in own.items():
        works.sort(key=lambda work: (work.since, work.title))
        yield Lane(known.get(key, Named("", "")), tuple(works))
