"""A partner's own report layouts: making, changing, copying, deleting. Private to the partner unless it shares one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable
from initiatives.outbox import record
from measurement.events.sharing import LayoutChanged, LayoutDeleted, LayoutMade
from measurement.models import ReportLayout
from measurement.queries import catalogue

if TYPE_CHECKING:
    from initiatives.models import Partner

MOST_LINES = 60
FIELDS = frozenset({"name", "funder", "starts_in", "by_time", "charts", "definitions", "shared", "lines"})
BY_TIME = ("quarterly", "yearly")


def make_layout(actor: Actor, partner: Partner, /, **values: Any) -> ReportLayout:
    """Make a layout of one's own partner (keys of FIELDS; name and lines must be given).

    `lines` are {"indicator": code, "label": text, "by": dimension code or ""}, in their order. Raises DomainError at
    the field concerned.
    """
    _require_own(actor, partner.pk)
    layout = ReportLayout(partner=partner)
    _fill(layout, values)
    _save(layout)
    record(actor, LayoutMade(f"layout:{layout.public_id}", partner_id=partner.pk, name=layout.name))
    return layout


def change_layout(actor: Actor, layout: ReportLayout, /, **values: Any) -> ReportLayout:
    """Change, rename or share a layout (keys of FIELDS). Raises DomainError at the field concerned."""
    _require_own(actor, layout.partner_id)
    layout = ReportLayout.objects.select_for_update(of=("self",)).get(pk=layout.pk)
    _fill(layout, values)
    _save(layout)
    fact = LayoutChanged(
        f"layout:{layout.public_id}", partner_id=layout.partner_id, name=layout.name, shared=layout.shared
    )
    record(actor, fact)
    return layout


def copy_layout(actor: Actor, layout: ReportLayout) -> ReportLayout:
    """Make another layout like this one, under a name that is free; it is not shared."""
    _require_own(actor, layout.partner_id)
    taken = set(ReportLayout.objects.filter(partner=layout.partner_id).values_list("name", flat=True))
    name, number = _("Copy of %s") % layout.name[:180], 2
    while name in taken:
        name, number = (
            _("Copy %(number)d of %(name)s") % {"number": number, "name": layout.name[:170]},
            number + 1,
        )
    kept = {field: getattr(layout, field) for field in FIELDS - {"name", "shared"}}
    return make_layout(actor, layout.partner, name=name, **kept)


def delete_layout(actor: Actor, layout: ReportLayout) -> None:
    """Delete a layout; the figures are not concerned."""
    _require_own(actor, layout.partner_id)
    fact = LayoutDeleted(f"layout:{layout.public_id}", partner_id=layout.partner_id, name=layout.name)
    record(actor, fact)
    layout.delete()


def _require_own(actor: Actor, partner_id: int) -> None:
    require(actor, Capability.HAND_IN, partner_id)
    if actor.partner_id != partner_id:
        raise Conflict("not_own", _("A report belongs to its partner."))


def _save(layout: ReportLayout) -> None:
    layout.changed_at = clock.now()
    try:
        with transaction.atomic():
            layout.save()
    except IntegrityError as error:
        raise DomainError("name_taken", _("Another report has this name."), "name") from error


def _fill(layout: ReportLayout, values: Mapping[str, Any]) -> None:
    changeable(values, FIELDS)
    for name, value in values.items():
        setattr(layout, name, value.strip() if isinstance(value, str) else value)
    if not layout.name:
        raise DomainError("required", _("Give the report a name."), "name")
    if not 1 <= layout.starts_in <= 12:
        raise DomainError("out_of_range", _("A year starts in one of twelve months."), "starts_in")
    if layout.by_time not in BY_TIME:
        raise DomainError("invalid_choice", _("Choose quarters or years."), "by_time")
    layout.lines = _lines(layout.lines)


def _lines(given: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    if not given:
        raise DomainError("required", _("Choose at least one indicator."), "lines")
    if len(given) > MOST_LINES:
        raise DomainError("too_many", _("A report has 60 lines at most."), "lines")
    sheets = catalogue({str(line.get("indicator", "")) for line in given})
    found = []
    for line in given:
        sheet = sheets.get(str(line.get("indicator", "")))
        if sheet is None:
            raise DomainError("unknown_indicator", _("There is no such indicator."), "lines")
        by = str(line.get("by") or "")
        known = {axis.dimension.code for axis in sheet.axes.get(sheet.versions[-1].pk, ())}
        if by and by not in known:
            message = _("“%(name)s” is not broken down by “%(code)s”.")
            raise DomainError(
                "unknown_dimension", message % {"name": sheet.indicator.name, "code": by}, "lines"
            )
        found.append(
            {"indicator": sheet.indicator.code, "label": str(line.get("label") or "")[:200], "by": by}
        )
    return found
