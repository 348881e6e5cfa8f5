"""Riverbend's common agenda: version 1 of 2022, version 2 in force, and what is tried under it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from agenda import queries, services
from backbone.demo import charters
from backbone.demo import riverbend_agenda_words as words
from backbone.demo import riverbend_bets as bets
from backbone.demo.pact import Pact
from backbone.demo.stage import Stage, days
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement import queries as measured

# Days of version 1; those of version 2 are reckoned back from today.
BEGUN, HEARD, PROPOSED, ADOPTED = date(2021, 11, 8), date(2022, 1, 18), date(2022, 3, 7), date(2022, 4, 20)
LEFT = "summit-after-school"
NOT_YET = {"state-university": "Board meets on the first Monday of the quarter", "chamber": ""}
RESERVED = "faith-network"
RECORDED_WRONGLY = "city-library"


def tell(stage: Stage) -> None:
    """Plan everything that has to do with the agenda; the initiative has been begun and its measures defined."""
    today = stage.now.date()
    pact = Pact(stage, "ana", words.PEOPLE)
    _first(stage, pact)
    _second(stage, pact, today)
    _lately(stage, pact, today)
    _phases(stage, today)
    _promises(stage, today)
    charters.tell(stage)


def _first(stage: Stage, pact: Pact) -> None:
    stage.plan(BEGUN, "ana", partial(pact.begin, title=words.TITLE_1, texts=words.TEXTS_1))
    stage.plan(BEGUN + days(20), "ana", partial(pact.aim, aims=bets.AIMS[:2]))
    stage.plan(BEGUN + days(30), "ana", partial(pact.explain, number=1, causes=words.CAUSES[:2]))
    stage.plan(BEGUN + days(40), "ana", partial(pact.bet, bets=bets.BETS_1, number=1))
    stage.plan(HEARD, "ana", partial(pact.consult, number=1))
    stage.plan(HEARD + days(20), "ana", partial(pact.hear, number=1, round_=words.ROUND_1))
    stage.plan(PROPOSED, "ana", partial(pact.propose, number=1))
    for place, partner in enumerate(words.PARTNERS):
        pact.sign(1, PROPOSED + days(4 + 2 * place), partner)
    stage.plan(ADOPTED, "ana", partial(pact.adopt, number=1, review_due=ADOPTED + timedelta(days=365)))


def _second(stage: Stage, pact: Pact, today: date) -> None:
    begun, heard, proposed, adopted = (today - days(back) for back in (430, 380, 310, 255))
    stage.plan(begun, "ana", partial(pact.begin, title=words.TITLE_2, texts=words.TEXTS_2))
    stage.plan(begun + days(3), "ana", partial(pact.show, number=2, charts=words.CHARTS))
    stage.plan(begun + days(6), "ana", partial(_causes_anew, pact=pact))
    stage.plan(begun + days(10), "ana", partial(_aims_anew, pact=pact))
    stage.plan(begun + days(20), "ana", partial(pact.bet, bets=bets.BETS_2, number=2))
    stage.plan(begun + days(21), "ana", partial(_drop_camps, pact=pact))
    stage.plan(heard, "ana", partial(pact.consult, number=2))
    for round_ in words.rounds(heard):
        stage.plan(round_.ends_on + days(10), "ana", partial(pact.hear, number=2, round_=round_))
    stage.plan(proposed, "ana", partial(pact.propose, number=2))
    signing = [code for code in words.PARTNERS if code not in NOT_YET and code != LEFT]
    for place, partner in enumerate(signing):
        day = proposed + days(5 + 3 * place)
        if partner == RESERVED:
            pact.sign(2, day, partner, "reservation", words.RESERVATION)
        else:
            pact.sign(2, day, partner)
    stage.plan(proposed + days(6), "sam", partial(_record_too_early, pact=pact))
    stage.plan(proposed + days(8), "lena", partial(_contest, pact=pact))
    stage.plan(adopted, "ana", partial(pact.adopt, number=2), settles=True)
    for partner, note in NOT_YET.items():
        if note:
            stage.plan(adopted + days(9), "ana", partial(pact.note, number=2, partner=partner, note=note))


def _causes_anew(actor: Actor, pact: Pact) -> None:
    pact.explain(actor, 2, words.CAUSES[2:])


def _aims_anew(actor: Actor, pact: Pact) -> None:
    """The reading goal is worded anew and gets its gap; a third goal comes in."""
    first = queries.goal(actor, pact.aims["six-in-ten"].public_id)
    pact.aims["six-in-ten"] = services.change_goal(actor, first, statement=bets.AIM_ANEW)
    reading = measured.indicator(actor, "grade-3-reading")
    groups = {row.code: row for row in measured.categories_of(actor, reading)}
    services.set_equity_target(
        actor,
        first,
        indicator=reading,
        category=groups["low-income"],
        compared_with=groups["other"],
        baseline=Decimal(28),
        baseline_on=date(2022, 12, 31),
        target=Decimal(14),
        due_on=date(2030, 12, 31),
    )
    pact.aim(actor, bets.AIMS[2:])


def _drop_camps(actor: Actor, pact: Pact) -> None:
    services.move_strategy(actor, pact.bets["camps"], state="dropped", reason=words.DROPPED)


def _record_too_early(actor: Actor, pact: Pact) -> None:
    services.ratify(
        actor,
        pact.version(actor, 2),
        partner=core.partner(actor, RECORDED_WRONGLY),
        position="adopts",
        signer="Lena Fischer",
        how_given="Said in the steering committee",
    )


def _contest(actor: Actor, pact: Pact) -> None:
    partner = core.partner(actor, RECORDED_WRONGLY)
    [recorded, *_rest] = queries.history_of(actor, pact.version(actor, 2), partner)
    if recorded.on_behalf:
        services.contest(actor, recorded, reason="I spoke for myself; our board meets next week.")


def _lately(stage: Stage, pact: Pact, today: date) -> None:
    pact.comment(
        2, today - days(24), "cleo", "problem", "In 2022", words.COMMENT_SOURCE, ("sam", words.ANSWER_SOURCE)
    )
    pact.comment(2, today - days(19), "dora", "goals", "", words.COMMENT_WORDS, ("ana", words.ANSWER_WORDS))
    pact.comment(2, today - days(12), "priya", "strategies", "", words.COMMENT_CAMPS)
    stage.plan(today - days(300), "sam", partial(_tests, pact=pact, today=today))
    stage.plan(today - days(20), "sam", partial(_begin_test, pact=pact, today=today))
    stage.plan(today - days(60), "ana", partial(_look, pact=pact))


def _tests(actor: Actor, pact: Pact, today: date) -> None:
    nudges = pact.bets["nudges"]
    for place, (aim, change, expected, result, verdict) in enumerate(bets.TESTS):
        start = today - days(300 - 60 * place)
        test = services.begin_test(
            actor,
            nudges,
            aim=aim,
            change=change,
            prediction=expected,
            measure="Days missed, six weeks before and after",
            starts_on=start,
            ends_on=start + days(42),
        )
        services.close_test(actor, test, result=result, verdict=verdict)
    adapting = services.move_strategy(actor, nudges, state="adapting", reason=bets.ADAPTED)
    pact.bets["nudges"] = services.move_strategy(
        actor, adapting, state="active", reason="The new way runs in all schools."
    )


def _begin_test(actor: Actor, pact: Pact, today: date) -> None:
    services.begin_test(
        actor,
        pact.bets["tutoring"],
        aim="Does tutoring before school reach more than after school?",
        change="Two schools tutor from half past seven, with breakfast.",
        prediction="Attendance at sessions rises from 71 to 85 %.",
        measure="Sessions held of sessions planned",
        starts_on=today - days(20),
        ends_on=today + days(22),
    )


def _look(actor: Actor, pact: Pact) -> None:
    for key in ("tutoring", "nudges", "visits"):
        services.review_strategy(actor, queries.strategy(actor, pact.bets[key].public_id))


# --- phases, assessments, commitments ----------------------------------------------------------------------


def _phases(stage: Stage, today: date) -> None:
    steps = (
        (date(2021, 10, 4), 1, ""),
        (date(2022, 1, 10), 2, words.EXITS[0]),
        (date(2022, 5, 2), 3, words.EXITS[1]),
        (date(2023, 2, 6), 4, words.EXITS[2]),
        (date(2025, 9, 8), 5, words.EXITS[3]),
    )
    for day, position, said in steps:
        stage.plan(day, "ana", partial(_enter, position=position, said=said))
    stage.plan(date(2021, 10, 11), "ana", partial(_screen, screen="suitability", ratings=words.SUITED))
    for place, (who, ratings) in enumerate(words.SUITED_OTHERS):
        stage.plan(date(2021, 10, 13 + place), who, partial(_answer, screen="suitability", ratings=ratings))
    stage.plan(date(2021, 11, 1), "ana", partial(_close, screen="suitability", reasons=words.WHY_SUITED))
    stage.plan(today - days(30), "ana", partial(_screen, screen="readiness", ratings=words.READY))
    for place, (who, ratings) in enumerate(words.READY_OTHERS):
        stage.plan(today - days(25 - place), who, partial(_answer, screen="readiness", ratings=ratings))


def _enter(actor: Actor, position: int, said: str) -> None:
    services.enter_phase(actor, position, answer=said)


def _rows(ratings: str) -> list[dict[str, object]]:
    """Ratings as a row of signs: digits, "-" for what does not apply, "?" for don't know."""
    known = {"-": "na", "?": "dont_know"}
    return [{"item": number, "rating": known.get(sign, sign)} for number, sign in enumerate(ratings, 1)]


