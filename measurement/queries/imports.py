"""Imports of files, for those who may import."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext, gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.imports.grids import Grid, Row
from measurement.imports.mapping import Layout
from measurement.imports.unfolding import Figure, Skipped, unfold
from measurement.models import Cycle, Import, Request, Submission
from measurement.words import CycleState, SubmissionState

REFUSALS: dict[str, Any] = {
    "unknown_ending": gettext_lazy("Choose a file that ends in .csv, .xlsx, .ods or .xls."),
    "too_big": gettext_lazy(
        "The file is larger than 20 MB. Divide it, or leave out sheets that are not needed."
    ),
    "empty": gettext_lazy("There is nothing in this file."),
    "other_content": gettext_lazy(
        "This file is not what its name says. Save it as a spreadsheet or as CSV, then upload it again."
    ),
    "no_text": gettext_lazy("This is not a text file of figures: it holds signs that no CSV file has."),
    "encrypted": gettext_lazy(
        "The file is locked with a password. Save it without one, then upload it again."
    ),
    "broken": gettext_lazy("The file cannot be opened: it is damaged or was not saved whole."),
    "bomb": gettext_lazy("The file unpacks to far more than it seems to hold; it was not opened."),
    "too_many_rows": gettext_lazy("There are more than 200,000 rows in a sheet. Divide the file."),
    "too_many_columns": gettext_lazy("There are more than 1,000 columns. Keep only those you need."),
    "too_many_cells": gettext_lazy("There are more cells in this file than can be read at once. Divide it."),
    "too_many_sheets": gettext_lazy("There are more than 60 sheets in this workbook. Divide it."),
    "too_slow": gettext_lazy("Reading this file takes too long. Divide it."),
    "long_line": gettext_lazy("A line of this file is too long to be a row of figures."),
    "long_cell": gettext_lazy("A cell of this file is too long to be a figure or a name."),
    "open_quote": gettext_lazy("A quotation mark is opened and never closed."),
    "bad_quote": gettext_lazy("There is a quotation mark in the middle of a cell."),
    "people": gettext_lazy("The file looks as if it told of single people, so nothing of it was kept."),
    "gone": gettext_lazy("Whoever uploaded this file takes no part any more, so it was not read."),
    "failed": gettext_lazy("Reading this file failed several times; nothing was taken in. Upload it again."),
}

FIRST_SHEETS = 4
# What is told of an import in a list; the large columns are left where they are.
_HEAVY = ("mapping", "choices", "preview", "made")


def refusal_words(code: str, row: int = 0) -> str:
    """Return why a file was not taken, in the reader's language, with the row where that became clear."""
    words = str(REFUSALS.get(code, REFUSALS["broken"]))
    return gettext("Row %(row)d: %(words)s") % {"row": row, "words": words} if row else words


def refusal_of(row: Import) -> str:
    """Return why a refused import was not taken."""
    code, _colon, number = row.message.partition(":")
    return refusal_words(code, int(number or 0))


def imports(actor: Actor) -> QuerySet[Import]:
    """Return the imports, the latest first, without what only their own page needs."""
    require(actor, Capability.IMPORT)
    rows = Import.objects.select_related("made_by").defer(*_HEAVY)
    return rows.exclude(state=Import.State.DISCARDED)


def import_of(actor: Actor, public_id: Any) -> Import:
    """Return an import by its public id. Raises NotFound."""
    require(actor, Capability.IMPORT)
    found = Import.objects.select_related("made_by", "confirmed_by").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def past_cycles(actor: Actor, row: Import) -> list[Cycle]:
    """Return the cycles of the past, not locked, that an import has filled and in which nothing more is to come.

    The earliest first. Nothing more is to come where the last day has gone by, nothing waits or is begun, and whoever
    is asked has been accepted.
    """
    require(actor, Capability.IMPORT)
    if row.state != Import.State.DONE:
        return []
    filled = Submission.objects.filter(pk__in=row.made.get("submissions", []), state=SubmissionState.ACCEPTED)
    handed_in = Submission.objects.filter(cycle=OuterRef("pk"))
    answered = Submission.objects.filter(
        cycle=OuterRef("cycle"), partner=OuterRef("partner"), state=SubmissionState.ACCEPTED
    )
    missing = Request.objects.filter(~Exists(answered), cycle=OuterRef("pk"))
    rows = Cycle.objects.filter(
        ~Exists(handed_in.exclude(state=SubmissionState.ACCEPTED)),
        ~Exists(missing),
        pk__in=filled.values("cycle"),
        practice=False,
        due__lt=clock.today(actor.initiative.timezone),
        state__in=[CycleState.OPEN, CycleState.CLOSED],
    )
    return list(rows.order_by("period_start", "period_end"))


def first_rows(row: Import, sheet: int, count: int) -> list[Row]:
    """Return the first rows of a sheet of an import that has been read; none once its file is gone."""
    try:
        return Grid(row.stored_as).head(sheet, count)
    except FileNotFoundError:
        return []


def first_figures(row: Import, layout: Layout, count: int) -> list[Figure]:
    """Return the first figures of an import that has been read, from several of its sheets, as a layout has them."""
    names = [str(sheet["name"]) for sheet in row.sheets]
    found: list[Figure] = []
    try:
        for sheet in layout.sheets[:FIRST_SHEETS]:
            each = -(-count // min(len(layout.sheets), FIRST_SHEETS))
            found += islice(unfold(Grid(row.stored_as), replace(layout, sheets=(sheet,)), names), each)
    except (FileNotFoundError, Skipped):
        return []
    return found


def figures_looked_at(row: Import) -> int:
    """Return how many figures the worker has looked at in the step that is running."""
    return int(cache.get(f"import:{row.public_id}") or 0)
