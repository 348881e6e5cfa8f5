"""The hand-in form: a grid whose boxes are given by each indicator's kind. It keeps whatever was typed.

Names of fields are made from the sheet, never taken from what was sent. Text that is no number is kept as
`typed` and met with the status that was probably meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.kinds import EntryError, Parts, parse_number, round_half_up
from measurement.models import IndicatorVersion, Observation
from measurement.queries import (
    Axis,
    Given,
    HandIn,
    Line,
    change,
    kind_of,
    plain,
    told,
    told_parts,
)
from measurement.queries.entries import parts_of
from measurement.queries.telling import hints
from measurement.words import ValueStatus

REASONS = (ValueStatus.NOT_REPORTED, ValueStatus.NOT_APPLICABLE, ValueStatus.SUPPRESSED_AT_SOURCE)
EXTRAS = ("status", "note", "explanation")
LONGEST = 2000


@dataclass
class Box:
    """One input of a line."""

    name: str
    label: str
    value: str
    inputmode: str
    part: str
    hint: str = ""
    error: str = ""
    theirs: str = ""


@dataclass
class Row:
    """One line of the grid, ready to be drawn."""

    key: str
    name: str
    sub: str
    unit: str
    boxes: list[Box]
    status: str
    note: str
    explanation: str
    last: str
    last_parts: str
    change: str
    locked: bool
    code: str
    between: str = ""
    shown: str = ""
    ready: bool = False
    errors: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    suggestions: list[tuple[str, str]] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)

    @property
    def opened(self) -> bool:
        """Whether the part below the figure (reason, note) should stand open."""
        return bool(self.note) or self.status != ValueStatus.REPORTED

    @property
    def first(self) -> str:
        """The field that a link to this row leads to."""
        return self.boxes[0].name if self.boxes else self.key


@dataclass
class Split:
    """An indicator broken down by one dimension: its category rows and their sums beside the total."""

    key: str
    title: str
    name: str
    exclusive: bool
    columns: list[str]
    rows: list[Row]
    sums: list[Sum]


@dataclass
class Sum:
    """The sum of one column of a split; `fits` is empty where nothing is compared."""

    part: str
    value: str
    total: str
    adds: bool = True

    @property
    def fits(self) -> bool:
        """Whether the categories add up to the total."""
        return bool(self.total) and self.value == self.total


class HandInForm:
    """The grid over a sheet, with what was sent (`data`) or what the draft holds.

    `revising` fills it with the accepted figures. `conflicts` gives, per field, what somebody else has saved.
    """

    def __init__(
        self,
        sheet: HandIn,
        data: Mapping[str, str] | None = None,
        *,
        revising: bool = False,
        conflicts: Mapping[str, str] | None = None,
    ) -> None:
        self.sheet = sheet
        self.revising = revising
        self.conflicts = dict(conflicts or {})
        self.texts = {
            name: text
            for line in sheet.lines
            if not self._is_locked(line)
            for name, text in _texts_of(line, revising).items()
        }
        self.base = dict(self.texts)
        if data is not None:
            self.texts = {
                name: str(data.get(name, text)).strip()[:LONGEST] for name, text in self.texts.items()
            }
        self.bound = data is not None
        self.rows = self._rows()

    def _is_locked(self, line: Line) -> bool:
        return line.stands is not None and not self.revising

    # --- what is saved ---------------------------------------------------------------------------------------

    def changed(self) -> list[dict[str, Any]]:
        """Return what differs from the sheet, as rows for the services (codes, numbers, status, typed, ...)."""
        return [
            self._entry(line)
            for line in self.sheet.lines
            if not self._is_locked(line)
            and any(self.texts[name] != self.base[name] for name in _texts_of(line, self.revising))
        ]

    def _entry(self, line: Line) -> dict[str, Any]:
        key = key_of(line)
        numbers, typed = _numbers(line, self.texts)
        status = self.texts.get(f"{key}.status") or _kept_status(line)
        has_numbers = bool(typed) or any(number is not None for number in numbers.values())
        return {
            "indicator": line.sheet.indicator.code,
            "cell": {line.axis.dimension.code: line.category.code} if line.axis and line.category else {},
            "status": ValueStatus.REPORTED if has_numbers or status not in ValueStatus.values else status,
            "note": self.texts.get(f"{key}.note", line.given.note if line.given else ""),
            "explanation": self.texts.get(f"{key}.explanation", line.given.explanation if line.given else ""),
            "typed": typed,
            **numbers,
        }

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why there may be no figure, to choose from."""
        return [(status.value, str(status.label)) for status in REASONS]

    @property
    def original(self) -> str:
        """The fields as they stood when the form was drawn, for telling later who changed what."""
        return json.dumps(self.base, ensure_ascii=False, sort_keys=True)

    # --- what is drawn ---------------------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        for line in self.sheet.lines:
            row = self._row(line)
            if line.axis is None:
                rows.append(row)
                continue
            owner = rows[-1]
            if not owner.splits or owner.splits[-1].key != f"{owner.key}.d{line.axis.dimension.pk}":
                owner.splits.append(_split(owner, line.axis))
            owner.splits[-1].rows.append(row)
        for row in rows:
            for split in row.splits:
                split.sums = _sums(row, split)
        return rows

    def _row(self, line: Line) -> Row:
        key, version, locked = key_of(line), line.version, self._is_locked(line)
        numbers, typed = _numbers(line, self.texts) if not locked else ({}, {})
        status = self.texts.get(f"{key}.status", "") or ValueStatus.REPORTED
        now = _figure(version, numbers) if not locked else line.value
        row = Row(
            key=key,
            name=line.category.name if line.category else line.sheet.indicator.name,
            sub="" if line.category else version.definition,
            unit=_unit(version),
            boxes=self._boxes(line, typed, locked),
            status=str(status),
            note=self.texts.get(f"{key}.note", ""),
            explanation=self.texts.get(f"{key}.explanation", ""),
            last=_last(line),
            last_parts=_last_parts(line),
            change=_change(line, now),
            locked=locked,
            code=line.sheet.indicator.code,
            between=_("of") if version.two_part and kind_of(version).inputs[0].name == "numerator" else "",
            shown=str(told(version, now)),
        )
        self._judge(row, line, typed, numbers)
        return row

    def _boxes(self, line: Line, typed: Mapping[str, str], locked: bool) -> list[Box]:
        key, meanings = key_of(line), hints(line.version)
        standing = _texts_of(line, True) if locked else {}
        who = line.category.name if line.category else line.sheet.indicator.name
        return [
            Box(
                name=f"{key}.{box.name}",
                label=f"{who}: {meanings.get(box.name, box.label)}",
                value=standing.get(f"{key}.{box.name}", "")
                if locked
                else self.texts.get(f"{key}.{box.name}", ""),
                inputmode=box.inputmode,
                part=box.name,
                hint=str(box.hint),
                error=_reading_error(line, typed[box.name]) if box.name in typed else "",
                theirs=self.conflicts.get(f"{key}.{box.name}", ""),
            )
            for box in kind_of(line.version).inputs
        ]

    def _judge(
        self, row: Row, line: Line, typed: Mapping[str, str], numbers: Mapping[str, Decimal | None]
    ) -> None:
        """Put at the row what is wrong with it, what wants a word, and whether it is ready."""
        if row.locked:
            row.ready = True
            return
        row.errors += [box.error for box in row.boxes if box.error]
        for extra in EXTRAS:
            theirs = self.conflicts.get(f"{row.key}.{extra}")
            if theirs:
                row.notices.append(_("Saved by somebody else meanwhile: %s") % theirs)
        for text in typed.values():
            row.suggestions = row.suggestions or _suggestions(line, text)
        entered = bool(typed) or any(number is not None for number in numbers.values())
        if entered and row.status != ValueStatus.REPORTED:
            row.errors.append(_("A number and a reason why there is none: empty one of the two."))
        if not typed and entered:
            row.errors += _meaningless(line.version, numbers)
        unchanged = all(self.texts[name] == self.base[name] for name in _texts_of(line, self.revising))
        if unchanged:
            for finding in line.findings:
                _tell(row, finding.severity, finding.message)
        row.ready = (
            (entered or row.status != ValueStatus.REPORTED)
            and not row.errors
            and (not row.questions or bool(row.explanation))
        )

    @property
    def ready(self) -> int:
        """How many indicators are ready to be handed in."""
        return sum(row.ready for row in self.rows)

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        return ngettext(
            "%(ready)s of %(count)s row ready", "%(ready)s of %(count)s rows ready", len(self.rows)
        ) % {"ready": self.ready, "count": len(self.rows)}

    @property
    def faulty(self) -> list[Row]:
        """The rows, categories too, that cannot be handed in as they are."""
        every = [row for total in self.rows for row in (total, *_categories(total))]
        return [row for row in every if row.errors]

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong, each with the field that it leads to."""
        return [
            {"id": row.first, "message": f"{row.name}: {message}"}
            for row in self.faulty
            for message in dict.fromkeys(row.errors)
        ]

    @property
    def splits(self) -> list[Split]:
        """All breakdowns, in the order of the indicators."""
        return [split for row in self.rows for split in row.splits]

    def feedback(self) -> dict[str, Any]:
        """Return what the page shows anew after it was saved by itself: per row, and how far it is."""
        return {
            "base": self.base,
            "ready": self.ready,
            "progress": self.progress,
            "rows": {
                row.key: {
                    "change": row.change,
                    "errors": row.errors,
                    "questions": row.questions,
                    "notices": row.notices,
                    "ready": row.ready,
                    "shown": row.shown,
                }
                for total in self.rows
                for row in (total, *_categories(total))
            },
        }


def merged(form: HandInForm, data: Mapping[str, str], original: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return (fields, conflicts) of what was sent on top of what somebody else has saved meanwhile.

    A field that only one of the two changed keeps that change. Where both changed it differently, what was sent
    stands in the field and what the other saved in `conflicts`; nothing is lost.
    """
    before = _decoded(original)
    fields: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for name, theirs in form.base.items():
        mine = str(data.get(name, theirs)).strip()[:LONGEST]
        former = before.get(name)
        if mine in (theirs, former):
            fields[name] = theirs
        else:
            fields[name] = mine
            if theirs != former:
                conflicts[name] = theirs or _("(empty)")
    return fields, conflicts


