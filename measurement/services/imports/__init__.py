"""The verbs of an import: receive a file, say how it is laid out, decide what is open, confirm, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events import ImportTakenBack
from measurement.imports.grids import Grid
from measurement.imports.headings import LOOKED_AT, fingerprint, labels
from measurement.imports.mapping import KEYS, PARTS, SOURCES, TARGET, THINGS, Layout, period_meant
from measurement.imports.pointing import Nowhere, point, point_at_sheets
from measurement.imports.sources import named_by_sheet, named_in_cells, shape_of
from measurement.imports.unfolding import Skipped, rows_to_skip
from measurement.models import Import
from measurement.services.imports import work
from measurement.services.imports.contacts import take_contacts_out
from measurement.services.imports.receiving import hold, hold_to_undo, keep_file
from measurement.services.imports.undoing import take_out

MOST_ABOVE = 200
State = Import.State


def receive(
    actor: Actor,
    *,
    name: str,
    file: IO[bytes],
    size: int,
    source: str = "",
    purpose: str = Import.Purpose.FIGURES,
) -> Import:
    """Keep a file of figures, or of the contacts of partners, and have a worker read it.

    Raises DomainError at `file` when it is not what its name says, too big, encrypted or of harm, TooMany when too
    many files came in this hour from this account or initiative.
    """
    if purpose == Import.Purpose.CONTACTS:
        require(actor, Capability.MANAGE_PEOPLE)
    told = {"purpose": purpose, "source": source.strip()[:300]}
    return keep_file(actor, Import, work.begin, name=name, file=file, size=size, **told)


def headings_of(row: Import, layout: Layout) -> list[str]:
    """Return the headings of the first chosen sheet under the layout."""
    return labels(Grid(row.stored_as).head(layout.sheets[0], layout.last), layout.first, layout.last)


def point_at_headings(actor: Actor, row: Import, *, sheets: tuple[int, ...], first: int, last: int) -> Import:
    """Say which sheets and which rows of headings are meant; columns are guessed anew where headings changed."""
    held = hold(actor, row, State.MATCHING)
    before = Layout.from_json(held.mapping)
    layout = replace(before, sheets=_sheets(held, sheets), first=first, last=last)
    _check_rows(layout)
    found = headings_of(held, layout)
    if tuple(found) != before.labels:
        head = Grid(held.stored_as).head(layout.sheets[0], last + 20)
        layout = work.guess_layout(actor, held, found, head, replace(layout, columns={}, labels=()))
    held.mapping, held.fingerprint = layout.as_json(), fingerprint(shapes_of(found, layout))
    held.save()
    return held


def point_at(actor: Actor, row: Import, *, sought: str, cell: str) -> Import:
    """Say where something stands by pointing at a cell of the first chosen sheet, or at its name (`cell` "sheet").

    `sought` is one of SOUGHT. Raises DomainError where what was pointed at means nothing.
    """
    held = hold(actor, row, State.MATCHING)
    layout = Layout.from_json(held.mapping)
    rows = Grid(held.stored_as).head(layout.sheets[0], max(LOOKED_AT, layout.last + 20))
    try:
        layout = point_at_sheets(layout, sought) if cell == "sheet" else point(layout, rows, sought, cell)
    except Nowhere as fault:
        message = (
            _("There is nothing in that cell.") if str(fault) == "empty_cell" else _("Point at another cell.")
        )
        raise DomainError("bad_cell", message, "cell") from fault
    if sought == "headings":
        return point_at_headings(actor, held, sheets=layout.sheets, first=layout.first, last=layout.last)
    held.mapping = work.all_alike(layout, held, Grid(held.stored_as)).as_json()
    held.save(update_fields=["mapping"])
    return held


def shapes_of(found: Sequence[str], layout: Layout) -> list[str]:
    """Return the shapes of headings, by which the next file of the same kind is known."""
    return [shape_of(label, layout) for label in found]


def match(actor: Actor, row: Import, layout: Layout) -> Import:
    """Say where every column goes and have a worker check the file. Raises DomainError at what is missing."""
    held = hold(actor, row, State.MATCHING)
    if held.purpose == Import.Purpose.CONTACTS:
        raise Conflict("other_state", _("This is a list of contacts, not of figures."))
    layout = replace(layout, sheets=_sheets(held, layout.sheets))
    _check_rows(layout)
    found = headings_of(held, layout)
    layout = replace(layout, labels=tuple(found))
    _check_goals(held, layout)
    held.mapping, held.fingerprint = layout.as_json(), fingerprint(shapes_of(found, layout))
    held.state, held.message = State.CHECKING, ""
    held.confirmed_by_id = actor.membership_id
    held.save()
    work.start(held, work.CHECK)
    return held


def keep_layout(actor: Actor, row: Import, layout: Layout) -> Import:
    """Keep a layout that is not complete yet, such as one with an indicator added."""
    held = hold(actor, row, State.MATCHING)
    held.mapping = replace(layout, sheets=_sheets(held, layout.sheets)).as_json()
    held.save(update_fields=["mapping"])
    return held


def _sheets(row: Import, chosen: tuple[int, ...]) -> tuple[int, ...]:
    found = tuple(n for n in sorted(set(chosen)) if 0 <= n < len(row.sheets) and row.sheets[n]["rows"])
    if not found:
        raise DomainError("required", _("Choose at least one sheet that holds something."), "sheets")
    return found


def _check_rows(layout: Layout) -> None:
    if not 1 <= layout.first <= layout.last <= layout.first + 9 or layout.last > 200:
        raise DomainError("out_of_range", _("Headings are one to ten rows near the top."), "last")
    try:
        rows_to_skip(layout.skip)
    except Skipped as fault:
        message = _("“%s”: write rows such as 3, 390-395.") % fault
        raise DomainError("bad_rows", message, "skip") from fault


def _check_goals(row: Import, layout: Layout) -> None:
    goals = layout.goals()
    known = ("part:", "of:", "at:", "dim:", f"{TARGET}:")
    for goal in goals:
        bad_part = goal.startswith(("part:", "of:", "at:")) and goal.rsplit(":", 1)[1] not in PARTS
        if bad_part or (goal not in (*KEYS, TARGET) and not goal.startswith(known)):
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % goal, "columns")
    for thing in THINGS:
        if layout.source(thing) not in SOURCES:
            raise DomainError("invalid_choice", _("Say where it stands."), f"{thing}_from")
    if layout.source("partner") == "constant" and not layout.partner:
        raise DomainError("required", _("Say where the partner stands."), "columns")
    figures = {goal for goal in goals if goal.startswith(("part:", "of:", "at:", TARGET))}
    if not figures and "status" not in goals:
        raise DomainError("required", _("Say which columns hold the figures."), "columns")
    loose = any(goal.startswith(("part:", "at:")) or goal == TARGET for goal in figures)
    if loose and layout.source("indicator") == "constant" and not layout.indicator:
        raise DomainError("required", _("Say which indicator the figures are of."), "indicator")
    across = any(goal.startswith(("at:", "of:")) for goal in goals)
    if any(layout.source(thing) == "heading" for thing in THINGS) and not across:
        message = _("Say which columns hold the figures of what their heading names.")
        raise DomainError("required", message, "columns")
    _check_period(row, layout, goals)
    _check_cells(row, layout)


def _check_period(row: Import, layout: Layout, goals: set[str]) -> None:
    source = layout.source("period")
    if source == "column" and "period" not in goals:
        raise DomainError("required", _("Say where the period stands."), "period_from")
    if source == "constant" and period_meant(layout.period, layout) is None:
        message = _("Write the period of these figures, for example 2024-Q1, 2024-03 or 2024.")
        raise DomainError("bad_period", message, "period")
    if source == "sheet":
        for number in layout.sheets:
            name = row.sheets[number]["name"]
            if period_meant(named_by_sheet(name, layout)["period"], layout) is None:
                raise DomainError(
                    "bad_period", _("The sheet “%s” is not named after a period.") % name, "sheets"
                )


def _check_cells(row: Import, layout: Layout) -> None:
    """Every chosen sheet must say in its cell what is said to stand there."""
    pointed = [thing for thing in THINGS if layout.source(thing) == "cell"]
    if not pointed:
        return
    for number in layout.sheets:
        named = named_in_cells(Grid(row.stored_as).head(number, MOST_ABOVE), layout)
        for thing in pointed:
            told = {"cell": layout.cells.get(thing, ""), "sheet": row.sheets[number]["name"]}
            if not named.get(thing):
                message = _("There is nothing in cell %(cell)s of “%(sheet)s”.") % told
                raise DomainError("required", message, f"{thing}_from")
            if thing == "period" and period_meant(named[thing], layout) is None:
                message = _("Cell %(cell)s of “%(sheet)s” names no period that we can read.") % told
                raise DomainError("bad_period", message, "period_from")


def choose(actor: Actor, row: Import, choices: Mapping[str, Any]) -> Import:
    """Keep what marks and unknown names mean, and have a worker check the file again."""
    held = _decide(actor, row, choices)
    held.state = State.CHECKING
    held.save()
    work.start(held, work.CHECK)
    return held


def confirm(actor: Actor, row: Import, choices: Mapping[str, Any]) -> Import:
    """Keep the choices and have a worker take the file in, in this actor's name.

    What stands in the way leads back to the preview.
    """
    held = _decide(actor, row, choices)
    held.state = State.LOADING
    held.save()
    work.start(held, work.LOAD)
    return held


def _decide(actor: Actor, row: Import, choices: Mapping[str, Any]) -> Import:
    held = hold(actor, row, State.PREVIEW)
    held.choices = {**held.choices, **choices}
    held.reason = str(held.choices.get("reason") or "").strip()
    held.source = str(held.choices.get("source") or held.source or held.name).strip()[:300]
    held.message = ""
    held.confirmed_by_id = actor.membership_id
    return held


def match_again(actor: Actor, row: Import) -> Import:
    """Go back from the preview to where columns go."""
    held = hold(actor, row, State.PREVIEW)
    held.state, held.message, held.preview = State.MATCHING, "", {}
    held.save()
    return held


def discard(actor: Actor, row: Import) -> Import:
    """Give an import up before anything has gone in, and delete its file.

    Raises Conflict while a worker is at it; one that waits for a worker finds nothing to do any more.
    """
    held = hold(actor, row, State.READING, State.MATCHING, State.CHECKING, State.PREVIEW, State.LOADING)
    held.state = State.DISCARDED
    held.save(update_fields=["state"])
    work.start(held, work.FORGET)
    return held


@transaction.atomic
def undo(actor: Actor, row: Import) -> Import:
    """Take back what an import brought in, as far as it still stands, within UNDO_DAYS.

    Nothing that was revised since is touched; what the import had replaced stands again, and what it handed in and
    still waits is withdrawn. Raises Conflict when a cycle of it was locked since.
    """
    held = hold_to_undo(actor, row)
    contacts = held.purpose == Import.Purpose.CONTACTS
    held.result = {**held.result, **(take_contacts_out(actor, held) if contacts else take_out(actor, held))}
    held.state, held.undone_at = State.UNDONE, clock.now()
    held.save()
    record(
        actor,
        ImportTakenBack(
            f"import:{held.public_id}",
            observations=held.result.get("taken_back", 0),
            source=held.source or held.name,
        ),
    )
    return held
