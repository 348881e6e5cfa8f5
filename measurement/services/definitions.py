"""Defining what is measured: dimensions, indicators and their versions."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import people
from measurement.events import DefinitionChanged, DimensionDefined, IndicatorChanged, IndicatorDefined
from measurement.kinds import KINDS
from measurement.models import (
    Category,
    Dimension,
    Entry,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
    Observation,
)
from measurement.rollups import mark_indicator_dirty
from measurement.words import (
    SUMMED,
    Cadence,
    Direction,
    Kind,
    Level,
    PartnerRollup,
    State,
    TimeBehaviour,
    Visibility,
)

DESCRIPTIVE = frozenset(
    {
        "name",
        "question",
        "level",
        "state",
        "headline",
        "about_people",
        "visibility",
        "suppression_threshold",
        "source",
        "steward",
        "position",
    }
)
PRESENTATION = frozenset({"unit", "decimals", "direction", "band_low", "band_high"})
DEFINING = frozenset(
    {
        "definition",
        "numerator_definition",
        "denominator_definition",
        "kind",
        "multiplier",
        "currency",
        "scale_min",
        "scale_max",
        "time_behaviour",
        "partner_rollup",
        "cadence",
        "dimensions",
    }
)
# What the rule by which figures are kept from others is made of.
PROTECTING = frozenset({"level", "about_people", "visibility", "suppression_threshold"})
CHOICES = {
    "level": Level,
    "state": State,
    "visibility": Visibility,
    "kind": Kind,
    "direction": Direction,
    "time_behaviour": TimeBehaviour,
    "partner_rollup": PartnerRollup,
    "cadence": Cadence,
}


def define_dimension(
    actor: Actor,
    *,
    code: str,
    name: str,
    exclusive: bool = True,
    categories: Sequence[Mapping[str, str]] = (),
) -> Dimension:
    """Define a dimension with its categories ({code, name}, in order). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    if not name.strip():
        raise DomainError("required", _("Give the dimension a name."), "name")
    if len({c["code"] for c in categories}) != len(categories):
        raise DomainError("code_taken", _("Two categories have the same code."), "categories")
    for category in categories:
        clean_code(category["code"])
    try:
        with transaction.atomic():
            dimension = Dimension.objects.create(
                code=clean_code(code), name=name.strip(), exclusive=exclusive
            )
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another dimension has this code."), "code") from error
    Category.objects.bulk_create(
        Category(dimension=dimension, code=c["code"], name=c.get("name") or c["code"], position=position)
        for position, c in enumerate(categories)
    )
    record(actor, DimensionDefined(f"dimension:{code}", name=dimension.name))
    return dimension


def extend_dimension(
    actor: Actor,
    dimension: Dimension,
    *,
    name: str | None = None,
    categories: Sequence[Mapping[str, str]] = (),
) -> Dimension:
    """Rename a dimension, add categories, rename those whose code is known. None is ever removed."""
    require(actor, Capability.DEFINE)
    if name is not None:
        dimension.name = name.strip() or dimension.name
        dimension.save(update_fields=["name"])
    known = {category.code: category for category in dimension.categories.all()}
    for position, given in enumerate(categories):
        category = known.get(given["code"])
        if category is None:
            Category.objects.create(
                dimension=dimension,
                code=clean_code(given["code"]),
                name=given.get("name") or given["code"],
                position=position,
                added_at=clock.now(),
            )
        else:
            category.name, category.position = given.get("name") or category.name, position
            category.save(update_fields=["name", "position"])
    record(actor, DimensionDefined(f"dimension:{dimension.code}", name=dimension.name))
    return dimension


def define_indicator(actor: Actor, *, code: str, name: str, **values: Any) -> Indicator:
    """Define an indicator with its first version.

    `values`: keys of DESCRIPTIVE, PRESENTATION and DEFINING; `dimensions` are codes, `steward` a membership.
    What is not said follows from the kind. Raises DomainError at the field concerned.
    """
    require(actor, Capability.DEFINE)
    _refuse_unknown(values)
    if not name.strip():
        raise DomainError("required", _("Give the indicator a name."), "name")
    _check_descriptive(actor, values)
    definition = _complete(values)
    dimensions = _dimensions(values.get("dimensions", ()))
    described = {key: values[key] for key in DESCRIPTIVE & values.keys() if key != "name"}
    try:
        with transaction.atomic():
            indicator = Indicator.objects.create(code=clean_code(code), name=name.strip(), **described)
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another indicator has this code."), "code") from error
    _add_version(indicator, definition, dimensions, number=1, valid_from=None, note="")
    record(actor, IndicatorDefined(f"indicator:{code}", code=code, name=indicator.name))
    return indicator


