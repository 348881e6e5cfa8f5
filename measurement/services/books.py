"""Bringing a filled workbook back into a hand-in's draft."""

from __future__ import annotations

from typing import IO

from django.db import transaction

from initiatives.kernel.access import Actor
from measurement.books.reading import Filled
from measurement.models import Request, Submission
from measurement.queries.books import read_workbook
from measurement.queries.hand_ins import hand_in_of
from measurement.services.submissions import save_draft, start


@transaction.atomic
def bring_back(
    actor: Actor, request: Request, *, file: IO[bytes], file_name: str, size: int
) -> tuple[Filled, Submission | None]:
    """Put what a filled workbook changes into the draft of a request (as of `requests`), as if it had been typed.

    Return what it changed with what is wrong, and the draft; no draft is begun where it changes nothing. Raises
    DomainError at `file` for what is no workbook of this hand-in, Conflict when nothing can be entered now.
    """
    sheet = hand_in_of(actor, request)
    filled = read_workbook(actor, sheet, file=file, file_name=file_name, size=size)
    rows = filled.rows()
    if not rows:
        return filled, sheet.submission
    submission = start(actor, partner=request.partner, period=sheet.period, cycle=request.cycle)
    return filled, save_draft(actor, submission, rows)
