"""What answers on a scale say together: means of people, of items, of organisations. Pure and exact.

Three rules. An item that was not answered (not applicable, not known) is left out, never 0. Organisations weigh the
same unless it is asked for people: one with many answers does not speak for the others. Results of few are hidden:
below five raters, or below three organisations where the answers come from organisations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from measurement.kinds.rounding import EXACT

LEAST_RATERS = 5
LEAST_ORGANISATIONS = 3


@dataclass(frozen=True)
class Answers:
    """The answers of one organisation's people to one item: how many, and their mean."""

    raters: int
    mean: Decimal


@dataclass(frozen=True)
class Result:
    """A mean over all, by whichever weight was asked; None where nobody answered or where it is `hidden`."""

    mean: Decimal | None
    raters: int
    organisations: int
    hidden: bool = False


def mean_of(answers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the mean of those items that were answered; None where none was."""
    known = [answer for answer in answers if answer is not None]
    return EXACT.divide(sum(known, Decimal(0)), Decimal(len(known))) if known else None


def answers_of(people: Sequence[Decimal | None]) -> Answers | None:
    """Return an organisation's answers from those of its people; None where nobody answered."""
    known = [answer for answer in people if answer is not None]
    mean = mean_of(known)
    return None if mean is None else Answers(len(known), mean)


def overall(organisations: Sequence[Answers], *, by_person: bool = False) -> Result:
    """Return the mean over organisations, each with the same weight; with `by_person` each rater with the same.

    It is for staff alone: what others see is `published`.
    """
    given = [row for row in organisations if row.raters > 0]
    raters = sum(row.raters for row in given)
    if not given:
        return Result(None, 0, 0)
    weighed = [(row.mean, row.raters if by_person else 1) for row in given]
    total = sum((EXACT.multiply(mean, Decimal(weight)) for mean, weight in weighed), Decimal(0))
    mean = EXACT.divide(total, Decimal(sum(weight for _mean, weight in weighed)))
    return Result(mean, raters, len(given))


def published(organisations: Sequence[Answers], *, by_person: bool = False) -> Result:
    """Return the mean as others see it: hidden below five raters or three organisations, with no number left."""
    found = overall(organisations, by_person=by_person)
    if found.raters < LEAST_RATERS or found.organisations < LEAST_ORGANISATIONS:
        return Result(None, 0, 0, hidden=True)
    return found
