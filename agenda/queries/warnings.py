"""What an agenda still lacks, in words: nothing is forbidden by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.utils.translation import gettext as _

from agenda.models import Goal, Strategy
from agenda.queries.contents import CauseSaid, Contents
from agenda.queries.goals import goals, strategies
from agenda.words import CHOSEN, SET_ASIDE, GoalState
from initiatives.kernel.access import Actor

# What says whether anybody is better off: the whole population's figure, or a measure of partners that is about that.
OUTCOME = "better_off"
COMMUNITY = "community"


@dataclass(frozen=True)
class Lack:
    """Something that is lacking: what, where (goal, strategy or cause, with its id), and in words."""

    code: str
    about: str
    id: str
    text: str


def goal_warnings(goal: Goal) -> list[Lack]:
    """Return what a goal of `goals` lacks."""
    measures = [row.indicator for row in goal.measured]  # type: ignore[attr-defined]
    serving = [link.strategy for link in goal.served_by if link.strategy.state in CHOSEN]  # type: ignore[attr-defined]
    words = {"goal": goal.statement}
    found: list[tuple[str, str]] = []
    if not measures:
        found.append(
            ("no_measure", _("“%(goal)s” has no indicator: nobody could tell whether it is reached."))
        )
    elif not any(one.level == COMMUNITY or one.rba_type == OUTCOME for one in measures):
        found.append(
            ("outputs_only", _("“%(goal)s” has no better-off measure yet: its indicators count effort."))
        )
    if not serving:
        found.append(("no_strategy", _("“%(goal)s” has no strategy that was chosen.")))
    elif len({one.group_id for one in serving}) == 1:
        found.append(("one_owner", _("“%(goal)s” hangs on one group alone.")))
    if goal.group is None:
        found.append(("no_group", _("“%(goal)s” has no group that owns it.")))
    return [Lack(code, "goal", str(goal.public_id), text % words) for code, text in found]


def strategy_warnings(row: Strategy) -> list[Lack]:
    """Return what a strategy of `strategies` lacks; one that was set aside lacks nothing."""
    if row.state in SET_ASIDE:
        return []
    words = {"strategy": row.name}
    found: list[tuple[str, str]] = []
    if not row.evidence:
        found.append(("no_evidence", _("“%(strategy)s” says nothing of its evidence.")))
    if row.state in CHOSEN:
        moving = row.moving  # type: ignore[attr-defined]
        if not any(one.indicator_id for one in moving):
            found.append(("no_measure", _("“%(strategy)s” has no measure yet of what should move first.")))
        if not row.under:  # type: ignore[attr-defined]
            found.append(("no_goal", _("“%(strategy)s” serves no goal.")))
        if row.group is None:
            found.append(("no_group", _("“%(strategy)s” has no group that leads it.")))
    return [Lack(code, "strategy", str(row.public_id), text % words) for code, text in found]


def warnings(actor: Actor, held: Contents | None = None) -> list[Lack]:
    """Return what goals and strategies lack now; with a version's contents, also the causes no strategy goes at."""
    found = [one for goal in goals(actor).exclude(state=GoalState.RETIRED) for one in goal_warnings(goal)]
    found += [one for row in strategies(actor) for one in strategy_warnings(row)]
    return [*found, *(cause_warnings(held) if held is not None else ())]


def cause_warnings(held: Contents) -> list[Lack]:
    """Return the causes without a strategy; one above others that have some is met by them."""
    tree = held.causes
    found: list[Lack] = []
    for place, cause in enumerate(tree):
        below = _below(tree[place + 1 :], cause.depth)
        if not cause.strategies and not any(one.strategies for one in below):
            text = _("No strategy goes at the cause “%(cause)s”.") % {"cause": cause.text}
            found.append(Lack("cause_without_strategy", "cause", cause.id, text))
    return found


def _below(following: Sequence[CauseSaid], depth: int) -> list[CauseSaid]:
    """Return the causes that explain one of this depth, directly or not: those that follow until the next as high."""
    return list(takewhile(lambda cause: cause.depth > depth, following))
