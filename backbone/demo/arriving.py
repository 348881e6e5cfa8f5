"""What comes to riverbend in other ways than the form: two files of past months, e-mailed workbooks, a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from backbone.demo.numbers import Row
from backbone.demo.stage import Stage, days, noon
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring
from measurement.imports.mapping import Layout
from measurement.periods import Period
from measurement.queries.books import workbook
from measurement.queries.imports import import_of
from measurement.queries.imports import imports as all_imports
from measurement.services import imports
from measurement.services.deliveries import drop
from measurement.services.imports.locking import lock_past

if TYPE_CHECKING:
    from measurement.models import Import

CALLS = {
    "Riverbend Unified School District": (588, 631, 604, 497),
    "Eastside School District": (377, 402, 391, 318),
}
MONTHS = ("2025-09", "2025-10", "2025-11", "2025-12")
SOURCE = "Call logs of the two districts, fall 2025"
BY_LINK, BY_MAIL, UNMARKED = "parents-united", "faith-network", "little-steps"
Cells = Mapping[tuple[str, str], object]


def riverbend(
    stage: Stage, present: Period, month: Period, handed: Mapping[str, Sequence[Row]], private: str
) -> None:
    """Plan what arrives; `handed` are the figures of the present quarter, `private` has begun a draft of its own."""
    _past_months(stage)
    yesterday = noon(stage.now.date() - days(1)) + timedelta(hours=1)
    by_hand = partial(_by_link, period=present, rows=handed[BY_LINK], holder="Rosa Delgado")
    stage.plan(yesterday, "ana", by_hand)
    mails = _Mails(stage, yesterday + timedelta(minutes=40))
    filled = cells_of(handed[BY_MAIL])
    filled["books-given|value", "explanation"] = "Two more congregations hold story hours."
    mails.drop(BY_MAIL, present, filled, f"{BY_MAIL}-{present.code}.xlsx", "Amos Greene")
    mails.drop(
        BY_MAIL, month, {("attendance-nudges|value", "figure"): "about 40"}, "October.xlsx", "Amos Greene"
    )
    mails.drop(private, present, {}, "harbor-youth.xlsx", "Kofi Mensah")
    mails.drop(UNMARKED, present, {}, "Copy of figures.xlsx", "Sol Herrera", mark=False)
    mails.drop_other("Newsletter.pdf", b"%PDF-1.4 The garden is open again.", "Amos Greene")


# --- past months from a file ---------------------------------------------------------------------------------


def _past_months(stage: Stage) -> None:
    """The first file counted every call twice and was taken back; the second one stayed."""
    day = noon(stage.now.date() - days(12))
    _import(stage, day, "calls-fall-2025.csv", factor=2)
    stage.plan(day + timedelta(minutes=25), "sam", _take_back, settles=True)
    _import(stage, day + timedelta(minutes=55), "calls-fall-2025-mended.csv", factor=1)
    stage.plan(day + days(1), "ana", lambda actor: lock_past(actor, _latest(actor)), settles=True)


def _import(stage: Stage, moment: datetime, name: str, factor: int) -> None:
    rows = [
        f"{partner},Attendance calls and texts,{month},{count * factor}"
        for partner, counts in CALLS.items()
        for month, count in zip(MONTHS, counts, strict=True)
    ]
    content = "\n".join(["partner,indicator,period,value", *rows]).encode()

    def receive(actor: Actor) -> None:
        imports.receive(actor, name=name, file=BytesIO(content), size=len(content), source=SOURCE)

    def match(actor: Actor) -> None:
        row = _latest(actor)
        imports.match(actor, row, Layout.from_json(row.mapping))

    def confirm(actor: Actor) -> None:
        imports.confirm(actor, _latest(actor), {"source": SOURCE})

    for place, act in enumerate((receive, match, confirm)):
        stage.plan(moment + timedelta(minutes=place), "sam", act, settles=True)


def _latest(actor: Actor) -> Import:
    [row] = all_imports(actor)[:1]
    return import_of(actor, row.public_id)


def _take_back(actor: Actor) -> None:
    imports.undo(actor, _latest(actor))


# --- workbooks that came by e-mail ---------------------------------------------------------------------------


class _Mails:
    """Workbooks that partners sent and ana dropped, one a minute."""

    def __init__(self, stage: Stage, moment: datetime) -> None:
        self.stage, self.moment = stage, moment

    def drop(
        self, partner: str, period: Period, cells: Cells, name: str, sent_by: str, *, mark: bool = True
    ) -> None:
        """Plan that a partner's workbook is dropped, with what it filled in."""

        def act(actor: Actor) -> None:
            content = workbook(actor, _asked(actor, partner, period))[1]
            _drop(actor, name, filled_in(content, cells, mark=mark), sent_by)

        self._next(act)

    def drop_other(self, name: str, content: bytes, sent_by: str) -> None:
        """Plan that something is dropped that is no workbook."""
        self._next(partial(_drop, name=name, content=content, sent_by=sent_by))

    def _next(self, act: Any) -> None:
        self.moment += timedelta(minutes=1)
        self.stage.plan(self.moment, "ana", act, settles=True)


def _drop(actor: Actor, name: str, content: bytes, sent_by: str) -> None:
    drop(actor, name=name, file=BytesIO(content), size=len(content), sent_by=sent_by)


def cells_of(rows: Sequence[Row]) -> dict[tuple[str, str], object]:
    """Return the cells of a hand-in's workbook, by the keys of their row and column, that hold these counts."""
    found: dict[tuple[str, str], object] = {}
    for row in rows:
        column = ";".join(f"{dimension}:{category}" for dimension, category in row["cell"].items())
        found[f"{row['indicator']}|value", column or "figure"] = int(row["value"])
    return found


def filled_in(content: bytes, cells: Cells, *, mark: bool = True) -> bytes:
    """Return a hand-in's workbook with these cells filled, saved by another program than the one that made it.

    Without its `mark` it is one whose hidden sheet got lost on the way.
    """
    import python_calamine  # only this part of the demo reads and writes workbooks
    import xlsxwriter

    out = BytesIO()
    read = python_calamine.load_workbook(BytesIO(content))
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name in read.sheet_names[: None if mark else -1]:
            sheet = read.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            heads = next((row for row in rows if row and row[0] == "concert"), [])
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    head = heads[place] if place < len(heads) else ""
                    page.write(at, place, cells.get((str(row[0]), str(head)), value))
    return out.getvalue()


# --- figures by a link -----------------------------------------------------------------------------------------


def _by_link(actor: Actor, period: Period, rows: Sequence[Row], holder: str) -> None:
    """A partner without an account got a link on the telephone and handed in with it at once."""
    asked = _asked(actor, BY_LINK, period)
    _link, secret = measuring.make_link(actor, asked)
    pointer = queries.link_pointer(secret)
    assert pointer is not None
    with queries.entered_by_link(pointer, holder) as guest:
        measuring.open_link(guest)
        draft = measuring.start(guest, partner=asked.partner, period=period)
        draft = measuring.save_draft(guest, draft, list(rows))
        measuring.submit(guest, draft)


def _asked(actor: Actor, partner: str, period: Period) -> Any:
    return queries.requests(actor).get(
        partner__code=partner,
        cycle__period_start=period.start,
        cycle__period_end=period.end,
        cycle__practice=False,
    )
