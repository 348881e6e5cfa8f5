"""Taking an import back: what it brought in is closed, what it had replaced stands again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock, tenancy
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict
from initiatives.queries import partners, places
from initiatives.services import remove_partners, remove_place
from measurement.models import Assignment, Import, Observation, Request, Submission, Target, TargetVersion
from measurement.periods import name
from measurement.rollups import Key, mark_dirty, mark_indicator_dirty
from measurement.services.collection import hold_cycles, period_of
from measurement.services.imports.aims import take_aims_back
from measurement.services.observations import hold_partners
from measurement.services.submissions import return_
from measurement.words import CycleState, SubmissionState

_CLOSE = """
UPDATE measurement_observation SET superseded_at = %(now)s
WHERE initiative_id = %(initiative)s AND submission_id = ANY(%(submissions)s) AND superseded_at IS NULL
RETURNING id, version_id, period_start, period_end
"""

# What a taken-back figure had replaced stands again: as a new revision with the former's numbers.
_RESTORE = """
INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end, cell_id,
    revision, replaces, status, numerator, denominator, entered_value, entered_n, note, explanation, submission_id,
    accepted_at, accepted_by_id)
SELECT f.initiative_id, f.version_id, f.partner_id, f.period_start, f.period_end, f.cell_id, o.revision + 1,
       true, f.status, f.numerator, f.denominator, f.entered_value, f.entered_n, f.note, f.explanation,
       f.submission_id, %(now)s, %(user)s
FROM measurement_observation o
JOIN measurement_observation f
  ON f.initiative_id = o.initiative_id AND f.version_id = o.version_id AND f.partner_id = o.partner_id
 AND f.period_start = o.period_start AND f.period_end = o.period_end AND f.cell_id = o.cell_id
 AND f.revision = o.revision - 1 AND f.superseded_at = o.accepted_at
WHERE o.initiative_id = %(initiative)s AND o.id = ANY(%(closed)s)
"""

_REVISED_SINCE = """
SELECT count(DISTINCT (o.version_id, o.partner_id, o.period_start, o.period_end, o.cell_id))
FROM measurement_observation o
JOIN measurement_observation c
  ON c.initiative_id = o.initiative_id AND c.version_id = o.version_id AND c.partner_id = o.partner_id
 AND c.period_start = o.period_start AND c.period_end = o.period_end AND c.cell_id = o.cell_id
 AND c.superseded_at IS NULL AND c.accepted_at < %(now)s
