"""Riverbend Cradle to Career: five years of children's figures, and a quarter that is in full swing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from backbone.demo import (
    aims,
    arriving,
    checks,
    contacts,
    letters,
    published,
    riverbend_activities,
    riverbend_agenda,
    riverbend_decisions,
    riverbend_lessons,
    riverbend_meetings,
    riverbend_roles,
    riverbend_surveys,
    riverbend_voice,
    settling,
    sharing,
    shown,
    standing,
)
from backbone.demo import riverbend_figures as figures
from backbone.demo import riverbend_setting as setting
from backbone.demo.beginnings import begin
from backbone.demo.cast import Accounts
from backbone.demo.collecting import plan_collecting, plan_file, plan_filling_in
from backbone.demo.definitions import agree_on_measures
from backbone.demo.numbers import Row
from backbone.demo.rhythm import Dates, Rhythm, last_over
from backbone.demo.riverbend_measures import FIRST_NUDGES, LEFT
from backbone.demo.stage import Stage, days, noon
from initiatives import services
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring
from measurement.periods import Period, between, parse

FIRST_HERE = 2023  # the first year that the partners handed in here themselves
LIVED_QUARTERS = 3
YEARLY_WEEKS = 8
SOURCE = "Riverbend Learning Alliance, partner workbooks"
LATE = "faith-network"
EXTENDED = "little-steps"
ACCEPTED = ("early-learning", "pediatric-clinic", "state-university")
WAITING, RETURNED, DRAFTED = "city-library", "bright-start", "harbor-youth"


def tell(accounts: Accounts, now: datetime) -> None:
    """Load the initiative as it stands at `now` (aware)."""
    stage = begin(setting.SETTING, accounts, now)
    rhythm = Rhythm(stage, lead="ana", steward="sam", voices=setting.VOICES)
    today = now.date()
    present = last_over(today, "quarterly")
    stage.plan(today - days(6), "ana", partial(_invite_somebody, stage=stage))
    _years(stage, rhythm)
    _quarters(stage, rhythm, present)
    _changes_of_meaning(stage)
    _parting(stage, present)
    _months(stage, rhythm, today)
    _present_quarter(stage, rhythm, present, today)
    plan_collecting(stage, "ana", present, LATE, last_over(today, "monthly"))
    arriving.riverbend(stage, present, last_over(today, "monthly"), figures.of_quarter(present), DRAFTED)
    _visits(stage, today)
    checks.of_tutoring(stage, "sam")
    agree_on_measures(stage)
    aims.riverbend(stage)
    sharing.share(stage, setting.START)
    shown.show(stage)
    riverbend_voice.give_voice(stage)
    riverbend_voice.announce(stage)
    published.riverbend(stage)
    riverbend_agenda.tell(stage)
    riverbend_activities.tell(stage)
    riverbend_meetings.tell(stage)
    riverbend_decisions.tell(stage)
    riverbend_lessons.tell(stage)
    riverbend_surveys.tell(stage)
    riverbend_roles.tell(stage)
    contacts.riverbend(stage)
    settling.riverbend(stage)
    standing.look(stage)
    letters.riverbend(stage)
    stage.play()


def _invite_somebody(actor: Actor, stage: Stage) -> None:
    services.invite(
        actor,
        email="jo@chamber.example",
        name="Jo Winters",
        role="contributor",
        partner=stage.partners["chamber"],
    )


# --- years and quarters that are settled ---------------------------------------------------------------------


def _years(stage: Stage, rhythm: Rhythm) -> None:
    for year in figures.YEARS:
        period = parse(str(year))
        rhythm.settled(
            period,
            figures.of_year(year),
            SOURCE,
            Dates.after(period, weeks=YEARLY_WEEKS),
            lived=year >= FIRST_HERE,
        )
    _late_results(stage)


def _late_results(stage: Stage) -> None:
    """Grade 3 reading of a year changes between its acceptance and the lock: two schools were late."""
    partner, period = "state-university", parse(figures.REVISED)
    due = Dates.after(period, weeks=YEARLY_WEEKS).due

    def revise(actor: Actor) -> None:
        stage.revise(
            actor,
            partner,
            period,
            reason="The results of two Eastside schools came in after the state's first release.",
            rows=figures.revised_reading(),
        )

    stage.plan(due + days(8), setting.VOICES[partner], revise)
    stage.plan(due + days(10), "ana", partial(stage.accept, partner=partner, period=period), settles=True)


def _recount(stage: Stage, period: Period) -> None:
    """The books of a locked quarter are corrected; what stood before is kept."""
    partner = "city-library"
    row = next(row for row in figures.of_quarter(period)[partner] if row["indicator"] == "books-given")

    def revise(actor: Actor) -> None:
        stage.revise(
            actor,
            partner,
            period,
            reason="Two boxes for the Northgate branch had been booked in the quarter after.",
            rows=[{**row, "value": row["value"] + 48}],
        )

    day = period.end + days(75)
    stage.plan(day, "sam", revise)
    stage.plan(day + days(1), "ana", partial(stage.accept, partner=partner, period=period), settles=True)


def _quarters(stage: Stage, rhythm: Rhythm, present: Period) -> None:
    earliest = setting.START + days(60)
    quarters = between("quarterly", date(2021, 1, 1), present.previous.end)
    gone = _gone(present)
    for place, period in enumerate(quarters):
        handed = _without(figures.of_quarter(period), LEFT if period > gone else "")
        dates = Dates.after(period).not_before(earliest)
        rhythm.settled(period, handed, SOURCE, dates, lived=place >= len(quarters) - LIVED_QUARTERS)
    _recount(stage, quarters[-2])


def _without(handed: Mapping[str, list[Row]], *partners: str) -> dict[str, list[Row]]:
    return {partner: rows for partner, rows in handed.items() if partner not in partners}


# --- what changed on the way ---------------------------------------------------------------------------------


def _changes_of_meaning(stage: Stage) -> None:
    """Volunteer hours came to mean something else, and were given up later."""

    def redefine(actor: Actor) -> None:
        measuring.change_indicator(
            actor,
            stage.indicators["volunteer-hours"],
            valid_from=figures.HOURS_BREAK.start,
            break_note="Hours in offices and at events had been counted in with those spent with children.",
            definition="Hours that volunteers spent with children.",
        )

    def retire(actor: Actor) -> None:
        measuring.retire(
            actor,
            stage.indicators["volunteer-hours"],
            reason="It tells how busy we are, not what it came to; children mentored says more.",
            last_day=figures.HOURS_END.end,
        )

    stage.plan(figures.HOURS_BREAK.start - days(10), "sam", redefine)
    stage.plan(figures.HOURS_END.end + days(56), "sam", retire)


def _gone(present: Period) -> Period:
    """Return the last quarter for which the partner that left reported."""
    period = present
    for _quarter in range(5):
        period = period.previous
    return period


def _parting(stage: Stage, present: Period) -> None:
    last = _gone(present)

    def part(actor: Actor) -> None:
        for (partner, _code), assignment in stage.assignments.items():
            if partner == LEFT:
                measuring.end_assignment(actor, assignment, ends_on=last.end)
        services.end_membership(actor, stage.people[setting.VOICES[LEFT]])
        services.part_with(actor, stage.partners[LEFT])

    stage.plan(last.end + days(40), "ana", part, settles=True)


# --- what is collected at present ----------------------------------------------------------------------------


def _months(stage: Stage, rhythm: Rhythm, today: date) -> None:
    """Calls and texts go month by month; for the last month one partner is late."""
    present = last_over(today, "monthly")
    for period in between("monthly", FIRST_NUDGES, present.end):
        handed, dates = figures.of_month(period), Dates.after(period, weeks=2)
        if period == present:
            dates = Dates(dates.opens, min(dates.due, today - days(4)))
            rhythm.lived(period, _without(handed, LATE), dates)
            rhythm.close(period, dates)
        else:
            rhythm.settled(period, handed, SOURCE, dates, lived=False)


def _present_quarter(stage: Stage, rhythm: Rhythm, period: Period, today: date) -> None:
    handed = figures.of_quarter(period)
    handed[WAITING] = _explained(handed[WAITING])
    rhythm.running(period, handed, accepted=ACCEPTED, waiting=[WAITING], days_left=9)
    for place, partner in enumerate((*ACCEPTED, WAITING)):
        sent = noon(today - days(1 if partner == WAITING else 5))
        who = setting.VOICES.get(partner, "sam")
        plan_filling_in(stage, who, partner, period, handed[partner], sent, place)
    plan_file(
        stage,
        setting.VOICES[WAITING],
        WAITING,
        period,
        "books-given",
        noon(today - days(1)) - timedelta(seconds=30),
    )
    _more_time(stage, period, today)
    rhythm.hand_in(RETURNED, period, handed[RETURNED], today - days(4))
    reason = "The visits seem to cover two of the three months only. Is the last month missing?"
    stage.plan(
        today - days(2), "sam", partial(stage.send_back, partner=RETURNED, period=period, reason=reason)
    )
    begun = handed[DRAFTED][:-1]
    stage.plan(
        today - days(1),
        setting.VOICES[DRAFTED],
        partial(stage.begin, partner=DRAFTED, period=period, rows=begun),
    )


def _more_time(stage: Stage, period: Period, today: date) -> None:
    def grant(actor: Actor) -> None:
        request = queries.requests(actor).get(
            cycle=stage.cycles[period.code], partner=stage.partners[EXTENDED]
        )
        measuring.extend(
            actor,
            request,
            until=today + days(23),
            reason="The center is moving house; its records are in boxes.",
        )

    stage.plan(today - days(2), "ana", grant)


def _explained(rows: list[Row]) -> list[Row]:
    """The hand-in that waits has one figure out of the ordinary, with a word on it."""
    words = "The book bus stopped at four more places than last time."
    return [
        {**row, "value": row["value"] * 3 // 2, "explanation": words}
        if row["indicator"] == "books-given"
        else row
        for row in rows
    ]


def _visits(stage: Stage, today: date) -> None:
    """Some have looked in lately; others have not been seen for long."""
    for place, key in enumerate(("cleo", "dora", "priya", "ines", "ruth")):
        stage.plan(today - days(2 + place), key, lambda actor: None)
