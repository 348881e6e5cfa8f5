"""The verbs of an import of activities: receive a list, say what its columns and names are, confirm, take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import IO, Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from activities.events.around import ActivitiesTakenBack
from activities.imports.rows import GOALS, Layout, found_labels, guess
from activities.models import ActivityImport
from activities.services.imports import work
from activities.services.imports.checking import check
from activities.services.imports.loading import refuse_undecided, take_out
from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.imports.files import FileRefused, recognise
from measurement.imports.grids import Grid
from measurement.imports.headings import LOOKED_AT
from measurement.queries.imports import refusal_words

UNDO_DAYS = 30
State = ActivityImport.State


def receive(actor: Actor, *, name: str, file: IO[bytes], size: int) -> ActivityImport:
    """Keep a list of activities and have a worker read it.

    Raises DomainError at `file` when it is not what its name says, too big, encrypted or of harm, TooMany when too
    many files came in this hour from this account or initiative.
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
        row = ActivityImport.objects.create(
            name=name[-200:],
            size=size,
            format=form,
            stored_as=grid.name,
            made_by_id=actor.membership_id,
            created_at=clock.now(),
        )
        work.start(row, work.READ)
        work.start_forgetting(row)
    except BaseException:
        grid.forget()
        raise
    return row


def _held(actor: Actor, row: ActivityImport, *states: str) -> ActivityImport:
    """Return the row, locked, if it is in one of the states. Raises Conflict."""
    require(actor, Capability.IMPORT)
    try:
        with transaction.atomic():
            held = ActivityImport.objects.select_for_update(nowait=True, of=("self",)).get(pk=row.pk)
    except OperationalError as fault:
        raise Conflict("busy", _("The file is being worked on just now; try again in a moment.")) from fault
    if held.state not in states:
        raise Conflict("other_state", _("This import has moved on; look at it again."))
    return held


def match(
    actor: Actor,
    row: ActivityImport,
    *,
    sheet: int | None = None,
    head: int | None = None,
    columns: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None,
) -> ActivityImport:
    """Keep what is said of the list: its sheet, its row of headings, what the columns are, what names mean.

    Another sheet or row of headings is guessed anew. Raises DomainError at the field, Conflict once it is settled.
    """
    held = _held(actor, row, State.MATCHING)
    layout = Layout.from_json(held.mapping)
    wanted = (layout.sheet if sheet is None else sheet, layout.head if head is None else head)
    if not (0 <= wanted[0] < len(held.sheets) and held.sheets[wanted[0]]["rows"]):
        raise DomainError("required", _("Choose a sheet that holds something."), "sheet")
    if not 1 <= wanted[1] <= 200:
        raise DomainError("out_of_range", _("Headings stand near the top."), "head")
    if wanted != (layout.sheet, layout.head):
        layout = _guessed(held, *wanted)
    elif columns is not None:
        layout = Layout(layout.sheet, layout.head, _checked_columns(layout, columns))
    held.mapping, held.message = layout.as_json(), ""
    held.choices = {**held.choices, **(choices or {})}
    held.save(update_fields=["mapping", "choices", "message"])
    return held


def _guessed(row: ActivityImport, sheet: int, head: int) -> Layout:
    rows = Grid(row.stored_as).head(sheet, max(LOOKED_AT, head))
    if sheet != Layout.from_json(row.mapping).sheet:
        return guess(rows, sheet)
    below = guess(rows[head - 1 : head], sheet)
    found = found_labels(rows, Layout(sheet, head))
    return Layout(sheet, head, {label: below.columns.get(label, "") for label in found})


def _checked_columns(layout: Layout, columns: Mapping[str, str]) -> dict[str, str]:
    kept = {label: columns.get(label, goal) for label, goal in layout.columns.items()}
    chosen = [goal for goal in kept.values() if goal]
    for goal in chosen:
        if goal not in GOALS:
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % goal[:40], "columns")
    if len(chosen) != len(set(chosen)):
        raise DomainError("twice", _("Two columns go to the same place: choose one of them."), "columns")
    return kept


def confirm(actor: Actor, row: ActivityImport) -> ActivityImport:
    """Have a worker take the list in, in this actor's name. Raises DomainError while something must be said first."""
    held = _held(actor, row, State.MATCHING)
    refuse_undecided(check(actor, held), held.choices)
    held.state, held.message, held.confirmed_by_id = State.LOADING, "", actor.membership_id
    held.save()
    work.start(held, work.LOAD)
    return held


def discard(actor: Actor, row: ActivityImport) -> ActivityImport:
    """Give an import up before anything has gone in, and delete its file. Raises Conflict while a worker is at it."""
    held = _held(actor, row, State.READING, State.MATCHING, State.LOADING)
    held.state = State.DISCARDED
    held.save(update_fields=["state"])
    work.start(held, work.FORGET)
    return held


def may_undo(row: ActivityImport) -> bool:
    """Whether the import is taken in and the time to take it back is not over."""
    if row.state != State.DONE or row.done_at is None:
        return False
    return clock.now() - row.done_at <= timedelta(days=UNDO_DAYS)


@transaction.atomic
def undo(actor: Actor, row: ActivityImport) -> ActivityImport:
    """Take back what a list brought in, as far as nobody has worked with it since, within UNDO_DAYS."""
    held = _held(actor, row, State.DONE)
    if not may_undo(held):
        raise Conflict("too_late", _("An import can be taken back for %d days.") % UNDO_DAYS)
    held.result = {**held.result, **take_out(actor, held)}
    held.state, held.undone_at = State.UNDONE, clock.now()
    held.save()
    record(
        actor,
        ActivitiesTakenBack(
            f"activity_import:{held.public_id}",
            activities=held.result["taken_back"],
            kept=held.result["kept"],
            source=held.name,
        ),
    )
    return held
