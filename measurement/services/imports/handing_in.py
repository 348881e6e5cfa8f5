"""Handing in what a file holds for periods that are being collected: it waits there for a second person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict
from measurement.models import Import, Request, Submission
from measurement.periods import Period, name
from measurement.services.bulk import load
from measurement.services.collection import cycles_for, hold_cycles
from measurement.services.imports.checked import Ready
from measurement.services.imports.checking import MOST_FIGURES
from measurement.services.submissions import revise
from measurement.words import CycleState, SubmissionState

Group = tuple[str, Period]


def source_of(row: Import) -> str:
    """Return where the figures of the import come from."""
    return row.source or row.name


def hand_in(actor: Actor, row: Import, figures: Iterable[Ready]) -> dict[str, list[int]]:
    """Hand figures in, one hand-in for each partner and period; return the ids that taking back needs.

    Where a figure differs from an accepted one, or the cycle is locked, the hand-in is a revision with the row's
    reason. Raises Conflict, naming the partner, where another hand-in waits for review already.
    """
    groups: dict[Group, list[Ready]] = defaultdict(list)
    for figure in figures:
        groups[figure.partner, figure.period].append(figure)
    if not groups:
        return {"handed_in": [], "begun": [], "requests": []}
    cycles = cycles_for(actor, {period for _code, period in groups})
    held = {cycle.pk: cycle for cycle in hold_cycles(cycle.pk for cycle in cycles.values())}
    present = _present(groups, held)
    asked = set(Request.objects.filter(cycle__in=held).values_list("pk", flat=True))
    before = {submission.pk for found in present.values() for submission in found}
    done: list[Submission] = []
    plain: list[Ready] = []
    for (code, period), rows in sorted(groups.items()):
        cycle = held[cycles[period].pk]
        accepted = _accepted(present.get((code, cycle.pk), ()))
        revising = any(figure.change == "changed" for figure in rows) or cycle.state == CycleState.LOCKED
        if revising and accepted is not None:
            values = [figure.as_row() for figure in rows]
            done.append(revise(actor, accepted, reason=row.reason, rows=values))
        else:
            plain += rows
    if plain:
        rows_given = [figure.as_row() for figure in plain]
        loaded = load(actor, rows_given, submit=True, accept=False, source=source_of(row), limit=MOST_FIGURES)
        done += loaded.submissions
    partners_here = {submission.partner_id for submission in done}
    now_asked = Request.objects.filter(cycle__in=held, partner__in=partners_here).exclude(pk__in=asked)
    return {
        "handed_in": [submission.pk for submission in done],
        "begun": [submission.pk for submission in done if submission.pk not in before],
        "requests": list(now_asked.values_list("pk", flat=True)),
    }


def _present(groups: Mapping[Group, Any], cycles: Iterable[int]) -> dict[tuple[str, int], list[Submission]]:
    """Return the hand-ins that stand, the latest first. Raises Conflict where one waits for review."""
    codes = {code for code, _period in groups}
    found: dict[tuple[str, int], list[Submission]] = defaultdict(list)
    rows = Submission.objects.filter(cycle__in=list(cycles), partner__code__in=codes)
    for submission in rows.select_related("partner", "cycle").order_by("-pk"):
        found[submission.partner.code, submission.cycle_id].append(submission)
        period = Period.from_dates(submission.cycle.period_start, submission.cycle.period_end)
        if submission.state == SubmissionState.SUBMITTED and (submission.partner.code, period) in groups:
            message = _(
                "%(partner)s has figures for %(period)s that wait for review: accept or return them first."
            )
            names = {"partner": submission.partner.name, "period": name(period)}
            raise Conflict("waiting", message % names)
    return found


def _accepted(submissions: Sequence[Submission]) -> Submission | None:
    return next((row for row in submissions if row.state == SubmissionState.ACCEPTED), None)
