"""Figures as they are told to people: localised, with their unit, and what changed since, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.kinds import kind, round_half_up
from measurement.kinds.rounding import EXACT
from measurement.models import Cycle, IndicatorVersion
from measurement.periods import Period, name
from measurement.words import Cadence, Direction

if TYPE_CHECKING:
    from measurement.queries.series import Point

MINUS = "\u2212"
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Told:
    """A figure as written: the localised number and, apart from it, what it is counted in."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.number}{NO_BREAK}{self.unit}" if self.unit else self.number


def told_time(seconds: int) -> Told:
    """Return how long something took: under a minute in seconds, else in minutes with one decimal."""
    if seconds < 60:
        return Told(str(seconds), _("s"))
    return Told(number_format(round_half_up(Decimal(seconds) / 60, 1), 1), _("min"))


@dataclass(frozen=True)
class Change:
    """The way from one figure to the next. `verdict` is better, worse, same or empty where nothing is judged."""

    text: str
    verdict: str = ""


def plain(number: Decimal | None, decimals: int | None = None) -> str:
    """Return a number with thousands grouped as the reader writes them; "" for None."""
    if number is None:
        return ""
    if decimals is None:
        number = number.normalize(EXACT)
        if number.as_tuple().exponent > 0:  # type: ignore[operator]
            number = number.quantize(Decimal(1), context=EXACT)
    else:
        number = round_half_up(number, decimals)
    sign = MINUS if number < 0 else ""
    return sign + number_format(abs(number), decimal_pos=decimals, use_l10n=True, force_grouping=True)


def told(version: IndicatorVersion, value: Decimal | None) -> Told:
    """Return a value of this version as it is written; an empty one for None."""
    if value is None:
        return Told("")
    bare = format(round_half_up(value, version.decimals), "f")
    whole = kind(version.kind).display(
        value, version.decimals, version.unit, multiplier=version.multiplier, currency=version.currency
    )
    before, _found, after = whole.partition(bare)
    return Told(before + plain(value, version.decimals), after.strip())


def told_parts(version: IndicatorVersion, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """Return the parts behind a figure in words, such as "40 of 50"; "" where the figure is its only part."""
    if not version.two_part or numerator is None or denominator is None:
        return ""
    if "numerator" in {box.name for box in kind(version.kind).inputs}:
        return _("%(part)s of %(whole)s") % {"part": plain(numerator), "whole": plain(denominator)}
    return _("n %(n)s") % {"n": plain(denominator)}


def told_point(version: IndicatorVersion, point: Point) -> str:
    """Return a point as it is read: its value, its bounds, that it is hidden, or a dash for no figure."""
    if point.suppressed:
        return point.bound or point.note or _("hidden (few people)")
    if point.value is not None:
        return str(told(version, point.value))
    if point.low is not None and point.high is not None:
        return _("%(low)s to %(high)s") % {
            "low": told(version, point.low).number,
            "high": told(version, point.high),
        }
    return "–"


def change(version: IndicatorVersion, before: Decimal | None, now: Decimal | None) -> Change | None:
    """Return the change between two figures of one version; None where one of them is missing.

    Percentages change by points, everything else by its own unit and, from a base, by per cent.
    """
    if before is None or now is None:
        return None
    places = version.decimals
    difference = round_half_up(now, places) - round_half_up(before, places)
    if difference == 0:
        return Change(_("no change"), "same")
    amount = ("+" if difference > 0 else "") + plain(difference, places)
    if told(version, now).unit == "%":
        one = abs(difference) == 1
        text = ngettext("%(amount)s point", "%(amount)s points", 1 if one else 2) % {"amount": amount}
    elif before > 0 and now >= 0 and not version.two_part:
        share = round_half_up((now - before) * 100 / before, 0)
        text = f"{amount} ({'+' if share > 0 else ''}{plain(share, 0)}{NO_BREAK}%)" if share else amount
    else:
        text = amount
    return Change(text, verdict(version, before, now))


def change_between(
    version: IndicatorVersion, before: Point | None, now: Point | None, floor: Decimal
) -> Change | None:
    """Return the change between two points of a series; None unless the two can be compared.

    They cannot be when they stand under two definitions, when one is hidden or missing, or when too few of those
    expected reported for one of them (coverage below `floor`): half of the partners are no fall by half.
    """
    if before is None or now is None or before.version != now.version:
        return None
    if not (is_sufficient(before, floor) and is_sufficient(now, floor)):
        return None
    return change(version, before.value, now.value)


def is_sufficient(point: Point, floor: Decimal) -> bool:
    """Whether enough of those expected reported for the point to be judged: its coverage is not below `floor`."""
    return point.coverage is None or point.coverage >= floor


def verdict(version: IndicatorVersion, before: Decimal, now: Decimal) -> str:
    """Say whether the way from one figure to the next is better, worse or same; "" where nobody judges."""
    if before == now:
        return "same"
    if version.direction == Direction.UP:
        return "better" if now > before else "worse"
    if version.direction == Direction.DOWN:
        return "better" if now < before else "worse"
    low, high = version.band_low, version.band_high
    if version.direction == Direction.MAINTAIN and low is not None and high is not None:
        return "better" if low <= now <= high else "worse"
    return ""


def told_reported(point: Point) -> str:
    """Return how many reported, in words: "3 of 4 reported", or "all reported" where nobody is missing."""
    if point.expected and point.reported >= point.expected:
        return _("all reported")
    return _("%(reported)s of %(expected)s reported") % {
        "reported": point.reported,
        "expected": point.expected,
    }


def told_coverage(point: Point) -> str:
    """Return who reported, in words: "3 of 4 reported, 92 % of the usual volume"; how much only when it is short."""
    reported = told_reported(point)
    is_all = point.reported >= point.expected
    if point.coverage is None or point.coverage_basis != "volume" or is_all:
        return reported
    share = plain(point.coverage * 100, 0)
    return _("%(reported)s, %(share)s %% of the usual volume") % {"reported": reported, "share": share}


def period_name(period: Period, fiscal_year_start: int = 1) -> str:
    """Return the period in the reader's words."""
    return name(period, fiscal_year_start)


def spelt_out(period: Period, fiscal_year_start: int = 1) -> str:
    """Return the period as a title: a quarter by its months, "July to September 2026"; others as `period_name`."""
    if period.cadence != Cadence.QUARTERLY:
        return name(period, fiscal_year_start)
    return _("%(first)s to %(last)s") % {
        "first": date_format(period.start, "F"),
        "last": date_format(period.end, "YEAR_MONTH_FORMAT"),
    }


def cycle_name(cycle: Cycle, fiscal_year_start: int = 1) -> str:
    """Return the period of a cycle in the reader's words."""
    return name(Period.from_dates(cycle.period_start, cycle.period_end), fiscal_year_start)


def expected_by(period: Period, lag: int) -> date:
    """Return the day by which a source that publishes `lag` days after a period has its figure."""
    return period.end + timedelta(days=lag)


def is_out_of_date(period: Period, today: date, lag: int | None = None) -> bool:
    """Whether a later figure should be there: its source's lag after the next period has gone by.

    Where no lag is known: whether, by its cadence, two further periods have gone by.
    """
    if lag is not None:
        return expected_by(period.next, lag) < today
    return period.next.next.end < today


def hints(version: IndicatorVersion) -> Mapping[str, str]:
    """Return what each input of the version means, where its definition says more than its kind."""
    said = {"numerator": version.numerator_definition, "denominator": version.denominator_definition}
    return {key: text for key, text in said.items() if text}
