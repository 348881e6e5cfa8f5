"""Faults of the code and the database: what is told of one that nobody foresaw (its type and its place, never its
words, which may name people), and in which words those that come of many people at once are told.
"""

import traceback
from collections.abc import Iterator

from django.db import DataError, IntegrityError, OperationalError
from django.utils.translation import gettext as _

from initiatives.kernel.errors import Busy, Conflict, DomainError

LOCK_NOT_AVAILABLE = "55P03"
SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
AT_ONCE = frozenset({LOCK_NOT_AVAILABLE, SERIALIZATION_FAILURE, DEADLOCK})
OF_DATABASE = (IntegrityError, DataError, OperationalError)


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


def told_of_database(problem: Exception) -> DomainError | None:
    """Return in the user's words what the database refused; None where it is no fault of OF_DATABASE.

    Conflict (409): somebody else changed the same thing at the same moment. Busy (503): somebody else is changing it,
    or the server is busy. A value that cannot be stored is a DomainError of its own (400).
    """
    if isinstance(problem, IntegrityError):
        return Conflict("conflict", _("Somebody else changed the same thing at the same moment. Try again."))
    if isinstance(problem, DataError):
        return Unstorable()
    if isinstance(problem, OperationalError):
        if sqlstate(problem) in AT_ONCE:
            return Busy(_("Somebody else is changing this. Try again in a moment."))
        return Busy(_("The server is busy. Try again in a moment."))
    return None


class Unstorable(DomainError):
    """A value cannot be stored as it is."""

    status = 400

    def __init__(self) -> None:
        super().__init__("invalid", _("A value cannot be stored as it is."))
