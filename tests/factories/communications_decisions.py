"""Decisions to test with, made through the services."""

from typing import Any
from uuid import UUID

from agenda.services.goals import set_goal
from communications.models import Decision
from communications.services import decisions as deciding
from communications.services import lessons, rulings
from communications.services.positions import declare_interest, take_position
from initiatives import queries as core
from initiatives.kernel.access import Actor
from initiatives.models import Group, Initiative, Membership, User
from initiatives.services.groups import found_group, seat
from tests.factories import core as people
from tests.factories.scene import Scene

OPTIONS = [{"title": "Four schools", "marks": {"cost": "low"}}, {"title": "As now"}]


def group(actor: Actor, name: str = "Steering", **values: Any) -> Group:
    """A group with the charter given."""
    made = found_group(actor, name=name, **values)
    return core.group(actor, made.public_id)


def seated(scene: Scene, where: Group, *roles: str, co_chair: bool = False) -> list[User]:
    """New people of these roles who sit in the group."""
    found = []
    for role in roles:
        who = scene.person(role)
        with scene.acting() as actor:
            seat(actor, where, Membership.objects.get(user=who), co_chair=co_chair)
        found.append(who)
    return found


def raised(actor: Actor, where: Group, title: str = "Move tutoring", **values: Any) -> Decision:
    """A question before the group."""
    given = {"question": "Should we move it?", "criteria": ["cost"], "options": OPTIONS, "proposed": "A"}
    return deciding.raise_decision(actor, where, title=title, **{**given, **values})


def proposed(actor: Actor, where: Group, title: str = "Move tutoring", **values: Any) -> Decision:
    """A question with a proposal before the group."""
    return deciding.move_decision(actor, raised(actor, where, title, **values), state="proposed")


def says(scene: Scene, who: User, decision: Decision, position: str, reason: str = "", **more: Any) -> None:
    """Somebody takes a position."""
    with scene.acting(who) as actor:
        take_position(actor, decision, position=position, reason=reason, **more)


def seated_in(where: Initiative, public_id: str, role: str) -> User:
    """Somebody new of this role who sits in the group of this id."""
    who = people.user()
    people.member(where, who, role)
    with core.enter(people.lead_of(where), where.slug) as actor:
        seat(actor, core.group(actor, UUID(public_id)), Membership.objects.get(user=who))
    return who


def one_of_each(where: Initiative) -> dict[str, Any]:
    """A proposed decision with what belongs to it, a lesson and a look back."""
    with core.enter(people.lead_of(where), where.slug) as actor:
        steering = group(actor, "Deciders")
        me = core.myself(actor)
        seat(actor, steering, me)
        row = proposed(actor, steering)
        goal = set_goal(actor, statement="Everybody reads")
        review = lessons.look_back(actor, title="Spring", expected="More", happened="Less")
        return {
            "decisions": row,
            "decision-evidence": deciding.add_evidence(actor, row, kind="heard", title="41 families"),
            "decision-interests": declare_interest(actor, row, what="Paid for places"),
            "decision-positions": take_position(actor, row, position="object", reason="Too soon"),
            "decision-effects": rulings.link_effect(actor, row, goal=goal),
            "lessons": lessons.share_lesson(actor, claim="Buses, not motivation", so_what="Ask the city"),
            "after-action-reviews": review,
        }


def named(where: Initiative) -> dict[str, str]:
    """What the variables of the API's addresses stand for."""
    return {name: str(row.public_id) for name, row in one_of_each(where).items()}


PAGES = {
    "decisions": (
        *(
            "decision",
            "word_decision",
            "withdraw_decision",
            "move_decision",
            "add_evidence",
            "declare_interest",
        ),
        *("take_position", "decide", "review_decision", "link_effect", "give_task"),
    ),
    "decision-evidence": ("withdraw_evidence",),
    "decision-interests": ("withdraw_interest",),
    "decision-effects": ("end_effect",),
    "decision-positions": ("answer_position",),
    "lessons": ("lesson", "change_lesson", "apply_lesson", "retire_lesson"),
    "after-action-reviews": ("look_back",),
}


def examples(where: Initiative) -> dict[str, Any]:
    """What stands for each part of a page's address."""
    made = named(where)
    return {
        f"communications:{name} public_id": made[kind] for kind, names in PAGES.items() for name in names
    } | {"communications:of_indicator code": "served"}


NOBODY = "00000000-0000-0000-0000-000000000001"
BODIES: dict[str, dict[str, Any]] = {
    "Decisions": {"group": NOBODY, "title": "x", "question": "x"},
    "DecisionMove": {"state": "discussed"},
    "DecisionWithdraw": {"reason": "x"},
    "DecisionRuling": {"outcome": "not_adopted", "reasons": "x"},
    "DecisionReviews": {"verdict": "keep", "found": "x"},
    "DecisionTasks": {"what": "x", "owner": NOBODY, "due": "2030-01-01"},
    "DecisionEffects": {"goal": NOBODY},
    "DecisionEvidence": {"kind": "heard", "title": "x"},
    "DecisionInterests": {"what": "x"},
    "DecisionPositions": {"position": "agree"},
    "PositionAnswers": {"text": "x"},
    "Lessons": {"claim": "x", "so_what": "x"},
    "LessonRetire": {"reason": "x"},
    "LessonUses": {"what": "x"},
    "AfterActionReviews": {"title": "x", "expected": "x", "happened": "x"},
}
