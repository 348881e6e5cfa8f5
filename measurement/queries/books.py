"""Hand-ins as workbooks, for those who may see them: one, all of a cycle, and what a filled one would change."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import IO

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from measurement.books.files import Opened, open_upload
from measurement.books.marks import Mark, read_mark
from measurement.books.plan import KEY_OF_KEYS
from measurement.books.reading import ANOTHER_HAND_IN, NO_FORM, NO_MARK, Filled, read
from measurement.books.writing import heading_of, workbook_of
from measurement.imports.files import FileRefused
from measurement.models import Cycle, Request
from measurement.periods import Period, name
from measurement.queries.collection import requests
from measurement.queries.hand_ins import HandIn, hand_in_of
from measurement.queries.imports import refusal_words
from measurement.queries.telling import spelt_out

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WHY = {
    "book_too_big": _("The file is larger than 5 MB: more than a hand-in can be."),
    "no_book": _("Choose the workbook itself (.xlsx), filled and saved."),
    NO_FORM: _("This is no workbook of a hand-in: the rows and columns that Concert made are not in it."),
    NO_MARK: _(
        "The hidden mark of this workbook is gone, or was changed. Download the workbook again and copy the figures."
    ),
    ANOTHER_HAND_IN: _("This workbook belongs to another hand-in: another partner, or another period."),
}


def why_refused(fault: FileRefused) -> str:
    """Return why a workbook is not taken, in the reader's words."""
    return str(WHY[fault.code]) if fault.code in WHY else refusal_words(fault.code, fault.row)


def file_name(sheet: HandIn) -> str:
    """Return the name of a hand-in's workbook."""
    return f"{slugify(sheet.request.partner.code)}-{sheet.period.code.replace('/', '-')}.xlsx"


def workbook(actor: Actor, request: Request) -> tuple[str, bytes]:
    """Return name and content of the workbook of a request (as of `requests`): with the draft, if it may be seen."""
    sheet = hand_in_of(actor, request)
    year = actor.initiative.fiscal_year_start
    heading = heading_of(
        sheet,
        actor.initiative,
        spelt_out(sheet.period, year),
        name(sheet.period.previous, year),
    )
    return file_name(sheet), workbook_of(sheet, heading)


def workbooks(actor: Actor, cycle: Cycle) -> tuple[str, bytes]:
    """Return name and content of a ZIP with the workbooks of all who are asked in a cycle."""
    require(actor, Capability.RUN_CYCLES)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for ask in requests(actor).filter(cycle=cycle).order_by("partner__code", "pk"):
            archive.writestr(*workbook(actor, ask))
    period = Period.from_dates(cycle.period_start, cycle.period_end)
    return f"{actor.initiative.slug}-{period.code.replace('/', '-')}.zip", out.getvalue()


def read_workbook(actor: Actor, sheet: HandIn, *, file: IO[bytes], file_name: str, size: int) -> Filled:
    """Return what a filled workbook would change in a hand-in; nothing is stored.

    Raises DomainError at `file` for what is no workbook of this hand-in, or of harm.
    """
    require(actor, Capability.HAND_IN, sheet.request.partner_id)
    try:
        opened = open_upload(file, file_name, size)
        mark = read_mark(opened.mark)
        if mark is None:
            raise FileRefused(NO_MARK if has_form(opened) else NO_FORM)
        if not belongs(mark, sheet.request):
            raise FileRefused(ANOTHER_HAND_IN)
        return read(sheet, opened, mark)
    except FileRefused as fault:
        raise DomainError(fault.code, why_refused(fault), "file") from fault


def belongs(mark: Mark, request: Request) -> bool:
    """Whether a mark is of this very request."""
    return mark.initiative == request.initiative_id and mark.request == str(request.public_id)


def has_form(opened: Opened) -> bool:
    """Whether the keys of the form are in it, with or without its mark."""
    rows: Iterable[list[object]] = (row for _name, sheet in opened.sheets for row in sheet[:200])  # type: ignore[misc]
    return any(row and row[0] == KEY_OF_KEYS for row in rows)