WHERE o.initiative_id = %(initiative)s AND o.submission_id = ANY(%(submissions)s)
"""


def take_out(actor: Actor, row: Import) -> dict[str, Any]:
    """Take back what the import brought in, as far as it still stands; return what happened.

    Observations are never deleted: they are closed, and what they had replaced stands again. A figure that somebody
    has revised since is left alone, and so is a hand-in that its partner or a reviewer has touched. Partners that came
    with the file and that nothing else uses are removed, and so are its places. Raises Conflict when one of the
    cycles is locked.
    """
    made = row.made
    _hold(_handed_over(made))
    withdrawn = _withdraw(actor, row)
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {
            "initiative": tenancy.active(),
            "now": clock.now(),
            "user": actor.user_id,
            "submissions": _handed_over(made),
        }
        cursor.execute(_CLOSE, parameters)
        closed = cursor.fetchall()
        cursor.execute(_RESTORE, {**parameters, "closed": [item[0] for item in closed]})
        restored = cursor.rowcount
        cursor.execute(_REVISED_SINCE, parameters)
        revised = cursor.fetchone()[0]
    mark_dirty(Key(*item[1:]) for item in closed)
    targets = take_aims_back(actor, row, made.get("targets", []))
    _release_assignments(made)
    removed = _remove_partners(actor, made.get("partners", []))
    return {
        "taken_back": len(closed),
        "restored": restored,
        "withdrawn": withdrawn,
        "targets_taken_back": targets,
        "revised_since": revised,
        "parted": removed,
        "places_removed": _remove_places(actor, made.get("places", [])),
    }


def _handed_over(made: Mapping[str, Any]) -> list[int]:
    return [*made.get("submissions", []), *made.get("handed_in", [])]


def _hold(submissions: list[int]) -> None:
    """Hold what is about to change, in the order in which everybody does: cycles, hand-ins, partners."""
    rows = Submission.objects.filter(pk__in=submissions)
    pairs = list(rows.values_list("cycle_id", "partner_id"))
    locked = [
        cycle for cycle in hold_cycles(cycle for cycle, _p in pairs) if cycle.state == CycleState.LOCKED
    ]
    if locked:
        periods = ", ".join(name(period_of(cycle)) for cycle in reversed(locked))
        message = _("Locked since: %s. Final figures change by a revision with a reason, not by taking back.")
        raise Conflict("locked", message % periods)
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    hold_partners(partner for _c, partner in pairs)


def _withdraw(actor: Actor, row: Import) -> int:
    """Take hand-ins that still wait as they were handed in away again; return how many.

    One that the import began goes, and the ask that came with it; a partner's own goes back to the partner.
    """
    waiting = Submission.objects.filter(
        pk__in=row.made.get("handed_in", []),
        state=SubmissionState.SUBMITTED,
        submitted_at__lte=row.done_at,
    )
    begun = set(row.made.get("begun", []))
    rows = list(waiting.select_related("cycle", "partner"))
    for submission in rows:
        if submission.pk not in begun:
            return_(actor, submission, reason=_("Handed in with “%s”, which was taken back.") % row.name)
    Submission.objects.filter(pk__in=begun.intersection(item.pk for item in rows)).delete()
    for request in Request.objects.filter(pk__in=row.made.get("requests", [])):
        if not Submission.objects.filter(cycle=request.cycle_id, partner=request.partner_id).exists():
            request.delete()
    return len(rows)


def _release_assignments(made: Mapping[str, Any]) -> None:
    """End what was only expected because of the file; put back when it was expected from."""
    indicators = set()
    for assignment in Assignment.objects.filter(pk__in=made.get("assignments", [])):
        if not _has_figures(assignment):
            indicators.add(assignment.indicator_id)
            assignment.delete()
    for pk, starts_on in made.get("moved", {}).items():
        for assignment in Assignment.objects.filter(pk=int(pk)):
            assignment.starts_on = starts_on
            assignment.save(update_fields=["starts_on"])
            indicators.add(assignment.indicator_id)
    for indicator_id in sorted(indicators):
        mark_indicator_dirty(indicator_id)


def _has_figures(assignment: Assignment) -> bool:
    return Observation.objects.filter(
        partner_id=assignment.partner_id,
        version__indicator_id=assignment.indicator_id,
        superseded_at=None,
    ).exists()


def _remove_partners(actor: Actor, codes: Iterable[str]) -> list[str]:
    """Remove the partners that came with the file and that nothing else uses; return their codes."""
    rows = partners(actor).filter(code__in=list(codes))
    told = set(
        Observation.objects.filter(partner__in=rows, superseded_at=None).values_list("partner_id", flat=True)
    )
    open_ = Submission.objects.filter(partner__in=rows).exclude(state=SubmissionState.ACCEPTED)
    told |= set(open_.values_list("partner_id", flat=True))
    wanted = Target.objects.filter(partner__in=rows).exclude(pk__in=_withdrawn())
    told |= set(wanted.values_list("partner_id", flat=True))
    free = [partner for partner in rows if partner.pk not in told]
    removed = remove_partners(actor, free, history=(Observation, Submission, Target))
    return [partner.code for partner in removed]


def _withdrawn() -> list[int]:
    """The targets by which nothing is wanted any more."""
    newest = TargetVersion.objects.order_by("target_id", "-number").distinct("target_id")
    return [version.target_id for version in newest if version.withdrawn]


def _remove_places(actor: Actor, codes: Iterable[str]) -> int:
    """Remove the places that came with the file and in which nothing lies; return how many."""
    removed = 0
    for place in places(actor).filter(code__in=list(codes)):
        try:
            with transaction.atomic():
                remove_place(actor, place)
        except Conflict:
            continue
        removed += 1
    return removed
