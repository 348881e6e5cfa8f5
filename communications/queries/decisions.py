"""Decisions as an actor may read them: how each stands, who stands where, what it rests on and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Value, When

from agenda.queries.goals import seen_indicators
from communications.kinds import Said, Standing, Voice, rule
from communications.models import (
    Decision,
    DecisionEffect,
    DecisionEvidence,
    DecisionPosition,
    DecisionReview,
    Interest,
    PositionAnswer,
    Proposal,
    Ruling,
)
from communications.words.decisions import APART_FROM, DISSENT, OPEN, DecisionState, Outcome
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.kernel.words import with_words
from measurement import queries as measured

if TYPE_CHECKING:
    from activities.models import Activity
    from initiatives.models import ActionItem, GroupMember
    from measurement.models import Indicator

NAMED = "decision:"


@dataclass(frozen=True)
class Voices:
    """The positions on a decision: of people with lived experience who are shown apart, and all others.

    `may_speak` counts the seats less who is recused; `to_come` names who may speak and has not (while it is open).
    """

    apart: tuple[DecisionPosition, ...]
    others: tuple[DecisionPosition, ...]
    dissent: tuple[DecisionPosition, ...]
    may_speak: int
    to_come: tuple[GroupMember, ...]


@dataclass(frozen=True)
class Shown:
    """One piece of evidence; for a figure the points as they stood then, `hidden` where this reader gets none."""

    evidence: DecisionEvidence
    points: tuple[measured.Point, ...] = ()
    hidden: bool = False


def decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions, the latest first; each with `wording` (its standing proposal), `ruled` and `looks_back`.

    The first and the second are lists of at most one; `stands_as` is the state today. The queries are the same few
    however many there are.
    """
    rows = with_state(actor).select_related("group", "raised_by_group", "raised_by", "supersedes")
    return rows.prefetch_related(
        Prefetch("proposals", Proposal.objects.filter(superseded_at=None), to_attr="wording"),
        Prefetch("rulings", Ruling.objects.select_related("recorded_by"), to_attr="ruled"),
        Prefetch("reviews", DecisionReview.objects.select_related("reviewed_by"), to_attr="looks_back"),
    )


