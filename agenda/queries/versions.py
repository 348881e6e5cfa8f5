"""The versions of the common agenda and their text, as an actor may read them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from agenda.models import AgendaSection, CommonAgenda
from agenda.words import IN_FORCE, RATIFIABLE, WRITABLE, AgendaState, SectionKey
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def agendas(actor: Actor) -> QuerySet[CommonAgenda]:
    """Return every version, the latest first. Drafts are open to all who belong here: they are asked about them."""
    require(actor, Capability.VIEW)
    return CommonAgenda.objects.select_related("supersedes")


def agenda(actor: Actor, number: int) -> CommonAgenda:
    """Return a version by its number. Raises NotFound."""
    found = agendas(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def agenda_in_force(actor: Actor) -> CommonAgenda | None:
    """Return the version that holds, None when none has been adopted yet."""
    return agendas(actor).filter(state__in=IN_FORCE).first()


def agenda_to_come(actor: Actor) -> CommonAgenda | None:
    """Return the version that is written, consulted on or proposed; None when there is none."""
    return agendas(actor).exclude(state__in=[*IN_FORCE, AgendaState.SUPERSEDED]).first()


def current_texts(actor: Actor) -> QuerySet[AgendaSection]:
    """Return the texts of the version in force and of the one to come, with `agenda` and its title (`heading`)."""
    require(actor, Capability.VIEW)
    present = AgendaSection.objects.exclude(agenda__state=AgendaState.SUPERSEDED).exclude(text="")
    return present.select_related("agenda").annotate(heading=F("agenda__title"))


def is_writable(version: CommonAgenda) -> bool:
    """Whether the text may be changed."""
    return version.state in WRITABLE


def is_ratifiable(version: CommonAgenda) -> bool:
    """Whether partners may take a position on it."""
    return version.state in RATIFIABLE


def token_of(text: str) -> str:
    """Return by what a text is known to have changed since it was read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Section:
    """One part of a version. `paragraphs` are its text, parted at empty lines; `token` tells this wording apart."""

    key: SectionKey
    text: str = ""
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def title(self) -> str:
        """What the part is called."""
        return str(self.key.label)

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs; none when there is no text."""
        return paragraphs_of(self.text)

    @property
    def token(self) -> str:
        """By what this wording is told from a later one."""
        return token_of(self.text)


def paragraphs_of(text: str) -> list[str]:
    """Return a text's paragraphs: what empty lines part."""
    found, lines = [], []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line.strip())
        elif lines:
            found.append("\n".join(lines))
            lines = []
    return found


def sections(version: CommonAgenda) -> dict[SectionKey, Section]:
    """Return every part of a version in order, those without text too. One query."""
    rows: dict[str, AgendaSection] = {
        row.key: row for row in AgendaSection.objects.filter(agenda=version).select_related("saved_by")
    }
    return {
        key: Section(key, row.text, row.saved_at, row.saved_by.name)
        if (row := rows.get(key.value))
        else Section(key)
        for key in SectionKey
    }


def is_section(about: str) -> bool:
    """Whether the name is that of a part of the text."""
    return about in SectionKey.values
