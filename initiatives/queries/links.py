"""Links that need no account: where one lies, why it works no longer, and who comes in by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, LinkRight, holder_of, require
from initiatives.kernel.errors import Conflict, Forbidden, NotFound
from initiatives.kernel.links import SecretLink
from initiatives.kernel.tenancy import tenant
from initiatives.queries.actors import actor_by_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

Link = TypeVar("Link", bound=SecretLink)


@dataclass(frozen=True)
class LinkPointer:
    """Where a link lies."""

    initiative_id: int
    link_id: int


def pointer_behind(door: str, secret: str) -> LinkPointer | None:
    """Return where the row with this secret lies, by a function of the database (`SecretDoor`); None without one."""
    if "\x00" in secret:
        return None
    with connection.cursor() as cursor:
        question = sql.SQL("SELECT * FROM {}(%s)").format(sql.Identifier("app", door))
        cursor.execute(question, [sha256(secret.encode()).digest()])
        row = cursor.fetchone()
    return LinkPointer(*row) if row else None


@dataclass(frozen=True)
class LinkKind(Generic[Link]):
    """One kind of link: the rows it reads, what it is for (of BY_LINK), and what must hold for it to work.

    `thing` names the field of what a link opens; `partner_id` says in whose name its holder acts; `gone` says that
    what it was for has gone; whoever copied a link must still have `maker_needs`.
    """

    rows: Callable[[], QuerySet[Link]]
    door: str
    purpose: str
    thing: str
    partner_id: Callable[[Link], int | None]
    gone: Callable[[Link], bool]
    maker_needs: Capability

    def pointer(self, secret: str) -> LinkPointer | None:
        """Return where the link with this secret lies, None when there is none."""
        return pointer_behind(self.door, secret)

    def standing(self, pointer: LinkPointer) -> tuple[Link, str]:
        """Return a link and why it works no longer, empty while it does; inside its initiative's scope.

        Uses nothing up. Raises NotFound when it is there no more.
        """
        found = self.rows().filter(pk=pointer.link_id).first()
        if found is None:
            raise NotFound
        return found, self.why_closed(found)

    def why_closed(self, found: Link) -> str:
        """Say why a link works no longer and how to get another; empty while it works."""
        who = {"who": found.made_by.name, "initiative": found.initiative.name}
        if found.revoked_at is not None or self.gone(found) or self._lapsed(found):
            return _("This link has been withdrawn. Ask %(who)s of %(initiative)s for a new one.") % who
        if found.expires_at <= clock.now():
            return _("This link is out of date. Ask %(who)s of %(initiative)s for a new one.") % who
        return ""

    def _lapsed(self, found: Link) -> bool:
        """Whether the right behind it has gone: of the person it was sent to, or of the one who copied it."""
        if found.membership is not None:
            return not found.membership.is_active or found.membership.partner_id != self.partner_id(found)
        try:
            require(actor_by_id(found.made_by_id), self.maker_needs)
        except (NotFound, Forbidden):
            return True
        return False

    @contextmanager
    def entered(self, pointer: LinkPointer, holder: str, account_id: int | None = None) -> Iterator[Actor]:
        """Open the initiative's scope for a link's holder, who gave this name, and yield their Actor there.

        `account_id` is the account signed in beside it, which makes nobody of the partner but is remembered.
        Raises NotFound for a link that is there no more, Conflict (`link_closed`) for one that works no longer.
        """
        with tenant(pointer.initiative_id):
            found, closed = self.standing(pointer)
            if closed:
                raise Conflict("link_closed", closed)
            thing: Any = getattr(found, f"{self.thing}_id")
            right = LinkRight(found.pk, self.purpose, thing, holder, account_id)
            yield holder_of(found.initiative, self.partner_id(found), right)
