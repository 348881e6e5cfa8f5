"""Riverbend Cradle to Career: five years of children's figures, and a quarter that is in full swing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from backbone.demo import riverbend_figures as figures
from backbone.demo import riverbend_setting as setting
from backbone.demo.cast import Accounts
from backbone.demo.numbers import Row
from backbone.demo.rhythm import Dates, Rhythm
from backbone.demo.stage import Stage, days
from initiatives import services
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring
from measurement.periods import Period, between, of, parse

TIMEZONE = "America/Chicago"
FIRST_HERE = 2023  # the first year that the partners handed in here themselves
LIVED_QUARTERS = 6
SOURCE = "Riverbend Learning Alliance, partner workbooks"
LATE = "faith-network"
EXTENDED = "little-steps"
ACCEPTED = ("early-learning", "pediatric-clinic", "state-university")
WAITING, RETURNED, DRAFTED = "city-library", "bright-start", "harbor-youth"


def tell(accounts: Accounts, now: datetime) -> None:
    """Load the initiative as it stands at `now` (aware)."""
    stage = Stage("riverbend", setting.LEAD, accounts, now)
    stage.start(setting.START, name=setting.NAME, purpose=setting.PURPOSE, timezone=TIMEZONE)
    rhythm = Rhythm(stage, lead="ana", steward="sam", voices=setting.VOICES)
    today = now.date()
    present = last_quarter(today)
    _beginnings(stage)
    _years(stage, rhythm, today)
    _quarters(stage, rhythm, present)
    _changes_of_meaning(stage)
    _parting(stage, present)
    _previous_quarter(stage, rhythm, present.previous, today)
    _present_quarter(stage, rhythm, present, today)
    stage.play()


def last_quarter(today: date) -> Period:
    """Return the last quarter that was over a week ago."""
    return of(today - days(7), "quarterly").previous


# --- the first months ---------------------------------------------------------------------------------------


def _beginnings(stage: Stage) -> None:
    start = setting.START
    stage.plan(start, "ana", partial(stage.settle_in, places=setting.PLACES, partners=setting.PARTNERS))
    everybody = (*setting.STAFF, *setting.PEOPLE)

    def welcome(actor: Actor) -> None:
        for person in everybody:
            stage.bring_in(actor, person)
        stage.make_contacts(actor, everybody)

    def found(actor: Actor) -> None:
        for name, purpose, chairs, members, kind in setting.GROUPS:
            stage.gather(actor, name, purpose, chairs, [key for key in members if key in stage.people], kind)

    def break_down(actor: Actor) -> None:
        for code, name, categories in setting.DIMENSIONS:
            measuring.define_dimension(
                actor, code=code, name=name, categories=[{"code": c, "name": n} for c, n in categories]
            )
        stage.define(actor, setting.MEASURES)

    stage.plan(start + days(14), "ana", welcome)
    stage.plan(start + days(30), "ana", found)
    stage.plan(start + days(45), "sam", break_down)
    agreed = start + days(52)
    for day in sorted({day for measure in setting.MEASURES for day in measure.reporters.values()}):
        stage.plan(max(agreed, day), "sam", partial(stage.agree, measures=setting.MEASURES, day=day))
    stage.plan(stage.now - days(6), "ana", partial(_invite_somebody, stage=stage))


def _invite_somebody(actor: Actor, stage: Stage) -> None:
    services.invite(
        actor,
        email="jo@chamber.example",
        name="Jo Winters",
        role="contributor",
        partner=stage.partners["chamber"],
    )


# --- years and quarters that are settled ---------------------------------------------------------------------


def _years(stage: Stage, rhythm: Rhythm, today: date) -> None:
    for year in figures.YEARS:
        period, handed = parse(str(year)), figures.of_year(year)
        if period.end >= today:
            continue
        dates = Dates.after(period, weeks=8)
        if year < FIRST_HERE or dates.due + days(21) >= today:
            rhythm.past(period, handed, SOURCE, Dates(dates.opens, min(dates.due, today)))
        else:
            rhythm.lived(period, handed, dates)
            rhythm.lock(period, dates)
    _revision(stage)


def _revision(stage: Stage) -> None:
    """The late results of two schools change grade 3 reading of a year that was published already."""
    key = "state-university", figures.REVISED

    def revise(actor: Actor) -> None:
        stage.submissions[key] = measuring.revise(
            actor,
            stage.submissions[key],
            reason="The results of two Eastside schools came in after the state's first release.",
            rows=figures.revised_reading(),
        )

    stage.plan(date(2024, 11, 12), "sam", revise)
    period = parse(figures.REVISED)
    stage.plan(date(2024, 11, 14), "ana", partial(stage.accept, partner=key[0], period=period), settles=True)


def _quarters(stage: Stage, rhythm: Rhythm, present: Period) -> None:
    earliest = setting.START + days(60)
    quarters = between("quarterly", date(2021, 1, 1), present.previous.previous.end)
    gone = _gone(present)
    for place, period in enumerate(quarters):
        handed = _without(figures.of_quarter(period), setting.LEFT if period > gone else "")
        dates = Dates.after(period)
        if place < len(quarters) - LIVED_QUARTERS + 2:
            opens = max(dates.opens, earliest)
            dates = Dates(opens, max(dates.due, opens + days(14)))
            rhythm.past(period, handed, SOURCE, dates)
        else:
            rhythm.lived(period, handed, dates)
            rhythm.lock(period, dates)


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
        measuring.change_indicator(actor, stage.indicators["volunteer-hours"], state="retired")

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
            if partner == setting.LEFT:
                measuring.end_assignment(actor, assignment, ends_on=last.end)
        services.end_membership(actor, stage.people[setting.VOICES[setting.LEFT]])
        services.part_with(actor, stage.partners[setting.LEFT])

    stage.plan(last.end + days(40), "ana", part, settles=True)


# --- the quarter before, with one partner late, and the present one ------------------------------------------


def _previous_quarter(stage: Stage, rhythm: Rhythm, period: Period, today: date) -> None:
    dates = Dates.after(period)
    rhythm.lived(period, _without(figures.of_quarter(period), LATE, EXTENDED, setting.LEFT), dates)
    stage.plan(dates.due + days(10), "ana", partial(stage.close, period=period))

    def grant(actor: Actor) -> None:
        request = queries.requests(actor).get(
            cycle=stage.cycles[period.code], partner=stage.partners[EXTENDED]
        )
        measuring.extend(
            actor,
            request,
            until=today + days(10),
            reason="The center moved house; its records are being unpacked.",
        )

    stage.plan(today - days(2), "ana", grant)


def _present_quarter(stage: Stage, rhythm: Rhythm, period: Period, today: date) -> None:
    opens = max(period.end + days(1), today - days(20))
    handed = figures.of_quarter(period)
    stage.plan(opens, "ana", partial(stage.open, period=period, opens=opens, due=today + days(9)))
    for partner in ACCEPTED:
        rhythm.hand_in(partner, period, handed[partner], today - days(5))
        stage.plan(
            today - days(3), "ana", partial(stage.accept, partner=partner, period=period), settles=True
        )
    rhythm.hand_in(WAITING, period, _explained(handed[WAITING]), today - days(1))
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


def _explained(rows: list[Row]) -> list[Row]:
    words = "The book bus stopped at four more places than last time."
    return [{**row, "explanation": words} if row["indicator"] == "books-given" else row for row in rows]
