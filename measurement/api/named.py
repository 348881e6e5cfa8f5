"""What a request names by code: found, or a fault at the field that names it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from measurement import queries

if TYPE_CHECKING:
    from initiatives.models import Partner
    from measurement.models import Indicator


def own_partner(actor: Actor, code: str) -> "Partner":
    """Return the partner that an address names, to its own people and to staff. Raises NotFound for all others."""
    found = core.partner(actor, code)
    if not actor.may(Capability.VIEW_HAND_INS, found.pk):
        raise NotFound
    return found


def indicator_named(actor: Actor, code: str, field: str = "indicator") -> "Indicator":
    """Return the indicator. Raises DomainError at `field` when there is none."""
    found = queries.indicators(actor).filter(code=code).first()
    if found is None:
        raise DomainError("unknown_indicator", _("There is no indicator “%s”.") % code, field)
    return found
