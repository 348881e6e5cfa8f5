"""Files behind the figures of a hand-in: added and taken away while it is a draft, kept afterwards."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from measurement.events import EvidenceAdded, EvidenceRemoved
from measurement.evidence import LARGEST, MOST_FILES, forget_files, recognise, store
from measurement.imports.files import FileRefused
from measurement.models import Evidence, Indicator, Submission
from measurement.services.submissions import hold_draft, told_of


def add_evidence(
    actor: Actor, submission: Submission, *, indicator: Indicator, name: str, file: IO[bytes], size: int
) -> Evidence:
    """Keep a file behind one indicator of a draft.

    Raises DomainError at `file` when it is too big, empty, or not what its name says; Conflict when the hand-in is no
    draft any more or has as many files as it may.
    """
    submission = hold_draft(actor, submission)
    if Evidence.objects.filter(submission=submission).count() >= MOST_FILES:
        raise Conflict("too_many_files", _("A hand-in takes up to %d files.") % MOST_FILES)
    shown = PurePosixPath(name.replace("\\", "/")).name[-200:]
    try:
        form = recognise(file, shown, size)
        stored = store(file)
    except FileRefused as fault:
        raise DomainError(fault.code, refusal(fault.code), "file") from fault
    try:
        with transaction.atomic():
            row = Evidence.objects.create(
                submission=submission,
                indicator=indicator,
                name=shown,
                format=form,
                size=size,
                stored_as=stored,
                uploaded_by=actor.user,
                uploaded_at=clock.now(),
            )
            record(actor, EvidenceAdded(**told_of(submission), name=shown, indicator=indicator.name))
    except BaseException:
        forget_files([stored])
        raise
    return row


def remove_evidence(actor: Actor, row: Evidence) -> None:
    """Take a file away while its hand-in is a draft. Raises Conflict afterwards: then it stays."""
    submission = hold_draft(actor, row.submission)
    record(actor, EvidenceRemoved(**told_of(submission), name=row.name, indicator=row.indicator.name))
    stored = row.stored_as
    row.delete()
    transaction.on_commit(lambda: forget_files([stored]), robust=True)


def refusal(code: str) -> str:
    """Say why a file is not taken, and what would be."""
    words = {
        "unknown_ending": _("Take a PDF, a picture (PNG or JPEG), a spreadsheet or a text file."),
        "too_big": _("The file is too big: up to %d MB are taken.") % (LARGEST // 1024 // 1024),
        "empty": _("The file is empty."),
        "encrypted": _("The file is locked by a password. Save it without one, then try again."),
    }
    return words.get(
        code, _("The content of this file is not what its name says. Save it anew, then try again.")
    )