def _decoded(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def key_of(line: Line) -> str:
    """Return the beginning of a line's field names."""
    cell = "_".join(str(category) for _dimension, category in line.cell) or "t"
    return f"r{line.version.pk}.{cell}"


def _categories(row: Row) -> Iterable[Row]:
    return (inner for split in row.splits for inner in split.rows)


def _texts_of(line: Line, revising: bool) -> dict[str, str]:
    """The fields of a line as text: from the draft, or, in a revision, from what stands."""
    key = key_of(line)
    numbers, typed = _shown(line, revising)
    texts = {
        f"{key}.{box.name}": typed.get(box.name) or plain(numbers.get(box.name))
        for box in kind_of(line.version).inputs
    }
    if line.category is None:
        source: Given | Observation | None = line.stands if revising else line.given
        texts[f"{key}.status"] = str(source.status) if source else ""
        texts[f"{key}.note"] = source.note if source else ""
        texts[f"{key}.explanation"] = source.explanation if source else ""
        if texts[f"{key}.status"] == ValueStatus.REPORTED:
            texts[f"{key}.status"] = ""
    return texts


def _shown(line: Line, revising: bool) -> tuple[dict[str, Decimal | None], Mapping[str, str]]:
    if revising:
        row = line.stands
        if row is None or row.status != ValueStatus.REPORTED:
            return {}, {}
        parts = Parts(row.numerator, row.denominator, row.entered_value, row.entered_n)
        return _in_boxes(line.version, parts), {}
    if line.given is None:
        return {}, {}
    entered = {box.name: getattr(line.given, box.name) for box in kind_of(line.version).inputs}
    if any(number is not None for number in entered.values()) or line.given.typed:
        return entered, line.given.typed
    try:
        return _in_boxes(line.version, line.given.parts()), {}
    except EntryError:
        return entered, {}


def _in_boxes(version: IndicatorVersion, parts: Parts) -> dict[str, Decimal | None]:
    """What a person would have typed for these parts."""
    value = parts.entered_value
    if value is None:
        value = kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)
        value = None if value is None else round_half_up(value, 12)
    return {
        "numerator": parts.numerator,
        "denominator": parts.denominator,
        "value": value,
        "n": parts.entered_n if parts.entered_n is not None else parts.denominator,
    }


