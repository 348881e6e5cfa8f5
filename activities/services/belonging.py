"""What belongs to an activity: the partners with their parts, places, populations, measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities.events.work import PartsChanged
from activities.models import (
    Activity,
    ActivityMeasure,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
)
from activities.words import Bearing, Part
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from activities.models import Population
    from initiatives.models import Partner, Place
    from measurement.models import Indicator


@dataclass(frozen=True)
class Played:
    """A partner and the part it plays (of Part)."""

    partner: Partner
    part: str


def led_by(parts: Sequence[Played]) -> Partner | None:
    """Return the lead among the parts. Raises DomainError for two leads or a part that does not exist."""
    for row in parts:
        one_of(row.part, Part.values, "parts")
    leads = {row.partner.pk: row.partner for row in parts if row.part == Part.LEAD}
    if len(leads) > 1:
        raise DomainError("two_leads", _("One partner leads; let the others co-deliver."), "parts")
    return next(iter(leads.values()), None)


def set_parts(actor: Actor, activity: Activity, parts: Sequence[Played], *, tell: bool = True) -> bool:
    """Let exactly these partners play these parts from today on; return whether anything changed.

    Who played which part before is kept with its days. Raises DomainError at `parts` for a partner that has left.
    """
    led_by(parts)
    wanted = {(row.partner.pk, row.part): row for row in parts}
    standing = {
        (row.partner_id, row.part): row
        for row in ActivityPartner.objects.select_for_update(of=("self",))
        .filter(activity=activity, until=None)
        .select_related("partner")
    }
    added = [wanted[key] for key in wanted if key not in standing]
    for row in added:
        if row.partner.state != "active":
            message = _("%s does not take part any more.") % row.partner.name
            raise DomainError("left", message, "parts")
    ended = [row.pk for key, row in standing.items() if key not in wanted]
    if not added and not ended:
        return False
    today = clock.today(actor.initiative.timezone)
    ActivityPartner.objects.filter(pk__in=ended).update(until=today)
    try:
        with transaction.atomic():
            ActivityPartner.objects.bulk_create(
                ActivityPartner(activity=activity, partner=row.partner, part=row.part, since=today)
                for row in added
            )
    except IntegrityError as error:
        raise Conflict("at_once", _("Somebody else changed the partners just now."), "parts") from error
    if tell:
        lead = led_by(parts)
        record(
            actor,
            PartsChanged(
                f"activity:{activity.public_id}",
                partner_id=lead.pk if lead else None,
                title=activity.title,
                parts=tuple(sorted(f"{row.partner.name}: {row.part}" for row in wanted.values())),
                former=tuple(sorted(f"{row.partner.name}: {row.part}" for row in standing.values())),
            ),
        )
    return True


def set_places(activity: Activity, places: Iterable[Place]) -> bool:
    """Let the activity happen in exactly these places; return whether anything changed."""
    return _set(ActivityPlace, activity, "place_id", {row.pk: {} for row in places})


def set_populations(activity: Activity, populations: Iterable[Population]) -> bool:
    """Let the activity be for exactly these populations; return whether anything changed."""
    return _set(ActivityPopulation, activity, "population_id", {row.pk: {} for row in populations})


def set_measures(
    activity: Activity, feeds: Iterable[Indicator] | None, contributes: Iterable[Indicator] | None
) -> bool:
    """Let it feed, and be meant to move, exactly these indicators (None: as before); return whether anything changed.

    An indicator that it feeds is not also one it should move.
    """
    changed = False
    for bearing, indicators in ((Bearing.FEEDS, feeds), (Bearing.CONTRIBUTES, contributes)):
        if indicators is not None:
            wanted = {row.pk: {"bearing": bearing} for row in indicators}
            others = set(
                ActivityMeasure.objects.filter(activity=activity)
                .exclude(bearing=bearing)
                .values_list("indicator_id", flat=True)
            )
            wanted = {key: value for key, value in wanted.items() if key not in others}
            changed |= _set(ActivityMeasure, activity, "indicator_id", wanted, bearing=bearing)
    return changed


def _set(model: Any, activity: Activity, key: str, wanted: dict[int, dict[str, Any]], **among: Any) -> bool:
    rows = model.objects.filter(activity=activity, **among)
    standing = set(rows.values_list(key, flat=True))
    gone, new = standing - set(wanted), [pk for pk in wanted if pk not in standing]
    rows.filter(**{f"{key}__in": gone}).delete()
    model.objects.bulk_create(model(activity=activity, **{key: pk}, **wanted[pk]) for pk in new)
    return bool(gone or new)
