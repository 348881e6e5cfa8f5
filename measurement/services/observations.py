"""Accepting figures: from values to observations, append-only, with what is stale noted beside them.

One set-based path for a hand-in of ten cells and for a bulk of twenty thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from initiatives.kernel import clock, tenancy
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, FieldError
from measurement.cells import cell_ids
from measurement.kinds import Parts
from measurement.models import Restatement, Submission
from measurement.periods import Period
from measurement.queries.entries import Given
from measurement.queries.figures import Figure, figures
from measurement.rollups import Key, mark_dirty


@dataclass(frozen=True)
class Accepted:
    """One value on its way to become an observation. `row` is its number in the caller's list."""

    row: int
    submission_id: int
    partner_id: int
    period: Period
    value: Given
    parts: Parts


# The newest observation where a value would stand: whether it is current (one that was taken back is not), and
# whether it differs.
_STANDING = """
SELECT DISTINCT ON (i.row) i.row, o.id, o.revision, o.superseded_at IS NULL,
       (o.status, o.numerator, o.denominator, o.entered_value, o.entered_n)
           IS NOT DISTINCT FROM (i.status, i.numerator, i.denominator, i.entered_value, i.entered_n)
FROM incoming i JOIN measurement_observation o
  ON o.initiative_id = %(initiative)s AND o.version_id = i.version_id
 AND o.period_start = i.period_start AND o.period_end = i.period_end
 AND o.partner_id = i.partner_id AND o.cell_id = i.cell_id
ORDER BY i.row, o.revision DESC
"""

_INCOMING = """
unnest(%(row)s::int[], %(version_id)s::bigint[], %(partner_id)s::bigint[], %(period_start)s::date[],
       %(period_end)s::date[], %(cell_id)s::bigint[], %(status)s::varchar[], %(numerator)s::numeric[],
       %(denominator)s::numeric[], %(entered_value)s::numeric[], %(entered_n)s::numeric[], %(note)s::text[],
       %(explanation)s::text[], %(submission_id)s::bigint[])
    AS i (row, version_id, partner_id, period_start, period_end, cell_id, status, numerator, denominator,
          entered_value, entered_n, note, explanation, submission_id)
"""

_INSERT = f"""
INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end, cell_id,
    revision, replaces, status, numerator, denominator, entered_value, entered_n, note, explanation, submission_id,
    accepted_at, accepted_by_id)
SELECT %(initiative)s, i.version_id, i.partner_id, i.period_start, i.period_end, i.cell_id,
       coalesce(former.revision, 0) + 1, coalesce(former.stands, false), i.status, i.numerator, i.denominator,
       i.entered_value, i.entered_n, i.note, i.explanation, i.submission_id, %(now)s, %(user)s
FROM {_INCOMING}
LEFT JOIN unnest(%(former_rows)s::int[], %(former_revisions)s::int[], %(former_stands)s::boolean[])
    AS former (row, revision, stands) USING (row)
WHERE NOT i.row = ANY(%(same)s::int[])
ORDER BY i.row
"""  # noqa: S608 - only the text above is put in


