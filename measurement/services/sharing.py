"""Agreements on sharing data: drafting, putting in force, renewing, terminating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable
from initiatives.outbox import Fact, record
from measurement.events.sharing import (
    AgreementActivated,
    AgreementChanged,
    AgreementDiscarded,
    AgreementDrafted,
    AgreementFiled,
    AgreementRenewed,
    AgreementTerminated,
)
from measurement.evidence import forget_files, recognise, store
from measurement.imports.files import FileRefused
from measurement.models import (
    AgreementElement,
    AgreementParty,
    DataSharingAgreement,
    Dimension,
    Indicator,
)
from measurement.services.evidence import refusal
from measurement.words import AgreementState, Audience, SharedLevel

if TYPE_CHECKING:
    from initiatives.models import Partner

PAPERS = ("pdf", "png", "jpg", "jpeg")
TEXTS = (
    "purpose",
    "permitted_use",
    "forbidden_use",
    "legal_basis",
    "consent",
    "security",
    "retention",
    "destruction",
    "publication_rights",
    "termination",
    "contacts",
)
PLAIN = (
    "title",
    *TEXTS,
    "level",
    "audience",
    "after_end",
    "breach_notice_days",
    "review_days",
    "renewal_days",
    "starts_on",
    "ends_on",
)
CHOICES: Mapping[str, Any] = {"level": SharedLevel, "audience": Audience, "after_end": Audience}
LONGEST_DAYS = 3650


def draft_agreement(
    actor: Actor,
    *,
    parties: Iterable[Partner],
    indicators: Iterable[Indicator] = (),
    dimensions: Iterable[Dimension] = (),
    **values: Any,
) -> DataSharingAgreement:
    """Draft an agreement between the initiative and these partners; nothing is governed by it before it is active.

    `values` are fields of PLAIN; title, starts_on and a party must be given. Without indicators it covers all that
    its parties report. Raises DomainError at the field concerned.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = DataSharingAgreement()
    _fill(agreement, values)
    _require_whole(agreement)
    agreement.save()
    _cover(agreement, parties, indicators, dimensions)
    _tell(actor, agreement, AgreementDrafted)
    return agreement


def change_agreement(
    actor: Actor,
    agreement: DataSharingAgreement,
    *,
    parties: Iterable[Partner] | None = None,
    indicators: Iterable[Indicator] | None = None,
    dimensions: Iterable[Dimension] | None = None,
    **values: Any,
) -> DataSharingAgreement:
    """Change a draft (arguments as of draft_agreement; None: as it is). Raises Conflict when it is none any more."""
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = _held(agreement)
    _require_draft(agreement)
    changed = _fill(agreement, values)
    _require_whole(agreement)
    agreement.save()
    held = _elements(agreement)
    _cover(
        agreement,
        [row.partner for row in agreement.parties.select_related("partner")] if parties is None else parties,
        held[0] if indicators is None else indicators,
        held[1] if dimensions is None else dimensions,
    )
    _tell(actor, agreement, AgreementChanged, fields=changed)
    return agreement


def activate_agreement(actor: Actor, agreement: DataSharingAgreement) -> DataSharingAgreement:
    """Put a draft in force: from its first day on it governs. Raises Conflict when it is no draft."""
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = _held(agreement)
    _require_draft(agreement)
    agreement.state = AgreementState.ACTIVE
    agreement.save(update_fields=["state"])
    _tell(
        actor,
        agreement,
        AgreementActivated,
        starts_on=agreement.starts_on.isoformat(),
        ends_on=agreement.ends_on.isoformat() if agreement.ends_on else "",
    )
    return agreement


