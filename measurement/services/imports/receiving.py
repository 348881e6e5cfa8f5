"""What all imports of a file share: it is looked at and kept, held in its state while it is changed, undone in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import IO, Any, TypeVar

from django.db import OperationalError, models, transaction
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from measurement.imports.files import FileRefused, recognise
from measurement.imports.grids import Grid
from measurement.queries.imports import refusal_words

UNDO_DAYS = 30
Received = TypeVar("Received", bound=models.Model)


def keep_file(
    actor: Actor,
    model: type[Received],
    begin: Callable[[Received], None],
    *,
    name: str,
    file: IO[bytes],
    size: int,
    **more: Any,
) -> Received:
    """Keep a file, and make the row that stands for it, which `begin` has a worker read.

    Raises DomainError at `file` when it is not what its name says, too big, encrypted or of harm, TooMany when too
    many files came in this hour from this account or initiative. When anything fails the file is gone again.
    """
    require(actor, Capability.IMPORT)
    try:
        form = recognise(file, name, size)
    except FileRefused as fault:
        raise DomainError(fault.code, refusal_words(fault.code, fault.row), "file") from fault
    limits.spend("import", window=limits.HOUR, account=actor.user.pk, initiative=actor.initiative.pk)
    file.seek(0)
    grid = Grid.store(iter(lambda: file.read(1024 * 1024), b""))
    try:
        row = model._default_manager.create(
            name=name[-200:],
            size=size,
            format=form,
            stored_as=grid.name,
            made_by_id=actor.membership_id,
            created_at=clock.now(),
            **more,
        )
        begin(row)
    except BaseException:
        grid.forget()
        raise
    return row


def hold(actor: Actor, row: Received, *states: str) -> Received:
    """Return the row, locked, if it is in one of the states. Raises Conflict."""
    require(actor, Capability.IMPORT)
    rows = type(row)._default_manager.select_for_update(nowait=True, of=("self",))
    try:
        with transaction.atomic():
            found = rows.get(pk=row.pk)
    except OperationalError as fault:
        raise Conflict("busy", _("The file is being worked on just now; try again in a moment.")) from fault
    if found.state not in states:  # type: ignore[attr-defined]
        raise Conflict("other_state", _("This import has moved on; look at it again."))
    return found


def may_undo(row: Any) -> bool:
    """Whether the import is taken in and the time to take it back is not over."""
    return bool(row.state == "done" and clock.now() - row.done_at <= timedelta(days=UNDO_DAYS))


def hold_to_undo(actor: Actor, row: Received) -> Received:
    """Return the row, locked, if it may be taken back. Raises Conflict."""
    found = hold(actor, row, "done")
    if not may_undo(found):
        raise Conflict("too_late", _("An import can be taken back for %d days.") % UNDO_DAYS)
    return found
