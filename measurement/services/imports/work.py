"""The part of an import that a worker does: reading, checking, taking in. Started by rows, done once.

Everything a step changes is committed with the end of its job, so that a worker that dies leaves nothing half done
and the next one begins again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from initiatives.jobs import enqueue, handler, on_buried
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.queries import actor_by_id, partners
from measurement.imports.contacts import guess_contacts, heading_of, reads_as_contacts
from measurement.imports.files import FileRefused
from measurement.imports.grids import Grid, Row
from measurement.imports.guessing import guess
from measurement.imports.headings import LOOKED_AT, fingerprint, guess_headings, labels
from measurement.imports.mapping import THINGS, Layout
from measurement.imports.names import Known
from measurement.imports.people import OF_CONTACTS, people_in
from measurement.imports.sources import goals_like, holds_figures, shape_of, split_period
from measurement.imports.unfolding import headings_in
from measurement.models import Dimension, Import, ImportMemory
from measurement.queries.catalogue import catalogue
from measurement.queries.entries import kind_of
from measurement.services.imports.checked import Checked
from measurement.services.imports.checking import check
from measurement.services.imports.loading import refuse_undecided, take_in
from measurement.services.imports.previewing import preview_of

READ = "measurement.import_read"
CHECK = "measurement.import_check"
LOAD = "measurement.import_load"
FORGET = "measurement.import_forget"
KEPT = timedelta(days=7)
MOST_SUSPECTS = 20
State = Import.State


def progress_key(row: Import) -> str:
    """Return the name under which the cache holds how far a step has come."""
    return f"import:{row.public_id}"


def _telling(row: Import) -> Callable[[int], None]:
    def told(done: int) -> None:
        cache.set(progress_key(row), done, timeout=3600)

    return told


@contextmanager
def _step(key: str, state: State) -> Iterator[tuple[Actor, Import] | None]:
    """Hold the import for one step, in the name of whoever decided last.

    None when it is not waiting for the step (any more), and when that person takes no part any more: then it says so.
    """
    row = _waiting(key, state)
    actor = _whose(row) if row is not None else None
    if row is None or actor is None:
        yield None
        return
    with translation.override(actor.user.language or actor.initiative.language):
        yield actor, row
    cache.delete(progress_key(row))


def _waiting(key: str, *states: State) -> Import | None:
    rows = Import.objects.select_for_update().filter(public_id=uuid.UUID(key), state__in=states)
    return rows.first()


def _whose(row: Import) -> Actor | None:
    try:
        return actor_by_id(row.confirmed_by_id or row.made_by_id)
    except NotFound:
        _stop(
            row,
            "gone",
            gettext_noop("Whoever asked for this takes no part any more: go on in your own name."),
        )
        return None


def _stop(row: Import, refusal: str, words: str) -> None:
    """End the step that cannot go on, and say why, where somebody can begin it again."""
    with translation.override(row.initiative.language):
        row.message = gettext(words)
    if row.state == State.READING:
        row.state, row.message = State.REFUSED, refusal
        transaction.on_commit(Grid(row.stored_as).forget)
    else:
        row.state = State.MATCHING if row.state == State.CHECKING else State.PREVIEW
    row.save()
    cache.delete(progress_key(row))


@on_buried(READ, CHECK, LOAD)
def give_in(initiative_id: int, key: str) -> None:
    """After a step failed again and again: say so on the import, which can then be tried again or given up."""
    row = _waiting(key, State.READING, State.CHECKING, State.LOADING)
    if row is not None:
        _stop(row, "failed", gettext_noop("This failed several times; nothing was taken in. Try it again."))


@handler(READ)
def read(initiative_id: int, key: str) -> None:
    """Read an upload into rows and guess how it is laid out."""
    with _step(key, State.READING) as held:
        if held is None:
            return
        actor, row = held
        grid = Grid(row.stored_as)
        try:
            sheets = grid.read_original(row.format)
            _refuse_people(row, grid, sheets)
            row.sheets = sheets
        except FileRefused as fault:
            row.state, row.message = State.REFUSED, f"{fault.code}:{fault.row}"
            # At once: what must not be kept must not wait for a commit that may fail.
            grid.forget()
        else:
            row.state = State.MATCHING
            _lay_out(actor, row, grid)
            transaction.on_commit(grid.drop_original)
        row.save()


def _refuse_people(row: Import, grid: Grid, sheets: Sequence[Mapping[str, object]]) -> None:
    """Raise FileRefused when columns look like people; where they stand is noted, nothing of what they hold."""
    found = people_in((number, grid.rows(number)) for number in range(len(sheets)))
    contacts = row.purpose == Import.Purpose.CONTACTS
    suspects = [suspect for suspect in found if not (contacts and suspect.kind in OF_CONTACTS)]
    if suspects:
        row.preview = {"people": [suspect.as_json() for suspect in suspects[:MOST_SUSPECTS]]}
        raise FileRefused("people")


def _lay_out(actor: Actor, row: Import, grid: Grid) -> None:
    """Guess the mapping, or take the one that this initiative confirmed for headings of this shape."""
    contacts = row.purpose == Import.Purpose.CONTACTS
    first_sheet = _sheet_of_contacts(row, grid) if contacts else _first_of_figures(row)
    head = grid.head(first_sheet, LOOKED_AT)
    first, last = guess_headings(head)
    found = labels(head, first, last)
    start = Layout(
        sheets=(first_sheet,), first=first, last=last, year_start=actor.initiative.fiscal_year_start
    )
    if contacts:
        at = heading_of(head)
        found = labels(head, at, at)
        start = replace(start, first=at, last=at)
        row.mapping = replace(start, labels=tuple(found), columns=guess_contacts(found)).as_json()
        return
    row.fingerprint = fingerprint([shape_of(label, start) for label in found])
    memory = ImportMemory.objects.filter(fingerprint=row.fingerprint).first()
    if memory is not None:
        layout = Layout.from_json({**memory.mapping, "sheets": [first_sheet]})
        layout = replace(
            layout, labels=tuple(found), columns=goals_like(found, layout), first=first, last=last
        )
        layout = layout.forget_indicators(set(catalogue()))
        row.choices = memory.choices
    else:
        layout = guess_layout(actor, row, found, head, start)
    row.mapping = all_alike(layout, row, grid).as_json()


def _first_of_figures(row: Import) -> int:
    """Return the first sheet that holds something and is not called a summary or remarks, else the first that does."""
    filled = [number for number, sheet in enumerate(row.sheets) if sheet["rows"]]
    return next((number for number in filled if holds_figures(row.sheets[number]["name"])), filled[0])


def _sheet_of_contacts(row: Import, grid: Grid) -> int:
    """Return the sheet whose headings read most like those of a list of contacts, the first of several."""
    filled = [number for number, sheet in enumerate(row.sheets) if sheet["rows"]]
    return max(filled, key=lambda number: reads_as_contacts(grid.head(number, LOOKED_AT)))


def guess_layout(actor: Actor, row: Import, found: list[str], head: list[Row], start: Layout) -> Layout:
    """Return the layout that a sheet's headings and first rows suggest, given what the initiative knows."""
    indicators = []
    for code, sheet in catalogue().items():
        part = kind_of(sheet.versions[-1]).inputs[0].name
        indicators.append((Known(code, sheet.indicator.name), part))
    return guess(
        found,
        head[start.last :],
        indicators=indicators,
        dimensions=[Known(*item) for item in Dimension.objects.values_list("code", "name")],
        partners=[Known(*item) for item in partners(actor).values_list("code", "name")],
        sheet_names=[sheet["name"] for sheet in row.sheets if sheet["rows"]],
        above=head[: start.first - 1],
        start=start,
    )


