"""Restating earlier figures under the present definition: a box for each, beside what was reported then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError
from measurement.forms.boxes import in_boxes, separator
from measurement.kinds import EntryError, Parts
from measurement.models import IndicatorVersion, Observation
from measurement.queries import kind_of, plain, told, told_parts
from measurement.queries.back_casts import Earlier
from measurement.queries.hand_ins import figure_of
from measurement.words import ValueStatus

LONGEST_SOURCE = 300


@dataclass
class Box:
    """One input of a row."""

    name: str
    part: str
    label: str
    value: str
    inputmode: str


@dataclass
class Row:
    """One figure ready to be drawn: what was reported then, and the boxes for what it would be now."""

    key: str
    earlier: Earlier
    period: str
    former: str
    former_parts: str
    boxes: list[Box]
    errors: list[str] = field(default_factory=list)

    @property
    def is_restated(self) -> bool:
        """Whether a restated figure stands already."""
        return self.earlier.restated is not None


class BackCastForm:
    """The rows of one page with what was sent (`data`) or what is restated already; it keeps whatever was typed."""

    def __init__(
        self,
        version: IndicatorVersion,
        rows: Sequence[tuple[Earlier, str]],
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.version = version
        self.data = data
        self.errors: list[dict[str, str]] = []
        self.source = "" if data is None else str(data.get("source", "")).strip()[:LONGEST_SOURCE]
        self.rows = [self._row(earlier, period) for earlier, period in rows]

    def _row(self, earlier: Earlier, period: str) -> Row:
        key = f"p{earlier.partner.pk}.{earlier.period.code}"
        stands = _typed(self.version, earlier.restated)
        boxes = [
            Box(
                f"{key}.{box.name}",
                box.name,
                f"{box.label}: {earlier.partner.name}, {period}",
                stands.get(box.name, "")
                if self.data is None
                else str(self.data.get(f"{key}.{box.name}", "")).strip()[:64],
                "decimal",
            )
            for box in kind_of(self.version).inputs
        ]
        shown, parts = _told(earlier.former)
        return Row(key, earlier, period, shown, parts, boxes)

    def values(self) -> list[dict[str, Any]]:
        """Return the rows that differ from what is restated, as `back_cast` takes them; [] where one has faults.

        The faults are then in `errors` and at their rows.
        """
        found = []
        self._changed = [row for row in self.rows if self._differs(row)]
        for row in self._changed:
            numbers: dict[str, Decimal | None] = {}
            for box in row.boxes:
                try:
                    numbers[box.part] = (
                        kind_of(self.version).parse(box.value, separator()) if box.value else None
                    )
                except EntryError as fault:
                    self._fault(row, fault.message)
            if any(box.value for box in row.boxes) and not all(box.value for box in row.boxes):
                self._fault(row, _("Fill in every box of the row, or none."))
            found.append({"partner": row.earlier.partner.code, "period": row.earlier.period.code, **numbers})
        if not found:
            self.errors.append({"message": _("Enter at least one figure that is restated."), "id": "figures"})
        if not self.source:
            self.errors.append({"message": _("Say who restated the figures, and how."), "id": "source"})
        return [] if self.errors else found

    def refuse(self, error: DomainError) -> None:
        """Put the faults that the service found beside the rows that they are about."""
        for fault in error.errors:
            path = fault.field.split(".")
            if len(path) > 1 and path[0] == "observations" and path[1].isdigit():
                self._fault(self._changed[int(path[1])], fault.message)
            else:
                self.errors.append({"message": fault.message, "id": ""})

    def _fault(self, row: Row, message: str) -> None:
        row.errors.append(message)
        told = f"{row.earlier.partner.name}, {row.period}: {message}"
        self.errors.append({"message": told, "id": row.boxes[0].name})

    def _differs(self, row: Row) -> bool:
        stands = _typed(self.version, row.earlier.restated)
        return any(box.value != stands.get(box.part, "") for box in row.boxes)


def _typed(version: IndicatorVersion, row: Observation | None) -> dict[str, str]:
    """Return what a person would have typed for a figure; {} for none."""
    if row is None or row.status != ValueStatus.REPORTED:
        return {}
    parts = Parts(row.numerator, row.denominator, row.entered_value, row.entered_n)
    return {name: plain(number) for name, number in in_boxes(version, parts).items() if number is not None}


def _told(row: Observation) -> tuple[str, str]:
    """Return a figure as it is read, and its parts in words."""
    if row.status != ValueStatus.REPORTED:
        return str(ValueStatus(row.status).label), ""
    value = figure_of(row.version, row)
    if value is None:
        return "–", ""
    return str(told(row.version, value)), told_parts(row.version, row.numerator, row.denominator)
