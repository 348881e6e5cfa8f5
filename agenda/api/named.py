"""What a request names by code or id: found, or a fault at the field that names it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from agenda import queries
from agenda.models import Cause, CommonAgenda, Goal
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.rest.named import coded
from measurement import queries as measured

if TYPE_CHECKING:
    from measurement.models import Category, Indicator


def indicator_named(actor: Actor, code: str, field: str = "indicator") -> "Indicator":
    """Return the indicator. Raises DomainError at the field when there is none."""
    return indicators_named(actor, [code], field)[0]


def indicators_named(actor: Actor, codes: Iterable[str], field: str) -> "list[Indicator]":
    """Return the indicators in the order of their codes. Raises DomainError at the field for the first unknown one."""
    return coded(
        measured.indicators(actor), codes, field, _("There is no indicator “%s”."), "unknown_indicator"
    )


def category_named(actor: Actor, indicator: "Indicator", code: str, field: str) -> "Category":
    """Return the category by which the indicator is broken down. Raises DomainError at the field."""
    found = measured.categories_of(actor, indicator).filter(code=code).first()
    if found is None:
        message = _("The indicator is not broken down by a category “%s”.") % code
        raise DomainError("unknown_category", message, field)
    return found


def goals_named(actor: Actor, ids: Iterable[UUID]) -> list[Goal]:
    """Return the goals in the order of their ids. Raises DomainError at `goals` for one that is not there."""
    wanted = list(ids)
    found = {row.public_id: row for row in queries.goals(actor).filter(public_id__in=wanted)}
    if set(wanted) - set(found):
        raise DomainError("unknown_goal", _("There is no goal with this id."), "goals")
    return [found[public_id] for public_id in dict.fromkeys(wanted)]


def causes_named(actor: Actor, ids: Iterable[UUID]) -> list[Cause]:
    """Return the causes, of whatever version. Raises DomainError at `causes` for one that is not there."""
    wanted = set(ids)
    known = [
        cause
        for version in queries.agendas(actor)
        for cause, _depth in queries.cause_tree(version)
        if cause.public_id in wanted
    ]
    if len(known) < len(wanted):
        raise DomainError("unknown_cause", _("There is no cause with this id."), "causes")
    return known


def cause_named(version: CommonAgenda, public_id: UUID | None, field: str = "parent") -> Cause | None:
    """Return the version's cause, None for None. Raises DomainError at the field when there is none."""
    if public_id is None:
        return None
    for cause, _depth in queries.cause_tree(version):
        if cause.public_id == public_id:
            return cause
    raise DomainError("unknown_cause", _("There is no cause with this id."), field)
