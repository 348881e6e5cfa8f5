"""Drafts: figures on their way to publication, and which of them are hidden. When that is: publication.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from measurement.disclosure import (
    LEAST_PARTNERS,
    Figure,
    Key,
    Rule,
    Shape,
    Withheld,
    disclose,
    withheld_among,
)
from measurement.kinds import kind
from measurement.kinds.rounding import FINISHING
from measurement.models import Cell, IndicatorVersion, Rollup
from measurement.queries.figures import Contribution, Given
from measurement.queries.figures import Figure as Standing
from measurement.queries.protection import (
    Protection,
    disclosure_key,
    partitions_seen,
    partner_groups,
    shape,
)
from measurement.words import SUMMED, FigureStatus, TimeBehaviour, Visibility

NAMED = (Visibility.PARTNERS, Visibility.PUBLIC)


@dataclass(frozen=True)
class Hiding:
    """Why a figure is hidden, and what may be said in its place (">90%"; empty for nothing)."""

    reason: str
    bound: str = ""

    def after(self, former: str | None) -> Hiding:
        """Return what may be said after the period's earlier snapshots said `former` (None: it was not hidden).

        A bound is said from the first time on or never, and only ever the same: a change of it would tell how the
        figure was revised.
        """
        return self if former is None or former == self.bound else Hiding(self.reason)


@dataclass(frozen=True)
class Draft:
    """One figure on its way to publication: where it stands, its disclosure key, and its numbers."""

    axis: str
    group_id: int
    cell_id: int
    key: Key
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    reported: int
    expected: int
    coverage: Decimal | None
    status: str
    low: Decimal | None = None
    high: Decimal | None = None


class Cells:
    """Cells as disclosure names them, and how groups hang together: read once for many snapshots."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._shapes: dict[date, Shape] = {}
        self._common: Shape | None = None
        self._partitions: dict[tuple[int, frozenset[int]], dict[str, list[frozenset[str]]]] = {}

    def shape(self, day: date) -> Shape:
        """Return how groups and partners hang together on a day."""
        if day not in self._shapes:
            self._common = self._common or shape()
            self._shapes[day] = replace(self._common, partner_groups=partner_groups(day))
        return self._shapes[day]

    def partitions(
        self, version_id: int, known: Iterable[Figure], common: Shape
    ) -> dict[str, list[frozenset[str]]]:
        """Return the categories of a version that are seen to add up to their total (partitions_seen)."""
        parts = {
            part.partition("=")[0] for figure in known for part in figure.key.cell.split(",") if "=" in part
        }
        several = frozenset(int(dimension) for dimension in parts if not common.adds_up(dimension))
        if (version_id, several) not in self._partitions:
            self._partitions[version_id, several] = partitions_seen(version_id, several)
        return self._partitions[version_id, several]

    def key(self, axis: str, group_id: int, cell_id: int) -> Key:
        """Return the name that disclosure knows a figure by."""
        if cell_id not in self._keys:
            self._keys.update(Cell.objects.values_list("id", "key"))
        return disclosure_key(axis, group_id, self._keys[cell_id])


def protection(version: IndicatorVersion) -> Protection:
    """Return the rule in force for the figures of a version; its indicator and initiative are read already."""
    return Protection.of(version.indicator, version.initiative)


def drafts_of(
    version: IndicatorVersion,
    rows: Iterable[Rollup | Standing],
    given: Given,
    cells: Cells,
    *,
    locked: bool,
) -> list[Draft]:
    """Return every figure of one version and period that is for others: by group, and by partner where named."""
    return _rolled_up(rows, cells) + _by_partner(version, given, cells, locked=locked)


def hidden_among(
    version: IndicatorVersion,
    drafts: Sequence[Draft],
    given: Given,
    cells: Cells,
    day: date,
    earlier: Mapping[Key, str],
) -> dict[Key, Hiding]:
    """Return why each key is hidden that is.

    `earlier` were hidden before, with the bounds told; `day` ends the period.
    """
    around = cells.shape(day)
    kept = Withheld()
    if version.indicator.about_people:
        known = [_figure(version, row, cells) for row in given.rows]
        around = replace(around, partitions=cells.partitions(version.pk, known, around))
        keys = [cells.key("partner", row.partner_id, row.cell_id) for row in given.withheld]
        kept = withheld_among(known, keys, around)
    hidden = _decide(version, drafts, around, frozenset(earlier), kept)
    if version.partner_rollup not in SUMMED and version.indicator.about_people:
        hidden = {**_extremes(version, drafts, given, cells), **hidden}
    hidden |= {draft.key: Hiding("source") for draft in drafts if _is_withheld(draft)}
    return {key: found.after(earlier.get(key)) for key, found in hidden.items()}


def _rolled_up(rows: Iterable[Rollup | Standing], cells: Cells) -> list[Draft]:
    return [
        Draft(
            row.axis,
            row.group_id,
            row.cell_id,
            cells.key(row.axis, row.group_id, row.cell_id),
            row.numerator,
            row.denominator,
            row.value,
            row.reported,
            row.expected,
            row.coverage,
            row.status,
            row.low,
            row.high,
        )
        for row in rows
    ]


