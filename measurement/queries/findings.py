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
    found += _sums(values, parts)
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


def _sums(values: Sequence[Given], parts: Sequence[Parts | None]) -> list[Finding]:
    """The categories of an exclusive dimension beside the total: more is refused, less wants a word."""
    given = {
        (value.version.pk, value.cell): (position, value, part.numerator)
        for position, (value, part) in enumerate(zip(values, parts, strict=True))
        if part is not None and part.numerator is not None
    }
    found = []
    for (version_id, cell), (position, value, total) in given.items():
        if cell:
            continue
        for axis in value.sheet.axes[version_id]:
            if not axis.dimension.exclusive:
                continue
            amounts = [
                given.get((version_id, ((axis.dimension.pk, category.pk),)))
                for category in axis.categories.values()
                if category.retired_on is None
            ]
            if not amounts or any(amount is None for amount in amounts):
                continue
            together = sum((amount[2] for amount in amounts if amount), Decimal(0))
            if together == total or total is None:
                continue
            told = {"dimension": axis.dimension.name, "sum": together, "total": total}
            if together > total:
                message = _("“%(dimension)s” adds up to %(sum)s, more than the total of %(total)s.") % told
                found.append(_finding(position, value, "categories_above_total", "block", message))
            else:
                told["rest"] = total - together
                message = (
                    _("“%(dimension)s” adds up to %(sum)s; are the other %(rest)s of %(total)s not known?")
                    % told
                )
                found.append(_finding(position, value, "categories_below_total", "must_explain", message))
    return found
