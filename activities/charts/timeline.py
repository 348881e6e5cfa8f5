"""The joint timeline as a drawing: lanes of bars over months, milestones on them, arrows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from activities.landscape import Work
from activities.queries.timeline import Lane, Timeline, Wait
from initiatives.strokes import coordinate, cut, point

WIDTH = 1040
LEFT, RIGHT = 206.0, 1030.0
HEAD = 46.0
ROW, BAR, PAD = 34.0, 22.0, 7.0
MOST_ROWS = 5
LETTER = 6.3  # the mean width of a letter of a label
LANE_LETTERS, LABEL_LETTERS = 27, 44
STONE = 8.0  # half of a milestone's width
FEWEST_LETTERS = 10


@dataclass(frozen=True)
class Look:
    """How a bar is drawn (`kind`: done, bar or plan) and what is said beside its title, in which `tone`."""

    kind: str
    words: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Tick:
    """The first day of a month; `year` where one begins."""

    x: str
    month: date
    year: str


@dataclass(frozen=True)
class Stone:
    """A milestone on a bar."""

    path: str
    words: str


@dataclass(frozen=True)
class DrawnBar:
    """An activity: its bar, its label inside or behind it, its milestones; `slip` is the part beyond the agreed end."""

    work: Work
    look: Look
    x: str
    y: str
    width: str
    label: str
    label_x: str
    label_y: str
    inside: bool
    stones: tuple[Stone, ...]
    slip: tuple[str, str] | None


@dataclass(frozen=True)
class DrawnLane:
    """A lane: its name and what stands below it, its band, its bars, and how many found no room."""

    name: str
    note: str
    y: str
    height: str
    text_y: str
    note_y: str
    shaded: bool
    bars: tuple[DrawnBar, ...]
    more: int
    more_y: str


@dataclass(frozen=True)
class Arrow:
    """From the end of one bar to the beginning of the one that waits for it."""

    path: str
    tip: str
    late: bool


@dataclass(frozen=True)
class TimelineMap:
    """The whole drawing; `now` is where today lies, None outside the span."""

    lanes: tuple[DrawnLane, ...]
    ticks: tuple[Tick, ...]
    arrows: tuple[Arrow, ...]
    now: str | None
    bottom: str
    height: int
    width: int = WIDTH

    @property
    def folded(self) -> int:
        """How many activities of the lanes found no room."""
        return sum(lane.more for lane in self.lanes)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        days = (self.last - self.first).days + 1
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / days

    def bar(self, work: Work) -> tuple[float, float]:
        """Where a bar begins and ends; at least wide enough to be seen."""
        start = self.x(max(work.since, self.first))
        end = self.x(date.fromordinal(min(work.until, self.last).toordinal() + 1))
        return start, max(end, start + 6)


def timeline_map(
    found: Timeline,
    looks: Mapping[str, Look],
    notes: Mapping[str, str],
    names: Mapping[str, str],
    today: date,
) -> TimelineMap:
    """Return the drawing. `looks` are by the keys of activities, `notes` and `names` by those of lanes."""
    scale = _Scale(found.first, found.last)
    lanes: list[DrawnLane] = []
    places: dict[str, tuple[float, float, float]] = {}
    top = HEAD
    for number, lane in enumerate(found.lanes):
        drawn, height = _lane(lane, found, scale, looks, notes, names, top, bool(number % 2 == 0))
        for bar in drawn.bars:
            start, end = scale.bar(bar.work)
            places.setdefault(bar.work.key, (start, end, float(bar.y) + BAR / 2))
        lanes.append(drawn)
        top += height
    now = coordinate(scale.x(today)) if found.first <= today <= found.last else None
    return TimelineMap(
        tuple(lanes),
        tuple(_ticks(scale)),
        tuple(_arrows(found.waits, places)),
        now,
        coordinate(top),
        int(top + 8),
    )


def _ticks(scale: _Scale) -> list[Tick]:
    ticks, day = [], scale.first
    while day <= scale.last:
        year = str(day.year) if day == scale.first or day.month == 1 else ""
        ticks.append(Tick(coordinate(scale.x(day)), day, year))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return ticks


def _lane(
    lane: Lane,
    found: Timeline,
    scale: _Scale,
    looks: Mapping[str, Look],
    notes: Mapping[str, str],
    names: Mapping[str, str],
    top: float,
    shaded: bool,
) -> tuple[DrawnLane, float]:
    packed, rows = packed_rows(lane.works, looks, scale)
    bars = [_bar(work, row, found, scale, looks[work.key], top) for work, row in packed if row < MOST_ROWS]
    more = len(packed) - len(bars)
    height = max(min(rows, MOST_ROWS) * ROW + 2 * PAD + (16 if more else 0), 48.0)
    drawn = DrawnLane(
        name=cut(names.get(lane.of.key, lane.of.name), LANE_LETTERS),
        note=cut(notes.get(lane.of.key, ""), LANE_LETTERS + 3),
        y=coordinate(top),
        height=coordinate(height),
        text_y=coordinate(top + 21),
        note_y=coordinate(top + 37),
        shaded=shaded,
        bars=tuple(bars),
        more=more,
        more_y=coordinate(top + height - 8),
    )
    return drawn, height


def packed_rows(
    works: Sequence[Work], looks: Mapping[str, Look], scale: _Scale
) -> tuple[list[tuple[Work, int]], int]:
    """Lay each activity into the first row in which its bar and its label find room; return how many rows there are."""
    ends: list[float] = []
    found = []
    for work in works:
        start, end = scale.bar(work)
        text = len(_label(work, looks[work.key])) * LETTER + 20
        if text > end - start:
            end = end + text
        row = next((number for number, busy in enumerate(ends) if busy + 4 <= start), len(ends))
        ends[row:] = [end, *ends[row + 1 :]]
        found.append((work, row))
    return found, len(ends)


def _label(work: Work, look: Look) -> str:
    return cut(f"{work.title}, {look.words}" if look.words else work.title, LABEL_LETTERS)


def _bar(work: Work, row: int, found: Timeline, scale: _Scale, look: Look, top: float) -> DrawnBar:
    start, end = scale.bar(work)
    y = top + PAD + row * ROW + (ROW - BAR) / 2
    label = _label(work, look)
    wide = len(label) * LETTER + 16
    inside = wide <= end - start
    before = (
        not inside and end + wide > RIGHT
    )  # no room behind the bar: the label ends where the drawing does
    label_x = start + 8 if inside else max(LEFT, RIGHT - wide) if before else end + 8
    steps = [(scale.x(step.due_on), step.title) for step in found.steps if step.work == work.key]
    if inside:
        label_x, label = _beside(label, (start, end), [x for x, _title in steps])
    stones = tuple(Stone(f"M{coordinate(x)} {coordinate(y + 3)}l8 8-8 8-8-8z", title) for x, title in steps)
    slip = None
    if work.slipped and not work.over and work.agreed_end is not None and work.agreed_end < found.last:
        agreed = scale.x(max(work.agreed_end, found.first))
        slip = (coordinate(agreed), coordinate(max(end - agreed, 0.0)))
    return DrawnBar(
        work,
        look,
        coordinate(start),
        coordinate(y),
        coordinate(end - start),
        label,
        coordinate(label_x),
        coordinate(y + 15.5),
        inside,
        stones,
        slip,
    )


def _beside(label: str, bar: tuple[float, float], stones: Sequence[float]) -> tuple[float, str]:
    """Return where in a bar a label lies on no milestone, and the label, cut where no gap is wide enough for it."""
    start, end = bar
    edges = [start - STONE, *sorted(x for x in stones if start - STONE < x < end + STONE), end + STONE]
    gaps = [(left + STONE + 6, right - STONE - 4) for left, right in pairwise(edges)]
    first = gaps[0][0] + 2
    roomy = next((left for left, right in gaps if len(label) * LETTER <= right - left), None)
    if roomy is not None:
        return (first if roomy == gaps[0][0] else roomy), label
    left, right = max(gaps, key=lambda gap: gap[1] - gap[0])
    letters = int((right - left) / LETTER)
    return (left, cut(label, letters)) if letters >= FEWEST_LETTERS else (first, label)


def _arrows(waits: Sequence[Wait], places: Mapping[str, tuple[float, float, float]]) -> list[Arrow]:
    arrows = []
    for wait in waits:
        if wait.before.key not in places or wait.after.key not in places:
            continue
        _start, x1, y1 = places[wait.before.key]
        x2, _end, y2 = places[wait.after.key]
        turn = max(x1 + 6, x2 - 10) if x2 - 10 >= x1 + 6 else x1 + 6
        if x2 - 4 >= turn:
            path = f"M{point(x1, y1)}H{coordinate(turn)}V{coordinate(y2)}H{coordinate(x2 - 4)}"
        else:  # it begins before the other ends: down, back, and into it from the left
            middle = y2 - ROW / 2 if y2 > y1 else y2 + ROW / 2
            path = (
                f"M{point(x1, y1)}H{coordinate(turn)}V{coordinate(middle)}"
                f"H{coordinate(x2 - 10)}V{coordinate(y2)}H{coordinate(x2 - 4)}"
            )
        tip = f"M{point(x2 - 7, y2 - 4)}L{point(x2, y2)}L{point(x2 - 7, y2 + 4)}z"
        arrows.append(Arrow(path, tip, wait.late))
    return arrows
