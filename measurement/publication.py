"""Publication: what those below staff see of figures about people, decided once and stored.

A snapshot of an indicator version and period is taken when its cycle locks, and whenever at least three partners
have changed since the last one (after the lock too), so that no single partner's change can be read off. What was
hidden in a period stays hidden in every later snapshot of it. Figures that are not about people need no snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Max

from initiatives.kernel import clock
from measurement.disclosure import Figure, Key, Rule, Shape, disclose
from measurement.disclosure.tables import LEAST_PARTNERS
from measurement.kinds import kind
from measurement.models import Cell, IndicatorVersion, Observation, Publication, PublishedFigure, Rollup
from measurement.queries.figures import Contribution, contributions, locked_periods
from measurement.queries.protection import disclosure_key, reveals_partners, shape
from measurement.rollup_sql import Key as Computed
from measurement.words import FigureStatus, PartnerRollup, TimeBehaviour, Visibility

LEAST_CHANGED = 3
NAMED = (Visibility.PARTNERS, Visibility.PUBLIC)
Row = TypeVar("Row", Rollup, Contribution)
SUMMED = (PartnerRollup.SUM, PartnerRollup.RATIO, PartnerRollup.WEIGHTED_MEAN)


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


def publish_due(keys: Iterable[tuple[int, Any, Any]]) -> int:
    """Take the snapshots that are due among (version id, period start, period end); return how many. Idempotent.

    The roll-up of the keys must be up to date. No query when there are no keys.
    """
    wanted = sorted({Computed(*key) for key in keys})
    if not wanted:
        return 0
    versions = {
        version.pk: version
        for version in IndicatorVersion.objects.select_related("indicator", "initiative").filter(
            pk__in={key.version_id for key in wanted}, indicator__about_people=True
        )
    }
    wanted = [key for key in wanted if key.version_id in versions]
    locked = locked_periods({(key.period_start, key.period_end) for key in wanted})
    newest, last = _newest(wanted), _last(wanted)
    due = [
        key
        for key in wanted
        if _is_due(newest[key], last.get(key), locked=(key.period_start, key.period_end) in locked)
    ]
    given, rows = _grouped(contributions(due)), _grouped(_rollups(due))
    cells = _Cells()
    for key in due:
        is_locked = (key.period_start, key.period_end) in locked
        version, former = versions[key.version_id], last.get(key)
        publication = Publication.objects.create(
            version=version,
            period_start=key.period_start,
            period_end=key.period_end,
            number=former.number + 1 if former else 1,
            published_at=clock.now(),
            because="locked" if is_locked else "partners",
            contributions=newest[key],
        )
        drafts = _rolled_up(rows[key], cells) + _by_partner(version, given[key], cells, locked=is_locked)
        earlier = cells.hidden_before(publication) if former else frozenset()
        hidden = _decide(version, drafts, cells.shape(key.period_end), earlier)
        if version.partner_rollup not in SUMMED:
            hidden = {**_extremes(version, drafts, given[key], cells), **hidden}
        _store(publication, drafts, hidden)
    return len(due)


def _is_due(newest: Mapping[str, int], last: Publication | None, *, locked: bool) -> bool:
    former = last.contributions if last else {}
    changed = {
        partner for partner in newest.keys() | former.keys() if newest.get(partner) != former.get(partner)
    }
    just_locked = locked and bool(newest) and (last is None or last.because != "locked")
    return just_locked or len(changed) >= LEAST_CHANGED


def _newest(keys: Sequence[Computed]) -> dict[Computed, dict[str, int]]:
    """The newest observation of each partner, by key."""
    found: dict[Computed, dict[str, int]] = {key: {} for key in keys}
    rows = Observation.objects.filter(
        version__in={key.version_id for key in keys},
        period_start__in={key.period_start for key in keys},
        superseded_at=None,
    ).order_by()
    columns = ("version_id", "period_start", "period_end", "partner_id")
    for version_id, start, end, partner_id, newest in rows.values_list(*columns).annotate(Max("id")):
        if (key := Computed(version_id, start, end)) in found:
            found[key][str(partner_id)] = newest
    return found


def _last(keys: Sequence[Computed]) -> dict[Computed, Publication]:
    """The latest snapshot of each key that has one."""
    columns = ("version_id", "period_start", "period_end")
    rows = Publication.objects.filter(
        version__in={key.version_id for key in keys}, period_start__in={key.period_start for key in keys}
    )
    latest = rows.order_by(*columns, "-number").distinct(*columns)
    return {Computed(row.version_id, row.period_start, row.period_end): row for row in latest}


def _rollups(keys: Sequence[Computed]) -> Iterable[Rollup]:
    return Rollup.objects.filter(
        version__in={key.version_id for key in keys}, period_start__in={key.period_start for key in keys}
    )


def _grouped(rows: Iterable[Row]) -> dict[Computed, list[Row]]:
    found: dict[Computed, list[Row]] = defaultdict(list)
    for row in rows:
        found[Computed(row.version_id, row.period_start, row.period_end)].append(row)
    return found


class _Cells:
    """Cells as disclosure names them, and how groups hang together: read once for many snapshots."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._shapes: dict[date, Shape] = {}

    def shape(self, day: date) -> Shape:
        """Return how groups and partners hang together on a day."""
        if day not in self._shapes:
            self._shapes[day] = shape(day)
        return self._shapes[day]

    def key(self, axis: str, group_id: int, cell_id: int) -> Key:
        """Return the name that disclosure knows a figure by."""
        if cell_id not in self._keys:
            self._keys.update(Cell.objects.values_list("id", "key"))
        return disclosure_key(axis, group_id, self._keys[cell_id])

    def hidden_before(self, publication: Publication) -> frozenset[Key]:
        """Return what any earlier snapshot of the same period has hidden."""
        rows = PublishedFigure.objects.filter(
            publication__version=publication.version_id,
            publication__period_start=publication.period_start,
            publication__period_end=publication.period_end,
        ).exclude(hidden="")
        places = rows.order_by().values_list("axis", "group_id", "cell_id").distinct()
        return frozenset(self.key(*place) for place in places)


