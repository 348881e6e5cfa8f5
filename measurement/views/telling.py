"""Lines of a hand-in as they are read: what was said, what was said before, what the checks found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measurement.forms.boxes import key_of
from measurement.models import Dimension
from measurement.queries import Line, change, plain, told, told_parts
from measurement.queries.crossed import Crossed, crossed_in, together
from measurement.words import Level, PartnerRollup, TimeBehaviour, ValueStatus

# What a definition says of periods, of partners and of its reach, for those who read the figure.
OVER_TIME: dict[str, Any] = {
    TimeBehaviour.FLOW: gettext_lazy("periods are added up"),
    TimeBehaviour.STOCK: gettext_lazy("what stood at the end"),
    TimeBehaviour.CUMULATIVE: gettext_lazy("counted since the beginning"),
    TimeBehaviour.UNDUPLICATED: gettext_lazy("everybody counted once"),
    TimeBehaviour.RATIO: gettext_lazy("parts added up, then divided"),
}
TOGETHER: dict[str, Any] = {
    PartnerRollup.SUM: gettext_lazy("added up"),
    PartnerRollup.RATIO: gettext_lazy("parts added up, then divided"),
    PartnerRollup.WEIGHTED_MEAN: gettext_lazy("averaged by how many each stands for"),
    PartnerRollup.MIN: gettext_lazy("the smallest of all"),
    PartnerRollup.MAX: gettext_lazy("the largest of all"),
    PartnerRollup.LATEST: gettext_lazy("the latest of all"),
    PartnerRollup.NONE: gettext_lazy("each by itself"),
}
LEVELS: dict[str, Any] = {
    Level.COMMUNITY: gettext_lazy("Whole community"),
    Level.PARTNER: gettext_lazy("Reported by partners"),
    Level.PROCESS: gettext_lazy("System or process"),
    Level.BACKBONE: gettext_lazy("Backbone"),
}


@dataclass
class ToldLine:
    """One line as it is read."""

    key: str
    name: str
    sub: str
    is_total: bool
    code: str
    indicator: str
    now: str
    now_parts: str
    last: str
    last_parts: str
    change: str
    verdict: str
    note: str
    explanation: str
    said: bool
    blocks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    history: tuple[Decimal | None, ...] = ()
    revised: bool = False
    accepted_at: datetime | None = None

    @property
    def full_name(self) -> str:
        """The name with its indicator's, for a line that stands by itself."""
        return self.name if self.is_total else f"{self.indicator}: {self.name}"

    @property
    def check(self) -> str:
        """What came of the checks, as a state: passed, explained, unexplained, notice, blocked."""
        if self.blocks:
            return "blocked"
        if self.questions:
            return "explained" if self.explanation else "unexplained"
        return "notice" if self.notices else "passed"


@dataclass(frozen=True)
class ToldMatrix:
    """An indicator by two dimensions crossed, as it is read.

    `rows` are (group, figures, what they make together); `sums` what each column makes together, `whole` all of them.
    Empty words stand where nothing is added up.
    """

    key: str
    title: str
    names: tuple[str, str]
    columns: list[str]
    rows: list[tuple[str, list[tuple[str, ToldLine | None]], str]]
    sums: list[tuple[str, str]]
    whole: str
    adds_down: bool
    adds_across: bool


@dataclass(frozen=True)
class ToldLines:
    """The lines of a hand-in as they are read: all of them, those of the list, and the tables of crossed groups."""

    every: list[ToldLine]
    rows: list[ToldLine]
    matrices: list[ToldMatrix]


def told_lines(lines: Iterable[Line]) -> ToldLines:
    """Return the lines of a hand-in as they are read."""
    found = list(lines)
    told_ones = [told_line(line) for line in found]
    by_key = {row.key: row for row in told_ones}
    tables = crossed_in(found)
    apart = {key_of(line) for table in tables for line in table.cells.values()}
    listed = [row for row in told_ones if row.key not in apart]
    return ToldLines(told_ones, listed, [_told_matrix(table, by_key) for table in tables])


