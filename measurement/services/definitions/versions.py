"""Versions: what an indicator means, completed by its kind and checked; a change of meaning makes a new one."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events import DefinitionChanged
from measurement.events.definitions import DefinitionClarified
from measurement.kinds import KINDS
from measurement.models import (
    Dimension,
    Entry,
    Indicator,
    IndicatorDimension,
    IndicatorVersion,
    Observation,
)
from measurement.services.definitions.fields import DEFINING, PRESENTATION, WORDING
from measurement.words import SUMMED, Cadence, Direction, Kind, Position


def redefine(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion,
    values: Mapping[str, Any],
    *,
    valid_from: date | None,
    break_note: str,
    clarification: str,
) -> None:
    """Give the indicator the definition that `values` make of its newest version.

    Before any figure stands the version is put right, and who had agreed to it is asked again. With a
    `clarification` (what is clearer now) only the words change, whatever stands. Otherwise a new version begins on
    `valid_from`, and `break_note` says why. Raises DomainError at the field, Conflict for a day that is taken.
    """
    definition = redefined(version, values)
    codes = values.get("dimensions")
    dimensions = (
        dimensions_named(codes) if codes is not None else [row.dimension for row in _rows_of(version)]
    )
    refuse_crossing(definition, dimensions)
    if clarification.strip():
        _clarify(actor, indicator, version, definition, redefinition(version, values), clarification.strip())
        return
    if _is_used(version):
        _refuse_start(version, valid_from, break_note)
        assert valid_from is not None
        version = add_version(
            indicator, definition, dimensions, version.number + 1, valid_from, break_note.strip()
        )
    else:
        _put_right(version, definition)
        version.dimensions.all().delete()
        break_down(version, dimensions)
        agreed = version.sign_offs.exclude(position=Position.OBJECTS)
        agreed.update(position=Position.WAITING, given_at=None, given_by=None, how_given="")
    start = version.valid_from
    record(
        actor,
        DefinitionChanged(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            number=version.number,
            valid_from=start.isoformat() if start else "",
            note=break_note,
        ),
    )


def _is_used(version: IndicatorVersion) -> bool:
    return (
        Observation.objects.filter(version=version).exists() or Entry.objects.filter(version=version).exists()
    )


def _put_right(version: IndicatorVersion, definition: Mapping[str, Any]) -> None:
    for key, value in definition.items():
        setattr(version, key, value)
    version.save()


def _clarify(
    actor: Actor,
    indicator: Indicator,
    version: IndicatorVersion,
    definition: Mapping[str, Any],
    touched: set[str],
    note: str,
) -> None:
    beyond = sorted(touched - WORDING)
    if beyond:
        raise DomainError(
            "changes_meaning",
            _("This changes what is counted, not only the words: say from when it holds and why."),
            beyond[0],
        )
    _put_right(version, {**as_values(version), **{key: definition[key] for key in touched}})
    record(
        actor,
        DefinitionClarified(
            f"indicator:{indicator.code}",
            code=indicator.code,
            name=indicator.name,
            number=version.number,
            note=note,
        ),
    )


def _refuse_start(version: IndicatorVersion, valid_from: date | None, break_note: str) -> None:
    if valid_from is None:
        raise DomainError(
            "required",
            _("Figures stand under the present definition: say from which day the new one holds."),
            "valid_from",
        )
    if not break_note.strip():
        raise DomainError("required", _("Say why the definition changes."), "break_note")
    if version.valid_from is not None and valid_from <= version.valid_from:
        raise Conflict("not_later", _("The new definition must begin after the present one."), "valid_from")
    _refuse_beneath_figures(version, valid_from)


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


def as_values(version: IndicatorVersion) -> dict[str, Any]:
    """Return the columns of a version that make up or show its meaning."""
    keys = (DEFINING | PRESENTATION) - {"dimensions"}
    return {key: getattr(version, key) for key in keys}


def redefined(version: IndicatorVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full columns of the version with the values in place; another kind brings its own way of combining."""
    present = as_values(version)
    if values.get("kind") not in (None, "", version.kind):
        present |= {"partner_rollup": None, "time_behaviour": None}
    return complete({**present, **values})


def redefinition(version: IndicatorVersion, values: Mapping[str, Any]) -> set[str]:
    """Return the names of those `values` that would change what the version means."""
    wanted = redefined(version, values)
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


def complete(values: Mapping[str, Any]) -> dict[str, Any]:
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
        "inclusions": values.get("inclusions") or "",
        "exclusions": values.get("exclusions") or "",
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
        "crossed": bool(values.get("crossed")),
        "two_part": kind.parts == 2,
        "scale": kind.scale(multiplier),
    }


def dimensions_named(codes: Sequence[str]) -> list[Dimension]:
    """Return the dimensions of these codes. Raises DomainError at `dimensions` for one there is not."""
    known = {row.code: row for row in Dimension.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in known]
    if missing:
        raise DomainError("unknown_dimension", _("There is no dimension “%s”.") % missing[0], "dimensions")
    return [known[code] for code in dict.fromkeys(codes)]


def refuse_crossing(definition: Mapping[str, Any], dimensions: Sequence[Dimension]) -> None:
    """Raise DomainError at `crossed` where figures are to be crossed, but not by two dimensions."""
    if definition["crossed"] and len(dimensions) != 2:
        message = _("Groups are crossed by two dimensions: choose two to break the figure down by.")
        raise DomainError("needs_two_dimensions", message, "crossed")


def break_down(version: IndicatorVersion, dimensions: Sequence[Dimension]) -> None:
    """Break the version down by the dimensions, in this order."""
    IndicatorDimension.objects.bulk_create(
        IndicatorDimension(version=version, dimension=dimension, position=position)
        for position, dimension in enumerate(dimensions)
    )


def add_version(
    indicator: Indicator,
    definition: Mapping[str, Any],
    dimensions: Sequence[Dimension],
    number: int,
    valid_from: date | None,
    note: str,
) -> IndicatorVersion:
    """Add a version with these full columns."""
    version = IndicatorVersion.objects.create(
        indicator=indicator, number=number, valid_from=valid_from, break_note=note, **definition
    )
    break_down(version, dimensions)
    return version
