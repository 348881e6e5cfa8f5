"""What stands around definitions: their life, the partners' sign-off, what is wanted; and two versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import Indicator, IndicatorStep, IndicatorVersion, SignOff, WantedIndicator
from measurement.words import HEADLINES_PER_OUTCOME, MOST_HEADLINES, Position, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What two versions are compared by, in the order of the sheet.
COMPARED = {
    "definition": _("What it counts"),
    "numerator_definition": _("Counted above the line"),
    "denominator_definition": _("Out of what"),
    "inclusions": _("Who or what is in"),
    "exclusions": _("Who or what is out"),
    "kind": _("Kind"),
    "unit": _("Unit"),
    "multiplier": _("Per how many"),
    "currency": _("Currency"),
    "scale_min": _("Scale from"),
    "scale_max": _("Scale to"),
    "direction": _("Which way is better"),
    "band_low": _("Band from"),
    "band_high": _("Band to"),
    "time_behaviour": _("Over time"),
    "partner_rollup": _("Across partners"),
    "cadence": _("Collected"),
    "decimals": _("Decimals shown"),
    "dimensions": _("Broken down by"),
    "crossed": _("Groups crossed"),
}


@dataclass(frozen=True)
class Compared:
    """One field of a definition, as an earlier and a later version have it, in words; empty where nothing is said."""

    field: str
    label: Any
    earlier: str
    later: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.earlier != self.later


def compare(earlier: IndicatorVersion, later: IndicatorVersion) -> list[Compared]:
    """Return two versions of an indicator side by side (as `version_rows` gives them), but what both leave empty."""
    rows = [
        Compared(name, label, _worded(earlier, name), _worded(later, name))
        for name, label in COMPARED.items()
    ]
    return [row for row in rows if row.earlier or row.later]


def _worded(version: IndicatorVersion, name: str) -> str:
    if name == "dimensions":
        return ", ".join(version.dimension_names)  # type: ignore[attr-defined]
    if name == "multiplier" and version.multiplier == 1:
        return ""
    told = getattr(version, f"get_{name}_display", None)
    value = told() if told else getattr(version, name)
    if isinstance(value, bool):
        return str(_("yes")) if value else ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def steps(actor: Actor, indicator: Indicator) -> QuerySet[IndicatorStep]:
    """Return the steps of an indicator's life, the earliest first."""
    require(actor, Capability.VIEW)
    return IndicatorStep.objects.filter(indicator=indicator).select_related("taken_by")


def sign_offs(actor: Actor) -> QuerySet[SignOff]:
    """Return who was asked about the present definitions: all for staff, their own for partners."""
    require(actor, Capability.VIEW_HAND_INS)
    newest = IndicatorVersion.objects.filter(indicator=OuterRef("version__indicator")).order_by("-number")
    rows = (
        SignOff.objects.filter(version=Subquery(newest.values("pk")[:1]))
        .exclude(version__indicator__state__in=[State.PROPOSED, State.RETIRED])
        .select_related("version__indicator", "partner", "given_by", "answered_by")
    )
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0)


def sign_off_of(actor: Actor, public_id: UUID) -> SignOff:
    """Return what one partner was asked. Raises NotFound."""
    found = sign_offs(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_sign_offs(actor: Actor) -> QuerySet[SignOff]:
    """Return what the actor's own partner is asked and its lead has not answered; none for everybody else."""
    if not actor.partner_id or not actor.may(Capability.SIGN_OFF):
        return SignOff.objects.none()
    return sign_offs(actor).filter(partner_id=actor.partner_id, position=Position.WAITING)


def wanted_indicators(actor: Actor) -> QuerySet[WantedIndicator]:
    """Return the data development agenda: what is wanted soonest first."""
    require(actor, Capability.VIEW)
    return WantedIndicator.objects.select_related("owner", "indicator")


def wanted_indicator(actor: Actor, public_id: UUID) -> WantedIndicator:
    """Return one wanted indicator. Raises NotFound."""
    found = wanted_indicators(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Headlines:
    """The headline list: how many there are, how many there may be, and the outcomes told by too few or too many."""

    indicators: tuple[Indicator, ...]
    crowded: tuple[tuple[str, int], ...]

    @property
    def full(self) -> bool:
        """Whether one more takes the place of another."""
        return len(self.indicators) >= MOST_HEADLINES


def headlines(actor: Actor) -> Headlines:
    """Return the headline indicators in use. One query."""
    require(actor, Capability.VIEW)
    rows = tuple(Indicator.objects.filter(headline=True).exclude(state=State.RETIRED))
    outcomes: dict[str, int] = {}
    for row in rows:
        if row.outcome:
            outcomes[row.outcome] = outcomes.get(row.outcome, 0) + 1
    _fewest, most = HEADLINES_PER_OUTCOME
    crowded = tuple((outcome, count) for outcome, count in outcomes.items() if count > most)
    return Headlines(rows, crowded)
