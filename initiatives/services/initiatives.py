"""Starting an initiative and changing its settings."""

import re
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from initiatives.events import InitiativeStarted, SettingsChanged
from initiatives.jobs import GROUPS_CHANGED, enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import DomainError
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import Initiative, Membership, User
from initiatives.outbox import record

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SETTINGS = frozenset(
    {
        "name",
        "purpose",
        "timezone",
        "language",
        "fiscal_year_start",
        "suppression_threshold",
        "population_floor",
        "rounded_to",
        "coverage_floor",
        "on_track_from",
        "slightly_behind_from",
        "gap_to",
        "self_acceptance",
        "two_step_for_leads",
    }
)
# What decides how figures about people are published: a change may hide more of what is out.
HIDING = frozenset({"suppression_threshold", "population_floor", "rounded_to"})
LARGEST_FLOOR = 100_000


def clean_settings(values: dict[str, Any], present: Initiative | None = None) -> dict[str, Any]:
    """Return the settings when each may be set so. Raises DomainError at the one that is wrong."""
    unknown = set(values) - SETTINGS
    if unknown:
        raise DomainError("unknown_setting", _("There is no setting “%s”.") % sorted(unknown)[0])
    if "name" in values and not str(values["name"]).strip():
        raise DomainError("required", _("Give the initiative a name."), "name")
    if "timezone" in values and values["timezone"] not in available_timezones():
        raise DomainError("unknown_timezone", _("“%s” is not a time zone.") % values["timezone"], "timezone")
    if "language" in values and values["language"] not in dict(settings.LANGUAGES):
        raise DomainError("unknown_language", _("Choose one of the offered languages."), "language")
    if not 1 <= values.get("fiscal_year_start", 1) <= 12:
        raise DomainError("out_of_range", _("A year starts in one of twelve months."), "fiscal_year_start")
    if not 2 <= values.get("suppression_threshold", 10) <= 1000:
        raise DomainError(
            "out_of_range", _("The threshold lies between 2 and 1,000 people."), "suppression_threshold"
        )
    if not 0 <= values.get("population_floor", 0) <= LARGEST_FLOOR:
        raise DomainError(
            "out_of_range", _("The floor lies between 0 and 100,000 people."), "population_floor"
        )
    _check_rounding(values, present or Initiative())
    if not 0 <= Decimal(values.get("coverage_floor", 0)) <= 1:
        raise DomainError("out_of_range", _("The floor is a share between 0 and 1."), "coverage_floor")
    if values.get("gap_to", Initiative.GapTo.BEST) not in Initiative.GapTo.values:
        raise DomainError(
            "invalid_choice", _("A gap is measured to the best group or to the total."), "gap_to"
        )
    _check_thresholds(values, present or Initiative())
    return values


def _check_rounding(values: dict[str, Any], present: Initiative) -> None:
    """No count that may be seen is rounded away to zero."""
    rounded, least = (
        values.get(name, getattr(present, name)) for name in ("rounded_to", "suppression_threshold")
    )
    if rounded not in Initiative.Rounding.values:
        message = _("Counts are told as they are, or to the nearest 5 or 10.")
        raise DomainError("invalid_choice", message, "rounded_to")
    if rounded > least:
        message = _("Figures about fewer than %d would have to be hidden for that.") % rounded
        raise DomainError("too_coarse", message, "rounded_to")


def _check_thresholds(values: dict[str, Any], present: Initiative) -> None:
    """Whoever is on track is further than whoever is slightly behind; both are shares of what was expected."""
    on_track, behind = (
        Decimal(values.get(name, getattr(present, name)))
        for name in ("on_track_from", "slightly_behind_from")
    )
    for name, share in (("on_track_from", on_track), ("slightly_behind_from", behind)):
        if not 0 <= share <= 2:
            raise DomainError("out_of_range", _("The threshold is a share between 0 and 2."), name)
    if behind > on_track:
        raise DomainError(
            "out_of_range",
            _("“Slightly behind” begins below “on track”."),
            "slightly_behind_from",
        )


def start_initiative(
    user: User, *, slug: str, name: str, demonstration: bool = False, **values: Any
) -> Initiative:
    """Start an initiative; the user becomes its backbone lead. The only verb without an Actor: there is none yet.

    `values` are settings (SETTINGS). Raises DomainError on a bad or taken slug or a bad setting.
    """
    cleaned = clean_settings({"name": name, **values})
    if not SLUG.fullmatch(slug):
        raise DomainError(
            "bad_slug", _("Use letters, digits and dashes; begin with a letter or a digit."), "slug"
        )
    now = clock.now()
    with person(user):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('initiatives_initiative_id_seq')")
            identifier = cursor.fetchone()[0]
        with tenant(identifier):
            try:
                with transaction.atomic():
                    initiative = Initiative.objects.create(
                        id=identifier, slug=slug, created_at=now, demonstration=demonstration, **cleaned
                    )
            except IntegrityError as error:
                raise DomainError(
                    "slug_taken", _("Another initiative has this address; choose another one."), "slug"
                ) from error
            membership = Membership.objects.create(
                user=user,
                name=user.name or user.email,
                email=user.email,
                role=Role.BACKBONE_LEAD,
                since=clock.today(initiative.timezone),
            )
            actor = Actor(user, initiative, Role.BACKBONE_LEAD, membership.pk)
            record(actor, InitiativeStarted(f"initiative:{slug}", name=initiative.name))
    return initiative


def change_settings(actor: Actor, **values: Any) -> Initiative:
    """Change settings of the actor's initiative (keys of SETTINGS); only what differs is recorded.

    Raises Forbidden, or DomainError at the setting that is wrong.
    """
    require(actor, Capability.MANAGE_SETTINGS)
    initiative = Initiative.objects.select_for_update().get(pk=actor.initiative.pk)
    cleaned = clean_settings(values, initiative)
    changed = tuple(sorted(key for key, value in cleaned.items() if getattr(initiative, key) != value))
    if changed:
        for key in changed:
            setattr(initiative, key, cleaned[key])
        initiative.save(update_fields=changed)
        record(actor, SettingsChanged(f"initiative:{initiative.slug}", fields=changed))
        if HIDING & set(changed):
            enqueue(GROUPS_CHANGED)
    return initiative
