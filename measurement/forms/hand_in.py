"""The hand-in form: a grid whose boxes are given by each indicator's kind. It keeps whatever was typed.

Names of fields are made from the sheet, never taken from what was sent. Text that is no number is kept as
`typed` and met with the status that was probably meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.forms.boxes import (
    REASONS,
    change_told,
    figure,
    kept_status,
    key_of,
    last_parts,
    last_told,
    meaningless,
    read_numbers,
    reading_error,
    suggestions,
    texts_of,
    unit_of,
)
from measurement.forms.rows import Box, Matrix, Row, Split
from measurement.forms.splits import put_crossed, split_for, sum_up
from measurement.queries import HandIn, Line, kind_of, told
from measurement.queries.catalogue import is_not_known
from measurement.queries.entries import too_long
from measurement.queries.telling import hints
from measurement.words import LONGEST_NOTE, ValueStatus

EXTRAS = ("status", "note", "explanation")


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
            for name, text in texts_of(line, revising).items()
        }
        self.base = dict(self.texts)
        if data is not None:
            self.texts = {name: str(data.get(name, text)).strip() for name, text in self.texts.items()}
        self.bound = data is not None
        self.rows = self._rows()

    def _is_locked(self, line: Line) -> bool:
        """Whether nothing is entered here: it is accepted, and no revision says something of it."""
        return line.stands is not None and line.given is None and not self.revising

    # --- what is saved ---------------------------------------------------------------------------------------

    def changed(self) -> list[dict[str, Any]]:
        """Return what differs from the sheet, as rows for the services (codes, numbers, status, typed, ...)."""
        return [
            self._entry(line)
            for line in self.sheet.lines
            if not self._is_locked(line)
            and any(self.texts[name] != self.base[name] for name in texts_of(line, self.revising))
        ]

    def _entry(self, line: Line) -> dict[str, Any]:
        key = key_of(line)
        numbers, typed = read_numbers(line, self.texts)
        status = self.texts.get(f"{key}.status") or kept_status(line)
        has_numbers = bool(typed) or any(number is not None for number in numbers.values())
        return {
            "indicator": line.sheet.indicator.code,
            "cell": line.codes,
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
            if not line.cell:
                rows.append(row)
            elif len(line.groups) == 1:
                split_for(rows[-1], line).rows.append(row)
            else:
                put_crossed(rows[-1], line, row)
        for row in rows:
            sum_up(row)
        return rows

    def _row(self, line: Line) -> Row:
        key, version, locked = key_of(line), line.version, self._is_locked(line)
        numbers, typed = read_numbers(line, self.texts) if not locked else ({}, {})
        status = self.texts.get(f"{key}.status", "") or ValueStatus.REPORTED
        now = figure(version, numbers) if not locked else line.value
        row = Row(
            key=key,
            name=line.group_name or line.sheet.indicator.name,
            sub="" if line.cell else version.definition,
            unit=unit_of(version),
            boxes=self._boxes(line, typed, locked),
            status=str(status),
            note=self.texts.get(f"{key}.note", ""),
            explanation=self.texts.get(f"{key}.explanation", ""),
            last=last_told(line),
            last_parts=last_parts(line),
            change=change_told(line, now),
            locked=locked,
            code=line.sheet.indicator.code,
            indicator=line.sheet.indicator.name,
            between=_("of") if version.two_part and kind_of(version).inputs[0].name == "numerator" else "",
            shown=str(told(version, now)),
            not_known=bool(line.cell) and all(is_not_known(category) for _axis, category in line.groups),
        )
        self._judge(row, line, typed, numbers)
        return row

    def _boxes(self, line: Line, typed: Mapping[str, str], locked: bool) -> list[Box]:
        key, meanings = key_of(line), hints(line.version)
        standing = texts_of(line, True) if locked else {}
        who = line.sheet.indicator.name
        who = f"{who}, {line.group_name}" if line.cell else who
        return [
            Box(
                name=f"{key}.{box.name}",
                label=f"{who}: {meanings.get(box.name, box.label)}",
                heading=str(meanings.get(box.name, box.label)),
                value=standing.get(f"{key}.{box.name}", "")
                if locked
                else self.texts.get(f"{key}.{box.name}", ""),
                inputmode=box.inputmode,
                part=box.name,
                hint=str(box.hint),
                error=reading_error(line, typed[box.name]) if box.name in typed else "",
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
            row.suggestions = row.suggestions or suggestions(line, text)
        entered = bool(typed) or any(number is not None for number in numbers.values())
        if entered and row.status != ValueStatus.REPORTED:
            row.errors.append(_("A number and a reason why there is none: empty one of the two."))
        row.errors += [too_long(text) for text in (row.note, row.explanation) if len(text) > LONGEST_NOTE]
        if not typed and entered:
            row.errors += meaningless(line.version, numbers)
        unchanged = all(self.texts[name] == self.base[name] for name in texts_of(line, self.revising))
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
        return [row for total in self.rows for row in (total, *_categories(total)) if row.errors]

    @property
    def summary(self) -> list[dict[str, str]]:
        """What is wrong, each with the field that it leads to."""
        return [
            {"id": row.first, "message": f"{row.full_name}: {message}"}
            for row in self.faulty
            for message in dict.fromkeys(row.errors)
        ]

    @property
    def splits(self) -> list[Split]:
        """All breakdowns, in the order of the indicators."""
        return [split for row in self.rows for split in row.splits]

    @property
    def matrices(self) -> list[Matrix]:
        """All tables of crossed groups, in the order of the indicators."""
        return [matrix for row in self.rows for matrix in row.matrices]

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
                    "suggestions": [
                        [f"{row.key}.status={status}", label] for status, label in row.suggestions
                    ],
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
        mine = str(data.get(name, theirs)).strip()
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


def _categories(row: Row) -> Iterable[Row]:
    yield from (inner for split in row.splits for inner in split.rows)
    yield from (inner for matrix in row.matrices for inner in matrix.rows)


def _tell(row: Row, severity: str, message: str) -> None:
    if severity == "block":
        if message not in row.errors:
            row.errors.append(message)
    elif severity == "must_explain":
        row.questions.append(message)
    else:
        row.notices.append(message)