def _rolled_up(rows: Iterable[Rollup], cells: _Cells) -> list[Draft]:
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


def _by_partner(
    version: IndicatorVersion, given: Sequence[Contribution], cells: _Cells, *, locked: bool
) -> list[Draft]:
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
            FigureStatus.REVISED if row.revision > 1 else status,
        )
        for row in given
    ]


def _decide(
    version: IndicatorVersion, drafts: Sequence[Draft], common: Shape, earlier: frozenset[Key]
) -> dict[Key, str]:
    """Return the reason for which each hidden key is hidden.

    Where partners may know one another's figures and others may not, the totals of few partners are hidden in a
    second step, from those others' side: the figures by partner are not before their eyes.
    """
    threshold = max(version.initiative.suppression_threshold, version.indicator.suppression_threshold or 0)
    wary = reveals_partners(version.indicator)
    named = version.indicator.visibility in NAMED

    def decide(chosen: Sequence[Draft], guarded: bool, hidden: frozenset[Key]) -> dict[Key, str]:
        decisions = disclose(
            [_unprotected(version, draft, guarded) for draft in chosen], Rule(threshold), hidden, common
        )
        found = {draft.key: decisions[draft.key] for draft in chosen}
        return {key: decision.reason or "few" for key, decision in found.items() if decision.hidden}

    first = decide(drafts, wary and not named, earlier)
    if not (wary and named) or not any(0 < draft.reported < LEAST_PARTNERS for draft in _groups(drafts)):
        return first
    groups = _groups(drafts)
    return {**decide(groups, True, frozenset(first) & {draft.key for draft in groups}), **first}


def _groups(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.axis != "partner"]


def _unprotected(version: IndicatorVersion, draft: Draft, guarded: bool) -> Figure:
    counts = kind(version.kind).counted
    numerator, denominator = draft.numerator, draft.denominator
    if numerator is None and version.time_behaviour == TimeBehaviour.UNDUPLICATED:
        numerator = draft.high  # the sum of all partners' figures
    elif numerator is None and draft.reported:
        numerator, denominator, counts = Decimal(0), None, ()  # an extreme or a range: see _extremes
    return Figure(
        draft.key,
        numerator,
        denominator,
        contributors=draft.reported,
        reveals_partners=guarded and draft.axis != "partner",
        counts=counts,
    )


def _extremes(
    version: IndicatorVersion, drafts: Sequence[Draft], given: Sequence[Contribution], cells: _Cells
) -> dict[Key, str]:
    """Extremes and ranges are single partners' figures: all of a cell are hidden where any of those is small."""
    threshold = max(version.initiative.suppression_threshold, version.indicator.suppression_threshold or 0)
    found = kind(version.kind)
    small = {
        row.cell_id
        for row in given
        if any(0 < abs(n) < threshold for n in found.base_counts(row.numerator, row.denominator).values())
    }
    return {draft.key: "few" for draft in _groups(drafts) if draft.cell_id in small}


def _store(publication: Publication, drafts: Sequence[Draft], hidden: Mapping[Key, str]) -> None:
    """Store the figures as disclosed; a hidden one keeps neither parts nor the mark of a revision."""
    rows = []
    for draft in drafts:
        reason = hidden.get(draft.key, "")
        status = draft.status
        if reason and status == FigureStatus.REVISED:
            status = FigureStatus.FINAL if publication.because == "locked" else FigureStatus.PROVISIONAL
        rows.append(
            PublishedFigure(
                publication=publication,
                axis=draft.axis,
                group_id=draft.group_id,
                cell_id=draft.cell_id,
                numerator=None if reason else draft.numerator,
                denominator=None if reason else draft.denominator,
                value=None if reason else draft.value,
                low=None if reason else draft.low,
                high=None if reason else draft.high,
                reported=draft.reported,
                expected=draft.expected,
                coverage=None if reason else draft.coverage,
                status=status,
                hidden=reason,
            )
        )
    PublishedFigure.objects.bulk_create(rows, batch_size=2000)