def hold_partners(partner_ids: Iterable[int]) -> None:
    """Let nobody else accept figures of these partners until the transaction ends.

    In the order of their ids, so that two batches wait for one another instead of stopping each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM initiatives_partner WHERE initiative_id = %s AND id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            [tenancy.active(), sorted(set(partner_ids))],
        )


def accept_values(actor: Actor, values: Sequence[Accepted], *, revising: bool) -> int:
    """Make observations of the values in the caller's transaction; return how many were new or changed.

    The caller holds the partners (`hold_partners`). A value equal to what stands changes nothing. Raises Conflict,
    listing the rows, when a value differs from an accepted one and this is no revision.
    """
    if not values:
        return 0
    columns = _columns(actor, values)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.replace("FROM incoming i", f"FROM {_INCOMING}"), columns)
        newest = cursor.fetchall()
        standing = [(row, pk, revision, same) for row, pk, revision, current, same in newest if current]
        changed = [(row, pk, revision) for row, pk, revision, same in standing if not same]
        if changed and not revising:
            _refuse(values, [row for row, _pk, _revision in changed])
        before = _standing(_keys(values, changed))
        if changed:
            cursor.execute(
                "UPDATE measurement_observation SET superseded_at = %(now)s "
                "WHERE initiative_id = %(initiative)s AND id = ANY(%(ids)s) AND superseded_at IS NULL",
                {**columns, "ids": [pk for _row, pk, _revision in changed]},
            )
        same = [row for row, _pk, _revision, same in standing if same]
        cursor.execute(
            _INSERT,
            {
                **columns,
                "former_rows": [row for row, _pk, _revision, _current, _same in newest],
                "former_revisions": [revision for _row, _pk, revision, _current, _same in newest],
                "former_stands": [current for _row, _pk, _revision, current, _same in newest],
                "same": same,
            },
        )
        written = cursor.rowcount
        if before:
            _restate(actor, columns["now"], before, _reasons(values, changed))
    untouched = set(same)
    mark_dirty(
        Key(item.value.version.pk, item.period.start, item.period.end)
        for item in values
        if item.row not in untouched
    )
    return int(written)


def _keys(values: Sequence[Accepted], changed: Sequence[tuple[int, int, int]]) -> list[Key]:
    """The keys of which accepted figures are changed."""
    rows = {row for row, _pk, _revision in changed}
    return sorted(
        {
            Key(item.value.version.pk, item.period.start, item.period.end)
            for item in values
            if item.row in rows
        }
    )


def _reasons(values: Sequence[Accepted], changed: Sequence[tuple[int, int, int]]) -> dict[Key, str]:
    """Why the figures of each key change: the reasons of their hand-ins, each once."""
    rows = {row for row, _pk, _revision in changed}
    mine = [item for item in values if item.row in rows]
    said = dict(Submission.objects.filter(pk__in={i.submission_id for i in mine}).values_list("id", "reason"))
    found: dict[Key, dict[str, None]] = {}
    for item in mine:
        key = Key(item.value.version.pk, item.period.start, item.period.end)
        found.setdefault(key, {})[said[item.submission_id]] = None
    return {key: "; ".join(reason for reason in reasons if reason) for key, reasons in found.items()}


def _standing(keys: Sequence[Key]) -> dict[tuple[Key, str, int, int], Figure]:
    """Every rolled-up figure of the keys as it stands now, by where it stands."""
    return {
        (Key(row.version_id, row.period_start, row.period_end), row.axis, row.group_id, row.cell_id): row
        for row in figures(keys)
    }


def _restate(
    actor: Actor,
    moment: datetime,
    before: Mapping[tuple[Key, str, int, int], Figure],
    reasons: Mapping[Key, str],
) -> None:
    """Note every rolled-up figure that the revision has changed: what it was and what it is."""
    after = _standing(sorted({key for key, *_where in before}))
    Restatement.objects.bulk_create(
        Restatement(
            version_id=key.version_id,
            period_start=key.period_start,
            period_end=key.period_end,
            axis=axis,
            group_id=group_id,
            cell_id=cell_id,
            former=former.value,
            value=after[key, axis, group_id, cell_id].value,
            reason=reasons[key],
            restated_at=moment,
            restated_by=actor.user,
        )
        for (key, axis, group_id, cell_id), former in before.items()
        if (key, axis, group_id, cell_id) in after
        and former.value is not None
        and after[key, axis, group_id, cell_id].value != former.value
    )


def _refuse(values: Sequence[Accepted], rows: Sequence[int]) -> None:
    wanted = set(rows)
    message = _("This figure is accepted already with another value; change it by a revision with a reason.")
    errors = [
        FieldError(f"observations.{item.row}.indicator", "already_accepted", message)
        for item in values
        if item.row in wanted
    ]
    raise Conflict("already_accepted", message, errors=errors)


def _columns(actor: Actor, values: Sequence[Accepted]) -> dict[str, Any]:
    cells = cell_ids({item.value.cell for item in values})
    moment: datetime = clock.now()
    return {
        "initiative": tenancy.active(),
        "user": actor.user_id,
        "now": moment,
        "row": [item.row for item in values],
        "submission_id": [item.submission_id for item in values],
        "partner_id": [item.partner_id for item in values],
        "period_start": [item.period.start for item in values],
        "period_end": [item.period.end for item in values],
        "version_id": [item.value.version.pk for item in values],
        "cell_id": [cells[item.value.cell] for item in values],
        "status": [str(item.value.status) for item in values],
        "note": [item.value.note for item in values],
        "explanation": [item.value.explanation for item in values],
        "numerator": [item.parts.numerator for item in values],
        "denominator": [item.parts.denominator for item in values],
        "entered_value": [item.parts.entered_value for item in values],
        "entered_n": [item.parts.entered_n for item in values],
    }
