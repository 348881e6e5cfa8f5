"""What is told of a fault that nobody foresaw: its type and its place, never its words, which may name people."""

import traceback
from collections.abc import Iterator

LOCK_NOT_AVAILABLE = "55P03"


def _database_error(problem: BaseException) -> BaseException | None:
    """Return the driver's own error, which Django wraps in one of its own; None for other faults."""
    return next((each for each in (problem, problem.__cause__) if hasattr(each, "diag")), None)


def sqlstate(problem: BaseException) -> str:
    """Return the five signs by which PostgreSQL names the fault, empty where it was none of the database."""
    return str(getattr(_database_error(problem), "sqlstate", None) or "")


def described(problem: BaseException) -> str:
    """Return type, SQLSTATE and constraint of a fault, as in "IntegrityError 23505 membership_once"."""
    constraint = getattr(getattr(_database_error(problem), "diag", None), "constraint_name", None)
    return " ".join(filter(None, [type(problem).__name__, sqlstate(problem), constraint]))


def traced(problem: BaseException) -> str:
    """Return the lines of code that the fault came through, those of its causes first, each with `described`."""
    parts = ["".join(traceback.format_tb(each.__traceback__)) + described(each) for each in _chain(problem)]
    return "\n\n".join(reversed(parts))


def _chain(problem: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = problem
    while current is not None and id(current) not in seen:
        yield current
        seen.add(id(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
