"""Continuous communication, read from meetings, decisions, asks, what the community said, and surveys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda.queries import consultations
from backbone.queries.health.reading import (
    HALF_YEAR,
    PULSES,
    QUARTER,
    REVIEWS,
    YEAR,
    Ground,
    Reading,
    agreement,
    missing,
    share,
    tenths,
)
from backbone.queries.roles import Evidence
from backbone.queries.roles.said import AGREED
from backbone.words.health import ItemState
from communications.queries import asks, held
from communications.queries.taken import taken_since
from communications.queries.voice import voice_figures
from communications.words.meetings import AskState, MeetingState
from initiatives.queries import groups

TWO = 2


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


def between_partners(ground: Ground) -> Reading | None:
    """Read whether partners say that they coordinate with the backbone and without it."""
    return agreement(ground.said_to("activities_coordination"))


def heard(ground: Ground) -> Reading | None:
    """Read how much of what the community said has an answer: themes of consultations, and a year's feedback."""
    themes = [theme for row in consultations(ground.actor) for theme in row.answered]  # type: ignore[attr-defined]
    said = voice_figures(ground.actor, ground.today - YEAR, ground.today)
    have = sum(bool(theme.response) for theme in themes) + said.answered
    return share(have, len(themes) + said.received, themes=len(themes), said=said.received)


def dissent(ground: Ground) -> Reading | None:
    """Read whether people say that they are heard and can change something, in the last pulse that was shared."""
    return agreement(ground.pulses[-1][1].get("voice")) if ground.pulses else None


def trust(ground: Ground) -> Reading | None:
    """Read whether trust rose between the last two pulses that tell of it, to a tenth; None before there are two.

    It is in place where it rose, or stays where people agree; partly where it stays; not in place where it fell.
    """
    told = [one["trust"] for _row, one in ground.pulses if one["trust"].mean is not None]
    if len(told) < TWO:
        return None
    before, now = (tenths(one.mean) for one in told[-TWO:] if one.mean is not None)
    if now > before or (now == before and now >= tenths(AGREED)):
        state = ItemState.IN_PLACE
    else:
        state = ItemState.PARTLY if now == before else ItemState.NOT_IN_PLACE
    return Reading(state, {"mean": now, "before": before, "people": told[-1].people})


# Each item: its evidence, its reader, its sentence, and the one where the thing itself is missing.
ITEMS = (
    (
        Evidence("communications:meetings"),
        meetings,
        ngettext_lazy(
            "%(have)s of %(of)s group met in the last three months.",
            "%(have)s of %(of)s groups met in the last three months.",
            "of",
        ),
        _("There is no group."),
    ),
    (
        Evidence("communications:meetings"),
        minutes,
        ngettext_lazy(
            "Both agenda and minutes went out for %(have)s of %(of)s meeting of the last half year.",
            "Both agenda and minutes went out for %(have)s of %(of)s meetings of the last half year.",
            "of",
        ),
        "",
    ),
    (
        Evidence("communications:decisions"),
        traceable,
        ngettext_lazy(
            "%(have)s of %(of)s decision of the last year names what it rests on and what it changes.",
            "%(have)s of %(of)s decisions of the last year name what they rest on and what they change.",
            "of",
        ),
        "",
    ),
    (
        Evidence("communications:asks"),
        answered,
        ngettext_lazy(
            "%(have)s of %(of)s ask between groups in the last half year was answered.",
            "%(have)s of %(of)s asks between groups in the last half year were answered.",
            "of",
        ),
        "",
    ),
    (
        REVIEWS,
        between_partners,
        ngettext_lazy(
            "%(people)s person rates how partners coordinate, with the backbone and without it: %(mean)s of 5.",
            "%(people)s people rate how partners coordinate, with the backbone and without it: %(mean)s of 5.",
            "people",
        ),
        "",
    ),
    (
        Evidence("communications:you_said"),
        heard,
        ngettext_lazy(
            "%(have)s of %(of)s thing that the community said has an answer: %(themes)s from consultations, "
            "%(said)s told in the last year.",
            "%(have)s of %(of)s things that the community said have an answer: %(themes)s from consultations, "
            "%(said)s told in the last year.",
            "of",
        ),
        "",
    ),
    (
        PULSES,
        dissent,
        ngettext_lazy(
            "%(people)s person rates whether what they say is heard and can change something: %(mean)s of 5.",
            "%(people)s people rate whether what they say is heard and can change something: %(mean)s of 5.",
            "people",
        ),
        "",
    ),
    (
        PULSES,
        trust,
        ngettext_lazy(
            "%(people)s person rates trust at %(mean)s of 5; the time before it was %(before)s.",
            "%(people)s people rate trust at %(mean)s of 5; the time before it was %(before)s.",
            "people",
        ),
        "",
    ),
)