def change_indicator(
    actor: Actor,
    indicator: Indicator,
    *,
    valid_from: date | None = None,
    break_note: str = "",
    **values: Any,
) -> Indicator:
    """Change how an indicator is described, or what it means.

    A change of meaning (a key of DEFINING) once figures stand makes a new version in force from `valid_from`,
    with `break_note` saying why; both are then required, and the series has a break there. Before any figure
    stands the one version is simply put right. Raises DomainError at the field, Conflict for a day that is taken.
    """
    require(actor, Capability.DEFINE)
    _refuse_unknown(values)
    _check_descriptive(actor, values)
    indicator = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    described = _changed(indicator, {k: v for k, v in values.items() if k in DESCRIPTIVE})
    if described:
        indicator.save(update_fields=described)
    if PROTECTING & set(described):
        mark_indicator_dirty(indicator.pk)
    version = indicator.versions.order_by("number").last()
    assert version is not None
    presented = _changed(version, {k: v for k, v in values.items() if k in PRESENTATION})
    if presented:
        _complete({**_as_values(version), **{k: getattr(version, k) for k in presented}})
        version.save(update_fields=presented)
    redefined = _redefinition(version, values)
    if redefined:
        _redefine(actor, indicator, version, values, valid_from, break_note)
    fields = tuple(sorted({*described, *presented}))
    if fields:
        record(
            actor,
            IndicatorChanged(
                f"indicator:{indicator.code}", code=indicator.code, name=indicator.name, fields=fields
            ),
        )
    return indicator


def _redefine(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion,
    values: Mapping[str, Any],
    valid_from: date | None,
    break_note: str,
) -> None:
    definition = _redefined(version, values)
    codes = values.get("dimensions")
    dimensions = _dimensions(codes) if codes is not None else [row.dimension for row in _rows_of(version)]
    used = (
        Observation.objects.filter(version=version).exists() or Entry.objects.filter(version=version).exists()
    )
    if not used:
        for key, value in definition.items():
            setattr(version, key, value)
        version.save()
        version.dimensions.all().delete()
        _break_down(version, dimensions)
        note, start = break_note, version.valid_from
    else:
        if valid_from is None:
            raise DomainError(
                "required",
                _("Figures stand under the present definition: say from which day the new one holds."),
                "valid_from",
            )
        if not break_note.strip():
            raise DomainError("required", _("Say why the definition changes."), "break_note")
        if version.valid_from is not None and valid_from <= version.valid_from:
            raise Conflict(
                "not_later", _("The new definition must begin after the present one."), "valid_from"
            )
        _refuse_beneath_figures(version, valid_from)
        version = _add_version(
            indicator, definition, dimensions, version.number + 1, valid_from, break_note.strip()
        )
        note, start = break_note, valid_from
    record(
        actor,
        DefinitionChanged(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            number=version.number,
            valid_from=start.isoformat() if start else "",
            note=note,
        ),
    )


def _refuse_beneath_figures(version: IndicatorVersion, day: date) -> None:
    """A period has one definition: a new one begins after the figures that stand under the present one."""
    latest = (
        Observation.objects.filter(version=version, period_start__gte=day, superseded_at=None)
        .order_by("-period_end")
        .first()
    )
    if latest is not None:
        raise Conflict(
            "figures_after",
            _("Figures until %s stand under the present definition; let the new one begin after them.")
            % latest.period_end.isoformat(),
            "valid_from",
        )


def _rows_of(version: IndicatorVersion) -> Any:
    return version.dimensions.select_related("dimension")


def _as_values(version: IndicatorVersion) -> dict[str, Any]:
    keys = (DEFINING | PRESENTATION) - {"dimensions"}
    return {key: getattr(version, key) for key in keys}


def _redefined(version: IndicatorVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    """The full columns of the version with the values in place; another kind brings its own way of combining."""
    present = _as_values(version)
    if values.get("kind") not in (None, "", version.kind):
        present |= {"partner_rollup": None, "time_behaviour": None}
    return _complete({**present, **values})


def _redefinition(version: IndicatorVersion, values: Mapping[str, Any]) -> set[str]:
    wanted = _redefined(version, values)
    changed = {
        key
        for key in DEFINING & values.keys()
        if key != "dimensions" and getattr(version, key) != wanted[key]
    }
    if "dimensions" in values:
        present = {row.dimension.code for row in _rows_of(version)}
        if present != set(values["dimensions"]):
            changed.add("dimensions")
    return changed


def _changed(row: Any, values: Mapping[str, Any]) -> list[str]:
    changed = [key for key, value in values.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, values[key])
    return changed


def _refuse_unknown(values: Mapping[str, Any]) -> None:
    unknown = set(values) - DESCRIPTIVE - PRESENTATION - DEFINING
    if unknown:
        raise DomainError("unknown_field", _("An indicator has no such field."), sorted(unknown)[0])
    for key, words in CHOICES.items():
        if key in values and values[key] not in words.values:
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % values[key], key)


