"""Who settles in at Riverbend: the Chamber of Commerce is half-way, the facilitator has settled in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from backbone.demo.stage import Stage, days
from backbone.queries.onboarding import checklist, onboardings, settling_in
from backbone.services.onboarding import (
    add_item,
    begin_onboarding,
    change_item,
    end_onboarding,
    keep_checklist,
    tick,
)
from backbone.words.onboarding import Newcomer

if TYPE_CHECKING:
    from backbone.models import Onboarding
    from initiatives.kernel.access import Actor

NEW = "chamber"
COLLEAGUE = "ruth"
# Lines by their place among those that are ticked by hand: days ago, who ticked it.
DONE = ((46, "ana"), (39, "sam"), (25, "ana"))
OWN_LINE = "Ask Gus which of the members hires school leavers"
NO_FIGURES = "The Chamber gives no figures: it speaks for those who hire."


def riverbend(stage: Stage) -> None:
    """Begin both checklists; the facilitator's is closed, and from now on they begin by themselves."""
    today = stage.now.date()
    stage.plan(today - days(210), "ana", partial(_begin_colleague, stage=stage))
    for place in range(5):
        stage.plan(
            today - days(200 - 20 * place), COLLEAGUE, partial(_tick, who=COLLEAGUE, stage=stage, place=place)
        )
    stage.plan(today - days(104), "ana", partial(_settled, stage=stage))
    stage.plan(today - days(51), "ana", partial(_begin_partner, stage=stage))
    for place, (ago, who) in enumerate(DONE):
        stage.plan(today - days(ago), who, partial(_tick, who=NEW, stage=stage, place=place))
    stage.plan(today - days(20), "ana", partial(_say, stage=stage))
    stage.plan(today - days(19), "ana", _by_themselves)


def _of(actor: Actor, stage: Stage, who: str) -> Onboarding:
    rows = onboardings(actor)
    if who == NEW:
        return rows.get(partner=stage.partners[NEW])
    return rows.get(membership=stage.people[who])


def _begin_colleague(actor: Actor, stage: Stage) -> None:
    begin_onboarding(actor, person=stage.people[COLLEAGUE])


def _begin_partner(actor: Actor, stage: Stage) -> None:
    begin_onboarding(actor, partner=stage.partners[NEW])


def _tick(actor: Actor, stage: Stage, who: str, place: int) -> None:
    row = _of(actor, stage, who)
    tick(actor, row, _by_hand(actor, row)[place])


def _settled(actor: Actor, stage: Stage) -> None:
    end_onboarding(actor, _of(actor, stage, COLLEAGUE))


def _say(actor: Actor, stage: Stage) -> None:
    row = _of(actor, stage, NEW)
    change_item(actor, row, "handed_in", left_out=NO_FIGURES)
    change_item(actor, row, "assigned", left_out=NO_FIGURES)
    change_item(actor, row, "position", owner=stage.people["ana"])
    change_item(actor, row, _by_hand(actor, row)[-1], owner=stage.people["sam"])
    add_item(actor, row, text=OWN_LINE, owner=stage.people[COLLEAGUE])


def _by_themselves(actor: Actor) -> None:
    for newcomer in Newcomer:
        keep_checklist(actor, newcomer, texts=checklist(actor, newcomer).texts, begins_itself=True)


def _by_hand(actor: Actor, row: Onboarding) -> list[str]:
    [found] = settling_in(actor, [row])
    return [line.ref for line in found.lines if not line.seen]
