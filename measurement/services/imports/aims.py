"""Targets that came with a file: what they come to, setting them, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import partners
from measurement.kinds import kind
from measurement.models import Import, Indicator, TargetVersion
from measurement.queries.catalogue import Sheet
from measurement.queries.entries import kind_of, parts_of
from measurement.services.imports.checked import Aim, Checked
from measurement.services.targets import put_back_target, set_target
from measurement.words import Basis

LEAVE = "leave"


def value_of(sheet: Sheet | None, kind_name: str, numbers: Mapping[str, Decimal | None]) -> Decimal | None:
    """Return what a target comes to: the number itself, or what its parts give. Raises EntryError."""
    if numbers.get("value") is not None:
        return numbers["value"]
    if sheet is None:
        parts = kind(kind_name).clean(numbers)
        return kind(kind_name).finish(parts.numerator, parts.denominator)
    version = sheet.versions[-1]
    parts = parts_of(version, numbers)
    found = kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)
    return found if found is not None else numbers.get("numerator")


def refuse_unclear_aims(checked: Checked, choices: Mapping[str, Any]) -> None:
    """Raise DomainError where it must still be said by when, or by which measure, a target is meant."""
    if not checked.aims or choices.get("targets") == LEAVE:
        return
    if any(aim.day is None for aim in checked.aims):
        raise DomainError("undecided", _("Say by when the targets are to be reached."), "target_date")
    if any(aim.doubt for aim in checked.aims) and choices.get("target_basis") not in Basis.values:
        message = _("Say whether the targets are values, or changes in points or per cent.")
        raise DomainError("undecided", message, "target_basis")


def set_aims(actor: Actor, row: Import, checked: Checked) -> list[tuple[int, int]]:
    """Set the targets of a file as new versions, for its reason; return (target, number) of each.

    Those that count from a baseline count from the earliest figure of the file. One that stands already with this
    value and day is left as it is. Raises DomainError with the row of the file.
    """
    if row.choices.get("targets") == LEAVE:
        return []
    indicators = {item.code: item for item in Indicator.objects.all()}
    named = {item.code: item for item in partners(actor)}
    basis = str(row.choices.get("target_basis") or Basis.ABSOLUTE)
    reason = row.reason or _("From “%s”.") % (row.source or row.name)
    made = []
    for aim in checked.aims:
        assert aim.day is not None
        indicator, partner = indicators[aim.indicator], named.get(aim.partner)
        if _stands(indicator, partner, aim, basis):
            continue
        value, day = (None, None) if basis == Basis.ABSOLUTE else _baseline(checked, aim, indicator)
        try:
            version = set_target(
                actor,
                indicator,
                value=aim.value,
                date=aim.day,
                reason=reason,
                partner=partner,
                basis=basis,
                baseline_value=value,
                baseline_date=day,
            )
        except DomainError as fault:
            message = _("Row %(row)d, target of “%(name)s”: %(message)s")
            told = {"row": aim.row, "name": indicator.name, "message": fault.message}
            raise DomainError(fault.code, message % told, "targets") from fault
        made.append((version.target_id, version.number))
    return made


def _stands(indicator: Indicator, partner: Any, aim: Aim, basis: str) -> bool:
    rows = TargetVersion.objects.filter(target__indicator=indicator, target__category=None)
    last = rows.filter(target__partner=partner).order_by("-number").first()
    if last is None or last.withdrawn:
        return False
    return (last.asked, last.date, last.basis) == (aim.value, aim.day, basis)


def _baseline(checked: Checked, aim: Aim, indicator: Indicator) -> tuple[Decimal | None, date | None]:
    """The earliest figure of the same partner and indicator in the file, and the day on which its period ends."""
    version = indicator.versions.order_by("number").last()
    assert version is not None
    mine = [
        figure
        for figure in checked.ready
        if (figure.partner, figure.indicator) == (aim.partner, aim.indicator) and not figure.categories
    ]
    for figure in sorted(mine, key=lambda one: one.period.start):
        parts = parts_of(version, figure.numbers)
        value = kind_of(version).finish(parts.numerator, parts.denominator, version.multiplier)
        if value is not None:
            return value, figure.period.end
    return None, None


def take_aims_back(actor: Actor, row: Import, made: Sequence[Sequence[int]]) -> int:
    """Take back the targets that an import set and nobody has changed since; what stood before stands again."""
    taken = 0
    for target_id, number in made:
        versions = {v.number: v for v in TargetVersion.objects.filter(target=target_id)}
        if max(versions) == number:
            reason = _("“%s” was taken back.") % (row.source or row.name)
            put_back_target(actor, versions[number].target, versions.get(number - 1), reason=reason)
            taken += 1
    return taken
