"""The part that a worker does: reads a workbook, fills the draft on the partner's behalf, hands it in where it passes.

Everything is committed with the end of the job, so that a worker that dies leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from initiatives.jobs import handler, on_buried
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, FieldError, NotFound
from initiatives.outbox import record
from initiatives.queries import actor_by_id
from measurement.books.files import Opened, open_file
from measurement.books.marks import Mark, read_mark
from measurement.books.reading import ANOTHER_HAND_IN, NO_FORM, Filled, Problem, read
from measurement.events import WorkbookTakenIn
from measurement.imports.files import FileRefused
from measurement.imports.grids import ORIGINAL, Grid
from measurement.models import Delivery, Request, Submission
from measurement.queries.books import belongs, has_form, why_refused
from measurement.queries.collection import requests
from measurement.queries.contacts import addressee
from measurement.queries.entries import values_of
from measurement.queries.hand_ins import hand_in_of
from measurement.services.collection import make_link
from measurement.services.submissions import save_draft, start, submit
from measurement.words import LinkAbout, SubmissionState

READ = "measurement.delivery_read"
LONGEST_LIST = 8  # of what is left, in a letter
State = Delivery.State


@handler(READ)
def take(initiative_id: int, key: str) -> None:
    """Read one workbook that was dropped and put it into its partner's hand-in."""
    row = _waiting(key)
    if row is None:
        return
    try:
        actor = actor_by_id(row.made_by_id)
    except NotFound:
        _end(
            row,
            State.REFUSED,
            gettext_noop("Whoever dropped this file takes no part any more: drop it again."),
        )
        return
    with translation.override(actor.user.language or actor.initiative.language):
        _take(actor, row)


def _waiting(key: str) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).filter(pk=int(key), state=State.READING)
    return rows.first()


@on_buried(READ)
def give_in(initiative_id: int, key: str) -> None:
    """After reading failed again and again: say so."""
    row = _waiting(key)
    if row is not None:
        _end(
            row, State.REFUSED, gettext_noop("Reading this file failed several times; nothing was taken in.")
        )


def _take(actor: Actor, row: Delivery) -> None:
    try:
        require(actor, Capability.IMPORT)
        opened = open_file(Grid(row.stored_as).folder / ORIGINAL)
        mark = read_mark(opened.mark)
        ask = _ask_of(actor, row, opened, mark)
        if ask is None:
            row.state, row.message = State.ASKING, str(_("Its hidden mark is gone: say whose it is."))
            row.save()
            return
        with transaction.atomic():
            _fill(actor, row, ask, opened, mark)
    except FileRefused as fault:
        _end(row, State.REFUSED, why_refused(fault))
    except DomainError as fault:
        _end(row, State.REFUSED, fault.message)


def _ask_of(actor: Actor, row: Delivery, opened: Opened, mark: Mark | None) -> Request | None:
    """The ask that the workbook answers: by its mark, else as staff said; None where that must be asked.

    Raises FileRefused for one that is no form, or whose mark is of another ask.
    """
    rows = requests(actor)
    if row.request_id is not None:
        ask = rows.get(pk=row.request_id)
        if mark is not None and not belongs(mark, ask):
            raise FileRefused(ANOTHER_HAND_IN)
        return ask
    if mark is None:
        if not has_form(opened):
            raise FileRefused(NO_FORM)
        return None
    found = rows.filter(public_id=mark.request).first() if mark.initiative == actor.initiative.pk else None
    if found is None:
        raise FileRefused(ANOTHER_HAND_IN)
    return found


