"""Who looks after an indicator's definition or sees to a wanted one, and who does after them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.handover import Duty, register
from initiatives.kernel.access import STAFF, Actor
from initiatives.outbox import record
from initiatives.queries import everybody
from measurement.events import IndicatorChanged
from measurement.events.definitions import WantedChanged
from measurement.models import Indicator, WantedIndicator
from measurement.words import WantState

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


def _open_wants(membership: "Membership") -> "QuerySet[WantedIndicator]":
    rows = WantedIndicator.objects.filter(owner_id=membership.pk).order_by("id")
    return rows.exclude(state__in=(WantState.BECAME, WantState.DROPPED))


def _sees_to(actor: Actor, membership: "Membership") -> list[str]:
    return [_("Sees to the wanted indicator %s") % row.name for row in _open_wants(membership)]


def _anybody(actor: Actor, membership: "Membership") -> "QuerySet[Membership]":
    return everybody().exclude(pk=membership.pk)


def _pass_wants_on(actor: Actor, membership: "Membership", heir: "Membership | None") -> None:
    for row in _open_wants(membership).select_for_update(of=("self",)):
        row.owner_id = heir.pk if heir else None
        row.save(update_fields=["owner"])
        record(actor, WantedChanged(f"wanted:{row.public_id}", name=row.name, fields=("owner",)))


WANTS = register(
    Duty("wanted", gettext_lazy("Owner of wanted indicators"), _sees_to, _anybody, _pass_wants_on)
)
