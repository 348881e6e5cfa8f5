"""Publication: what those below staff see of figures about people and of those kept to oneself, decided and stored.

A snapshot of an indicator version and period is taken when its cycle locks, and whenever at least three partners
have changed since the last one (after the lock too; then a community's one source is enough), so that no single
partner's change can be read off. What was hidden in a period stays hidden in every later snapshot of it. Figures that
are not about people and may name their partners need no snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Max

from initiatives.kernel import clock, tenancy
from measurement.disclosure import Figure, Key, Rule, Shape, disclose
from measurement.disclosure.tables import LEAST_PARTNERS
from measurement.kinds import kind
from measurement.models import (
    Cell,
    Indicator,
    IndicatorVersion,
    Observation,
    Publication,
    PublishedFigure,
    Rollup,
)
from measurement.queries.figures import Contribution, contributions, figures, locked_periods
from measurement.queries.figures import Figure as Standing
from measurement.queries.protection import (
    Protection,
    disclosure_key,
    partner_groups,
    shape,
    unrevised,
)
from measurement.rollup_sql import Key as Computed
from measurement.words import FigureStatus, Level, PartnerRollup, TimeBehaviour, Visibility

LEAST_CHANGED = 3
NAMED = (Visibility.PARTNERS, Visibility.PUBLIC)
Row = TypeVar("Row", Rollup, Contribution)
SUMMED = (PartnerRollup.SUM, PartnerRollup.RATIO, PartnerRollup.WEIGHTED_MEAN)


class Place(NamedTuple):
    """Where a figure stands in a snapshot."""

    axis: str
    group_id: int
    cell_id: int


@dataclass(frozen=True)
class _Snapshot:
    """A snapshot to be taken: of which rolled-up figures, and what each partner gave to them."""

    version: IndicatorVersion
    publication: Publication
    rows: Sequence[Rollup | Standing]
    given: Sequence[Contribution]


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

    The roll-up of the keys must be up to date. No query when there are no keys. What was decided by a laxer rule than
    the present one is decided again, over the figures that stood then.
    """
    wanted = sorted({Computed(*key) for key in keys})
    if not wanted:
        return 0
    versions = {
        version.pk: version
        for version in IndicatorVersion.objects.select_related("indicator", "initiative").filter(
            pk__in={key.version_id for key in wanted}
        )
        if version.indicator.is_published
    }
    wanted = [key for key in wanted if key.version_id in versions]
    locked = locked_periods({(key.period_start, key.period_end) for key in wanted})
    newest, last = _newest(wanted), _last(wanted)
    due = [
        key
        for key in wanted
        if _is_due(
            versions[key.version_id].indicator,
            newest[key],
            last.get(key),
            locked=(key.period_start, key.period_end) in locked,
        )
    ]
    lax = [
        key
        for key in sorted(set(wanted) - set(due))
        if key in last and not _protection(versions[key.version_id]).is_met_by(last[key].rule)
    ]
    if not due and not lax:
        return 0
    given, rows = _grouped(contributions(due)), _grouped(_rollups(due))
    snapshots = [
        _Snapshot(
            versions[key.version_id],
            _next(key, versions[key.version_id], last.get(key), is_locked, newest[key]),
            rows[key],
            given[key],
        )
        for key in due
        for is_locked in [(key.period_start, key.period_end) in locked]
    ]
    snapshots += [_again(versions[key.version_id], key, last[key]) for key in lax]
    _publish(snapshots, _hidden_before(last))
    return len(snapshots)


def outdated() -> list[Computed]:
    """Return the keys whose latest snapshot was decided by a laxer rule than the present one. Two queries."""
    columns = ("version_id", "period_start", "period_end")
    latest = (
        Publication.objects.order_by(*columns, "-number").distinct(*columns).values_list(*columns, "rule")
    )
    versions = IndicatorVersion.objects.select_related("indicator", "initiative").order_by()
    rules = {version.pk: _protection(version) for version in versions if version.indicator.is_published}
    return [
        Computed(version, start, end)
        for version, start, end, rule in latest
        if version in rules and not rules[version].is_met_by(rule)
    ]


def _protection(version: IndicatorVersion) -> Protection:
    return Protection.of(version.indicator, version.initiative.suppression_threshold)


def _next(
    key: Computed,
    version: IndicatorVersion,
    former: Publication | None,
    locked: bool,
    newest: Mapping[str, int],
) -> Publication:
    return Publication(
        version=version,
        period_start=key.period_start,
        period_end=key.period_end,
        number=former.number + 1 if former else 1,
        published_at=clock.now(),
        because="locked" if locked else "partners",
        contributions=newest,
        rule=_protection(version).stored(),
    )


def _again(version: IndicatorVersion, key: Computed, former: Publication) -> _Snapshot:
    """The former snapshot by the present rule. Newer figures are left out: one partner's change could be read off."""
    then = former.published_at
    publication = _next(key, version, former, former.because == "locked", former.contributions)
    return _Snapshot(version, publication, figures([key], then), contributions([key], then))