def _by_partner(version: IndicatorVersion, given: Given, cells: Cells, *, locked: bool) -> list[Draft]:
    """The figures that name a partner, where these are for others at all."""
    if version.indicator.visibility not in NAMED:
        return []
    status = FigureStatus.FINAL if locked else FigureStatus.PROVISIONAL
    return [
        Draft(
            "partner",
            row.partner_id,
            row.cell_id,
            cells.key("partner", row.partner_id, row.cell_id),
            row.numerator,
            row.denominator,
            kind(version.kind).finish(row.numerator, row.denominator, version.multiplier),
            1,
            1,
            Decimal(1),
            FigureStatus.REVISED if row.replaces else status,
        )
        for row in given.rows
    ] + [
        Draft(
            "partner",
            row.partner_id,
            row.cell_id,
            cells.key("partner", row.partner_id, row.cell_id),
            None,
            None,
            None,
            0,
            1,
            None,
            status,
        )
        for row in given.withheld
    ]


def _figure(version: IndicatorVersion, row: Contribution, cells: Cells) -> Figure:
    """What a partner gave to a cell, as disclosure counts it."""
    return Figure(
        cells.key("partner", row.partner_id, row.cell_id),
        row.numerator,
        row.denominator,
        counts=kind(version.kind).counted,
    )


def _decide(
    version: IndicatorVersion,
    drafts: Sequence[Draft],
    common: Shape,
    earlier: frozenset[Key],
    kept: Withheld,
) -> dict[Key, Hiding]:
    """Return why each hidden key is hidden.

    Where partners may know one another's figures and others may not, the totals of few partners are hidden in a
    second step, from those others' side: the figures by partner are not before their eyes.
    """
    counted = kind(version.kind).counted
    rule = protection(version).rule(counted) if version.indicator.about_people else Rule()
    wary = version.indicator.reveals_partners
    named = version.indicator.visibility in NAMED

    def decide(chosen: Sequence[Draft], guarded: bool, hidden: frozenset[Key]) -> dict[Key, Hiding]:
        decisions = disclose(
            [_unprotected(version, draft, guarded) for draft in chosen], rule, hidden, common, kept
        )
        found = {draft.key: decisions[draft.key] for draft in chosen}
        return {
            key: Hiding(decision.reason or "few", decision.bound or "")
            for key, decision in found.items()
            if decision.hidden
        }

    first = decide(drafts, wary and not named, earlier)
    if not (wary and named) or not any(0 < draft.reported < LEAST_PARTNERS for draft in _groups(drafts)):
        return first
    groups = _groups(drafts)
    return {**decide(groups, True, frozenset(first) & {draft.key for draft in groups}), **first}


def _is_withheld(draft: Draft) -> bool:
    return draft.axis == "partner" and not draft.reported


def _groups(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.axis != "partner"]


def _unprotected(version: IndicatorVersion, draft: Draft, guarded: bool) -> Figure:
    counts = kind(version.kind).counted
    numerator, denominator = draft.numerator, draft.denominator
    if numerator is None and version.time_behaviour == TimeBehaviour.UNDUPLICATED:
        numerator = draft.high  # the sum of all partners' figures
    elif numerator is None and draft.reported:
        numerator, denominator, counts = Decimal(0), None, ()  # an extreme or a range: see _extremes
    if not version.indicator.about_people:
        numerator, denominator, counts = Decimal(0), None, ()  # all that counts is who is in it
    return Figure(
        draft.key,
        numerator,
        denominator,
        contributors=draft.reported,
        reveals_partners=guarded and draft.axis != "partner",
        counts=counts,
    )


def _extremes(
    version: IndicatorVersion, drafts: Sequence[Draft], given: Given, cells: Cells
) -> dict[Key, Hiding]:
    """Extremes and ranges are single partners' figures: all of a cell are hidden where any of those is small."""
    found = kind(version.kind)
    rule = protection(version).rule(found.counted)
    small = {
        row.cell_id for row in given.rows if rule.is_few(found.base_counts(row.numerator, row.denominator))
    }
    return {draft.key: Hiding("few") for draft in _groups(drafts) if draft.cell_id in small}


def as_told(version: IndicatorVersion, draft: Draft) -> Draft:
    """Return the draft with its counts of people rounded as the rule says, each by itself, and what follows from them.

    Rounding comes after hiding: it can tell nothing that the figures before it did not.
    """
    rule = protection(version)
    found = kind(version.kind)
    if not rule.rounded or not found.counted:
        return draft
    if draft.numerator is None:
        if "denominator" in found.counted:
            return draft  # the extremes and ranges of shares and means are no counts
        value, low, high = (n if n is None else rule.told(n) for n in (draft.value, draft.low, draft.high))
        return replace(draft, value=value, low=low, high=high)
    denominator = draft.denominator if draft.denominator is None else rule.told(draft.denominator)
    if "numerator" in found.counted:
        numerator = rule.told(draft.numerator)
        value = found.finish(numerator, denominator, version.multiplier)
        return replace(draft, numerator=numerator, denominator=denominator, value=value)
    if not draft.denominator or denominator is None:
        return draft
    with localcontext(FINISHING):  # a mean stays what it is, of a rounded number of people
        numerator = draft.numerator / draft.denominator * denominator
    return replace(draft, numerator=numerator, denominator=denominator)
