"""Publication: what those below staff see of figures about people, decided once and stored.

A snapshot of an indicator version and period is taken when its cycle locks, and whenever at least three partners
have changed since the last one, so that no single partner's change can be read off. What was hidden in a period
stays hidden in every later snapshot of it. Figures that are not about people need no snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from initiatives.kernel import clock
from initiatives.models import Initiative
from initiatives.queries import affiliations_at, place_parents
from measurement.cells import combination_of
from measurement.disclosure import Figure, Key, Rule, Shape, disclose
from measurement.kinds import kind
from measurement.models import (
    Cycle,
    Dimension,
    IndicatorVersion,
    Observation,
    Publication,
    PublishedFigure,
    Rollup,
)
from measurement.words import CycleState, FigureStatus, ValueStatus, Visibility

LEAST_CHANGED = 3
NAMED = (Visibility.PARTNERS, Visibility.PUBLIC)


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
    """Take the snapshots that are due among (version id, period start, period end); return how many. Idempotent."""
    wanted = set(keys)
    versions = {
        version.pk: version
        for version in IndicatorVersion.objects.select_related("indicator").filter(
            pk__in={key[0] for key in wanted}, indicator__about_people=True
        )
    }
    wanted = {key for key in wanted if key[0] in versions}
    if not wanted:
        return 0
    initiative = Initiative.objects.get(pk=next(iter(versions.values())).initiative_id)
    return sum(_publish_if_due(initiative, versions[key[0]], key[1], key[2]) for key in sorted(wanted))


def _publish_if_due(initiative: Initiative, version: IndicatorVersion, start: Any, end: Any) -> bool:
    observations = Observation.objects.filter(
        version=version, period_start=start, period_end=end, superseded_at=None
    )
    newest: dict[str, int] = {}
    for partner_id, identifier in observations.values_list("partner_id", "id"):
        newest[str(partner_id)] = max(newest.get(str(partner_id), 0), identifier)
    last = (
        Publication.objects.filter(version=version, period_start=start, period_end=end)
        .order_by("-number")
        .first()
    )
    former = last.contributions if last else {}
    changed = {
        partner for partner in newest.keys() | former.keys() if newest.get(partner) != former.get(partner)
    }
    locked = Cycle.objects.filter(period_start=start, period_end=end, state=CycleState.LOCKED).exists()
    just_locked = locked and (last is None or last.because != "locked" or bool(changed))
    if not just_locked and len(changed) < LEAST_CHANGED:
        return False
    if not newest:
        return False
    publication = Publication.objects.create(
        version=version,
        period_start=start,
        period_end=end,
        number=last.number + 1 if last else 1,
        published_at=clock.now(),
        because="locked" if locked else "partners",
        contributions=newest,
    )
    drafts = _drafts(version, start, end)
    _store(publication, drafts, _decide(initiative, version, drafts, end, last))
    return True


def _drafts(version: IndicatorVersion, start: Any, end: Any) -> list[Draft]:
    keys = _CellKeys()
    rows = Rollup.objects.filter(version=version, period_start=start, period_end=end).select_related("cell")
    drafts = [
        Draft(
            row.axis,
            row.group_id,
            row.cell_id,
            Key(row.axis, _group(row.axis, row.group_id), keys.of(row.cell.key)),
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
    if version.indicator.visibility not in NAMED:
        return drafts
    found = kind(version.kind)
    observed = Observation.objects.filter(
        version=version,
        period_start=start,
        period_end=end,
        superseded_at=None,
        status=ValueStatus.REPORTED,
    ).select_related("cell")
    return drafts + [
        Draft(
            "partner",
            row.partner_id,
            row.cell_id,
            Key("partner", str(row.partner_id), keys.of(row.cell.key)),
            row.numerator,
            row.denominator,
            found.finish(row.numerator, row.denominator, version.multiplier),
            1,
            1,
            Decimal(1),
            FigureStatus.REVISED if row.revision > 1 else FigureStatus.PROVISIONAL,
        )
        for row in observed
        if found.usable(row.numerator, row.denominator)
    ]


class _CellKeys:
    """The disclosure name of a cell: dimension=category ids, or "total"."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        if key not in self._known:
            self._known[key] = ",".join(f"{d}={c}" for d, c in combination_of(key)) or "total"
        return self._known[key]


def _group(axis: str, group_id: int) -> str:
    return "total" if axis == "total" else str(group_id)


def _decide(
    initiative: Initiative,
    version: IndicatorVersion,
    drafts: Sequence[Draft],
    end: Any,
    last: Publication | None,
) -> Mapping[Key, str]:
    """Return the reason for which each hidden key is hidden."""
    threshold = max(initiative.suppression_threshold, version.indicator.suppression_threshold or 0)
    counted = kind(version.kind).counted
    decisions = disclose(
        [
            Figure(
                draft.key,
                draft.numerator,
                draft.denominator,
                contributors=draft.reported,
                reveals_partners=version.indicator.visibility not in NAMED and draft.axis != "partner",
                counts=counted,
            )
            for draft in drafts
        ],
        Rule(threshold),
        previously_hidden=_hidden_before(last),
        shape=_shape(end),
    )
    return {
        draft.key: decisions[draft.key].reason or "few" for draft in drafts if decisions[draft.key].hidden
    }


def _shape(end: Any) -> Shape:
    affiliations = affiliations_at(end)
    groups: dict[str, dict[str, str]] = {}
    for partner_id, row in affiliations.items():
        groups[str(partner_id)] = {"sector": str(row.sector_id)}
        if row.place_id:
            groups[str(partner_id)]["place"] = str(row.place_id)
    exclusive = Dimension.objects.filter(exclusive=True).values_list("id", flat=True)
    return Shape(
        place_parents={str(k): str(v) if v else None for k, v in place_parents().items()},
        exclusive=frozenset(str(identifier) for identifier in exclusive),
        partner_groups=groups,
    )


def _hidden_before(last: Publication | None) -> frozenset[Key]:
    if last is None:
        return frozenset()
    keys = _CellKeys()
    rows = last.figures.exclude(hidden="").select_related("cell")
    return frozenset(Key(row.axis, _group(row.axis, row.group_id), keys.of(row.cell.key)) for row in rows)


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
