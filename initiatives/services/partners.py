"""Partners: adding, changing, moving between sectors and places, parting."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel, Model, Q
from django.utils.translation import gettext as _

from initiatives.events import PartnerAdded, PartnerChanged, PartnerLeft, PartnerRemoved, PartnerReturned
from initiatives.jobs import GROUPS_CHANGED, PARTNER_LEFT, PARTNER_RETURNED, enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import clean_code
from initiatives.kernel.errors import DomainError
from initiatives.kernel.writing import changeable
from initiatives.models import Affiliation, Event, Membership, Partner, Place, Sector
from initiatives.models.core import ALWAYS
from initiatives.outbox import record
from initiatives.services.places import clean_name

EVER = date.fromisoformat(ALWAYS)


def _affiliation(
    row: Mapping[str, Any], sectors: Mapping[str, Sector], places: Mapping[str, Place]
) -> dict[str, Any]:
    sector, place = row.get("sector") or "", row.get("place") or ""
    if sector not in sectors:
        raise DomainError("unknown_sector", _("There is no sector “%s”.") % sector, "sector")
    if place and place not in places:
        raise DomainError("unknown_place", _("There is no place “%s”.") % place, "place")
    return {"sector": sectors[sector], "place": places[place] if place else None}


def _sectors() -> dict[str, Sector]:
    return {sector.code: sector for sector in Sector.objects.all()}


def _places(codes: set[str]) -> dict[str, Place]:
    return {place.code: place for place in Place.objects.filter(code__in=codes)}


def add_partner(
    actor: Actor,
    *,
    code: str,
    name: str,
    sector: str,
    place: str = "",
    roles: Sequence[str] = (),
    identifier: str = "",
    about: str = "",
) -> Partner:
    """Add a partner with its sector and place (codes). Raises DomainError at the field concerned."""
    row = {
        "code": code,
        "name": name,
        "sector": sector,
        "place": place,
        "roles": roles,
        "identifier": identifier,
        "about": about,
    }
    return add_partners(actor, [row])[0]


def add_partners(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[Partner]:
    """Add many partners (keys as of add_partner), all or none. Raises DomainError for the first bad row.

    One that had been removed stands again under its code, with what is given now.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    sectors, places = _sectors(), _places({row.get("place") or "" for row in rows})
    partners, affiliations = [], []
    for row in rows:
        partner = Partner(
            code=clean_code(row["code"]),
            name=clean_name(row["name"]),
            roles=list(row.get("roles") or ()),
            identifier=row.get("identifier") or "",
            about=row.get("about") or "",
        )
        partners.append(partner)
        affiliations.append(_affiliation(row, sectors, places))
    try:
        with transaction.atomic():
            _bring_back_removed(partners)
            Partner.objects.bulk_create(partner for partner in partners if partner.pk is None)
    except IntegrityError as error:
        raise DomainError("code_taken", _("Another partner has this code."), "code") from error
    Affiliation.objects.bulk_create(
        Affiliation(partner=partner, **values) for partner, values in zip(partners, affiliations, strict=True)
    )
    for partner in partners:
        record(actor, PartnerAdded(f"partner:{partner.code}", partner_id=partner.pk, name=partner.name))
    return partners


def _bring_back_removed(partners: Sequence[Partner]) -> None:
    """Give new partners the rows that removed ones with their codes still hold."""
    removed = Partner.objects.filter(state=Partner.State.REMOVED, code__in=[row.code for row in partners])
    kept = {row.code: row for row in removed}
    for partner in partners:
        if partner.code in kept:
            partner.pk, partner.initiative_id = kept[partner.code].pk, kept[partner.code].initiative_id
            partner.save()


