"""Who looks after an indicator's definition, and who does after them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.handover import Duty, register
from initiatives.kernel.access import STAFF, Actor
from initiatives.outbox import record
from initiatives.queries import everybody
from measurement.events import IndicatorChanged
from measurement.models import Indicator

if TYPE_CHECKING:
    from initiatives.models import Membership


def _held(actor: Actor, membership: "Membership") -> list[str]:
    names = Indicator.objects.filter(steward_id=membership.pk).values_list("name", flat=True)
    return [_("Steward of %s") % name for name in names]


def _heirs(actor: Actor, membership: "Membership") -> "QuerySet[Membership]":
    return everybody().filter(role__in=STAFF).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: "Membership", heir: "Membership | None") -> None:
    for indicator in Indicator.objects.select_for_update().filter(steward_id=membership.pk).order_by("id"):
        indicator.steward_id = heir.pk if heir else None
        indicator.save(update_fields=["steward"])
        changed = IndicatorChanged(
            f"indicator:{indicator.code}", code=indicator.code, name=indicator.name, fields=("steward",)
        )
        record(actor, changed)


STEWARDSHIP = register(Duty("steward", gettext_lazy("Steward of indicators"), _held, _heirs, _pass_on))
