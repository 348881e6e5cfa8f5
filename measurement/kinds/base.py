"""What every kind of indicator offers, and the words it offers it in.

A kind is the only place that knows what its figures are made of: which boxes a person fills, how these become
two additive parts, how a sum of parts becomes a figure, how the figure is written, and what looks wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import ClassVar, Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from measurement.kinds import checks as rules
from measurement.kinds.checks import Check
from measurement.kinds.entry import EntryError, parse_number, require_in_range
from measurement.kinds.rounding import EXACT, FINISHING, round_half_up

Text: TypeAlias = str | Promise
Part = Literal["numerator", "denominator"]
Entry = Mapping[str, Decimal | None]

ENTRY_FIELDS = ("numerator", "denominator", "value", "n")


@dataclass(frozen=True, slots=True)
class Input:
    """One box that a person fills: its name in an entry, and what stands beside it."""

    name: str
    label: Text
    hint: Text = ""
    inputmode: str = "decimal"


@dataclass(frozen=True, slots=True)
class Parts:
    """One reported figure as two additive parts, with what was entered kept beside them.

    `usable` says whether the parts can be rolled up; what is not usable is kept and flagged, never guessed.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    entered_value: Decimal | None = None
    entered_n: Decimal | None = None
    usable: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all was entered."""
        return all(
            part is None for part in (self.numerator, self.denominator, self.entered_value, self.entered_n)
        )


class Kind:
    """The base of all kinds: one additive part, entered as `value`, never negative."""

    name: ClassVar[str]
    label: ClassVar[Text]
    inputs: ClassVar[tuple[Input, ...]]
    # Words to choose from in the place of a number, by the number that each means.
    answers: ClassVar[Mapping[int, Text]] = {}
    parts: ClassVar[Literal[1, 2]] = 1
    additive: ClassVar[bool] = True
    volume: ClassVar[Part | None] = "numerator"
    counted: ClassVar[tuple[str, ...]] = ("numerator",)
    partner_rollups: ClassVar[tuple[str, ...]] = ("sum", "min", "max", "latest", "none")
    # How periods may be combined, the usual way first. Only what adds up may be added up over time.
    time_behaviours: ClassVar[tuple[str, ...]] = ("flow", "stock", "cumulative", "unduplicated")
    negative: ClassVar[Literal["refused", "explained", "usual"]] = "refused"
    default_decimals: ClassVar[int] = 0
    least_change: ClassVar[Decimal] = Decimal(0)
    # What stands behind a figure where the checks speak of it.
    sign: ClassVar[str] = ""

    @property
    def partner_rollup(self) -> str:
        """How partners are combined unless the indicator says otherwise."""
        return self.partner_rollups[0]

    @property
    def time_behaviour(self) -> str:
        """How periods are combined unless the indicator says otherwise."""
        return self.time_behaviours[0]

    def scale(self, multiplier: Decimal | None = None) -> Decimal:
        """The number that numerator / denominator is multiplied by."""
        return Decimal(1)

    def bounds(
        self, scale_min: Decimal | None = None, scale_max: Decimal | None = None
    ) -> tuple[Decimal | None, Decimal | None]:
        """Between what a figure can lie; None where there is no end."""
        return (Decimal(0) if self.negative == "refused" else None), None

    def parse(self, text: str, decimal_separator: str | None = None) -> Decimal:
        """The number that a person typed for one of the inputs; raises EntryError with the status meant."""
        return parse_number(text, decimal_separator)

    def clean(
        self,
        entry: Entry,
        *,
        multiplier: Decimal | None = None,
        scale_min: Decimal | None = None,
        scale_max: Decimal | None = None,
    ) -> Parts:
        """The parts of what was entered, exactly; raises EntryError for what has no meaning.

        `entry` may hold numerator, denominator, value and n in any combination that the kind accepts;
        an empty entry gives empty parts.
        """
        given = self._given(entry)
        for name in ("denominator", "n"):
            if given[name] is not None:
                raise EntryError("unexpected", gettext("This figure is one number, without a base."), name)
        value, numerator = given["value"], given["numerator"]
        if value is not None and numerator is not None and value != numerator:
            raise EntryError("disagree", gettext("Value and numerator are different numbers."), "value")
        number = numerator if value is None else value
        return Parts(numerator=number, entered_value=value, usable=number is not None)

    def usable(self, numerator: Decimal | None, denominator: Decimal | None) -> bool:
        """Whether stored parts can be rolled up."""
        return numerator is not None

    def finish(
        self, numerator: Decimal | None, denominator: Decimal | None = None, multiplier: Decimal | None = None
    ) -> Decimal | None:
        """The unrounded figure of (summed) parts, to 50 digits; None when there is nothing to show."""
        return numerator

    def display(
        self,
        value: Decimal | None,
        decimals: int | None = None,
        unit: str = "",
        multiplier: Decimal | None = None,
        currency: str = "",
    ) -> str:
        """The figure rounded half up, with the sign that belongs to it; empty for None.

        Thousands are not grouped: that is left to the page. A unit is added only where one is given.
        """
        if value is None:
            return ""
        digits = self.default_decimals if decimals is None else decimals
        return self._written(format(round_half_up(value, digits), "f"), unit, multiplier, currency)

    def checks(
        self,
        parts: Parts,
        previous: Parts | None = None,
        *,
        history: Sequence[Decimal] = (),
        multiplier: Decimal | None = None,
    ) -> list[Check]:
        """What looks wrong with one figure: on its own, then beside the partner's own earlier figures.

        `history` holds the partner's earlier unrounded figures, oldest first, with or without `previous`.
        """
        if parts.empty:
            return []
        found = self._own_checks(parts, multiplier)
        value = self._comparable(parts, multiplier)
        if value is None:
            return found
        before = list(history)
        last = None if previous is None else self._comparable(previous, multiplier)
        if last is not None and (not before or before[-1] != last):
            before.append(last)
        return found + rules.beside_history(value, before, self.least_change, self.sign)

    def base_counts(self, numerator: Decimal | None, denominator: Decimal | None) -> dict[str, Decimal]:
        """The counts of people behind a figure, by name, that disclosure must protect.

        numerator, denominator, and rest (those in the denominator who are not in the numerator).
        """
        rest = None
        if numerator is not None and denominator is not None:
            rest = EXACT.subtract(denominator, numerator)
        counts = {"numerator": numerator, "rest": rest, "denominator": denominator}
        return {name: count for name in self.counted if (count := counts[name]) is not None}

    def _given(self, entry: Entry) -> dict[str, Decimal | None]:
        unknown = set(entry) - set(ENTRY_FIELDS)
        if unknown:
            raise EntryError("unknown", gettext("This figure has no such part."), min(unknown))
        given = {name: entry.get(name) for name in ENTRY_FIELDS}
        for name, number in given.items():
            if number is not None:
                require_in_range(number, name)
                if number < 0 and (self.negative == "refused" or name in ("denominator", "n")):
                    raise EntryError("negative", gettext("This cannot be less than zero."), name)
        return given

    def _written(self, number: str, unit: str, multiplier: Decimal | None, currency: str) -> str:
        return f"{number} {unit}" if unit else number

    def _own_checks(self, parts: Parts, multiplier: Decimal | None) -> list[Check]:
        if parts.numerator is not None and parts.numerator < 0 and self.negative != "usual":
            return [rules.negative("block" if self.negative == "refused" else "must_explain")]
        return []

    def _comparable(self, parts: Parts, multiplier: Decimal | None) -> Decimal | None:
        finished = self.finish(parts.numerator, parts.denominator, multiplier) if parts.usable else None
        return parts.entered_value if finished is None and not parts.usable else finished


class TwoPartKind(Kind):
    """The base of the kinds with a denominator: the figure is scale x numerator / denominator."""

    parts = 2
    volume = "denominator"
    counted: ClassVar[tuple[str, ...]] = ("numerator", "rest", "denominator")
    partner_rollups = ("ratio", "min", "max", "latest", "none")
    time_behaviours = ("ratio", "stock")
    default_decimals = 1
    base_is_whole: ClassVar[bool] = False

    def clean(
        self,
        entry: Entry,
        *,
        multiplier: Decimal | None = None,
        scale_min: Decimal | None = None,
        scale_max: Decimal | None = None,
    ) -> Parts:
        """Parts as given; a value with its base n becomes value x n / scale over n."""
        given = self._given(entry)
        value, n, numerator = given["value"], given["n"], given["numerator"]
        denominator = self._base(given)
        if numerator is None and value is not None and denominator is not None:
            numerator = self._numerator_of(value, denominator, multiplier)
        elif numerator is None and denominator == 0:
            numerator = Decimal(0)
        return Parts(numerator, denominator, value, n, self.usable(numerator, denominator))

    def usable(self, numerator: Decimal | None, denominator: Decimal | None) -> bool:
        return numerator is not None and denominator is not None

    def finish(
        self, numerator: Decimal | None, denominator: Decimal | None = None, multiplier: Decimal | None = None
    ) -> Decimal | None:
        if numerator is None or not denominator:
            return None
        with localcontext(FINISHING):
            return numerator * self.scale(multiplier) / denominator

    def _base(self, given: Mapping[str, Decimal | None]) -> Decimal | None:
        n, denominator = given["n"], given["denominator"]
        if n is not None and denominator is not None and n != denominator:
            raise EntryError("disagree", gettext("n and denominator are different numbers."), "n")
        for name, number in (("n", n), ("denominator", denominator)):
            whole_wanted = name == "n" or self.base_is_whole
            if number is not None and whole_wanted and number != number.to_integral_value():
                raise EntryError("not_whole", gettext("This is a number of people: no fractions."), name)
        return n if denominator is None else denominator

    def _numerator_of(self, value: Decimal, base: Decimal, multiplier: Decimal | None) -> Decimal:
        if base == 0 and value != 0:
            raise EntryError("no_base", gettext("A figure needs at least one in its base."), "n")
        with localcontext(EXACT):
            return value * base / self.scale(multiplier)

    def _own_checks(self, parts: Parts, multiplier: Decimal | None) -> list[Check]:
        found = super()._own_checks(parts, multiplier)
        if not parts.usable:
            found.append(rules.incomplete(parts.numerator, parts.denominator, parts.entered_value))
        elif parts.denominator == 0 and parts.numerator:
            found.append(rules.nothing_to_divide_by())
        elif parts.entered_value is not None:
            figure = self.finish(parts.numerator, parts.denominator, multiplier)
            found += rules.disagreement(parts.entered_value, figure)
        return found


class WeightedKind(TwoPartKind):
    """The base of the kinds that are an average over n people: entered as a value and its n."""

    counted = ("denominator",)
    partner_rollups = ("weighted_mean", "min", "max", "latest", "none")
    negative = "usual"
    base_is_whole = True
    inputs = (
        Input("value", gettext_lazy("Average"), gettext_lazy("The average over all of them")),
        Input("n", gettext_lazy("n"), gettext_lazy("How many the average is over"), "numeric"),
    )