def _numbers(line: Line, texts: Mapping[str, str]) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    """Read the boxes of a line: the numbers, and what is none."""
    key, found = key_of(line), kind_of(line.version)
    numbers: dict[str, Decimal | None] = {}
    typed: dict[str, str] = {}
    for box in found.inputs:
        text = texts.get(f"{key}.{box.name}", "")
        numbers[box.name] = None
        if not text:
            continue
        try:
            numbers[box.name] = found.parse(text, _separator())
        except EntryError:
            typed[box.name] = text
    return numbers, typed


def _separator() -> str | None:
    separator = str(get_format("DECIMAL_SEPARATOR"))
    return separator if separator == "," else None


def _reading_error(line: Line, text: str) -> str:
    try:
        kind_of(line.version).parse(text, _separator())
    except EntryError as fault:
        return fault.message
    return ""


def _suggestions(line: Line, text: str) -> list[tuple[str, str]]:
    if line.category is not None:
        return []
    try:
        kind_of(line.version).parse(text, _separator())
    except EntryError as fault:
        wanted = [fault.status] if fault.status else []
        return [
            (status.value, str(status.label))
            for status in sorted(REASONS, key=lambda status: status.value not in wanted)
        ]
    return []


def _meaningless(version: IndicatorVersion, numbers: Mapping[str, Decimal | None]) -> list[str]:
    """What makes no sense on its own, told at once, before anything is saved."""
    try:
        parts = parts_of(version, {"value": None, "n": None, **numbers})
    except EntryError as fault:
        return [fault.message]
    found = kind_of(version).checks(parts, None, multiplier=version.multiplier)
    return [check.message for check in found if check.severity == "block"]


