"""The groups of people whom activities are for, and after how much silence an activity is not heard of."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from activities.events.hearing import CheckInRuleChanged
from activities.events.work import PopulationChanged
from activities.models import CheckInRule, Population
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import needed
from initiatives.outbox import record

FEWEST_DAYS, MOST_DAYS = 7, 365


def add_population(actor: Actor, *, code: str, name: str) -> Population:
    """Add a group of people at the end of the list. Raises DomainError at the field."""
    require(actor, Capability.SHAPE_AGENDA)
    name = _named(name)
    last = Population.objects.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            row = Population.objects.create(
                code=clean_code(code), name=name, position=0 if last is None else min(last + 1, 32767)
            )
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another group of people has this code."), "code") from error
    record(actor, PopulationChanged(f"population:{row.code}", name=row.name))
    return row


def change_population(
    actor: Actor, population: Population, *, name: str | None = None, position: int | None = None
) -> Population:
    """Rename a group of people, or give it another place in the list. Raises DomainError at the field."""
    require(actor, Capability.SHAPE_AGENDA)
    if name is not None:
        population.name = _named(name)
    if position is not None:
        if not 0 <= position <= 32767:
            raise DomainError("out_of_range", _("Give its place in the list."), "position")
        population.position = position
    population.save(update_fields=["name", "position"])
    record(actor, PopulationChanged(f"population:{population.code}", name=population.name, done="changed"))
    return population


def remove_population(actor: Actor, population: Population) -> None:
    """Remove a group of people for whom there is no activity. Raises Conflict."""
    require(actor, Capability.SHAPE_AGENDA)
    try:
        with transaction.atomic():
            population.delete()
    except ProtectedError as error:
        raise Conflict("in_use", _("Activities are for these people; change those first.")) from error
    record(actor, PopulationChanged(f"population:{population.code}", name=population.name, done="removed"))


def change_check_in_rule(actor: Actor, *, silence_days: int, sends_links: bool | None = None) -> CheckInRule:
    """Say after how many days of silence an activity counts as not heard of, and whether links go out by themselves.

    None leaves the latter as it is. Raises DomainError at the field.
    """
    require(actor, Capability.MANAGE_SETTINGS)
    if not FEWEST_DAYS <= silence_days <= MOST_DAYS:
        message = _("From %(least)d to %(most)d days.") % {"least": FEWEST_DAYS, "most": MOST_DAYS}
        raise DomainError("out_of_range", message, "silence_days")
    values: dict[str, Any] = {"silence_days": silence_days}
    if sends_links is not None:
        values["sends_links"] = sends_links
    rule, _created = CheckInRule.objects.update_or_create(defaults=values)
    record(actor, CheckInRuleChanged("check_in_rule", days=silence_days, sends_links=rule.sends_links))
    return rule


def _named(name: str) -> str:
    clean = needed(name, "name", _("Give it a name."))
    if len(clean) > 200:
        raise DomainError("too_long", _("A name has at most %d letters.") % 200, "name")
    return clean
