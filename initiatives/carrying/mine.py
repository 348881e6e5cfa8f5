"""What Concert holds about one person, and how a person is forgotten."""

import json
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from initiatives.carrying.names import pseudonym
from initiatives.carrying.plan import tenant_models
from initiatives.kernel.rls import rights_of
from initiatives.kernel.tenancy import TenantModel, person, tenant
from initiatives.models import Membership, User

# Columns that open something to whoever knows them; nobody is shown them again, their person neither.
HIDDEN = ("secret", "hash", "sealed", "stored_as")
# Columns in which a person's name is kept as they or others typed it.
TYPED = ("holder", "confirmed_holder", "guest", "signer")
SHOWN = 200


@dataclass(frozen=True)
class Place:
    """A person's place in one initiative: present or past, with everything that leads to it."""

    membership: Membership
    name: str
    kinds: dict[type[TenantModel], list[dict[str, Any]]]


def memberships_of(user: User) -> list[Membership]:
    """Return the person's memberships in all initiatives, those that ended too, the earliest first."""
    with person(user):
        return list(Membership.mine.order_by("since", "id"))


def held_about(user: User) -> Iterator[Place]:
    """Yield what each of the person's initiatives holds about them: by kind of record, as rows of plain values."""
    for membership in memberships_of(user):
        with tenant(membership.initiative_id):  # type: ignore[attr-defined]
            own = Membership.objects.select_related("initiative").get(pk=membership.pk)
            kinds = {model: rows for model in tenant_models() if (rows := _rows(model, own, user))}
            yield Place(own, own.initiative.name, kinds)


def _rows(model: type[TenantModel], membership: Membership, user: User) -> list[dict[str, Any]]:
    keys = [column for column in model._meta.local_fields if column.related_model in (Membership, User)]
    wanted = {key.name: membership.pk if key.related_model is Membership else user.pk for key in keys}
    if model is Membership:
        wanted = {"id": membership.pk}
    if not wanted:
        return []
    said = [
        column
        for column in model._meta.local_fields
        if not isinstance(column, models.ForeignKey | models.BinaryField)
        and not any(word in column.name for word in HIDDEN)
        and not column.primary_key
    ]
    whose = Q()
    for name, pk in wanted.items():
        whose |= Q(**{name: pk})
    names = [*(column.name for column in said), *(key.attname for key in keys)]
    found = []
    for row in model.objects.filter(whose).order_by("pk").values(*names).iterator(2000):
        mine = [key.name for key in keys if row.pop(key.attname, None) == wanted.get(key.name, 0)]
        found.append({"you_are": mine, **row} if mine else row)
    return found


def own_data(user: User) -> dict[str, Any]:
    """Return everything that is held about a person, as plain values: the account, and each initiative."""
    account = {"email": user.email, "name": user.name, "language": user.language, "since": user.date_joined}
    places = [
        {
            "initiative": place.name,
            "role": place.membership.role,
            "since": place.membership.since,
            "until": place.membership.ended_on,
            "records": _by_name(place),
        }
        for place in held_about(user)
    ]
    return {"account": account, "initiatives": places}


def _by_name(place: Place) -> dict[str, list[dict[str, Any]]]:
    """Kinds by their names; two areas may have kinds of one name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model, rows in place.kinds.items():
        found.setdefault(str(model._meta.verbose_name), []).extend(rows)
    return found


def write_own(user: User, out: IO[bytes]) -> None:
    """Write what is held about a person into a .zip: data.json is complete, data.html is for reading."""
    found = own_data(user)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("data.json", json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        box.writestr("data.html", render_to_string("initiatives/own_data.html", {"found": _to_read(found)}))


def _to_read(found: dict[str, Any]) -> dict[str, Any]:
    """The same with at most SHOWN rows of each kind, and how many there are."""
    places = [
        {
            **place,
            "kinds": [
                {"kind": kind, "count": len(rows), "rows": [list(row.items()) for row in rows[:SHOWN]]}
                for kind, rows in place["records"].items()
            ],
        }
        for place in found["initiatives"]
    ]
    return {"account": list(found["account"].items()), "places": places}


def counted(user: User) -> list[dict[str, Any]]:
    """Return for each initiative of a person how many records of each area lead to them, in the reader's language."""
    return [
        {"membership": place.membership, "name": place.name, "areas": _by_area(place)}
        for place in held_about(user)
    ]


def _by_area(place: Place) -> list[tuple[str, int]]:
    areas: Counter[str] = Counter()
    for model, rows in place.kinds.items():
        areas[model._meta.app_label] += len(rows)
    return [(str(apps.get_app_config(label).verbose_name), count) for label, count in areas.items()]


def forget_in(membership: Membership) -> None:
    """Take a person's name and how to reach them out of the active initiative; what they did stays.

    What is theirs alone (preferences, links, invitations) goes, typed names too, where rows may change. A signature
    in a history that nobody can change stays as it was given.
    """
    name = membership.name
    with translation.override(membership.initiative.language):
        membership.name = pseudonym(membership)
    for model in tenant_models():
        forgotten = model.forgotten
        if forgotten is not None:
            rows = model.objects.filter(**{forgotten.of: membership.pk})
            renamed = dict.fromkeys(forgotten.renamed, membership.name)
            if instead := {**dict.fromkeys(forgotten.emptied, ""), **renamed}:
                rows.update(**instead)
            else:
                rows.delete()
    for model in tenant_models():
        rights = rights_of(model)
        if rights is None or "UPDATE" not in rights.verbs:
            continue
        for column in model._meta.local_fields:
            if column.name in TYPED and name:
                model.objects.filter(**{column.name: name}).update(**{column.name: membership.name})
    membership.email = membership.phone = membership.language = ""
    membership.preferred_contact = Membership.Contact.EMAIL
    membership.goes_along, membership.last_seen_on = Membership.GoesAlong.NOTHING, None


def close_account(user: User, name: str) -> None:
    """Shut an account for good: nobody signs in with it, its address is free, its name is one of nobody."""
    user.email = f"{uuid.uuid4().hex}@forgotten.invalid"
    user.name, user.language, user.is_active = name, "", False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "language", "is_active", "password"])
