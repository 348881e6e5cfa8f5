"""Reminders: the contributor first, then who stands in, then the lead; after that somebody calls.

Each kind of thing that people are reminded of is one class, which an app registers. Here is what holds for all of
them: whose turn it is, nobody twice on a day, nobody in their quiet hours, nobody who may not see the thing when the
letter leaves, and nobody about what was settled meanwhile.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import override

from initiatives import mail
from initiatives.events import Reminded
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.kernel.reminding import SentReminder
from initiatives.kernel.tenancy import tenant
from initiatives.outbox import Fact
from initiatives.queries.actors import actor_by_id
from initiatives.queries.reaching import Reach, days_reminded, reach_by_partner
from initiatives.quiet import put_off

if TYPE_CHECKING:
    from initiatives.models import Membership

# Behind the reminder's number in the key of the job that sends the lead its copy.
COPY = "copy"


@dataclass(frozen=True)
class About:
    """What a thing is called and where it stands: `page` is the name of its page, `named` what that address needs.

    `due` is the day it was or is wanted by; `partner` and `code` name whose affair it is, empty for nobody's.
    """

    title: str
    due: date | None
    page: str
    named: tuple[Any, ...]
    partner: str = ""
    code: str = ""


@dataclass(frozen=True)
class Words:
    """What the letter says, in its reader's language; `link` is where its button leads, as a path."""

    subject: str
    title: str
    text: str
    button: str
    link: str


class Ladder(ABC):
    """One kind of thing that people are reminded of.

    `name` stands in addresses, `job` is the kind of job that sends a letter; reminders are kept in `model`, whose
    column `field` leads to the thing, and to what its letter `needs` behind it. In the stream of events the thing is
    `told_as` such. Who reminds has the `capability`. `by_link`: those without an account are reached too.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    job: ClassVar[str]
    model: ClassVar[type[SentReminder]]
    field: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    told_as: ClassVar[str]
    capability: ClassVar[Capability] = Capability.MANAGE_PARTNERS
    by_link: ClassVar[bool] = False

    @abstractmethod
    def due(self, actor: Actor) -> Sequence[Any]:
        """Return the things of which somebody is to be reminded now."""

    @abstractmethod
    def named(self, actor: Actor, public_id: UUID) -> Sequence[Any]:
        """Return what an address names: one thing, or one for each whose affair it is. Raises NotFound."""

    @abstractmethod
    def waits(self, actor: Actor, thing: Any) -> bool:
        """Whether the thing still waits, as far as this actor may know. Raises Forbidden."""

    @abstractmethod
    def about(self, thing: Any) -> About:
        """Return what the thing is called, whose it is and where it stands."""

    @abstractmethod
    def words(self, row: Any, who: Membership) -> Words:
        """Return what a letter about a reminder says to somebody, in the active language."""

    def fact(self, thing: Any, to: Membership) -> Fact:
        """Return what is told of a reminder in the stream of events."""
        about = self.about(thing)
        subject = f"{self.told_as}:{about.named[0]}"
        return Reminded(subject, partner_id=self.partner_of(thing), what=about.title, to=str(to.public_id))

    def partner_of(self, thing: Any) -> int | None:
        """Return whose affair the thing is (of Partner), None for nobody's."""
        found: int | None = thing.partner_id
        return found

    def reach(self, things: Sequence[Any]) -> dict[int, Reach]:
        """Return by the ids of things who is reminded in turn, and whom to call."""
        found = reach_by_partner({self.partner_of(one) or 0 for one in things})
        reached = {one.pk: found.get(self.partner_of(one) or 0, Reach()) for one in things}
        return reached if self.by_link else {pk: one.with_accounts() for pk, one in reached.items()}

    def days(self, things: Sequence[Any]) -> dict[int, list[date]]:
        """Return by the ids of things on which days one was reminded, the latest first."""
        return days_reminded(self.model, self.field, [one.pk for one in things])

    def rows(self) -> Any:
        """Return the reminders with what their letters need."""
        behind = [f"{self.field}__{name}" for name in self.needs]
        return self.model.objects.select_related("to", "copied_to", "made_by", "initiative", *behind)

    def send(self, initiative_id: int, key: str) -> None:
        """Mail a reminder that was not sent yet, or its `copy`."""
        row_id, _colon, copy = key.partition(":")
        with tenant(initiative_id):
            message = self._message(int(row_id), copied=bool(copy))
        if message is None:
            return
        message.send()
        if not copy:
            with tenant(initiative_id):
                self.model.objects.filter(pk=int(row_id), sent_at=None).update(sent_at=clock.now())

    def letter(
        self, row: Any, who: Membership, *, copied: bool = False, opens: bool = True
    ) -> EmailMultiAlternatives:
        """Return the letter of a reminder (which need not be kept yet) as somebody would read it.

        The link of its button is its reader's own: for anybody else to read, take one that does not open (`opens`).
        """
        initiative = getattr(row, self.field).initiative
        language = who.language or initiative.language
        with override(language):
            words = self.words(row, who)
        return mail.letter(
            "reminder",
            who.email,
            {
                "initiative": initiative,
                "membership": who,
                "words": words,
                "link": mail.absolute(words.link) if opens else "",
                "to": row.to,
                "copied": copied,
                "sender": row.made_by.name,
                "message": row.message,
            },
            language=language,
            headers={"Message-ID": mail.message_id(f"{self.name}-reminder.{row.pk}.{who.public_id}")},
        )

    def page(self, initiative: Any, thing: Any) -> str:
        """Return the path of the thing's page."""
        about = self.about(thing)
        return reverse(about.page, args=[initiative.slug, *about.named])

    def _message(self, row_id: int, *, copied: bool) -> EmailMultiAlternatives | None:
        row = self.rows().filter(pk=row_id).first()
        who = None if row is None else row.copied_to if copied else row.to
        if row is None or who is None or not who.email or (row.sent_at is not None and not copied):
            return None
        if not self._concerns(who, getattr(row, self.field)):
            return None
        key = f"{row_id}:{COPY}" if copied else str(row_id)
        return None if put_off(self.job, key, who) else self.letter(row, who, copied=copied)

    def _concerns(self, who: Membership, thing: Any) -> bool:
        try:
            return self.waits(actor_by_id(who.pk), thing)
        except (NotFound, DomainError):
            return False


LADDERS: dict[str, Ladder] = {}
Kind = TypeVar("Kind", bound=type[Ladder])


def ladder(kind: Kind) -> Kind:
    """Class decorator: register a kind of thing that people are reminded of, and the job that sends its letters."""
    one = LADDERS.setdefault(kind.name, kind())
    if type(one) is not kind:
        raise ValueError(f"two ladders are called {kind.name}")
    handler(kind.job, outside=True)(one.send)
    return kind


def ladder_called(name: str) -> Ladder:
    """Return a kind by its name. Raises NotFound, also for one that is reminded of on pages of its own."""
    found = LADDERS.get(name)
    if found is None or found.by_link:
        raise NotFound
    return found
