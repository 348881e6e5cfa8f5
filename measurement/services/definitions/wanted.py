"""The data development agenda: what we would measure if there were data, who sees to it, and when it is done."""

from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import people
from measurement.events.definitions import IndicatorWanted, WantedBecame, WantedChanged, WantedDropped
from measurement.models import Indicator, WantedIndicator
from measurement.services.definitions.fields import changed
from measurement.services.definitions.indicators import define_indicator
from measurement.words import State, WantState

FIELDS = frozenset({"name", "question", "missing", "plan", "owner", "by", "state"})
SETTLED = (WantState.BECAME, WantState.DROPPED)


def want(actor: Actor, *, name: str, **values: Any) -> WantedIndicator:
    """Put a measure on the agenda. `values`: keys of FIELDS; `owner` is a membership.

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    row = WantedIndicator(name=_clean(actor, {**values, "name": name})["name"])
    changed(row, {key: value for key, value in values.items() if key in FIELDS})
    row.save()
    record(actor, IndicatorWanted(f"wanted:{row.public_id}", name=row.name))
    return row


def change_wanted(actor: Actor, wanted: WantedIndicator, /, **values: Any) -> WantedIndicator:
    """Change what is planned. Raises Conflict once it became an indicator or was dropped."""
    require(actor, Capability.DEFINE)
    row = _held(wanted)
    fields = changed(row, _clean(actor, values))
    if fields:
        row.save(update_fields=fields)
        record(actor, WantedChanged(f"wanted:{row.public_id}", name=row.name, fields=tuple(fields)))
    return row


def drop_wanted(actor: Actor, wanted: WantedIndicator, *, reason: str) -> WantedIndicator:
    """Give a wanted indicator up, for a reason that is kept."""
    require(actor, Capability.DEFINE)
    row = _held(wanted)
    if not reason.strip():
        raise DomainError("required", _("Say why it is wanted no longer."), "reason")
    row.state, row.reason = WantState.DROPPED, reason.strip()
    row.save(update_fields=["state", "reason"])
    record(actor, WantedDropped(f"wanted:{row.public_id}", name=row.name, reason=row.reason))
    return row


def define_wanted(actor: Actor, wanted: WantedIndicator, *, code: str, **values: Any) -> Indicator:
    """Make the wanted measure a proposed indicator; `values` as `define_indicator` takes them. The link is kept."""
    require(actor, Capability.DEFINE)
    row = _held(wanted)
    given = {"name": row.name, "question": row.question, **values, "state": State.PROPOSED}
    if row.owner is not None:
        given.setdefault("steward", row.owner)
    indicator = define_indicator(actor, code=code, **given)
    row.indicator = indicator
    row.state = WantState.BECAME
    row.save(update_fields=["indicator", "state"])
    record(actor, WantedBecame(f"wanted:{row.public_id}", name=row.name, code=indicator.code))
    return indicator


def _held(wanted: WantedIndicator) -> WantedIndicator:
    row = WantedIndicator.objects.select_for_update(no_key=True).get(pk=wanted.pk)
    if row.state in SETTLED:
        raise Conflict("settled", _("This is settled: “%s”.") % WantState(row.state).label)
    return row


def _clean(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise DomainError("unknown_field", _("There is no field of this name here."), sorted(unknown)[0])
    if "name" in values:
        values = {**values, "name": values["name"].strip()}
        if not values["name"]:
            raise DomainError("required", _("Give it a name."), "name")
    if values.get("state") not in (None, WantState.WANTED, WantState.UNDER_WAY):
        raise DomainError("invalid_choice", _("Say whether it is wanted or under way."), "state")
    owner = values.get("owner")
    if owner is not None and not people(actor).filter(pk=owner.pk).exists():
        raise DomainError("unknown_person", _("The owner must take part in the initiative."), "owner")
    return values
