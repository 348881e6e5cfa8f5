"""The hand-in as a sheet: one line for every figure asked, with what was said, what stands and what came before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product

from django.db.models import F

from initiatives.kernel.access import Actor, Capability, require
from measurement.cells import Combination, combination, combination_of
from measurement.kinds import EntryError, kind
from measurement.models import Category, IndicatorVersion, Observation, Request, Submission
from measurement.periods import Period
from measurement.queries.catalogue import Axis, Sheet, catalogue
from measurement.queries.collection import Asked, asked_of, submissions
from measurement.queries.entries import Given, values_of
from measurement.queries.findings import Finding, findings_of
from measurement.words import SubmissionState, ValueStatus

PERIODS_BACK = 8
_Place = tuple[str, Combination]  # an indicator's code and a cell
EDITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)
Group = tuple[Axis, Category]


@dataclass(frozen=True)
class Line:
    """One figure of a hand-in: an indicator's total, or what falls into `groups`, one or several crossed.

    `given` is what the open hand-in says; `stands` the accepted observation of this period; `last` that of the
    period before; `history` the figures of the last periods, oldest first, None where there was none.
    """

    sheet: Sheet
    version: IndicatorVersion
    cell: Combination
    groups: tuple[Group, ...] = ()
    given: Given | None = None
    stands: Observation | None = None
    last: Observation | None = None
    history: tuple[Decimal | None, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def codes(self) -> dict[str, str]:
        """The cell as codes: {dimension: category}; empty for the total."""
        return {axis.dimension.code: category.code for axis, category in self.groups}

    @property
    def group_name(self) -> str:
        """The names of the groups in one; empty for the total."""
        return ", ".join(category.name for _axis, category in self.groups)

    @property
    def axis_name(self) -> str:
        """The names of the dimensions in one; empty for the total."""
        return " × ".join(axis.dimension.name for axis, _category in self.groups)

    @cached_property
    def value(self) -> Decimal | None:
        """The figure that the hand-in, or else what stands, gives; None where there is none."""
        if self.given is not None:
            try:
                parts = self.given.parts()
            except EntryError:
                return None
            found = kind(self.version.kind)
            return found.finish(parts.numerator, parts.denominator, self.version.multiplier)
        return figure_of(self.version, self.stands)

    @cached_property
    def last_value(self) -> Decimal | None:
        """The figure of the period before; None where there is none, or it is of another definition."""
        if self.last is None or self.last.version_id != self.version.pk:
            return None
        return figure_of(self.version, self.last)

    @property
    def ready(self) -> bool:
        """Whether something was said that can be handed in as it is."""
        if self.given is None:
            return self.stands is not None
        blocked = any(finding.severity == "block" for finding in self.findings)
        unexplained = any(f.severity == "must_explain" and not f.explanation for f in self.findings)
        return self.given.answered and not self.given.typed and not blocked and not unexplained


@dataclass(frozen=True)
class HandIn:
    """One partner's hand-in for one cycle. `lines` are in the order of the indicators, totals before categories.

    Groups that are crossed come row by row: those of the second dimension within each of the first.

    `private` says that the partner has begun a draft which is its own until handed in; `added` names the indicators
    that were asked after it was handed in.
    """

    request: Request
    period: Period
    submission: Submission | None
    lines: tuple[Line, ...]
    private: bool = False
    added: tuple[str, ...] = ()

    @property
    def totals(self) -> tuple[Line, ...]:
        """The lines of the indicators themselves."""
        return tuple(line for line in self.lines if not line.cell)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The indicators of which nothing stands yet."""
        return tuple(line for line in self.totals if line.stands is None)


def figure_of(version: IndicatorVersion, row: Observation | None) -> Decimal | None:
    """Return the unrounded figure of an observation; None where nothing usable was reported."""
    if row is None or row.status != ValueStatus.REPORTED:
        return None
    return kind(version.kind).finish(row.numerator, row.denominator, version.multiplier)


def hand_in_of(actor: Actor, request: Request) -> HandIn:
    """Return the sheet of a request (as of `requests`) with the submission that counts, if the actor may see it."""
    require(actor, Capability.VIEW_HAND_INS, request.partner_id)
    period = Period.from_dates(request.cycle.period_start, request.cycle.period_end)
    known = request.submission_public_id  # type: ignore[attr-defined]
    found = submissions(actor).filter(public_id=known).first() if known else None
    lines = lines_of(actor, request.partner_id, period, found, practice=request.cycle.practice)
    added = _asked_since(actor, request.partner_id, period, found)
    return HandIn(
        request,
        period,
        found,
        lines,
        private=bool(known) and found is None,
        added=tuple(asked.assignment.indicator.name for asked in added),
    )


def _asked_since(actor: Actor, partner_id: int, period: Period, submission: Submission | None) -> list[Asked]:
    """What came to be asked after the hand-in was sent: it does not change what was handed in."""
    if submission is None or submission.state in EDITABLE:
        return []
    return [asked for asked in asked_of(actor, partner_id, period) if _is_later(asked, submission)]


