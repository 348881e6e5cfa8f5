"""Opening the public page, writing its texts, saying whom it may name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from backbone.events import PublicNameSaid, PublicPageChanged, PublicTextChanged
from backbone.models import PublicName, PublicPage, PublicText
from backbone.queries.public import LANGUAGES
from backbone.words import PublicText as Text
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError
from initiatives.outbox import record
from initiatives.queries import initiative_rows

if TYPE_CHECKING:
    from initiatives.models import Partner

MOST_HOSTS = 20
LONGEST = 2000
HOST = re.compile(
    r"(?=.{1,253}\Z)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.[a-z][a-z0-9-]{0,61}[a-z0-9](:[0-9]{1,5})?"
)


def set_public_page(
    actor: Actor, *, is_open: bool, indexed: bool = True, hosts: Sequence[str] = ()
) -> PublicPage:
    """Open or close the public page, say whether search engines may list it, and who may embed its pieces.

    It is closed at once. Only the lead may. Raises DomainError at `hosts`: names of sites, such as www.example.org.
    """
    require(actor, Capability.MANAGE_SETTINGS)
    clean = sorted({_host(host) for host in hosts if host.strip()})
    if len(clean) > MOST_HOSTS:
        raise DomainError("too_many", _("At most %d sites.") % MOST_HOSTS, "hosts")
    list(initiative_rows(actor).select_for_update(no_key=True))
    page = PublicPage.objects.first() or PublicPage()
    now = clock.now()
    if is_open and not page.is_open:
        page.opened_at = now
    page.is_open, page.indexed, page.hosts, page.changed_at = is_open, indexed, clean, now
    page.save()
    fact = PublicPageChanged(f"public_page:{actor.initiative.slug}", is_open=is_open, hosts=tuple(clean))
    record(actor, fact)
    return page


def _host(text: str) -> str:
    host = text.strip().lower().removeprefix("https://").removesuffix("/")
    if not HOST.fullmatch(host):
        message = _("“%s” is no name of a site. Write it like www.example.org.")
        raise DomainError("invalid", message % text.strip()[:100], "hosts")
    return host


def write_texts(actor: Actor, language: str, values: Mapping[str, str]) -> int:
    """Write texts of the public page in one language ({key: text}, empty: none); return how many changed.

    A translation is marked stale once the original changes after it. Raises DomainError at the key.
    """
    require(actor, Capability.DEFINE)
    if language not in LANGUAGES:
        raise DomainError("invalid_choice", _("Concert does not speak this language."), "language")
    faults = [
        FieldError(key, "too_long", _("At most %d characters.") % LONGEST)
        for key, text in values.items()
        if len(text) > LONGEST
    ]
    unknown = [
        FieldError(key, "unknown_field", _("There is no such text."))
        for key in set(values) - set(Text.values)
    ]
    if faults or unknown:
        raise DomainError("invalid", _("Some texts cannot be kept."), errors=[*faults, *unknown])
    list(initiative_rows(actor).select_for_update(no_key=True))
    standing = {(row.key, row.language): row for row in PublicText.objects.all()}
    changed = 0
    for key, text in values.items():
        original = standing.get((key, actor.initiative.language))
        from_what = original.body if original and language != actor.initiative.language else ""
        changed += _write(actor, standing.get((key, language)), key, language, text.strip(), from_what)
    return changed


def _write(actor: Actor, row: PublicText | None, key: str, language: str, body: str, original: str) -> bool:
    if not body:
        if row is None:
            return False
        row.delete()
    elif row is None:
        PublicText.objects.create(
            key=key,
            language=language,
            body=body,
            original=original,
            written_by_id=actor.membership_id,
            changed_at=clock.now(),
        )
    elif row.body == body:
        return False
    else:
        row.body, row.original, row.changed_at = body, original, clock.now()
        row.written_by_id = actor.membership_id
        row.save()
    record(actor, PublicTextChanged(f"public_text:{key}", text=key, language=language))
    return True


def confirm_text(actor: Actor, key: str, language: str) -> None:
    """Say that a stale translation still fits the original as it reads now. Raises Conflict where there is none."""
    require(actor, Capability.DEFINE)
    row = PublicText.objects.select_for_update(of=("self",)).filter(key=key, language=language).first()
    original = PublicText.objects.filter(key=key, language=actor.initiative.language).first()
    if row is None or original is None:
        raise Conflict("no_text", _("There is no such text to confirm."))
    row.original = original.body
    row.save(update_fields=["original"])
    record(actor, PublicTextChanged(f"public_text:{key}", text=key, language=language))


def take_sheet(actor: Actor, rows: Iterable[Mapping[str, str]]) -> int:
    """Take a translation sheet in: rows with `key` and a column a language; return how many texts changed.

    A cell left empty changes nothing, so that a half-done sheet loses none. All or nothing.
    """
    require(actor, Capability.DEFINE)
    given = list(rows)
    if not given or "key" not in given[0]:
        raise DomainError("no_sheet", _("This is no translation sheet: it has no column “key”."), "file")
    changed = 0
    # The original first: a translation that comes with it was made from it.
    for language in sorted(LANGUAGES, key=lambda code: code != actor.initiative.language):
        values = {
            row["key"]: row[language] for row in given if row.get("key") and row.get(language, "").strip()
        }
        changed += write_texts(actor, language, values) if values else 0
    return changed


def say_named(actor: Actor, partner: Partner, *, agreed: bool) -> PublicName:
    """Say whether the public page may name a partner: its lead says so, or staff who were told."""
    require(actor, Capability.SIGN_OFF, partner.pk)
    row, _made = PublicName.objects.update_or_create(
        partner=partner,
        defaults={"agreed": agreed, "said_by_id": actor.membership_id, "said_at": clock.now()},
    )
    fact = PublicNameSaid(
        f"partner:{partner.code}", partner_id=partner.pk, partner=partner.name, agreed=agreed
    )
    record(actor, fact)
    return row