def _figure(version: IndicatorVersion, numbers: Mapping[str, Decimal | None]) -> Decimal | None:
    try:
        parts = parts_of(version, numbers)
    except EntryError:
        return None
    return kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)


def _kept_status(line: Line) -> str:
    """The reason of a category, which has no choice of its own here, stays as it was given."""
    if line.category is None or line.given is None:
        return str(ValueStatus.REPORTED)
    return str(line.given.status)


def _tell(row: Row, severity: str, message: str) -> None:
    if severity == "block":
        if message not in row.errors:
            row.errors.append(message)
    elif severity == "must_explain":
        row.questions.append(message)
    else:
        row.notices.append(message)


def _unit(version: IndicatorVersion) -> str:
    return told(version, Decimal(0)).unit if not version.two_part else ""


def _last(line: Line) -> str:
    if line.last is None:
        return ""
    if line.last.status != ValueStatus.REPORTED:
        return str(ValueStatus(line.last.status).label)
    return str(told(line.version, line.last_value)) if line.last_value is not None else "–"


def _last_parts(line: Line) -> str:
    if line.last_value is None or line.last is None:
        return ""
    return told_parts(line.version, line.last.numerator, line.last.denominator)


def _change(line: Line, now: Decimal | None) -> str:
    found = change(line.version, line.last_value, now)
    return found.text if found else ""


def _split(owner: Row, axis: Axis) -> Split:
    return Split(
        key=f"{owner.key}.d{axis.dimension.pk}",
        title=_("%(indicator)s, by %(dimension)s")
        % {"indicator": owner.name, "dimension": axis.dimension.name.lower()},
        name=axis.dimension.name,
        exclusive=axis.dimension.exclusive,
        columns=[box.label.partition(": ")[2] for box in owner.boxes],
        rows=[],
        sums=[],
    )


def _sums(owner: Row, split: Split) -> list[Sum]:
    """The sums of the columns that can be added up; an average cannot."""
    sums = []
    for at, box in enumerate(owner.boxes):
        adds = box.part != "value" or len(owner.boxes) == 1
        amounts = [_read(row.boxes[at].value) for row in split.rows]
        known = [amount for amount in amounts if amount is not None]
        total = _read(box.value)
        sums.append(
            Sum(
                box.part,
                plain(sum(known, Decimal(0))) if known and adds else "",
                plain(total) if total is not None and adds else "",
                adds,
            )
        )
    return sums


def _read(text: str) -> Decimal | None:
    try:
        return parse_number(text, _separator()) if text else None
    except EntryError:
        return None