def _check_descriptive(actor: Actor, values: Mapping[str, Any]) -> None:
    threshold = values.get("suppression_threshold")
    if threshold is not None and threshold < actor.initiative.suppression_threshold:
        raise DomainError(
            "too_lenient",
            _("An indicator may be stricter than the initiative's threshold, not more lenient."),
            "suppression_threshold",
        )
    steward = values.get("steward")
    if steward is not None and not people(actor).filter(pk=steward.pk).exists():
        raise DomainError("unknown_person", _("The steward must take part in the initiative."), "steward")


def _complete(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full columns of a version; what the kind decides is filled in and checked."""
    name = values.get("kind") or Kind.COUNT
    kind = KINDS[name]
    rollup = values.get("partner_rollup") or kind.partner_rollup
    allowed = set(kind.partner_rollups) | set(SUMMED if kind.additive else ())
    if rollup not in allowed:
        raise DomainError(
            "does_not_fit", _("Figures of this kind cannot be combined like that."), "partner_rollup"
        )
    behaviour = values.get("time_behaviour") or kind.time_behaviour
    if behaviour not in kind.time_behaviours:
        raise DomainError(
            "does_not_fit", _("Figures of this kind do not behave like that over time."), "time_behaviour"
        )
    multiplier = values.get("multiplier") or Decimal(1)
    if multiplier <= 0:
        raise DomainError("out_of_range", _("The multiplier is at least 1."), "multiplier")
    low, high = values.get("band_low"), values.get("band_high")
    if values.get("direction") == Direction.MAINTAIN and (low is None or high is None):
        raise DomainError("required", _("Name the band within which the figure should stay."), "band_low")
    if low is not None and high is not None and low > high:
        raise DomainError("out_of_range", _("The band begins above its end."), "band_low")
    smallest, largest = values.get("scale_min"), values.get("scale_max")
    if smallest is not None and largest is not None and smallest >= largest:
        raise DomainError("out_of_range", _("The scale begins above its end."), "scale_min")
    decimals = values.get("decimals")
    if decimals is not None and not 0 <= decimals <= 12:
        raise DomainError("out_of_range", _("Between 0 and 12 decimals can be shown."), "decimals")
    return {
        "definition": values.get("definition") or "",
        "numerator_definition": values.get("numerator_definition") or "",
        "denominator_definition": values.get("denominator_definition") or "",
        "kind": name,
        "unit": values.get("unit") or "",
        "multiplier": multiplier,
        "currency": values.get("currency") or "",
        "scale_min": smallest,
        "scale_max": largest,
        "decimals": kind.default_decimals if decimals is None else decimals,
        "direction": values.get("direction") or Direction.UP,
        "band_low": low,
        "band_high": high,
        "time_behaviour": behaviour,
        "partner_rollup": rollup,
        "cadence": values.get("cadence") or Cadence.QUARTERLY,
        "two_part": kind.parts == 2,
        "scale": kind.scale(multiplier),
    }


def _dimensions(codes: Sequence[str]) -> list[Dimension]:
    known = {row.code: row for row in Dimension.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in known]
    if missing:
        raise DomainError("unknown_dimension", _("There is no dimension “%s”.") % missing[0], "dimensions")
    return [known[code] for code in dict.fromkeys(codes)]


def _break_down(version: IndicatorVersion, dimensions: Sequence[Dimension]) -> None:
    IndicatorDimension.objects.bulk_create(
        IndicatorDimension(version=version, dimension=dimension, position=position)
        for position, dimension in enumerate(dimensions)
    )


def _add_version(
    indicator: Indicator,
    definition: Mapping[str, Any],
    dimensions: Sequence[Dimension],
    number: int,
    valid_from: date | None,
    note: str,
) -> IndicatorVersion:
    version = IndicatorVersion.objects.create(
        indicator=indicator, number=number, valid_from=valid_from, break_note=note, **definition
    )
    _break_down(version, dimensions)
    return version