def _screen(actor: Actor, screen: str, ratings: str) -> None:
    services.answer(actor, services.open_assessment(actor, screen=screen), answers=_rows(ratings))


def _open(actor: Actor, screen: str) -> Any:
    return queries.assessments(actor).get(screen=screen, closed_on=None)


def _answer(actor: Actor, screen: str, ratings: str) -> None:
    services.answer(actor, _open(actor, screen), answers=_rows(ratings))


def _close(actor: Actor, screen: str, reasons: str) -> None:
    services.close_assessment(actor, _open(actor, screen), outcome="suited", reasons=reasons)


def _promises(stage: Stage, today: date) -> None:
    for promise in words.promises(today):
        stage.plan(promise.signed_on or promise.starts_on, "ana", partial(_promise, promise=promise))
    stage.plan(today - days(120), "ines", _renew)


def _promise(actor: Actor, promise: words.Promised) -> None:
    services.commit(
        actor,
        partner=core.partner(actor, promise.partner),
        kind=promise.kind,
        promise=promise.promise,
        starts_on=promise.starts_on,
        ends_on=promise.ends_on,
        signer=promise.signer,
        signed_on=promise.signed_on,
        stops=promise.stops,
        begins=promise.begins,
        changes=promise.changes,
    )


def _renew(actor: Actor) -> None:
    """The district renews its word on data for three years."""
    found = queries.commitments(actor).get(partner__code="riverbend-unified", kind="data")
    today = clock.today(actor.initiative.timezone)
    services.renew(actor, found, signer="Ines Calder", ends_on=today + timedelta(days=3 * 365))
