"""What Riverbend's partners do: tutoring late for want of rooms, books that came late, and what waits for them."""

from __future__ import annotations

from datetime import date
from functools import partial

from activities import queries, services
from backbone.demo import riverbend_doings as words
from backbone.demo.doings import Doings
from backbone.demo.stage import Stage
from initiatives import queries as core
from initiatives.kernel.access import Actor


def tell(stage: Stage) -> None:
    """Plan what the partners do; the agenda and the measures have been told."""
    plan = Doings(stage, "ana")
    plan.tell_apart(895, words.PEOPLE)
    plan.do(words.DOINGS)
    plan.act(268, "tom", partial(_end_pilot, plan=plan))
    plan.link(88, words.LINKS)
    plan.mark(85, words.MILESTONES)
    plan.say(words.SAID)
    plan.act(80, "ana", partial(_reach, plan=plan))
    plan.act(14, "ines", partial(_slip, plan=plan))
    plan.act(13, "hal", partial(_raise, plan=plan))
    plan.act(30, "lena", partial(_offer, plan=plan))
    plan.act(27, "lena", partial(_agree, plan=plan))
    plan.act(21, "ana", _bound)
    plan.act(26, "ana", partial(_board, plan=plan))
    plan.act(22, "dora", partial(_changes, plan=plan))


def _end_pilot(actor: Actor, plan: Doings) -> None:
    services.move_activity(actor, plan.found(actor, "pilot"), state="done")


def _reach(actor: Actor, plan: Doings) -> None:
    row = plan.found(actor, "visits")
    for step in row.milestones.all():
        services.reach_milestone(actor, step)


def _slip(actor: Actor, plan: Doings) -> None:
    services.change_activity(
        actor,
        plan.found(actor, "books"),
        ends_on=plan.day(18),
        date_reason="The Spanish edition was out of print. We did not want to start with English only.",
    )
    services.move_activity(
        actor,
        plan.found(actor, "books"),
        state="at_risk",
        reason="The printer has given a second date already.",
    )


def _raise(actor: Actor, plan: Doings) -> None:
    steering = core.groups(actor).filter(kind="steering_committee").first()
    assert steering is not None
    services.raise_blocker(
        actor,
        plan.found(actor, "buses"),
        group=steering,
        what="The county plans bus routes once a year, in spring",
        ask="Ask the county to move one Monday bus by forty minutes before then.",
    )
    services.give_task(
        actor,
        plan.found(actor, "buses"),
        what="Count who gets off at Mill Street on three Mondays",
        owner=core.myself(actor),
        due=plan.day(20),
    )


def _offer(actor: Actor, plan: Doings) -> None:
    library = core.partner(actor, "city-library")
    services.put_up(
        actor,
        side="offer",
        good="space",
        title="The reading room downtown, Mondays and Wednesdays until noon",
        detail="Six tables, a projector, no food.",
        partner=library,
        until=plan.day(150),
    )
    own = services.put_up(
        actor, side="need", good="time", title="A Spanish-speaking volunteer on Tuesdays", partner=library
    )
    services.match_note(
        actor,
        own,
        outcome="Two volunteers of Parents United, from next month.",
        with_partner=core.partner(actor, "parents-united"),
    )


def _agree(actor: Actor, plan: Doings) -> None:
    services.agree_on_overlap(
        actor,
        plan.found(actor, "evenings"),
        plan.found(actor, "tutoring"),
        agreed=words.AGREED,
    )


def _bound(actor: Actor) -> None:
    services.put_outside(
        actor,
        population=queries.population(actor, "grades-9-12"),
        place=core.place(actor, "eastside-district"),
        reason=words.OUTSIDE,
    )


def _board(actor: Actor, plan: Doings) -> None:
    rows = (
        ("need", "space", "A room for six tables near Northgate, mornings", "read-with-me", "tutoring"),
        ("offer", "expertise", "Ten hours of a data analyst a month", "state-university", ""),
        ("need", "money", "Bus tickets for families with one child in pre-K", "early-learning", "handover"),
        ("offer", "goods", "Forty refurbished laptops", "northline", "courses"),
    )
    for side, good, title, partner, key in rows:
        services.put_up(
            actor,
            side=side,
            good=good,
            title=title,
            partner=core.partner(actor, partner),
            activity=plan.found(actor, key) if key else None,
        )


def _changes(actor: Actor, plan: Doings) -> None:
    rows: tuple[tuple[str, str, date, str, str, str, str], ...] = (
        (
            "practices",
            "Both districts send the same attendance letter, in four languages",
            plan.day(-140),
            "major",
            "yes",
            "Parents United wrote it with us",
            "texts",
        ),
        (
            "practices",
            "Both districts teach reading from one set of books",
            plan.day(-24),
            "major",
            "too_early",
            "Parents United asked for Spanish from the first day",
            "books",
        ),
        (
            "resources",
            "Northline pays for tutoring out of its training budget, not out of gifts",
            plan.day(-210),
            "some",
            "too_early",
            "The Community Foundation asked first",
            "tutoring",
        ),
        (
            "policies",
            "The county counts home visits of all providers on one list",
            plan.day(-95),
            "major",
            "yes",
            "Both early-years centers",
            "visits",
        ),
        (
            "power",
            "Two parents vote in the steering committee",
            plan.day(-300),
            "sole",
            "yes",
            "",
            "",
        ),
    )
    for level, what, day, part, lasting, helped, key in rows:
        services.note_system_change(
            actor,
            level=level,
            what=what,
            changed_on=day,
            our_part=part,
            lasting=lasting,
            helped=helped,
            activity=plan.found(actor, key) if key else None,
        )