def renew_agreement(
    actor: Actor,
    agreement: DataSharingAgreement,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> DataSharingAgreement:
    """Draft the next version of an agreement, with all its terms; it begins the day after the former's end.

    Raises Conflict for a draft, and when a renewal is there already.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    former = _held(agreement)
    if former.state == AgreementState.DRAFT:
        raise Conflict("is_draft", _("This is a draft: change it instead."))
    if DataSharingAgreement.objects.filter(renews=former).exists():
        raise Conflict("renewed", _("There is a renewal of this agreement already."))
    today = clock.today(actor.initiative.timezone)
    begins = starts_on or (former.last_day + timedelta(days=1) if former.last_day else today)
    values = {name: getattr(former, name) for name in PLAIN if name not in ("starts_on", "ends_on")}
    renewal = DataSharingAgreement(renews=former, number=former.number + 1)
    _fill(renewal, {**values, "starts_on": begins, "ends_on": ends_on})
    _require_whole(renewal)
    renewal.save()
    indicators, dimensions = _elements(former)
    parties = [row.partner for row in former.parties.select_related("partner")]
    _cover(renewal, parties, indicators, dimensions)
    _tell(actor, renewal, AgreementRenewed)
    return renewal


def terminate_agreement(
    actor: Actor, agreement: DataSharingAgreement, *, last_day: date, reason: str
) -> DataSharingAgreement:
    """End an agreement before its time: `last_day` is the last on which it holds. What it says of after holds then.

    Raises Conflict when it is not in force, DomainError at last_day or reason.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = _held(agreement)
    today = clock.today(actor.initiative.timezone)
    if agreement.standing(today) not in (AgreementState.ACTIVE, AgreementState.ENDING):
        raise Conflict("not_in_force", _("This agreement is not in force."))
    if not reason.strip():
        raise DomainError("required", _("Say why it ends."), "reason")
    if last_day < agreement.starts_on - timedelta(days=1):
        raise DomainError("too_early", _("It cannot end before it began."), "last_day")
    if agreement.ends_on is not None and last_day > agreement.ends_on:
        raise DomainError("too_late", _("It ends earlier than that anyhow."), "last_day")
    agreement.state, agreement.terminated_on = AgreementState.TERMINATED, last_day
    agreement.termination_reason = reason.strip()
    agreement.save(update_fields=["state", "terminated_on", "termination_reason"])
    _tell(
        actor,
        agreement,
        AgreementTerminated,
        last_day=last_day.isoformat(),
        reason=agreement.termination_reason,
    )
    return agreement


def discard_agreement(actor: Actor, agreement: DataSharingAgreement) -> None:
    """Give a draft up; nothing is left of it but the record that it was. Raises Conflict when it is no draft."""
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = _held(agreement)
    _require_draft(agreement)
    _tell(actor, agreement, AgreementDiscarded)
    _forget_file(agreement)
    agreement.delete()


def file_agreement(
    actor: Actor, agreement: DataSharingAgreement, *, name: str, file: IO[bytes], size: int
) -> DataSharingAgreement:
    """Keep the signed paper with the agreement: a PDF, PNG or JPEG whose content is what its name says.

    Raises DomainError at `file`.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    agreement = _held(agreement)
    try:
        kind = recognise(file, name, size)
        if kind not in PAPERS:
            raise DomainError("unknown_kind", _("Send a PDF, a PNG or a JPEG picture."), "file")
        stored = store(file)
    except FileRefused as fault:
        raise DomainError(fault.code, refusal(fault.code), "file") from fault
    _forget_file(agreement)
    agreement.stored_as, agreement.file_type, agreement.file_size = stored, kind, size
    agreement.file_name = _safe_name(name, kind)
    try:
        with transaction.atomic():
            agreement.save(update_fields=["stored_as", "file_type", "file_size", "file_name"])
            _tell(actor, agreement, AgreementFiled, file=agreement.file_name)
    except BaseException:
        forget_files([stored])
        raise
    return agreement


def _forget_file(agreement: DataSharingAgreement) -> None:
    if agreement.stored_as:
        former = agreement.stored_as
        transaction.on_commit(lambda: forget_files([former]), robust=True)


def _safe_name(name: str, kind: str) -> str:
    stem = "".join(sign for sign in PurePosixPath(name).stem if sign.isalnum() or sign in " -_.").strip(" .")
    return f"{stem[:150] or 'agreement'}.{kind}"


def _held(agreement: DataSharingAgreement) -> DataSharingAgreement:
    return DataSharingAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def _require_draft(agreement: DataSharingAgreement) -> None:
    if agreement.state != AgreementState.DRAFT:
        raise Conflict("not_draft", _("Only a draft can be changed; what holds is renewed or terminated."))


def _fill(agreement: DataSharingAgreement, values: Mapping[str, Any]) -> tuple[str, ...]:
    changeable(values, PLAIN)
    for name, choices in CHOICES.items():
        if name in values and values[name] not in choices.values:
            raise DomainError("invalid_choice", _("Choose one of the offered values."), name)
    for name in ("breach_notice_days", "review_days", "renewal_days"):
        if values.get(name) is not None and not 0 <= values[name] <= LONGEST_DAYS:
            raise DomainError("out_of_range", _("Give 0 to 3,650 days."), name)
    changed = tuple(sorted(name for name, value in values.items() if getattr(agreement, name) != value))
    for name in changed:
        value = values[name]
        setattr(agreement, name, value.strip() if isinstance(value, str) else value)
    return changed


def _require_whole(agreement: DataSharingAgreement) -> None:
    if not agreement.title:
        raise DomainError("required", _("Give the agreement a title."), "title")
    if len(agreement.title) > 200:
        raise DomainError("too_long", _("A title has 200 letters at most."), "title")
    if agreement.starts_on is None:
        raise DomainError("required", _("Say from which day it holds."), "starts_on")
    if agreement.renewal_days is None:
        agreement.renewal_days = 60
    if agreement.ends_on is not None and agreement.ends_on < agreement.starts_on:
        raise DomainError("before_start", _("It ends before it begins."), "ends_on")


def _elements(agreement: DataSharingAgreement) -> tuple[list[Indicator], list[Dimension]]:
    rows = list(agreement.elements.select_related("indicator", "dimension"))
    return [r.indicator for r in rows if r.indicator], [r.dimension for r in rows if r.dimension]


def _cover(
    agreement: DataSharingAgreement,
    parties: Iterable[Partner],
    indicators: Iterable[Indicator],
    dimensions: Iterable[Dimension],
) -> None:
    wanted = {partner.pk: partner for partner in parties}
    if not wanted:
        raise DomainError("required", _("Choose at least one partner."), "parties")
    agreement.parties.all().delete()
    agreement.elements.all().delete()
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, partner=p) for p in wanted.values()
    )
    AgreementElement.objects.bulk_create(
        [
            *(
                AgreementElement(agreement=agreement, indicator=i)
                for i in {i.pk: i for i in indicators}.values()
            ),
            *(
                AgreementElement(agreement=agreement, dimension=d)
                for d in {d.pk: d for d in dimensions}.values()
            ),
        ]
    )


def _tell(actor: Actor, agreement: DataSharingAgreement, fact: type[Fact], **more: Any) -> None:
    """Record the fact in the affairs of each party; of a draft, which the parties do not see yet, in the backbone's."""
    if agreement.state == AgreementState.DRAFT:
        told: dict[str, Any] = {"title": agreement.title, "number": agreement.number, **more}
        record(actor, fact(f"agreement:{agreement.public_id}", **told))
        return
    for party in agreement.parties.order_by("partner_id"):
        record(
            actor,
            fact(
                f"agreement:{agreement.public_id}",
                partner_id=party.partner_id,
                title=agreement.title,  # type: ignore[call-arg]
                number=agreement.number,  # type: ignore[call-arg]
                **more,
            ),
        )
