"""What looks wrong with a figure, on its own and beside the partner's own earlier figures.

A block cannot be submitted, a must_explain needs a word from the partner, a notice is only shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from measurement.kinds.rounding import round_half_up

Severity = Literal["block", "must_explain", "notice"]

LARGE_CHANGE = Decimal("0.5")
LEAST_CHANGE = Decimal("0.1")
LONG_HISTORY = 5
DEVIATIONS = 3
SLIPS = (100, 1000)
SLIP_TOLERANCE = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: a stable rule name, how grave it is, and what to tell the person."""

    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Described:
    """A check as it is told to those who want to know what is looked at; `severity` is its usual one."""

    rule: str
    label: str | Promise
    says: str | Promise
    severity: Severity


# Every check there is, besides the rules that an initiative makes itself.
CHECKS: tuple[Described, ...] = (
    Described(
        "above_denominator",
        gettext_lazy("Part and whole"),
        gettext_lazy("The part is larger than the whole it is part of."),
        "block",
    ),
    Described(
        "nothing_to_divide_by",
        gettext_lazy("Base of zero"),
        gettext_lazy("The base is zero, but the number above it is not."),
        "block",
    ),
    Described(
        "negative",
        gettext_lazy("Below zero"),
        gettext_lazy("The figure is less than zero where that cannot be; refunds want a word."),
        "block",
    ),
    Described(
        "categories_above_total",
        gettext_lazy("Groups above the total"),
        gettext_lazy("The groups of a breakdown add up to more than the total."),
        "block",
    ),
    Described(
        "categories_below_total",
        gettext_lazy("Groups below the total"),
        gettext_lazy("The groups of a breakdown add up to less than the total: are the others not known?"),
        "must_explain",
    ),
    Described(
        "missing_category",
        gettext_lazy("Missing group"),
        gettext_lazy("Some groups of a breakdown have a figure, others have none."),
        "notice",
    ),
    Described(
        "incomplete",
        gettext_lazy("Incomplete figure"),
        gettext_lazy("A number that the figure needs is missing, so it cannot be added to others'."),
        "must_explain",
    ),
    Described(
        "parts_disagree",
        gettext_lazy("Figure and counts"),
        gettext_lazy("The counts give a different figure from the one entered."),
        "must_explain",
    ),
    Described(
        "unit_slip",
        gettext_lazy("Slip of the unit"),
        gettext_lazy("The figure is about a hundred or a thousand times the last one, such as 0.45 for 45."),
        "must_explain",
    ),
    Described(
        "jump",
        gettext_lazy("Unusual change"),
        gettext_lazy(
            "The figure is further from the partner's own earlier ones than these are from one another "
            "(three median deviations and a tenth), or, with fewer than five, half as much again or half less."
        ),
        "must_explain",
    ),
    Described(
        "decrease_in_cumulative",
        gettext_lazy("Falling running total"),
        gettext_lazy("A figure that counts from the beginning has gone down."),
        "must_explain",
    ),
    Described(
        "same_again",
        gettext_lazy("The same again"),
        gettext_lazy("Exactly the same figure three times running."),
        "notice",
    ),
)


def negative(severity: Severity) -> Check:
    """A figure below zero."""
    return Check("negative", severity, gettext("The figure is less than zero."))


def above_denominator() -> Check:
    """A part larger than its whole."""
    return Check("above_denominator", "block", gettext("The part is larger than the whole it is part of."))


def nothing_to_divide_by() -> Check:
    """Something over a base of zero."""
    message = gettext("The base is zero, but the number above it is not.")
    return Check("nothing_to_divide_by", "block", message)