def _publish(snapshots: Sequence[_Snapshot], earlier: Mapping[Computed, set[Place]]) -> None:
    cells = _Cells()
    Publication.objects.bulk_create([snapshot.publication for snapshot in snapshots])
    decided = []
    for snapshot in snapshots:
        version, publication = snapshot.version, snapshot.publication
        locked = publication.because == "locked"
        drafts = _rolled_up(snapshot.rows, cells) + _by_partner(version, snapshot.given, cells, locked=locked)
        key = Computed(version.pk, publication.period_start, publication.period_end)
        before = frozenset(cells.key(*place) for place in earlier.get(key, ()))
        hidden = _decide(version, drafts, cells.shape(publication.period_end), before)
        if version.partner_rollup not in SUMMED and version.indicator.about_people:
            hidden = {**_extremes(version, drafts, snapshot.given, cells), **hidden}
        decided.append((publication, drafts, hidden))
    _store(decided)


def _is_due(
    indicator: Indicator, newest: Mapping[str, int], last: Publication | None, *, locked: bool
) -> bool:
    """Whether enough has changed since the last snapshot. A community's one source has no others to hide among."""
    former = last.contributions if last else {}
    changed = {
        partner for partner in newest.keys() | former.keys() if newest.get(partner) != former.get(partner)
    }
    just_locked = locked and bool(newest) and (last is None or last.because != "locked")
    least = 1 if locked and indicator.level == Level.COMMUNITY else LEAST_CHANGED
    return just_locked or len(changed) >= least


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


def _hidden_before(last: Mapping[Computed, Publication]) -> dict[Computed, set[Place]]:
    """What any earlier snapshot of the same version and period has hidden."""
    found: dict[Computed, set[Place]] = defaultdict(set)
    if not last:
        return found
    rows = PublishedFigure.objects.filter(
        publication__version__in={key.version_id for key in last},
        publication__period_start__in={key.period_start for key in last},
    ).exclude(hidden="")
    columns = ("publication__version_id", "publication__period_start", "publication__period_end")
    for version, start, end, *place in rows.order_by().values_list(*columns, *Place._fields).distinct():
        found[Computed(version, start, end)].add(Place(*place))
    return found


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
        self._common: Shape | None = None

    def shape(self, day: date) -> Shape:
        """Return how groups and partners hang together on a day."""
        if day not in self._shapes:
            self._common = self._common or shape()
            self._shapes[day] = replace(self._common, partner_groups=partner_groups(day))
        return self._shapes[day]

    def key(self, axis: str, group_id: int, cell_id: int) -> Key:
        """Return the name that disclosure knows a figure by."""
        if cell_id not in self._keys:
            self._keys.update(Cell.objects.values_list("id", "key"))
        return disclosure_key(axis, group_id, self._keys[cell_id])


def _rolled_up(rows: Iterable[Rollup | Standing], cells: _Cells) -> list[Draft]:
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
    rule = Rule(_protection(version).people) if version.indicator.about_people else Rule()
    wary = version.indicator.reveals_partners
    named = version.indicator.visibility in NAMED

    def decide(chosen: Sequence[Draft], guarded: bool, hidden: frozenset[Key]) -> dict[Key, str]:
        decisions = disclose(
            [_unprotected(version, draft, guarded) for draft in chosen], rule, hidden, common
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
    version: IndicatorVersion, drafts: Sequence[Draft], given: Sequence[Contribution], cells: _Cells
) -> dict[Key, str]:
    """Extremes and ranges are single partners' figures: all of a cell are hidden where any of those is small."""
    threshold = _protection(version).people
    found = kind(version.kind)
    small = {
        row.cell_id
        for row in given
        if any(0 < abs(n) < threshold for n in found.base_counts(row.numerator, row.denominator).values())
    }
    return {draft.key: "few" for draft in _groups(drafts) if draft.cell_id in small}


_STORE = """
INSERT INTO measurement_publishedfigure (initiative_id, publication_id, axis, group_id, cell_id, numerator,
    denominator, value, low, high, reported, expected, coverage, status, hidden)
SELECT %s, f.* FROM unnest(%s::bigint[], %s::varchar[], %s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[],
    %s::numeric[], %s::numeric[], %s::numeric[], %s::int[], %s::int[], %s::numeric[], %s::varchar[], %s::varchar[]) f
"""


def _store(decided: Iterable[tuple[Publication, Sequence[Draft], Mapping[Key, str]]]) -> None:
    """Store the figures as disclosed; a hidden one keeps neither parts nor the mark of a revision."""
    rows = [
        _disclosed(publication, draft, hidden.get(draft.key, ""))
        for publication, drafts, hidden in decided
        for draft in drafts
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [tenancy.active(), *map(list, zip(*rows, strict=True))])


def _disclosed(publication: Publication, draft: Draft, reason: str) -> tuple[Any, ...]:
    numbers = (draft.numerator, draft.denominator, draft.value, draft.low, draft.high)
    return (
        publication.pk,
        draft.axis,
        draft.group_id,
        draft.cell_id,
        *((None,) * len(numbers) if reason else numbers),
        draft.reported,
        draft.expected,
        None if reason else draft.coverage,
        unrevised(draft.status, locked=publication.because == "locked") if reason else draft.status,
        reason,
    )