def with_state(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions with `stands_as`: of one that was taken, in effect from its day and reviewed after that."""
    require(actor, Capability.VIEW)
    here = OuterRef("pk")
    reviewed = DecisionReview.objects.filter(decision=here)
    today = clock.today(actor.initiative.timezone)
    begun = Ruling.objects.filter(decision=here, outcome=Outcome.ADOPTED, in_effect_on__lte=today)
    taken = Q(state=DecisionState.DECIDED)
    return Decision.objects.annotate(
        stands_as=Case(
            When(taken & Exists(reviewed), then=Value(DecisionState.REVIEWED.value)),
            When(taken & Exists(begun), then=Value(DecisionState.IN_EFFECT.value)),
            default=F("state"),
        )
    )


def decision(actor: Actor, public_id: UUID) -> Decision:
    """Return a decision by its id. Raises NotFound."""
    found = decisions(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def decisions_matching(
    actor: Actor, *, search: str = "", state: str = "", group: UUID | None = None, dissent: bool = False
) -> QuerySet[Decision]:
    """Return the decisions with these words, in a state (or "open"), of a group, with dissent kept."""
    rows: QuerySet[Any] = decisions(actor)
    if search:
        said = Proposal.objects.filter(decision=OuterRef("pk"), superseded_at=None)
        rows = rows.filter(Exists(with_words(said, search, "title", "question")))
    if state:
        rows = rows.filter(state__in=OPEN) if state == "open" else rows.filter(stands_as=state)
    if group is not None:
        rows = rows.filter(group__public_id=group)
    if dissent:
        kept = DecisionPosition.objects.filter(decision=OuterRef("pk"), superseded_at=None)
        rows = rows.filter(Exists(kept.filter(position__in=DISSENT)))
    return rows


def worded(actor: Actor) -> QuerySet[Any]:
    """Return the decisions with `title` and `question` of their standing wording, and their group."""
    now = FilteredRelation("proposals", condition=Q(proposals__superseded_at=None))
    rows: Any = with_state(actor).select_related("group").annotate(now=now)
    found: QuerySet[Any] = rows.annotate(title=F("now__title"), question=F("now__question"))
    return found


def proposal_of(row: Decision) -> Proposal:
    """Return the standing wording of a decision."""
    return Proposal.objects.get(decision=row, superseded_at=None)


def wordings(actor: Actor, row: Decision) -> QuerySet[Proposal]:
    """Return every wording of a decision, the first one first."""
    require(actor, Capability.VIEW)
    return Proposal.objects.filter(decision=row).select_related("written_by")


def ruling_of(row: Decision) -> Ruling | None:
    """Return what was decided, or None while nothing is."""
    return Ruling.objects.filter(decision=row).select_related("recorded_by", "proposal").first()


def interests(actor: Actor, row: Decision) -> QuerySet[Interest]:
    """Return the interests that were declared and stand."""
    return all_interests(actor).filter(decision=row)


def all_interests(actor: Actor) -> QuerySet[Interest]:
    """Return the interests that were declared on all decisions and stand."""
    require(actor, Capability.VIEW)
    return Interest.objects.filter(withdrawn_at=None).select_related("membership__partner")


def position(actor: Actor, public_id: UUID) -> DecisionPosition:
    """Return a position by its id, one that was superseded too. Raises NotFound."""
    require(actor, Capability.VIEW)
    rows = DecisionPosition.objects.select_related("decision", "membership", "partner")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_speak(row: Decision) -> list[GroupMember]:
    """Return the seats that may take a position now: those of the group less who is recused (for the verbs)."""
    recused = Interest.objects.filter(decision=row, withdrawn_at=None, recused=True)
    return [
        *row.group.members.filter(until=None)
        .select_related("membership__partner")
        .exclude(membership_id__in=recused.values("membership_id"))
    ]


def seats_of(actor: Actor, row: Decision) -> list[GroupMember]:
    """Return the seats of the group, those of who is recused too, with their people."""
    return list(core.seats(actor).filter(group=row.group))


def one_of(rows: QuerySet[Any], public_id: UUID) -> Any:
    """Return the row of this id with its decision. Raises NotFound."""
    found = rows.filter(public_id=public_id).select_related("decision").first()
    if found is None:
        raise NotFound
    return found


def signal_of(actor: Actor, row: Decision) -> Indicator | None:
    """Return the indicator that gave rise to a decision, None without one that the actor may see."""
    return measured.indicators(actor).filter(pk=row.signal_id or 0).first()


def standing_positions(row: Decision) -> QuerySet[DecisionPosition]:
    """Return the positions that stand: now, or of a decision that was taken those that stood at its ruling."""
    rows = DecisionPosition.objects.filter(decision=row)
    ruling = ruling_of(row)
    if ruling is None:
        return rows.filter(superseded_at=None)
    at = ruling.recorded_at
    return rows.filter(recorded_at__lte=at).filter(Q(superseded_at=None) | Q(superseded_at__gt=at))


def voices(actor: Actor, row: Decision) -> Voices:
    """Return who stands where, as the actor may read it.

    People with lived experience are shown apart when there are three or more; below that only those who agreed to it
    are, and the others stand among all, unmarked: nothing tells which they are.
    """
    require(actor, Capability.VIEW)
    answers = PositionAnswer.objects.select_related("answered_by")
    rows = list(
        standing_positions(row)
        .select_related("membership", "partner", "proposal", "recorded_by")
        .prefetch_related(Prefetch("answers", answers, to_attr="answered"))
    )
    enough = sum(position.lived_experience for position in rows) >= APART_FROM
    apart = [one for one in rows if one.lived_experience and (enough or one.shown_apart)]
    others = [one for one in rows if one not in apart]
    ruling = ruling_of(row)
    spoke = {one.membership_id for one in rows}
    seats = [] if ruling else may_speak(row)
    return Voices(
        apart=tuple(apart),
        others=tuple(others),
        dissent=tuple(one for one in rows if one.position in DISSENT),
        may_speak=ruling.seats if ruling else len(seats),
        to_come=tuple(seat for seat in seats if seat.membership_id not in spoke),
    )


def standing(row: Decision) -> tuple[Standing, Said]:
    """Return how the proposal stands under its rule now, and what the rule has read."""
    proposal = proposal_of(row)
    seats = may_speak(row)
    chairs = {seat.membership_id: seat.co_chair for seat in seats}
    spoken = [
        Voice(one.position, one.degree, chair=chairs[one.membership_id])
        for one in standing_positions(row)
        if one.membership_id in chairs
    ]
    said = Said(spoken, len(seats), proposal.quorum, proposal.bar)
    return rule(proposal.rule).stand(said), said


def how_it_stands(row: Decision) -> tuple[str, str]:
    """Return how the proposal stands now, and why in a line; "decided" and how it stood then once it is taken."""
    ruling = ruling_of(row)
    if ruling is not None:
        return "decided", ruling.standing
    found, _said = standing(row)
    return found.verdict.value, found.why


def evidence(actor: Actor, row: Decision) -> list[Shown]:
    """Return what a decision rests on: figures as they stood when they were frozen, as this reader may see them."""
    rows = all_evidence(actor).filter(decision=row).select_related("indicator", "added_by")
    return [Shown(one) if one.indicator is None else _figure(actor, one, one.indicator) for one in rows]


def all_evidence(actor: Actor) -> QuerySet[DecisionEvidence]:
    """Return what all decisions rest on, as far as the actor may see it."""
    require(actor, Capability.VIEW)
    rows = DecisionEvidence.objects.filter(withdrawn_at=None)
    return rows.filter(Q(indicator=None) | Q(indicator__in=seen_indicators(actor)))


def _figure(actor: Actor, one: DecisionEvidence, indicator: Indicator) -> Shown:
    """The figure as it stood; hidden where this reader is not told how it stood on a day."""
    asked = measured.Question(
        by=one.asked.get("by", "total"),
        first=_day(one.asked.get("first")),
        last=_day(one.asked.get("last")),
        as_of=one.frozen_at,
    )
    try:
        return Shown(one, measured.series(actor, indicator, asked).points)
    except DomainError as error:
        if error.code != "as_of_not_offered":
            raise
        return Shown(one, hidden=True)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def effects(actor: Actor, row: Decision) -> QuerySet[DecisionEffect]:
    """Return what a decision bears on, as far as the actor may see it."""
    rows = all_effects(actor).filter(decision=row)
    return rows.select_related("indicator", "goal", "strategy", "activity")


def all_effects(actor: Actor) -> QuerySet[DecisionEffect]:
    """Return what all decisions bear on, as far as the actor may see it."""
    require(actor, Capability.VIEW)
    rows = DecisionEffect.objects.filter(ended_at=None)
    return rows.filter(Q(indicator=None) | Q(indicator__in=seen_indicators(actor)))


def actions_of(actor: Actor, row: Decision) -> QuerySet[ActionItem]:
    """Return the tasks that came from a decision."""
    return core.actions(actor, source=source_of(row))


def source_of(row: Decision) -> str:
    """Return how tasks and events name the decision they came from."""
    return f"{NAMED}{row.public_id}"


def decisions_at(actor: Actor, meeting: str, points: Sequence[str]) -> QuerySet[Decision]:
    """Return the decisions that a meeting (by its source) gave rise to, and those that its points are named after.

    A source that is empty names no meeting: what nothing gave rise to belongs to none.
    """
    ids = [source.removeprefix(NAMED) for source in points if source.startswith(NAMED)]
    there = Q(public_id__in=ids)
    return decisions(actor).filter(there | Q(source=meeting) if meeting else there).order_by("number")


def decisions_on_indicator(actor: Actor, indicator: Indicator) -> QuerySet[Decision]:
    """Return the decisions that an indicator gave rise to, that rest on it or that should move it."""
    held = DecisionEvidence.objects.filter(indicator=indicator, withdrawn_at=None)
    moved = DecisionEffect.objects.filter(indicator=indicator, ended_at=None)
    return decisions(actor).filter(
        Q(signal=indicator) | Q(pk__in=held.values("decision")) | Q(pk__in=moved.values("decision"))
    )


def decisions_on_activity(actor: Actor, activity: Activity) -> QuerySet[Decision]:
    """Return the decisions that bear on an activity."""
    moved = DecisionEffect.objects.filter(activity=activity, ended_at=None)
    return decisions(actor).filter(pk__in=moved.values("decision"))


def due_for_review(actor: Actor, until: date) -> QuerySet[Ruling]:
    """Return the rulings of standing decisions that are to be reviewed by a day and were not, the longest due first.

    A later review sets the day anew, or ends the reviewing when it names none.
    """
    require(actor, Capability.VIEW)
    looked = DecisionReview.objects.filter(decision=OuterRef("decision"))
    again = looked.filter(next_review_on__gt=until)
    rows = Ruling.objects.filter(decision__state=DecisionState.DECIDED, review_on__lte=until)
    rows = rows.exclude(Exists(again)).exclude(Exists(looked.filter(next_review_on=None)))
    return rows.select_related("decision__group", "proposal").order_by("review_on", "id")


def to_decide(actor: Actor, group_ids: Sequence[int]) -> QuerySet[Decision]:
    """Return the decisions that are before these groups and open, the oldest first (an agenda fills itself so)."""
    return decisions(actor).filter(group_id__in=group_ids, state__in=OPEN).order_by("number")


def awaiting(actor: Actor) -> QuerySet[Decision]:
    """Return the proposed decisions on which the actor may take a position and has not, the oldest first."""
    own = actor.membership_id
    seats = core.seats(actor).filter(membership_id=own).order_by().values("group")
    mine = {"decision": OuterRef("pk"), "membership_id": own}
    recused = Interest.objects.filter(**mine, withdrawn_at=None, recused=True)
    spoken = DecisionPosition.objects.filter(**mine, superseded_at=None)
    rows = decisions(actor).filter(state=DecisionState.PROPOSED, group__in=seats)
    return rows.exclude(Exists(recused)).exclude(Exists(spoken)).order_by("number")


def decided_since(actor: Actor, since: datetime) -> QuerySet[Decision]:
    """Return the decisions that were taken since a moment, the latest first."""
    ruled = Ruling.objects.filter(recorded_at__gte=since)
    rows = decisions(actor).filter(pk__in=ruled.values("decision_id"))
    return rows.order_by("-number")


def may_run(actor: Actor, row: Decision) -> bool:
    """Whether the actor runs the decision: the backbone does, and the co-chairs of its group."""
    return core.runs(actor, row.group)


def may_write(actor: Actor, row: Decision) -> bool:
    """Whether the actor may word the decision: who runs it; and who raised it, until it is proposed."""
    early = row.state in (DecisionState.RAISED, DecisionState.DISCUSSED)
    own = bool(actor.membership_id) and row.raised_by_id == actor.membership_id
    return may_run(actor, row) or (own and early and actor.may(Capability.TAKE_PART))


def may_take_position(actor: Actor, row: Decision) -> bool:
    """Whether the actor has a seat in the group and is not recused."""
    return any(seat.membership_id == actor.membership_id for seat in may_speak(row))
