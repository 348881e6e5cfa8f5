"""What a benchmark yields, and how two ways of doing the same work are timed against each other."""

import gc
import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 7
WARM = 2


@dataclass(frozen=True)
class Result:
    """One line of the table: a measured figure beside its goal. `sides` are the medians behind it, in ms."""

    row: int
    what: str
    measured: float
    limit: float
    at_least: bool = False
    unit: str = "x"
    sides: Mapping[str, float] = field(default_factory=dict)

    @property
    def goal(self) -> str:
        """The limit in words."""
        return f"{'at least' if self.at_least else 'at most'} {_number(self.limit)}{self.unit}"

    @property
    def shown(self) -> str:
        """The measured figure with its unit."""
        return f"{_number(self.measured)}{self.unit}"

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def as_json(self) -> dict[str, Any]:
        """The line as it stands in bench.json."""
        return {**asdict(self), "goal": self.goal, "holds": self.holds}


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) >= 3 else f"{value:.2f}"


@dataclass(frozen=True)
class Side:
    """One way of doing the work: `prepare` is not timed and comes before each `run`."""

    name: str
    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None


def alternately(*sides: Side, rounds: int = ROUNDS, warm: int = WARM, repeat: int = 1) -> dict[str, float]:
    """Run all sides in turn, the order reversed in every other round; return each one's median in ms.

    The first `warm` rounds do not count. `repeat` runs make up one sample, for what is too short to time alone.
    """
    samples: dict[str, list[float]] = {side.name: [] for side in sides}
    for number in range(warm + rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            took = _sample(side, repeat)
            if number >= warm:
                samples[side.name].append(took)
    return {name: statistics.median(taken) for name, taken in samples.items()}


def _sample(side: Side, repeat: int) -> float:
    total = 0.0
    for _ in range(repeat):
        side.prepare()
        gc.collect(0)
        gc.disable()
        begun = perf_counter()
        side.run()
        total += perf_counter() - begun
        gc.enable()
    return total * 1000 / repeat


def ratio(row: int, what: str, sides: Mapping[str, float], limit: float, *, at_least: bool = False) -> Result:
    """The Result of two sides: the first one's time over the second one's."""
    first, second = sides.values()
    return Result(row, what, first / second, limit, at_least=at_least, sides=sides)


def queries(run: Callable[[], object]) -> int:
    """How many statements `run` sends to the database, those that open and close transactions left out."""
    with CaptureQueriesContext(connection) as captured:
        run()
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(words) for query in captured.captured_queries)