def _told_matrix(table: Crossed, rows: Mapping[str, ToldLine]) -> ToldMatrix:
    down, across = table.down, table.across
    names = {
        "indicator": table.indicator.name,
        "rows": down.name.lower(),
        "columns": across.name.lower(),
    }
    columns = [category.name for category in table.columns.values()]

    def cell(line: Line | None) -> ToldLine | None:
        return rows[key_of(line)] if line is not None else None

    def adds(lines: Sequence[Line | None], dimension: Dimension) -> str:
        value = together(lines) if dimension.exclusive else None
        return "" if value is None else str(told(table.version, value))

    return ToldMatrix(
        key=f"h-{table.indicator.code}",
        title=_("%(indicator)s, by %(rows)s and %(columns)s") % names,
        names=(down.name, across.name),
        columns=columns,
        rows=[
            (
                category.name,
                list(zip(columns, map(cell, table.row(pk)), strict=True)),
                adds(table.row(pk), across),
            )
            for pk, category in table.rows.items()
        ],
        sums=[(category.name, adds(table.column(pk), down)) for pk, category in table.columns.items()],
        whole=adds([line for pk in table.rows for line in table.row(pk)], across) if down.exclusive else "",
        adds_down=down.exclusive,
        adds_across=across.exclusive,
    )


def told_line(line: Line) -> ToldLine:
    """Return a line of a hand-in as it is read."""
    version = line.version
    found = change(version, line.last_value, line.value)
    source = line.given or line.stands
    by = {"block": [], "must_explain": [], "notice": []}  # type: dict[str, list[str]]
    for finding in line.findings:
        by[finding.severity].append(finding.message)
    return ToldLine(
        key=key_of(line),
        name=line.group_name or line.sheet.indicator.name,
        sub=line.axis_name or version.definition,
        is_total=not line.cell,
        code=line.sheet.indicator.code,
        indicator=line.sheet.indicator.name,
        now=_now(line),
        now_parts=_parts(line),
        last=_last(line),
        last_parts=told_parts(version, line.last.numerator, line.last.denominator)
        if line.last and line.last_value is not None
        else "",
        change=found.text if found else "",
        verdict=found.verdict if found else "",
        note=source.note if source else "",
        explanation=source.explanation if source else "",
        said=source is not None,
        blocks=by["block"],
        questions=by["must_explain"],
        notices=by["notice"],
        history=line.history,
        revised=line.stands is not None and line.stands.replaces,
        accepted_at=line.stands.accepted_at if line.stands else None,
    )


def _now(line: Line) -> str:
    source = line.given or line.stands
    if source is None:
        return ""
    if source.status != ValueStatus.REPORTED:
        return str(ValueStatus(source.status).label)
    if line.given is not None and line.given.typed:
        return ", ".join(f"“{text}”" for text in line.given.typed.values())
    if line.value is not None:
        return str(told(line.version, line.value))
    if line.given is not None:
        numbers = [line.given.numerator, line.given.denominator, line.given.value, line.given.n]
    else:
        row = line.stands
        numbers = [row.numerator, row.denominator, row.entered_value] if row else []
    known = [plain(number) for number in numbers if number is not None]
    if not known:
        return ""
    if any(number == 0 for number in (source_base(line),)):
        return _("none eligible (0 of 0)")
    return _("%s, incomplete") % ", ".join(known)


def source_base(line: Line) -> Decimal | None:
    """Return the base that was given for the line's figure, if one was."""
    source = line.given or line.stands
    return source.denominator if source is not None else None


def _parts(line: Line) -> str:
    if line.value is None:
        return ""
    if line.given is not None:
        parts = line.given.parts()
        return told_parts(line.version, parts.numerator, parts.denominator)
    row = line.stands
    return told_parts(line.version, row.numerator, row.denominator) if row else ""


def _last(line: Line) -> str:
    if line.last is None:
        return ""
    if line.last.status != ValueStatus.REPORTED:
        return str(ValueStatus(line.last.status).label)
    return str(told(line.version, line.last_value)) if line.last_value is not None else "–"
