"""Rules between figures: two sides, each a sum of terms, and how they are held together. Pure reckoning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Term:
    """One indicator's figure, of this period or of the one before (`previous`), times a factor."""

    code: str
    name: str = ""
    factor: Decimal = Decimal(1)
    previous: bool = False


@dataclass(frozen=True)
class Wording:
    """What a rule says. `constant` is added to the right side; `tolerance` (per cent of the left) is for equals.

    operator: eq, at_most, less, at_least, more, together. missing: skip, zero, tell.
    """

    left: tuple[Term, ...]
    operator: str
    right: tuple[Term, ...] = ()
    constant: Decimal = Decimal(0)
    tolerance: Decimal = Decimal(0)
    missing: str = "skip"

    @property
    def terms(self) -> tuple[Term, ...]:
        """Both sides' terms."""
        return self.left + self.right


@dataclass(frozen=True)
class Outcome:
    """How a rule came out. `state`: holds, broken, left_out (nothing to check), untold (could not be checked).

    `left` and `right` are the sides' sums where they were needed; `lacking` the terms without a figure.
    """

    state: Literal["holds", "broken", "left_out", "untold"]
    left: Decimal | None = None
    right: Decimal | None = None
    lacking: tuple[Term, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """By how much the left side is off the right one; None where a side is not known."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def share(self) -> Decimal | None:
        """The difference in per cent of the left side, without its sign; None where that is zero or not known."""
        if self.difference is None or not self.left:
            return None
        return abs(self.difference) * HUNDRED / abs(self.left)


def held(wording: Wording, figure: Callable[[Term], Decimal | None]) -> Outcome:
    """Hold figures to a rule. `figure` gives a term's figure without its factor, None where there is none."""
    known = {term: figure(term) for term in wording.terms}
    lacking = tuple(term for term in wording.terms if known[term] is None)
    if wording.operator == "together":
        given = [[known[term] is not None for term in side] for side in (wording.left, wording.right)]
        if not any(map(any, given)):
            return Outcome("left_out", lacking=lacking)
        return Outcome("broken" if lacking else "holds", lacking=lacking)
    if len(lacking) == len(wording.terms) or (lacking and wording.missing == "skip"):
        return Outcome("left_out", lacking=lacking)
    if lacking and wording.missing == "tell":
        return Outcome("untold", lacking=lacking)
    left = _sum(wording.left, known)
    right = _sum(wording.right, known) + wording.constant
    return Outcome("holds" if _holds(wording, left, right) else "broken", left, right, lacking)


def _sum(terms: Sequence[Term], known: dict[Term, Decimal | None]) -> Decimal:
    return sum((term.factor * (known[term] or Decimal(0)) for term in terms), Decimal(0))


def _holds(wording: Wording, left: Decimal, right: Decimal) -> bool:
    match wording.operator:
        case "eq":
            return abs(left - right) * HUNDRED <= wording.tolerance * abs(left)
        case "at_most":
            return left <= right
        case "less":
            return left < right
        case "at_least":
            return left >= right
        case _:
            return left > right
