"""How riverbend collects: cycles ahead, a practice that is over, one reminder, one link, files, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from backbone.demo.numbers import Row
from backbone.demo.stage import Stage, days
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring
from measurement.periods import Period

NOTE = b"Stops of the book bus with the books given at each; no names.\n"


def plan_collecting(stage: Stage, lead: str, present: Period, late: str, month: Period) -> None:
    """Plan what the backbone does about collecting around the present quarter; `late` is late for the month."""
    today = stage.now.date()
    stage.plan(today - days(60), lead, _agree)
    stage.plan(today - days(40), lead, partial(_practise, period=present))
    stage.plan(today - days(33), lead, partial(_throw_away, period=present))
    stage.plan(today - days(2), lead, partial(_remind, stage=stage, period=month))
    stage.plan(today - days(1), lead, partial(_link, partner=late, period=month))
    stage.plan(today - days(1), lead, measuring.plan_ahead, settles=True)


def plan_filling_in(
    stage: Stage, who: str, partner: str, period: Period, rows: Sequence[Row], until: datetime, place: int
) -> None:
    """Plan how somebody fills a hand-in in during the minutes before they send it."""
    for seconds in (230 + 11 * place, 140, 50):
        fill_in = partial(stage.begin, partner=partner, period=period, rows=rows)
        stage.plan(until - timedelta(seconds=seconds), who, fill_in)


def plan_file(stage: Stage, who: str, partner: str, period: Period, code: str, moment: datetime) -> None:
    """Plan a file behind one figure of a draft."""
    stage.plan(moment, who, partial(_attach, stage=stage, partner=partner, period=period, code=code))


def _agree(actor: Actor) -> None:
    measuring.change_rules(actor, minutes_a_year=240, periods_ahead=2)


def _practise(actor: Actor, period: Period) -> None:
    measuring.open_cycle(actor, period, practice=True)


def _throw_away(actor: Actor, period: Period) -> None:
    found = queries.cycles(actor).get(practice=True, period_start=period.start, period_end=period.end)
    measuring.discard_practice(actor, found)


def _remind(actor: Actor, stage: Stage, period: Period) -> None:
    made = measuring.nudge(
        actor,
        stage.cycles[period.code],
        message="Only the month's two figures are missing. Shall I enter them with you on the telephone?",
    )
    # No letters go out to invented addresses.
    for row in made:
        row.sent_at = clock.now()
        row.save(update_fields=["sent_at"])


def _link(actor: Actor, partner: str, period: Period) -> None:
    asked = queries.requests(actor).get(
        partner__code=partner,
        cycle__period_start=period.start,
        cycle__period_end=period.end,
        cycle__practice=False,
    )
    measuring.make_link(actor, asked)


def _attach(actor: Actor, stage: Stage, partner: str, period: Period, code: str) -> None:
    draft = stage.submissions[partner, period.code]
    measuring.add_evidence(
        actor,
        draft,
        indicator=queries.indicator(actor, code),
        name="book-bus-stops.txt",
        file=BytesIO(NOTE),
        size=len(NOTE),
    )