def change_partner(actor: Actor, partner: Partner, /, **values: Any) -> Partner:
    """Change name, identifier, roles, about, main_contact or backup_contact (memberships or None).

    Raises DomainError at the field concerned; a contact must be a person of this partner.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    allowed = {"name", "identifier", "roles", "about", "main_contact", "backup_contact"}
    changeable(values, allowed)
    if "name" in values:
        values["name"] = clean_name(values["name"])
    for field in ("main_contact", "backup_contact"):
        contact: Membership | None = values.get(field)
        if contact is not None and (contact.partner_id != partner.pk or not contact.is_active):
            raise DomainError("not_theirs", _("The contact must be a person of this partner."), field)
    main, backup = (values.get(f, getattr(partner, f)) for f in ("main_contact", "backup_contact"))
    if main is not None and main == backup:
        raise DomainError("same_contact", _("Choose two different people."), "backup_contact")
    changed = tuple(sorted(key for key, value in values.items() if getattr(partner, key) != value))
    if changed:
        for key in changed:
            setattr(partner, key, values[key])
        partner.save(update_fields=changed)
        record(
            actor,
            PartnerChanged(
                f"partner:{partner.code}", partner_id=partner.pk, name=partner.name, fields=changed
            ),
        )
    return partner


def affiliate(
    actor: Actor, partner: Partner, *, sector: str, place: str = "", starts_on: date | None = None
) -> Affiliation:
    """Set a partner's sector and place from a day on (None: since ever). Figures by sector and place follow."""
    require(actor, Capability.MANAGE_PARTNERS)
    values = _affiliation({"sector": sector, "place": place}, _sectors(), _places({place}))
    row, _created = Affiliation.objects.update_or_create(
        partner=partner, starts_on=starts_on or EVER, defaults=values
    )
    record(
        actor,
        PartnerChanged(
            f"partner:{partner.code}", partner_id=partner.pk, name=partner.name, fields=("place", "sector")
        ),
    )
    enqueue(GROUPS_CHANGED)
    return row


def part_with(actor: Actor, partner: Partner) -> Partner:
    """Record that a partner has left. Its figures stay; nothing more is asked of it."""
    require(actor, Capability.MANAGE_PARTNERS)
    if partner.state != Partner.State.LEFT:
        partner.state = Partner.State.LEFT
        partner.save(update_fields=["state"])
        record(actor, PartnerLeft(f"partner:{partner.code}", partner_id=partner.pk, name=partner.name))
        enqueue(PARTNER_LEFT, f"{partner.pk}:{clock.today(actor.initiative.timezone).isoformat()}")
    return partner


def take_back(actor: Actor, partner: Partner) -> Partner:
    """Record that a partner that had left takes part again; what it reported until then is asked of it again."""
    require(actor, Capability.MANAGE_PARTNERS)
    if partner.state != Partner.State.ACTIVE:
        partner.state = Partner.State.ACTIVE
        partner.save(update_fields=["state"])
        record(actor, PartnerReturned(f"partner:{partner.code}", partner_id=partner.pk, name=partner.name))
        enqueue(PARTNER_RETURNED, str(partner.pk))
    return partner


def remove_partners(
    actor: Actor, partners: Collection[Partner], *, history: Collection[type[Model]] = ()
) -> list[Partner]:
    """Remove partners that were added by mistake and return them; one that anything uses stays as it is.

    Rows of the models in `history` are no use: they tell what was, such as a figure that was taken back. What is
    removed is out of sight everywhere and kept for that history alone; its code can be given again.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    used = _used(partners, {Event, Affiliation, *history})
    removed = [partner for partner in partners if partner.pk not in used]
    for partner in removed:
        record(actor, PartnerRemoved(f"partner:{partner.code}", partner_id=partner.pk, name=partner.name))
    pks = [partner.pk for partner in removed]
    Affiliation.objects.filter(partner__in=pks).delete()
    Partner.objects.filter(pk__in=pks).update(state=Partner.State.REMOVED)
    return removed


def _used(partners: Collection[Partner], besides: Collection[type[Model]]) -> set[int]:
    """Return the ids of the partners that a row of any other model names."""
    used: set[int] = set()
    for relation in Partner._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in besides:
            named = relation.related_model._default_manager
            rows = named.filter(Q((f"{relation.field.name}__in", partners))).order_by()
            used.update(rows.values_list(f"{relation.field.attname}", flat=True).distinct())
    return used