def _fill(actor: Actor, row: Delivery, ask: Request, opened: Opened, mark: Mark | None) -> None:
    sheet = hand_in_of(actor, ask)
    if sheet.private:
        message = _("%s has begun a draft of its own for this period; nobody else changes it.")
        raise DomainError("private", message % ask.partner.name)
    filled = read(sheet, opened, mark, again=_as_a_workbook_left_it(sheet.submission))
    rows = filled.rows()
    if not rows and not (sheet.submission and sheet.submission.state == SubmissionState.DRAFT):
        raise DomainError("nothing_entered", _nothing(filled))
    submission = start(actor, partner=ask.partner, period=sheet.period, cycle=ask.cycle)
    submission = save_draft(actor, submission, rows)
    submission.source = _source(row)
    submission.save(update_fields=["source"])
    problems = list(filled.problems)
    handed_in = False
    if not any(problem.stops for problem in problems):
        handed_in = _hand_in(actor, submission, problems)
    row.request, row.submission = ask, submission
    row.findings = [problem.as_json() for problem in problems]
    record(
        actor,
        WorkbookTakenIn(
            f"submission:{submission.public_id}",
            partner_id=ask.partner_id,
            partner=ask.partner.name,
            period=sheet.period.code,
            source=submission.source,
            handed_in=handed_in,
        ),
    )
    _write(actor, row, ask, handed_in=handed_in)
    _end(row, State.HANDED_IN if handed_in else State.FILLED, "")


def _as_a_workbook_left_it(submission: Submission | None) -> bool:
    """Whether nobody has changed the draft by hand since the last workbook: then a corrected one replaces it."""
    if submission is None or submission.saved_at is None:
        return False
    return Delivery.objects.filter(submission=submission, done_at__gte=submission.saved_at).exists()


def _write(actor: Actor, row: Delivery, ask: Request, *, handed_in: bool) -> None:
    """Send the partner's contact, if there is an address, a link to look at the figures and to put them right."""
    to = addressee(ask.partner)
    if to is None:
        return
    with translation.override(to.language or actor.initiative.language):
        message = _("Your workbook “%s” was taken in.") % row.name
        if not handed_in:
            message = "\n".join([message, _("What is left:"), *_left(row)])
    about = LinkAbout.LOOK if handed_in else LinkAbout.FINISH
    try:
        with transaction.atomic():
            make_link(actor, ask, to=to, message=message, about=about)
    except DomainError:  # so many links went out today: the list shows that nobody was written to
        return
    row.written_at = clock.now()


def _left(row: Delivery) -> list[str]:
    """What keeps a workbook from being handed in, a line each; the cells are those of the file that was sent."""
    stops = [problem for problem in row.findings if problem["stops"]]
    lines = [
        "– " + (f"{problem['cell']}: " if problem["cell"] else "") + problem["message"]
        for problem in stops[:LONGEST_LIST]
    ]
    return lines + ["…"] * (len(stops) > LONGEST_LIST)


def _nothing(filled: Filled) -> str:
    if filled.problems:
        return filled.problems[0].message
    return str(_("Nothing is filled in that is not known already."))


def _source(row: Delivery) -> str:
    if not row.sent_by:
        return row.name
    return (_("%(file)s, sent by %(who)s") % {"file": row.name, "who": row.sent_by})[:300]


def _hand_in(actor: Actor, submission: Submission, problems: list[Problem]) -> bool:
    """Hand the draft in; where that is refused, add why to the problems."""
    values = values_of(submission)
    try:
        with transaction.atomic():
            submit(actor, submission)
    except DomainError as fault:
        problems += _told(fault.errors, [value.sheet.indicator.name for value in values]) or [
            Problem(fault.message)
        ]
        return False
    return True


def _told(errors: Iterable[FieldError], names: list[str]) -> list[Problem]:
    """Faults of the hand-in with the name of their indicator, since no cell is known for what the checks find."""
    told = []
    for error in errors:
        place = error.field.split(".")[1] if error.field.startswith("observations.") else ""
        name = names[int(place)] if place.isdigit() and int(place) < len(names) else ""
        told.append(Problem(f"{name}: {error.message}" if name else error.message))
    return told


def _end(row: Delivery, state: str, message: str) -> None:
    """End the work on a file, which is not kept any longer."""
    stored, row.stored_as = row.stored_as, ""
    row.state, row.message, row.done_at = state, _(message) if message else "", clock.now()
    row.save()
    if stored:
        transaction.on_commit(Grid(stored).forget)
