"""Continuous communication, read from meetings, decisions, asks and consultations."""

from __future__ import annotations

from agenda.queries import consultations
from backbone.queries.health.reading import HALF_YEAR, QUARTER, YEAR, Ground, Reading, missing, share
from communications.queries import asks, held
from communications.queries.taken import taken_since
from communications.words.meetings import AskState, MeetingState
from initiatives.queries import groups


def meetings(ground: Ground) -> Reading:
    """Read how many groups met within the last three months."""
    open_groups = set(groups(ground.actor).values_list("pk", flat=True))
    lately = held(ground.actor).filter(starts_at__date__gte=ground.today - QUARTER).order_by()
    met = set(lately.values_list("group_id", flat=True))
    return share(len(open_groups & met), len(open_groups)) or missing()


def minutes(ground: Ground) -> Reading | None:
    """Read of how many meetings of the last half year both went out: the agenda before, what came of it after."""
    rows = held(ground.actor).filter(starts_at__date__gte=ground.today - HALF_YEAR).order_by()
    over = list(rows.exclude(state=MeetingState.OPEN))
    both = sum(
        row.agenda_sent_at is not None and (row.approved_at or row.follow_up_sent_at) is not None
        for row in over
    )
    return share(both, len(over))


def traceable(ground: Ground) -> Reading | None:
    """Read how many decisions of the last year name both what they rest on and what they are to change."""
    taken = taken_since(ground.actor, ground.today - YEAR)
    return share(sum(one.rests and one.changes for one in taken), len(taken))


def answered(ground: Ground) -> Reading | None:
    """Read how many of the asks between groups of the last half year were answered."""
    since = ground.today - HALF_YEAR
    rows = asks(ground.actor).filter(asked_at__date__gte=since).exclude(state=AskState.WITHDRAWN)
    return share(rows.filter(state=AskState.ANSWERED).count(), rows.count())


def heard(ground: Ground) -> Reading | None:
    """Read how many of the themes that were heard in consultations have an answer."""
    themes = [theme for row in consultations(ground.actor) for theme in row.answered]  # type: ignore[attr-defined]
    return share(sum(bool(theme.response) for theme in themes), len(themes))
