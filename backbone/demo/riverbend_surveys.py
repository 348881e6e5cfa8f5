"""What Riverbend's people say about working together: two pulses, a review of the backbone, an open pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from backbone.demo.stage import Stage, days
from communications.kinds.surveys import survey_type
from communications.queries import surveys as queries
from communications.services import surveys
from initiatives.kernel import clock
from initiatives.kernel.access import Actor

OPEN_FOR = 14
# Who (key) answers, in this order; the second round has some more, the open one only the first few so far.
FIRST = ("tom", "ines", "hal", "june", "lena", "mei", "kofi", "priya", "dee", "vera", "ana")
SECOND = (*FIRST, "sol", "sam", "cleo", "dora")
SO_FAR = ("ines", "june", "lena", "priya", "sam", "kofi")
PARTNERS = (
    "tom",
    "ines",
    "hal",
    "june",
    "lena",
    "mei",
    "kofi",
    "priya",
    "dee",
    "vera",
    "sol",
    "cleo",
    "dora",
)
# How each differs from the others: who finds everything a little better or worse.
LEAN = {"hal": -1, "mei": 1, "dee": -1, "priya": 1, "kofi": 0, "vera": 0, "dora": -1}
BEFORE = {"trust": 3, "voice": 3, "value": 4, "burden": 2}
SINCE = {"trust": 4, "voice": 3, "value": 4, "burden": 3}
REVIEW = {"vision": 4, "activities": 4, "measurement": 4, "will": 3, "policy": 3, "funding": 3}
WORDS = {
    "hal": "Two hand-ins ask for the same attendance figure. Once is enough.",
    "dee": "Meetings at four in the afternoon shut out whoever works with small children.",
    "lena": "I can say what I think, also when it is not what was hoped for.",
}
SINCE_WORDS = {
    "hal": "The shorter hand-in helps. The spring letter came too late for us.",
    "dora": "Families are asked now. I would like to see what becomes of what we say.",
}
REVIEW_WORDS = {
    "june": "More time with the two districts together, less with each of us alone.",
    "priya": "Keep sending the figures with a sentence on what they mean. That is what my board reads.",
    "sol": "Somebody to call on a Friday when a figure looks wrong.",
}


def tell(stage: Stage) -> None:
    """Plan the rounds; people have joined long before."""
    _held(
        stage, 400, "pulse", FIRST, BEFORE, WORDS, "The attendance figure is asked for once from autumn on."
    )
    _held(stage, 205, "pulse", SECOND, SINCE, SINCE_WORDS, "What families say gets an answer within a month.")
    _held(
        stage,
        120,
        "backbone_review",
        PARTNERS,
        REVIEW,
        REVIEW_WORDS,
        "You know the agenda and the figures; fewer of you see public will and policy move. Ruth takes both on.",
    )
    _asked(stage, 5, "pulse", SO_FAR, SINCE, {})


def _held(
    stage: Stage,
    ago: int,
    kind: str,
    who: Sequence[str],
    usual: Mapping[str, int],
    said: Mapping[str, str],
    response: str,
) -> None:
    """A round that was opened so many days ago, answered, closed and shared."""
    row = _asked(stage, ago, kind, who, usual, said)
    ended = stage.now - days(ago - OPEN_FOR)
    stage.plan(ended, "ana", lambda actor: surveys.close_survey(actor, _of(actor, row)))
    share = partial(_share, row=row, response=response)
    stage.plan(ended + days(6), "ana", share)


def _asked(
    stage: Stage, ago: int, kind: str, who: Sequence[str], usual: Mapping[str, int], said: Mapping[str, str]
) -> dict[str, Any]:
    """A round that was opened so many days ago, and is answered by these people."""
    row: dict[str, Any] = {}
    first = stage.now - days(ago)
    stage.plan(first, "ana", partial(_open, row=row, kind=kind))
    for place, person in enumerate(who):
        answer = partial(
            _answer, row=row, ratings=_ratings(kind, person, place, usual), remark=said.get(person, "")
        )
        stage.plan(first + days(0.3 * (place + 1)), person, answer)
    return row


def _open(actor: Actor, row: dict[str, Any], kind: str) -> None:
    today = clock.today(actor.initiative.timezone)
    made = surveys.plan_survey(actor, kind=kind, closes_on=today + days(OPEN_FOR))
    row["id"] = made.public_id


def _of(actor: Actor, row: Mapping[str, Any]) -> Any:
    return queries.survey(actor, row["id"])


def _answer(actor: Actor, row: Mapping[str, Any], ratings: Mapping[str, str], remark: str) -> None:
    surveys.answer_survey(actor, _of(actor, row), ratings=ratings, remark=remark)


def _share(actor: Actor, row: Mapping[str, Any], response: str) -> None:
    surveys.release_survey(actor, _of(actor, row), response=response)


def _ratings(kind: str, person: str, place: int, usual: Mapping[str, int]) -> dict[str, str]:
    """One person's ratings: the usual one of the theme, as they lean, and not the same for each statement."""
    found = {}
    for number, one in enumerate(survey_type(kind).statements):
        rating = usual[one.theme.code] + LEAN.get(person, 0) + (-1 if (place + number) % 4 == 0 else 0)
        found[one.code] = str(min(max(rating, 1), 5))
        if one.theme.code == "policy" and place % 3 == 0:
            found[one.code] = "dont_know"
    return found
