"""Indicators: defining one, changing how it is described, changing what it means."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from measurement.events import IndicatorChanged, IndicatorDefined
from measurement.models import Indicator
from measurement.rollups import mark_indicator_dirty
from measurement.services.definitions.fields import (
    DESCRIPTIVE,
    PRESENTATION,
    PROTECTING,
    changed,
    check_descriptive,
    refuse_unknown,
)
from measurement.services.definitions.headline import make_room
from measurement.services.definitions.life import move
from measurement.services.definitions.versions import (
    add_version,
    as_values,
    complete,
    dimensions_named,
    redefine,
    redefinition,
    refuse_crossing,
)
from measurement.services.naming import begin_naming, tell_naming


def define_indicator(
    actor: Actor, *, code: str, name: str, demote: Indicator | None = None, **values: Any
) -> Indicator:
    """Define an indicator with its first version.

    `values`: keys of DESCRIPTIVE, PRESENTATION and DEFINING; `dimensions` are codes, `steward` a membership.
    What is not said follows from the kind. `state` is where its life begins: active unless said otherwise. A headline
    beyond the limit takes the place of the one to `demote`. Raises DomainError at the field concerned.
    """
    require(actor, Capability.DEFINE)
    refuse_unknown(values)
    if not name.strip():
        raise DomainError("required", _("Give the indicator a name."), "name")
    check_descriptive(actor, values)
    definition = complete(values)
    dimensions = dimensions_named(values.get("dimensions", ()))
    refuse_crossing(definition, dimensions)
    described = {key: values[key] for key in (DESCRIPTIVE | {"state"}) & values.keys() if key != "name"}
    if described.get("headline"):
        make_room(actor, for_name=name.strip(), demote=demote)
    try:
        with transaction.atomic():
            indicator = Indicator.objects.create(code=clean_code(code), name=name.strip(), **described)
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another indicator has this code."), "code") from error
    add_version(indicator, definition, dimensions, number=1, valid_from=None, note="")
    record(actor, IndicatorDefined(f"indicator:{code}", code=code, name=indicator.name))
    return indicator


def change_indicator(
    actor: Actor,
    indicator: Indicator,
    *,
    valid_from: date | None = None,
    break_note: str = "",
    clarification: str = "",
    reason: str = "",
    demote: Indicator | None = None,
    **values: Any,
) -> Indicator:
    """Change how an indicator is described, or what it means.

    A change of meaning (a key of DEFINING) once figures stand makes a new version in force from `valid_from`,
    with `break_note` saying why; both are then required, and the series has a break there. Where only the words
    become clearer, `clarification` says so, and no version begins. Before any figure stands the one version is simply
    put right. A `state` is one step of its life (see `move`), for the `reason`. A headline beyond the limit takes the
    place of the one to `demote`. Raises DomainError at the field, Conflict for a day that is taken.
    """
    require(actor, Capability.DEFINE)
    refuse_unknown(values)
    check_descriptive(actor, values, indicator)
    indicator = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    described = _describe(actor, indicator, values, demote)
    version = indicator.versions.order_by("number").last()
    assert version is not None
    presented = changed(version, {k: v for k, v in values.items() if k in PRESENTATION})
    if presented:
        complete({**as_values(version), **{k: getattr(version, k) for k in presented}})
        version.save(update_fields=presented)
    if redefinition(version, values):
        redefine(
            actor,
            indicator,
            version,
            values,
            valid_from=valid_from,
            break_note=break_note,
            clarification=clarification,
        )
    fields = tuple(sorted({*described, *presented}))
    if fields:
        record(
            actor,
            IndicatorChanged(
                f"indicator:{indicator.code}", code=indicator.code, name=indicator.name, fields=fields
            ),
        )
    if values.get("state") not in (None, indicator.state):
        return move(actor, indicator, values["state"], reason=reason)
    return indicator


def _describe(
    actor: Actor, indicator: Indicator, values: dict[str, Any], demote: Indicator | None
) -> list[str]:
    if values.get("headline") and not indicator.headline:
        make_room(actor, for_name=indicator.name, demote=demote)
    former = indicator.visibility
    described = changed(indicator, {k: v for k, v in values.items() if k in DESCRIPTIVE})
    begun = begin_naming(indicator, former)
    if begun:
        indicator.save(update_fields=begun)
        tell_naming(actor, indicator)
    if described:
        indicator.save(update_fields=described)
    if PROTECTING & set(described):
        mark_indicator_dirty(indicator.pk)
    return described
