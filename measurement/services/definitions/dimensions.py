"""Dimensions and their categories: making one, and changing its list without touching what was reported."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events import DimensionDefined
from measurement.events.definitions import DimensionChanged
from measurement.models import Category, CellPart, Dimension
from measurement.rollups import mark_everything_dirty


def define_dimension(
    actor: Actor,
    *,
    code: str,
    name: str,
    exclusive: bool = True,
    categories: Sequence[Mapping[str, Any]] = (),
) -> Dimension:
    """Define a dimension with its categories ({code, name, not_known}, in order). Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    if not name.strip():
        raise DomainError("required", _("Give the dimension a name."), "name")
    _refuse_twice(categories)
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
        Category(
            dimension=dimension,
            code=given["code"],
            name=given.get("name") or given["code"],
            position=position,
            not_known=bool(given.get("not_known")),
        )
        for position, given in enumerate(categories)
    )
    record(actor, DimensionDefined(f"dimension:{code}", name=dimension.name))
    return dimension


def extend_dimension(
    actor: Actor,
    dimension: Dimension,
    *,
    name: str | None = None,
    exclusive: bool | None = None,
    categories: Sequence[Mapping[str, Any]] = (),
) -> Dimension:
    """Rename a dimension, order and rename its categories, add some, and say from when one is no longer offered.

    `categories` are {code, name, not_known, starts_on, retired_on}, in the order wanted; a code that is not known is
    added, and those not named keep their place after them. None is ever removed: earlier periods keep their list.
    Whether the categories exclude one another is fixed once figures stand by them (Conflict at `exclusive`).
    """
    require(actor, Capability.DEFINE)
    dimension = Dimension.objects.select_for_update(no_key=True).get(pk=dimension.pk)
    _refuse_twice(categories)
    if exclusive is not None and exclusive != dimension.exclusive:
        if CellPart.objects.filter(dimension=dimension).exists():
            message = _("Figures stand by these groups: whether they overlap can no longer be changed.")
            raise Conflict("in_use", message, "exclusive")
        dimension.exclusive = exclusive
    if name is not None:
        dimension.name = name.strip() or dimension.name
    dimension.save(update_fields=["name", "exclusive"])
    known = {category.code: category for category in dimension.categories.all()}
    before = {code: (row.starts_on, row.retired_on) for code, row in known.items()}
    rows = [_category(dimension, known, given) for given in categories]
    named = {row.code for row in rows}
    rows += [row for code, row in known.items() if code not in named]
    for position, row in enumerate(rows):
        row.position = position
        row.save()
    touched = [row for row in rows if before.get(row.code) != (row.starts_on, row.retired_on)]
    if any(row.code in before for row in touched):
        # Which categories make a total complete has changed for some periods.
        mark_everything_dirty()
    record(
        actor,
        DimensionChanged(
            f"dimension:{dimension.code}",
            name=dimension.name,
            added=tuple(row.name for row in rows if row.code not in before),
            retired=tuple(row.name for row in touched if row.retired_on and row.code in before),
        ),
    )
    return dimension


def _category(dimension: Dimension, known: Mapping[str, Category], given: Mapping[str, Any]) -> Category:
    row = known.get(given["code"])
    if row is None:
        row = Category(dimension=dimension, code=clean_code(given["code"]), added_at=clock.now())
        row.name = row.code
    row.name = given.get("name") or row.name
    row.not_known = bool(given.get("not_known", row.not_known))
    starts: date | None = given.get("starts_on", row.starts_on)
    ends: date | None = given.get("retired_on", row.retired_on)
    if starts and ends and ends <= starts:
        raise DomainError("wrong_order", _("“%s” would end before it begins.") % row.name, "categories")
    row.starts_on, row.retired_on = starts, ends
    return row


def _refuse_twice(categories: Sequence[Mapping[str, Any]]) -> None:
    if len({given["code"] for given in categories}) != len(categories):
        raise DomainError("code_taken", _("Two categories have the same code."), "categories")
