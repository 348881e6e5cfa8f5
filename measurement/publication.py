"""Publication: what those below staff see of figures about people and of those kept to oneself, decided and stored.

A snapshot of an indicator version and period is taken when its cycle locks, and whenever at least three partners
have changed since the last one (after the lock too; then a community's one source is enough), so that no single
partner's change can be read off. What was hidden in a period stays hidden in every later snapshot of it. Figures that
are not about people and may name their partners need no snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Max

from initiatives.kernel import clock, tenancy
from measurement.disclosure import Key
from measurement.drafts import Cells, Draft, Hiding, as_told, drafts_of, hidden_among, protection
from measurement.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    Publication,
    PublishedFigure,
    Rollup,
)
from measurement.queries.figures import (
    Absence,
    Contribution,
    Given,
    figures,
    given,
    locked_periods,
)
from measurement.queries.figures import Figure as Standing
from measurement.queries.protection import unrevised
from measurement.rollup_sql import Key as Computed
from measurement.words import Level

LEAST_CHANGED = 3
SHOWN = Hiding("")
Row = TypeVar("Row", Rollup, Contribution, Absence)


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
    given: Given


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
        if key in last and not protection(versions[key.version_id]).is_met_by(last[key].rule)
    ]
    if not due and not lax:
        return 0
    told = given(due)
    gave, withheld, rows = _grouped(told.rows), _grouped(told.withheld), _grouped(_rollups(due))
    snapshots = [
        _Snapshot(
            versions[key.version_id],
            _next(key, versions[key.version_id], last.get(key), is_locked, newest[key]),
            rows[key],
            Given(gave[key], withheld[key]),
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
    rules = {version.pk: protection(version) for version in versions if version.indicator.is_published}
    return [
        Computed(version, start, end)
        for version, start, end, rule in latest
        if version in rules and not rules[version].is_met_by(rule)
    ]


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
        rule=protection(version).stored(),
    )


def _again(version: IndicatorVersion, key: Computed, former: Publication) -> _Snapshot:
    """The former snapshot by the present rule. Newer figures are left out: one partner's change could be read off."""
    then = former.published_at
    publication = _next(key, version, former, former.because == "locked", former.contributions)
    return _Snapshot(version, publication, figures([key], then), given([key], then))


def _publish(snapshots: Sequence[_Snapshot], earlier: Mapping[Computed, Mapping[Place, str]]) -> None:
    cells = Cells()
    Publication.objects.bulk_create([snapshot.publication for snapshot in snapshots])
    decided = []
    for snapshot in snapshots:
        version, publication = snapshot.version, snapshot.publication
        locked = publication.because == "locked"
        drafts = drafts_of(version, snapshot.rows, snapshot.given, cells, locked=locked)
        key = Computed(version.pk, publication.period_start, publication.period_end)
        before = {cells.key(*place): bound for place, bound in earlier.get(key, {}).items()}
        day = publication.period_end
        hidden = hidden_among(version, drafts, snapshot.given, cells, day, before)
        decided.append((publication, [as_told(version, draft) for draft in drafts], hidden))
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


def _hidden_before(last: Mapping[Computed, Publication]) -> dict[Computed, dict[Place, str]]:
    """What any earlier snapshot of the same version and period has hidden, with the bound that was told all along."""
    found: dict[Computed, dict[Place, str]] = defaultdict(dict)
    if not last:
        return found
    rows = PublishedFigure.objects.filter(
        publication__version__in={key.version_id for key in last},
        publication__period_start__in={key.period_start for key in last},
    ).exclude(hidden="")
    columns = ("publication__version_id", "publication__period_start", "publication__period_end")
    rows = rows.order_by("bound")  # where a bound was not told once, it is told no more
    for version, start, end, bound, *place in rows.values_list(*columns, "bound", *Place._fields).distinct():
        found[Computed(version, start, end)].setdefault(Place(*place), bound)
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


_STORE = """
INSERT INTO measurement_publishedfigure (initiative_id, publication_id, axis, group_id, cell_id, numerator,
    denominator, value, low, high, reported, expected, coverage, status, hidden, bound)
SELECT %s, f.* FROM unnest(%s::bigint[], %s::varchar[], %s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[],
    %s::numeric[], %s::numeric[], %s::numeric[], %s::int[], %s::int[], %s::numeric[], %s::varchar[], %s::varchar[],
    %s::varchar[]) f
"""


def _store(decided: Iterable[tuple[Publication, Sequence[Draft], Mapping[Key, Hiding]]]) -> None:
    """Store the figures as disclosed; a hidden one keeps neither parts nor the mark of a revision."""
    rows = [
        _disclosed(publication, draft, hidden.get(draft.key, SHOWN))
        for publication, drafts, hidden in decided
        for draft in drafts
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_STORE, [tenancy.active(), *map(_array, zip(*rows, strict=True))])


def _array(values: Iterable[object]) -> str:
    """Numbers or plain words as PostgreSQL writes an array: binding each of them alone takes half the time of all."""
    return "{" + ",".join("NULL" if value is None else f'"{value}"' for value in values) + "}"


def _disclosed(publication: Publication, draft: Draft, hiding: Hiding) -> tuple[Any, ...]:
    reason = hiding.reason
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
        hiding.bound,
    )