def all_alike(layout: Layout, row: Import, grid: Grid) -> Layout:
    """Where each sheet names something of its own, choose every sheet that has most of these headings."""
    if not any(layout.source(thing) in ("sheet", "cell") for thing in THINGS):
        return layout
    wanted = max(1, len([goals for goals in layout.columns.values() if goals]))
    alike = []
    for number, sheet in enumerate(row.sheets):
        if not sheet["rows"] or not holds_figures(sheet["name"]):
            continue
        if layout.source("period") == "sheet" and not split_period(sheet["name"], layout)[0]:
            continue
        head = grid.head(number, max(LOOKED_AT, layout.last))
        found = labels(head, *headings_in(head, layout))
        if 2 * sum(bool(goals) for goals in goals_like(found, layout).values()) > wanted:
            alike.append(number)
    return replace(layout, sheets=tuple(alike) or layout.sheets)


@handler(CHECK)
def look(initiative_id: int, key: str) -> None:
    """Check a file under its mapping and choices and keep what the page shows of it."""
    with _step(key, State.CHECKING) as held:
        if held is None:
            return
        actor, row = held
        try:
            row.preview = preview_of(check(actor, row, _telling(row)), row)
            row.state, row.message = State.PREVIEW, ""
        except DomainError as fault:
            row.state, row.message = State.MATCHING, fault.message
        row.save()


@handler(LOAD)
def load(initiative_id: int, key: str) -> None:
    """Take a confirmed file in, whole, or go back to the preview and say what stands in the way."""
    with _step(key, State.LOADING) as held:
        if held is None:
            return
        actor, row = held
        checked = None
        try:
            require(actor, Capability.IMPORT)
            checked = check(actor, row, _telling(row))
            refuse_undecided(checked, row.choices)
            with transaction.atomic():
                take_in(actor, row, checked)
        except DomainError as fault:
            row.state, row.message, row.made, row.result = State.PREVIEW, _said(fault, checked), {}, {}
            if checked is not None:
                row.preview = preview_of(checked, row)
        else:
            row.state, row.message, row.done_at = State.DONE, "", clock.now()
            _remember(row)
            transaction.on_commit(Grid(row.stored_as).forget)
        row.save()


def _said(fault: DomainError, checked: Checked | None) -> str:
    """Return what is wrong in words, with the row of the file where a fault of the load names one."""
    if checked is None or not fault.errors or not fault.errors[0].field.startswith("observations."):
        return fault.message
    return fault.errors[0].message


def _remember(row: Import) -> None:
    """Keep how the file was understood for the next one with these headings; reasons are given anew each time."""
    once = {"reason", "bad", "changes", "source"}
    ImportMemory.objects.update_or_create(
        fingerprint=row.fingerprint,
        defaults={
            "mapping": {**row.mapping, "skip": ""},
            "choices": {key: value for key, value in row.choices.items() if key not in once},
            "used_at": clock.now(),
        },
    )


@handler(FORGET)
def forget(initiative_id: int, key: str) -> None:
    """Give up an import that nobody confirmed, and delete its file."""
    row = Import.objects.select_for_update().filter(public_id=uuid.UUID(key)).first()
    if row is None or row.state in (State.DONE, State.UNDONE):
        return
    if row.state not in (State.REFUSED, State.DISCARDED):
        row.state = State.DISCARDED
        row.save(update_fields=["state"])
    transaction.on_commit(Grid(row.stored_as).forget)


def start(row: Import, kind: str) -> None:
    """Ask a worker for a step of the import, in the caller's transaction."""
    enqueue(kind, str(row.public_id))


def begin(row: Import) -> None:
    """Ask a worker to read the file, and to clear up after the time that an unconfirmed one is kept."""
    start(row, READ)
    enqueue(FORGET, str(row.public_id), delay=KEPT)
