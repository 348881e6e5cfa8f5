"""The page that is open to everybody: who looks at it, what it says in which language, whom it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from backbone.models import PublicName, PublicPage, PublicText
from backbone.queries.shown import Shown, shown, standings_in
from backbone.words import Audience
from backbone.words import PublicText as Text
from communications.queries.voice import voice_form
from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability, Role, onlooker, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import active_initiative, partners, sectors
from measurement.queries import Standing

if TYPE_CHECKING:
    from initiatives.models import Initiative, Partner

LANGUAGES = [code for code, _name in settings.LANGUAGES]


# --- who looks ---------------------------------------------------------------------------------------------


@contextmanager
def visiting(slug: str) -> Iterator[tuple[Actor, PublicPage]]:
    """Open the initiative's scope for anybody, where its page is open; yield whom they read as, and the page.

    Raises NotFound where there is no such initiative or its page is closed: the two cannot be told apart.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.open_page(%s)", [slug])
        [found] = cursor.fetchone()
    if found is None:
        raise NotFound
    with tenant(found):
        page = PublicPage.objects.filter(is_open=True).first()
        if page is None:
            raise NotFound
        yield visitor(active_initiative()), page


def visitor(initiative: Initiative) -> Actor:
    """Return the Actor with whose eyes everybody reads: one who sees what is published and does nothing."""
    return onlooker(initiative, Role.COMMUNITY)


def public_page(actor: Actor) -> PublicPage | None:
    """Return the initiative's public page for staff; None where nothing has been said of it yet."""
    require(actor, Capability.DEFINE)
    return PublicPage.objects.first()


def hears_all(actor: Actor) -> bool:
    """Whether anybody may tell the initiative something on its public page: the page and the form are open."""
    return PublicPage.objects.filter(is_open=True).exists() and voice_form(actor).is_open


# --- what it shows -----------------------------------------------------------------------------------------


def shown_to_all(actor: Actor) -> tuple[Shown, list[Standing]]:
    """Return what the public is shown, and where the chosen indicators stand for this reader, in their order."""
    chosen = shown(actor, Audience.PUBLIC)
    return chosen, standings_in(actor, chosen)


# --- texts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A text as a reader of one language finds it. `language` is its own; `is_stale`: the original reads otherwise now.

    `gap`: there is none in the reader's language, this is the original.
    """

    key: str
    body: str
    language: str
    gap: bool = False
    is_stale: bool = False


def texts(initiative: Initiative, language: str) -> Mapping[str, Said]:
    """Return the texts of the public page for readers of a language, by key; absent where there is none at all."""
    rows: dict[str, dict[str, PublicText]] = {}
    for row in PublicText.objects.all():
        rows.setdefault(row.key, {})[row.language] = row
    found = {}
    for key in Text.values:
        own, original = rows.get(key, {}).get(language), rows.get(key, {}).get(initiative.language)
        if own is not None:
            is_stale = own is not original and original is not None and own.original != original.body
            found[key] = Said(key, own.body, language, is_stale=is_stale)
        elif original is not None:
            found[key] = Said(key, original.body, initiative.language, gap=True)
    return found


def sheet_rows(actor: Actor) -> list[dict[str, str]]:
    """Return the texts for translators: one row a text, what it is, the original, and each language beside it."""
    require(actor, Capability.DEFINE)
    by_language = {code: texts(actor.initiative, code) for code in LANGUAGES}
    found = []
    for key, label in Text.choices:
        row = {"key": key, "what": str(label)}
        for code in LANGUAGES:
            said = by_language[code].get(key)
            row[code] = said.body if said and not said.gap else ""
            row[f"{code} state"] = "stale" if said and said.is_stale else ""
        found.append(row)
    return found


# --- names -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """What a partner says on being named in public. `agreed` is None until somebody has said something."""

    partner: Partner
    agreed: bool | None


def public_names(actor: Actor) -> list[Named]:
    """Return what partners said on being named: all for staff, one's own for partners. Raises Forbidden for others."""
    require(actor, Capability.VIEW_HAND_INS)
    said = dict(PublicName.objects.values_list("partner_id", "agreed"))
    rows = partners(actor).filter(state="active").order_by("name")
    if actor.role in PARTNER_ROLES:
        rows = rows.filter(pk=actor.partner_id or 0)
    return [Named(row, said.get(row.pk)) for row in rows]


def named_partners(actor: Actor) -> tuple[list[tuple[str, list[str]]], int]:
    """Return the names of those partners that agreed to stand on the public page, by sector, and how many did not."""
    agreed = set(PublicName.objects.filter(agreed=True).values_list("partner_id", flat=True))
    by_sector: dict[str, list[str]] = {}
    others = 0
    for row in partners(actor).filter(state="active").order_by("name"):
        if row.pk in agreed:
            by_sector.setdefault(row.sector_code, []).append(row.name)  # type: ignore[attr-defined]
        else:
            others += 1
    return [(sector.name, by_sector[sector.code]) for sector in sectors() if sector.code in by_sector], others
