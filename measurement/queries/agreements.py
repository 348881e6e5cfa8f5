"""Agreements on sharing data as an actor may see them, what they keep back, and which are due for renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import partners
from measurement.models import AgreementElement, AgreementParty, DataSharingAgreement
from measurement.queries.sharing import OPENNESS, sharing
from measurement.words import AgreementState

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from initiatives.models import Partner
    from measurement.models import Indicator


# For so long after its end an agreement that nobody renewed stays in the queue.
REMEMBERED = timedelta(days=90)


def agreements(actor: Actor) -> QuerySet[DataSharingAgreement]:
    """Return the agreements: all for staff, for a partner's people those it is party to that are no drafts.

    Raises Forbidden for everybody else.
    """
    require(actor, Capability.VIEW_HAND_INS)
    rows = DataSharingAgreement.objects.select_related("renews").prefetch_related(
        _with_partners(),
        Prefetch("elements", AgreementElement.objects.select_related("indicator", "dimension")),
        "renewals",
    )
    if actor.is_staff:
        return rows
    mine = AgreementParty.objects.filter(partner=actor.partner_id or 0).values("agreement")
    return rows.filter(pk__in=mine).exclude(state=AgreementState.DRAFT)


def agreement(actor: Actor, public_id: UUID) -> DataSharingAgreement:
    """Return an agreement. Raises NotFound, and Forbidden as `agreements`."""
    found = agreements(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def agreement_rows(actor: Actor) -> QuerySet[DataSharingAgreement]:
    """Return the agreements for lists, each with codes: `party_codes`, `indicator_codes`, `dimension_codes`."""
    parties = AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by("partner__code")
    elements = AgreementElement.objects.filter(agreement=OuterRef("pk"))
    measured = elements.filter(indicator__isnull=False).order_by("indicator__code")
    divided = elements.filter(dimension__isnull=False).order_by("dimension__code")
    return (
        agreements(actor)
        .prefetch_related(None)
        .annotate(
            party_codes=ArraySubquery(parties.values("partner__code")),
            indicator_codes=ArraySubquery(measured.values("indicator__code")),
            dimension_codes=ArraySubquery(divided.values("dimension__code")),
        )
    )


def agreements_of(actor: Actor, partner_id: int) -> list[DataSharingAgreement]:
    """Return the agreements that a partner is party to, the latest first."""
    require(actor, Capability.VIEW_HAND_INS, partner_id)
    party = AgreementParty.objects.filter(partner=partner_id).values("agreement")
    return list(agreements(actor).filter(pk__in=party).order_by("-starts_on", "-id"))


def renewals_due(actor: Actor) -> list[tuple[DataSharingAgreement, AgreementState]]:
    """Return the agreements that end soon or ended lately and have no renewal in force, the earliest end first."""
    today: date = clock.today(actor.initiative.timezone)
    found = []
    # What they share is asked for by nobody who renews.
    rows = agreements(actor).prefetch_related(None).prefetch_related(_with_partners(), "renewals")
    for row in rows.exclude(state=AgreementState.DRAFT):
        lately = row.last_day is not None and row.last_day >= today - REMEMBERED
        if lately and awaits_renewal(row, today):
            found.append((row, row.standing(today)))
    return sorted(found, key=lambda pair: (pair[0].last_day or today, pair[0].pk))


def awaits_renewal(row: DataSharingAgreement, today: date) -> bool:
    """Whether an agreement ends soon or has ended, and has no renewal in force."""
    ends = row.standing(today) in (AgreementState.ENDING, AgreementState.ENDED)
    return ends and all(renewal.state == AgreementState.DRAFT for renewal in row.renewals.all())


def _with_partners() -> Any:
    return Prefetch("parties", AgreementParty.objects.select_related("partner"))


@dataclass(frozen=True)
class KeptBack:
    """A partner whose figures of an indicator an agreement keeps from others: who may see them, and by which groups."""

    partner: Partner
    audience: str
    fewer_groups: bool
    agreement: DataSharingAgreement


def kept_back(actor: Actor, indicator: Indicator) -> list[KeptBack]:
    """Return for staff whose figures of an indicator agreements keep from others today, by the partners' names.

    Raises Forbidden for everybody else.
    """
    require(actor, Capability.REVIEW)
    terms = sharing(actor, [indicator.pk]).of(indicator.pk)
    limited = {pk: one for pk, one in terms.items() if one.openness < 3 or one.dimensions is not None}
    if not limited:
        return []
    audiences = {openness: str(audience.label) for audience, openness in OPENNESS.items()}
    return [
        KeptBack(row, audiences[one.openness], one.dimensions is not None, one.agreement)
        for row in partners(actor).filter(pk__in=limited).order_by("name", "pk")
        for one in [limited[row.pk]]
    ]
