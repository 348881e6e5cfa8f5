"""Mutually reinforcing activities, read from who does what, how it is linked, and what was promised."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.landscape import UNSAID
from activities.queries import blockers, links, milestones
from activities.queries.grid import grid
from activities.queries.landscape import landscape
from activities.words import BlockerState, Health, LinkKind
from backbone.queries.health.reading import YEAR, Ground, Reading, missing, share
from backbone.queries.roles import Evidence


def heard_of(ground: Ground) -> Reading:
    """Read of how many activities under way something was heard within the days of silence."""
    rows: Any = ground.running
    heard = sum(row.health != Health.UNKNOWN for row in rows)
    return share(heard, len(rows)) or missing()


def planned(ground: Ground) -> Reading:
    """Read how many activities under way have milestones."""
    ids = {row.pk for row in ground.running}
    dated = set(
        milestones(ground.actor).filter(activity__in=ids).order_by().values_list("activity_id", flat=True)
    )
    return share(len(dated), len(ids)) or missing()


def parts(ground: Ground) -> Reading | None:
    """Read how many partners have a part in an activity that is not over, or a commitment that holds."""
    rows: Any = ground.activities
    playing = {part.partner_id for row in rows for part in row.parts}
    playing |= {row.partner_id for row in ground.commitments}
    return share(ground.among_partners(playing), len(ground.partners))


def linked(ground: Ground) -> Reading:
    """Read how many activities under way are linked to another."""
    ids = {row.pk for row in ground.running}
    ends = links(ground.actor).order_by().values_list("source_id", "target_id")
    tied = {pk for pair in ends for pk in pair}
    return share(len(ids & tied), len(ids)) or missing()


def gaps(ground: Ground) -> Reading | None:
    """Read in how many meetings of people and place inside the agenda somebody leads or delivers something."""
    found = grid(landscape(ground.actor))
    cells = [
        cell
        for cell in found.cells.values()
        if UNSAID not in (cell.row.key, cell.column.key) and found.kind(cell) != "out"
    ]
    return share(sum(cell.count > 0 for cell in cells), len(cells))


def overlaps(ground: Ground) -> Reading | None:
    """Read for how many overlaps between activities it is written who does what."""
    rows = links(ground.actor).filter(kind=LinkKind.OVERLAPS)
    return share(rows.exclude(agreed="").count(), rows.count())


def barriers(ground: Ground) -> Reading | None:
    """Read how many of the barriers that were raised in the last year got an answer."""
    rows = blockers(ground.actor).filter(raised_at__date__gte=ground.today - YEAR)
    counted = rows.exclude(state=BlockerState.WITHDRAWN)
    return share(counted.filter(state=BlockerState.ANSWERED).count(), counted.count())


def changed(ground: Ground) -> Reading | None:
    """Read how many partners say in a commitment that holds what they stop doing, or do otherwise."""
    otherwise = {row.partner_id for row in ground.commitments if row.stops or row.changes}
    return share(ground.among_partners(otherwise), len(ground.partners))


_NO_ACTIVITY = _("No activity is under way.")

# Each item: its evidence, its reader, its sentence, and the one where the thing itself is missing.
ITEMS = (
    (
        Evidence("activities:attention"),
        heard_of,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way was heard of lately.",
            "%(have)s of %(of)s activities under way were heard of lately.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        Evidence("activities:timeline"),
        planned,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way has milestones.",
            "%(have)s of %(of)s activities under way have milestones.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        Evidence("activities:matrix"),
        parts,
        ngettext_lazy(
            "%(have)s of %(of)s partner has a part in an activity, or a commitment that holds.",
            "%(have)s of %(of)s partners have a part in an activity, or a commitment that holds.",
            "of",
        ),
        "",
    ),
    (
        Evidence("activities:network"),
        linked,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way is linked to another.",
            "%(have)s of %(of)s activities under way are linked to another.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        Evidence("activities:gaps"),
        gaps,
        ngettext_lazy(
            "Somebody is at work in %(have)s of %(of)s cell of people and place.",
            "Somebody is at work in %(have)s of %(of)s cells of people and place.",
            "of",
        ),
        "",
    ),
    (
        Evidence("activities:gaps"),
        overlaps,
        ngettext_lazy(
            "For %(have)s of %(of)s overlap it is written who does what.",
            "For %(have)s of %(of)s overlaps it is written who does what.",
            "of",
        ),
        "",
    ),
    (
        Evidence("activities:attention"),
        barriers,
        ngettext_lazy(
            "%(have)s of %(of)s barrier raised in the last year got an answer.",
            "%(have)s of %(of)s barriers raised in the last year got an answer.",
            "of",
        ),
        "",
    ),
    (
        Evidence("agenda:commitments"),
        changed,
        ngettext_lazy(
            "%(have)s of %(of)s partner says in a commitment what it stops doing or does otherwise.",
            "%(have)s of %(of)s partners say in a commitment what they stop doing or do otherwise.",
            "of",
        ),
        "",
    ),
)
