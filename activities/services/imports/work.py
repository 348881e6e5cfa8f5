"""The part of an import that a worker does: reading the file, taking the list in, forgetting what nobody confirmed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from activities.events.around import ActivitiesTakenIn
from activities.imports.rows import guess
from activities.models import ActivityImport
from activities.services.imports.checking import check
from activities.services.imports.loading import refuse_undecided, take_in
from initiatives.jobs import enqueue, handler, on_buried
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.outbox import record
from initiatives.queries import actor_by_id
from measurement.imports.files import FileRefused
from measurement.imports.grids import Grid
from measurement.imports.headings import LOOKED_AT
from measurement.imports.people import people_in

READ = "activities.import_read"
LOAD = "activities.import_load"
FORGET = "activities.import_forget"
KEPT = timedelta(days=7)
State = ActivityImport.State


def start(row: ActivityImport, kind: str) -> None:
    """Ask a worker for a step of the import, in the caller's transaction."""
    enqueue(kind, str(row.public_id))


def begin(row: ActivityImport) -> None:
    """Ask a worker to read the file, and to clear up after the time that an unconfirmed one is kept."""
    start(row, READ)
    enqueue(FORGET, str(row.public_id), delay=KEPT)


def _waiting(key: str, *states: State) -> ActivityImport | None:
    rows = ActivityImport.objects.select_for_update(of=("self",)).filter(public_id=uuid.UUID(key))
    return rows.filter(state__in=states).first()


def _whose(row: ActivityImport) -> Actor | None:
    try:
        return actor_by_id(row.confirmed_by_id or row.made_by_id)
    except NotFound:
        _stop(
            row,
            "gone",
            gettext_noop("Whoever asked for this takes no part any more: go on in your own name."),
        )
        return None


def _stop(row: ActivityImport, refusal: str, words: str) -> None:
    """End the step that cannot go on, and say why, where somebody can begin it again."""
    if row.state == State.READING:
        row.state, row.message = State.REFUSED, refusal
        transaction.on_commit(Grid(row.stored_as).forget)
    else:
        with translation.override(row.initiative.language):
            row.state, row.message = State.MATCHING, gettext(words)
    row.save()


@on_buried(READ, LOAD)
def give_in(initiative_id: int, key: str) -> None:
    """After a step failed again and again: say so on the import, which can then be tried again or given up."""
    row = _waiting(key, State.READING, State.LOADING)
    if row is not None:
        _stop(row, "failed", gettext_noop("This failed several times; nothing was taken in. Try it again."))


@handler(READ)
def read(initiative_id: int, key: str) -> None:
    """Read an upload into rows and guess which column is what."""
    row = _waiting(key, State.READING)
    if row is None or _whose(row) is None:
        return
    grid = Grid(row.stored_as)
    try:
        sheets = grid.read_original(row.format)
        if people_in((number, grid.rows(number)) for number in range(len(sheets))):
            raise FileRefused("people")
    except FileRefused as fault:
        row.state, row.message = State.REFUSED, f"{fault.code}:{fault.row}"
        # At once: what must not be kept must not wait for a commit that may fail.
        grid.forget()
    else:
        first = next(number for number, sheet in enumerate(sheets) if sheet["rows"])
        row.sheets, row.state = sheets, State.MATCHING
        row.mapping = guess(grid.head(first, LOOKED_AT), first).as_json()
        transaction.on_commit(grid.drop_original)
    row.save()


@handler(LOAD)
def load(initiative_id: int, key: str) -> None:
    """Take a confirmed list in, whole, or go back to the matching and say what stands in the way."""
    row = _waiting(key, State.LOADING)
    actor = _whose(row) if row is not None else None
    if row is None or actor is None:
        return
    with translation.override(actor.user.language or actor.initiative.language):
        try:
            require(actor, Capability.IMPORT)
            checked = check(actor, row)
            refuse_undecided(checked, row.choices)
            with transaction.atomic():
                take_in(actor, row, checked)
        except DomainError as fault:
            row.state, row.message, row.made, row.result = State.MATCHING, fault.message, {}, {}
        else:
            row.state, row.message, row.done_at = State.DONE, "", clock.now()
            record(
                actor,
                ActivitiesTakenIn(
                    f"activity_import:{row.public_id}",
                    activities=row.result["activities"],
                    partners=row.result["partners"],
                    source=row.name,
                ),
            )
            transaction.on_commit(Grid(row.stored_as).forget)
        row.save()


@handler(FORGET)
def forget(initiative_id: int, key: str) -> None:
    """Give up an import that nobody confirmed, and delete its file."""
    rows = ActivityImport.objects.select_for_update(of=("self",)).filter(public_id=uuid.UUID(key))
    row = rows.first()
    if row is None or row.state in (State.DONE, State.UNDONE):
        return
    if row.state not in (State.REFUSED, State.DISCARDED):
        row.state = State.DISCARDED
        row.save(update_fields=["state"])
    transaction.on_commit(Grid(row.stored_as).forget)