def is_above(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether both are known and the first is the larger."""
    return numerator is not None and denominator is not None and numerator > denominator


def incomplete(numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None) -> Check:
    """A figure that cannot be rolled up because a part is missing."""
    if numerator is None and denominator is None and value is not None:
        message = gettext("Without the counts behind it this figure cannot be added to others'.")
    elif denominator is None:
        message = gettext("The number it is out of is missing, so the figure cannot be used.")
    else:
        message = gettext("Only the number it is out of is given, so the figure cannot be used.")
    return Check("incomplete", "must_explain", message)


def bare_percentage(value: Decimal | None) -> list[Check]:
    """A percentage without counts that is more than a whole, or looks like a share of one."""
    if value is None:
        return []
    if value > 100:
        return [above_denominator()]
    if 0 < value <= 1:
        words = {"value": value, "hundredfold": f"{(value * 100).normalize():f}"}
        message = gettext("Is this %(value)s%% or %(hundredfold)s%%?") % words
        return [Check("unit_slip", "must_explain", message)]
    return []


def disagreement(entered: Decimal, figure: Decimal | None) -> list[Check]:
    """An entered figure that is not what its counts give, allowing for its own rounding."""
    if figure is None:
        return []
    exponent = entered.as_tuple().exponent
    step = Decimal(1).scaleb(min(int(exponent), 0))
    if abs(entered - figure) <= step:
        return []
    message = gettext("The counts give a different figure from the one entered.")
    return [Check("parts_disagree", "must_explain", message)]


def decrease_in_cumulative(value: Decimal | None, previous: Decimal | None) -> list[Check]:
    """A running total that goes down."""
    if value is None or previous is None or value >= previous:
        return []
    message = gettext("A running total has gone down since last time. Is it a correction?")
    return [Check("decrease_in_cumulative", "must_explain", message)]


def above_total(dimension: str, together: Decimal, whole: Decimal) -> Check:
    """Groups that add up to more than the total."""
    message = gettext("“%(dimension)s” adds up to %(sum)s, more than the total of %(total)s.")
    told = {"dimension": dimension, "sum": _plain(together), "total": _plain(whole)}
    return Check("categories_above_total", "block", message % told)


def below_total(dimension: str, together: Decimal, whole: Decimal) -> Check:
    """Groups that add up to less than the total."""
    message = gettext("“%(dimension)s” adds up to %(sum)s; are the other %(rest)s of %(total)s not known?")
    told = {
        "dimension": dimension,
        "sum": _plain(together),
        "total": _plain(whole),
        "rest": _plain(whole - together),
    }
    return Check("categories_below_total", "must_explain", message % told)


def missing_categories(dimension: str, missing: Sequence[str]) -> Check:
    """Groups of a breakdown that were passed by, where others have a figure."""
    message = gettext("“%(dimension)s” has no figure for %(groups)s. Is it 0, or not known?")
    return Check(
        "missing_category", "notice", message % {"dimension": dimension, "groups": ", ".join(missing)}
    )


def beside_history(
    value: Decimal, earlier: Sequence[Decimal], least_change: Decimal = Decimal(0), sign: str = ""
) -> list[Check]:
    """A slip of units, a jump, or the same figure a third time; `earlier` is oldest first.

    `sign` stands behind a figure that the words name, such as "%".
    """
    if not earlier:
        return []
    slip = unit_slip(value, earlier[-1], sign)
    if slip is not None:
        return [slip]
    leap = jump(value, earlier, least_change, sign)
    if leap is not None:
        return [leap]
    if value and len(earlier) >= 2 and earlier[-1] == earlier[-2] == value:
        message = gettext("Exactly the same figure three times running.")
        return [Check("same_again", "notice", message)]
    return []


def unit_slip(value: Decimal, last: Decimal, sign: str = "") -> Check | None:
    """A figure about a hundred or a thousand times larger or smaller than the last (0.45 for 45)."""
    if not value or not last:
        return None
    factor = max(abs(value / last), abs(last / value))
    if not any(abs(factor / slip - 1) <= SLIP_TOLERANCE for slip in SLIPS):
        return None
    message = gettext("The last figure was %(last)s. Has the decimal point or the unit slipped?")
    return Check("unit_slip", "must_explain", message % {"last": _signed(last, sign)})


def jump(
    value: Decimal, earlier: Sequence[Decimal], least_change: Decimal = Decimal(0), sign: str = ""
) -> Check | None:
    """An unusual change from the partner's own history.

    With five or more earlier figures: further than three median absolute deviations from their median, and by
    more than 10%. With fewer, or where all were alike: more than 50% from the last. Changes smaller than
    `least_change` are never unusual.
    """
    last = earlier[-1]
    if value == last or abs(value - last) < least_change:
        return None
    middle = median(earlier)
    deviation = median([abs(figure - middle) for figure in earlier])
    if len(earlier) >= LONG_HISTORY and deviation:
        distance = abs(value - middle)
        unusual = distance > DEVIATIONS * deviation and distance > LEAST_CHANGE * abs(middle)
    elif not last:
        message = gettext("The last figure was zero.")
        return Check("jump", "notice", message)
    else:
        unusual = abs(value - last) > LARGE_CHANGE * abs(last)
    if not unusual:
        return None
    message = gettext("The last figure was %(last)s. What has changed?") % {"last": _signed(last, sign)}
    return Check("jump", "must_explain", message)


def _signed(value: Decimal, sign: str) -> str:
    return f"{_plain(value)}\u00a0{sign}" if sign else _plain(value)


def _plain(value: Decimal) -> str:
    rounded = round_half_up(value, 2)
    return format(rounded.normalize(), "f") if rounded else "0"