def _is_later(asked: Asked, submission: Submission) -> bool:
    made, sent = asked.assignment.made_at, submission.submitted_at
    return made is not None and sent is not None and made > sent


def lines_of(
    actor: Actor, partner_id: int, period: Period, submission: Submission | None, *, practice: bool = False
) -> tuple[Line, ...]:
    """Return a line for every figure that is asked of the partner, stands already, or is in the submission.

    What waits for review keeps the rows that it was sent with. For practice nothing stands: what was accepted stays in
    the submission.
    """
    is_open = submission is not None and (practice or submission.state != SubmissionState.ACCEPTED)
    values = values_of(submission) if submission is not None and is_open else []
    found = findings_of(submission, values) if submission is not None and is_open else []
    rows = [row for row in _observations(partner_id, period) if not (practice and _is_of(row, period))]
    standing = {row.code for row in rows if _is_of(row, period)}  # type: ignore[attr-defined]
    asked = asked_of(actor, partner_id, period)
    if submission is not None and submission.state == SubmissionState.SUBMITTED:
        asked = [row for row in asked if not _is_later(row, submission)]
    codes = [row.assignment.indicator.code for row in asked]
    sheets = {value.sheet.indicator.code: value.sheet for value in values}
    codes += sorted(sheets.keys() - set(codes))
    codes += sorted(standing - set(codes))
    if unread := set(codes) - sheets.keys():
        sheets |= catalogue(unread)
    given = {(v.sheet.indicator.code, v.cell): (at, v) for at, v in enumerate(values)}
    known = _Known(period, _by_place(rows), given, _by_position(found))
    lines: list[Line] = []
    for code in codes:
        lines += _lines(sheets[code], known)
    return tuple(lines)


@dataclass(frozen=True)
class _Known:
    """What is known of the figures of one partner, by indicator and cell: before, now, and in the open hand-in."""

    period: Period
    rows: Mapping[_Place, Sequence[Observation]]
    given: Mapping[_Place, tuple[int, Given]]
    findings: Mapping[int, Sequence[Finding]]

    def is_said(self, code: str, cell: Combination) -> bool:
        """Whether the hand-in says something of a cell, or a figure of this period stands there."""
        here = any(_is_of(row, self.period) for row in self.rows.get((code, cell), ()))
        return here or (code, cell) in self.given

    def line(
        self,
        sheet: Sheet,
        cell: Combination,
        groups: tuple[Group, ...] = (),
    ) -> Line:
        code = sheet.indicator.code
        version = sheet.at(self.period.start)
        mine = self.rows.get((code, cell), ())
        position, value = self.given.get((code, cell), (-1, None))
        return Line(
            sheet,
            version,
            cell,
            groups,
            value,
            next((row for row in mine if _is_of(row, self.period)), None),
            next((row for row in mine if _is_of(row, self.period.previous)), None),
            self._history(version, mine),
            tuple(self.findings.get(position, ())),
        )

    def _history(self, version: IndicatorVersion, rows: Iterable[Observation]) -> tuple[Decimal | None, ...]:
        of_version = [row for row in rows if row.version_id == version.pk]
        by_start = {row.period_start: row for row in of_version}
        figures: list[Decimal | None] = []
        period = self.period
        for _step in range(PERIODS_BACK):
            period = period.previous
            figures.insert(0, figure_of(version, by_start.get(period.start)))
        while figures and figures[0] is None:
            figures.pop(0)
        return tuple(figures)


def _lines(sheet: Sheet, known: _Known) -> list[Line]:
    version = sheet.at(known.period.start)
    axes = sheet.axes[version.pk]
    lines = [known.line(sheet, ())]
    for crossing in [(axis,) for axis in axes] + list(combinations(axes, 2)):
        asked = len(crossing) == (2 if version.crossed else 1)
        for groups in product(*([(axis, row) for row in axis.categories.values()] for axis in crossing)):
            cell = combination({axis.dimension.pk: category.pk for axis, category in groups})
            offered = asked and all(category.is_offered(known.period.end) for _axis, category in groups)
            if offered or known.is_said(sheet.indicator.code, cell):
                lines.append(known.line(sheet, cell, groups))
    return lines


def _by_place(rows: Iterable[Observation]) -> dict[_Place, list[Observation]]:
    found: dict[_Place, list[Observation]] = {}
    for row in rows:
        place = (row.code, combination_of(row.key))  # type: ignore[attr-defined]
        found.setdefault(place, []).append(row)
    return found


def _by_position(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.position, []).append(finding)
    return found


def _is_of(row: Observation, period: Period) -> bool:
    return (row.period_start, row.period_end) == (period.start, period.end)


def _observations(partner_id: int, period: Period) -> list[Observation]:
    """The partner's current observations of this period and the last few, each with `code` and `key`, in one query.

    They come without their rows of other tables: a long history would build each of them anew for every figure.
    """
    first = period
    for _step in range(PERIODS_BACK):
        first = first.previous
    rows = Observation.objects.filter(
        partner_id=partner_id,
        period_start__gte=first.start,
        period_end__lte=period.end,
        superseded_at=None,
    )
    return list(rows.annotate(code=F("version__indicator__code"), key=F("cell__key")))
