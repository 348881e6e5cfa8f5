"""How Riverbend looks at itself: people rate the conditions and the principles, quarters are kept, risks are rated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from agenda import queries, services
from backbone import quarters
from backbone.demo.stage import Stage, days
from backbone.queries.health import snapshot
from backbone.services.health import rate_risk, release_health
from measurement.periods import of

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor
    from measurement.periods import Period

KEPT = 4
# One sign for each statement, in the order of agenda/screens.py; "?" is don't know.
CONDITIONS = (
    ("tom", "34333334" "33322333" "23322323" "33322333" "34332323"),
    ("june", "23332333" "33222322" "23222322" "3322?232" "33322?22"),
    ("kofi", "24333233" "23323232" "13212222" "2222123?" "3322223?"),
    ("ben", "33333333" "23332332" "23322332" "33321333" "44333332"),
)  # fmt: skip
PRINCIPLES = (
    ("tom", "432" "321" "333" "443" "332" "322" "333" "432"),
    ("june", "322" "311" "332" "433" "221" "321" "332" "322"),
    ("kofi", "311" "321" "222" "332" "211" "211" "322" "322"),
)  # fmt: skip
WHY_CONDITIONS = "Data and the agenda hold. What we do not do yet is talk to each other without the backbone."
WHY_PRINCIPLES = (
    "Equity is written down and looked at; money does not follow it yet, and nobody checks that it does."
)
RISKS = (
    ("ana", "capture", "possible", "One foundation gives half of what is secured for the backbone."),
    ("sam", "committees", "possible", "Pathways met three times this spring and came away without a task."),
    ("ana", "horizon", "likely", "Two partners plan by the school year; the goal is set for 2030."),
    ("ana", "culture", "unlikely", ""),
)


def look(stage: Stage) -> None:
    """Plan what people say, the quarters the clock keeps, and the risks."""
    today = stage.now.date()
    for back, screen, said, why in (
        (210, "conditions", CONDITIONS, WHY_CONDITIONS),
        (150, "principles", PRINCIPLES, WHY_PRINCIPLES),
    ):
        stage.plan(today - days(back), "ana", partial(_open, screen=screen))
        for place, (who, signs) in enumerate(said):
            stage.plan(today - days(back - 2 - place), who, partial(_rate, screen=screen, signs=signs))
        stage.plan(today - days(back - 21), "ana", partial(_close, screen=screen, why=why))
    quarter = of(today, "quarterly")
    for place in range(KEPT):
        quarter = quarter.previous
        stage.plan(quarter.end + days(1), "ana", _keep)
        if place:
            stage.plan(quarter.end + days(8), "ana", partial(_release, quarter=quarter))
    for place, (who, risk, likelihood, note) in enumerate(RISKS):
        act = partial(_risk, risk=risk, likelihood=likelihood, note=note)
        stage.plan(today - days(40 - place), who, act)


def _round(actor: Actor, screen: str) -> Any:
    return queries.assessments(actor).get(screen=screen, closed_on=None)


def _open(actor: Actor, screen: str) -> None:
    services.open_assessment(actor, screen=screen)


def _rate(actor: Actor, screen: str, signs: str) -> None:
    known = {"?": "dont_know"}
    rows = [{"item": number, "rating": known.get(sign, sign)} for number, sign in enumerate(signs, 1)]
    services.answer(actor, _round(actor, screen), answers=rows)


def _close(actor: Actor, screen: str, why: str) -> None:
    services.close_assessment(actor, _round(actor, screen), outcome="change", reasons=why)


def _keep(actor: Actor) -> None:
    """The clock does this; nobody's name stands on it."""
    quarters.keep_last_quarter(actor.initiative.pk, "")


def _release(actor: Actor, quarter: Period) -> None:
    release_health(actor, snapshot(actor, quarter.start))


def _risk(actor: Actor, risk: str, likelihood: str, note: str) -> None:
    rate_risk(actor, risk, likelihood=likelihood, note=note)
