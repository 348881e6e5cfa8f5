"""The common agenda, read from its versions, goals, strategies and the steering committee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda.events import AgendaMoved
from agenda.queries import stand, standing_goals, strategies
from agenda.words import BOUNDARIES, CHOSEN, RATIFIABLE, AgendaState, SectionKey
from backbone.queries.health.reading import YEAR, Ground, Reading, missing, share
from backbone.queries.roles import Evidence
from backbone.words.health import ItemState
from initiatives.kernel.access import Role
from initiatives.queries import events, groups, partners, seats
from measurement.queries import standing_targets

SECTORS_WANTED = 3
STALE_AFTER = 548  # days: a year and a half


def people(ground: Ground) -> Reading | None:
    """Read who sits in the steering committee: from how many sectors, and whether community members do."""
    steering = groups(ground.actor).filter(kind="steering_committee")
    held = list(seats(ground.actor).filter(group__in=steering.values("pk")))
    if not held:
        return None
    known: Any = partners(ground.actor)
    sector_of = dict(known.values_list("pk", "sector_code"))
    of_sectors = {sector_of.get(seat.membership.partner_id) for seat in held} - {None}
    lived = sum(seat.membership.role == Role.COMMUNITY for seat in held)
    wanted = (len(of_sectors) >= SECTORS_WANTED, lived > 0)
    state = ItemState.IN_PLACE if all(wanted) else ItemState.PARTLY if any(wanted) else ItemState.NOT_IN_PLACE
    return Reading(state, {"have": len(of_sectors), "of": len(held), "lived": lived})


def written(*keys: SectionKey) -> Callable[[Ground], Reading]:
    """Return the reader of parts of the text: written in the version in force, or only in one to come."""

    def read(ground: Ground) -> Reading:
        if ground.version is None:
            return missing()
        have = sum(bool(ground.texts.get(key.value)) for key in keys)
        found = share(have, len(keys), version=ground.version.number)
        assert found is not None  # there are keys
        if ground.in_force is None and found.state == ItemState.IN_PLACE:
            return Reading(ItemState.PARTLY, found.words)
        return found

    return read


problem = written(SectionKey.PROBLEM)
boundaries = written(*BOUNDARIES)
vision = written(SectionKey.VISION)


def goals(ground: Ground) -> Reading:
    """Read which goals have an indicator with a target, and so a date."""
    rows = standing_goals(ground.actor)
    targeted = set(standing_targets(ground.actor).values_list("target__indicator_id", flat=True))
    dated = sum(any(one.indicator_id in targeted for one in row.measured) for row in rows)  # type: ignore[attr-defined]
    return share(dated, len(rows)) or missing()


def reasons(ground: Ground) -> Reading:
    """Read which of the chosen strategies say all of: if we do this, then that moves, because."""
    chosen = [state.value for state in CHOSEN]
    rows = strategies(ground.actor).prefetch_related(None).filter(state__in=chosen)
    full = sum(all(text.strip() for text in (row.we_do, row.then, row.because)) for row in rows)
    return share(full, len(rows)) or missing()


def adopted(ground: Ground) -> Reading:
    """Read how many partners adopted the version in force (or are for the one before them)."""
    version = ground.version
    if version is None or version.state not in RATIFIABLE:
        return missing()
    how = stand(ground.actor, version)
    return share(how.adopted, how.asked, version=version.number) or missing()


def looked_at(ground: Ground) -> Reading:
    """Read how long ago the version in force was adopted or confirmed; one under review is being looked at."""
    version = ground.in_force
    if version is None or version.adopted_on is None:
        return missing()
    confirmed = events(ground.actor).filter(
        subject=f"agenda:{version.number}", key=AgendaMoved.key, data__state=AgendaState.ADOPTED
    )
    last = confirmed.values_list("happened_at", flat=True).first()
    zone = ZoneInfo(ground.actor.initiative.timezone)
    day = max(version.adopted_on, last.astimezone(zone).date()) if last else version.adopted_on
    days = (ground.today - day).days
    words = {"days": days, "version": version.number}
    if days <= YEAR.days or version.state == AgendaState.UNDER_REVIEW:
        return Reading(ItemState.IN_PLACE, words)
    return Reading(ItemState.PARTLY if days <= STALE_AFTER else ItemState.NOT_IN_PLACE, words)


_TEXT = ngettext_lazy(
    "%(have)s of %(of)s part is written in version %(version)s of the agenda.",
    "%(have)s of %(of)s parts are written in version %(version)s of the agenda.",
    "of",
)
_NO_AGENDA = _("No version of the agenda has been begun.")
_NO_STRATEGY = _("No strategy is chosen.")

# Each item: its evidence, its reader, its sentence, and the one where the thing itself is missing.
ITEMS = (
    (
        Evidence("agenda:groups"),
        people,
        ngettext_lazy(
            "People of %(have)s sector sit in the steering committee; community members hold %(lived)s of its seats.",
            "People of %(have)s sectors sit in the steering committee; community members hold %(lived)s of its seats.",
            "have",
        ),
        "",
    ),
    (Evidence("agenda:home"), problem, _TEXT, _NO_AGENDA),
    (Evidence("agenda:home"), boundaries, _TEXT, _NO_AGENDA),
    (Evidence("agenda:home"), vision, _TEXT, _NO_AGENDA),
    (
        Evidence("agenda:goals"),
        goals,
        ngettext_lazy(
            "%(have)s of %(of)s goal has an indicator with a target and its date.",
            "%(have)s of %(of)s goals have an indicator with a target and its date.",
            "of",
        ),
        _("There is no goal."),
    ),
    (
        Evidence("agenda:strategies"),
        reasons,
        ngettext_lazy(
            "%(have)s of %(of)s chosen strategy says why it should work.",
            "%(have)s of %(of)s chosen strategies say why they should work.",
            "of",
        ),
        _NO_STRATEGY,
    ),
    (
        Evidence("agenda:home"),
        adopted,
        ngettext_lazy(
            "%(have)s of %(of)s partner adopted version %(version)s.",
            "%(have)s of %(of)s partners adopted version %(version)s.",
            "of",
        ),
        _("No version of the agenda is before the partners."),
    ),
    (
        Evidence("agenda:home"),
        looked_at,
        ngettext_lazy(
            "Version %(version)s was adopted or confirmed %(days)s day ago.",
            "Version %(version)s was adopted or confirmed %(days)s days ago.",
            "days",
        ),
        _("No version of the agenda is in force."),
    ),
)
