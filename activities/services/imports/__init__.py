"""The verbs of an import of activities: receive a list, say what its columns and names are, confirm, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.events.around import ActivitiesTakenBack
from activities.imports.rows import GOALS, Layout, found_labels, guess
from activities.models import ActivityImport
from activities.services.imports import work
from activities.services.imports.checking import check
from activities.services.imports.loading import refuse_undecided, take_out
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from measurement.imports.grids import Grid
from measurement.imports.headings import LOOKED_AT
from measurement.services.imports.receiving import hold, hold_to_undo, keep_file

State = ActivityImport.State


def receive(actor: Actor, *, name: str, file: IO[bytes], size: int) -> ActivityImport:
    """Keep a list of activities and have a worker read it.

    Raises DomainError at `file` when it is not what its name says, too big, encrypted or of harm, TooMany when too
    many files came in this hour from this account or initiative.
    """
    return keep_file(actor, ActivityImport, work.begin, name=name, file=file, size=size)


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
    held = hold(actor, row, State.MATCHING)
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
    held = hold(actor, row, State.MATCHING)
    refuse_undecided(check(actor, held), held.choices)
    held.state, held.message, held.confirmed_by_id = State.LOADING, "", actor.membership_id
    held.save()
    work.start(held, work.LOAD)
    return held


def discard(actor: Actor, row: ActivityImport) -> ActivityImport:
    """Give an import up before anything has gone in, and delete its file. Raises Conflict while a worker is at it."""
    held = hold(actor, row, State.READING, State.MATCHING, State.LOADING)
    held.state = State.DISCARDED
    held.save(update_fields=["state"])
    work.start(held, work.FORGET)
    return held


@transaction.atomic
def undo(actor: Actor, row: ActivityImport) -> ActivityImport:
    """Take back what a list brought in, as far as nobody has worked with it since, within UNDO_DAYS."""
    held = hold_to_undo(actor, row)
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
