"""What the checks find in a submission: each value on its own, beside its history, and beside the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from measurement.cells import Combination, combination_of
from measurement.kinds import EntryError, Parts
from measurement.models import Observation, Submission
from measurement.queries.entries import Given, kind_of, values_of
from measurement.words import ValueStatus

LONGEST_HISTORY = 12


@dataclass(frozen=True)
class Finding:
    """One finding about the value at `position` of the submission. `severity`: block, must_explain or notice."""

    position: int
    indicator: str
    cell: Combination
    rule: str
    severity: str
    message: str
    explanation: str


def findings_of(submission: Submission) -> list[Finding]:
    """Return what the checks find in an open submission, in the order of its values. Three queries."""
    values = values_of(submission)
    history = _history(submission, values)
    found: list[Finding] = []
    parts: list[Parts | None] = []
    for position, value in enumerate(values):
        try:
            part = value.parts()
        except EntryError as fault:
            parts.append(None)
            found.append(_finding(position, value, fault.code, "block", fault.message))
            continue
        parts.append(part)
        earlier = history.get((value.version.pk, value.cell), [])
        figures = [f for f in (_figure(value, p) for p in earlier) if f is not None]
        for check in kind_of(value.version).checks(
            part,
            earlier[-1] if earlier else None,
            history=figures,
            multiplier=value.version.multiplier,
        ):
            found.append(_finding(position, value, check.rule, check.severity, check.message))
    found += sums(values, parts)
    return sorted(found, key=lambda finding: finding.position)


def _finding(position: int, value: Given, rule: str, severity: str, message: str) -> Finding:
    return Finding(
        position, value.sheet.indicator.code, value.cell, rule, severity, message, value.explanation
    )


def _figure(value: Given, parts: Parts) -> Decimal | None:
    return kind_of(value.version).finish(parts.numerator, parts.denominator, value.version.multiplier)


def _history(submission: Submission, values: Sequence[Given]) -> dict[tuple[int, Combination], list[Parts]]:
    """The partner's accepted values of the periods before, oldest first, by version and cell."""
    rows = (
        Observation.objects.filter(
            partner_id=submission.partner_id,
            version_id__in={value.version.pk for value in values},
            period_end__lt=submission.cycle.period_start,
            superseded_at=None,
            status=ValueStatus.REPORTED,
        )
        .order_by("-period_start")
        .values_list("version_id", "cell__key", "numerator", "denominator", "entered_value", "entered_n")
    )
    found: dict[tuple[int, Combination], list[Parts]] = {}
    for version_id, key, numerator, denominator, value, n in rows[: LONGEST_HISTORY * max(len(values), 1)]:
        usable = numerator is not None
        entry = found.setdefault((version_id, combination_of(key)), [])
        if len(entry) < LONGEST_HISTORY:
            entry.insert(0, Parts(numerator, denominator, value, n, usable))
    return found


def sums(values: Sequence[Given], parts: Sequence[Parts | None]) -> list[Finding]:
    """The categories of an exclusive dimension beside the total: more is refused, less wants a word."""
    given = {
        (value.version.pk, value.cell): (position, value, part)
        for position, (value, part) in enumerate(zip(values, parts, strict=True))
        if part is not None and part.usable
    }
    found = []
    for (version_id, cell), (position, value, total) in given.items():
        if cell or not kind_of(value.version).additive:
            continue
        for axis in value.sheet.axes[version_id]:
            if not axis.dimension.exclusive:
                continue
            present = [c for c in axis.categories.values() if c.retired_on is None]
            listed = [given.get((version_id, ((axis.dimension.pk, c.pk),))) for c in present]
            amounts = [amount[2] for amount in listed if amount]
            if amounts:
                complete = len(amounts) == len(present)
                found += _sum_of(position, value, axis.dimension.name, total, amounts, complete=complete)
    return found


def _sum_of(
    position: int, value: Given, dimension: str, total: Parts, amounts: Sequence[Parts], *, complete: bool
) -> list[Finding]:
    for name in _summed(value):
        whole = getattr(total, name)
        together = sum((getattr(amount, name) or Decimal(0) for amount in amounts), Decimal(0))
        told = {"dimension": dimension, "sum": together, "total": whole, "rest": whole - together}
        if together > whole and (complete or kind_of(value.version).negative == "refused"):
            message = _("“%(dimension)s” adds up to %(sum)s, more than the total of %(total)s.") % told
            return [_finding(position, value, "categories_above_total", "block", message)]
        if together < whole and complete:
            message = (
                _("“%(dimension)s” adds up to %(sum)s; are the other %(rest)s of %(total)s not known?") % told
            )
            return [_finding(position, value, "categories_below_total", "must_explain", message)]
    return []


def _summed(value: Given) -> tuple[str, ...]:
    """The parts that add up exactly: of an average only its base, since what was typed is rounded."""
    kind = kind_of(value.version)
    if kind.parts == 1:
        return ("numerator",)
    return tuple(name for name in ("numerator", "denominator") if name in kind.counted) or ("denominator",)
