"""Activities as an actor may read them, and who may change them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Greatest

from activities.models import (
    Activity,
    ActivityMeasure,
    ActivityMove,
    ActivityPartner,
    ActivityPlace,
    ActivityPopulation,
    CheckIn,
    CheckInRule,
    Population,
)
from activities.words import (
    DOING,
    OVER,
    RUNNING,
    ActivityState,
    CheckInStatus,
    Health,
    Part,
    StrategyKind,
)
from agenda.queries.goals import seen_indicators
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import chaired, place_parents, places

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from agenda.models import Strategy

OPEN = "open"


def check_in_rule(actor: Actor) -> CheckInRule:
    """Return after how many days of silence an activity counts as not heard of."""
    require(actor, Capability.VIEW)
    return CheckInRule.objects.first() or CheckInRule()


def populations(actor: Actor) -> QuerySet[Population]:
    """Return the groups of people whom activities are for, in their order."""
    require(actor, Capability.VIEW)
    return Population.objects.all()


def population(actor: Actor, code: str) -> Population:
    """Return a group of people by its code. Raises NotFound."""
    found = populations(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def activities(actor: Actor) -> QuerySet[Activity]:
    """Return the activities by title, those that are over too.

    Each has, as lists, `parts` (who plays which part now, with the partner; the lead first), `happens_in` (with the
    place), `serves` (with the population) and `measures` (with the indicator); `heard_at`, when it was last heard of,
    and `health` (of Health; empty unless it is running). The queries are the same few however many there are.
    """
    require(actor, Capability.VIEW)
    return (
        with_health(Activity.objects.all(), check_in_rule(actor).silence_days)
        .select_related("strategy__group", "contact")
        .prefetch_related(
            Prefetch("partner_links", standing_parts(), to_attr="parts"),
            Prefetch("place_links", ActivityPlace.objects.select_related("place"), to_attr="happens_in"),
            Prefetch(
                "population_links",
                ActivityPopulation.objects.select_related("population").order_by(
                    "population__position", "population_id"
                ),
                to_attr="serves",
            ),
            Prefetch("measure_links", seen_measures(actor), to_attr="measures"),
        )
    )


def seen_measures(actor: Actor) -> QuerySet[ActivityMeasure]:
    """Return what activities have to do with the indicators that the actor may see."""
    rows = ActivityMeasure.objects.filter(indicator__in=seen_indicators(actor))
    return rows.select_related("indicator").order_by("id")


def standing_parts() -> QuerySet[ActivityPartner]:
    """Return who plays which part now: the lead of each activity first, then by the partner's name."""
    leads = Case(When(part=Part.LEAD.value, then=Value(0)), default=Value(1))
    rows = ActivityPartner.objects.filter(until=None).select_related("partner")
    return rows.order_by(leads, "partner__name", "partner_id", "id")


def with_heard(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Return the activities with `heard_at`: a check-in or a move is a sign of life."""
    checks = CheckIn.objects.filter(activity=OuterRef("pk")).order_by("-made_at", "-id")
    moves = ActivityMove.objects.filter(activity=OuterRef("pk")).order_by("-moved_at", "-id")
    return rows.annotate(
        checked_at=Subquery(checks.values("made_at")[:1]),
        latest_status=Subquery(checks.values("status")[:1]),
        moved_at=Subquery(moves.values("moved_at")[:1]),
        heard_at=Greatest(F("checked_at"), F("moved_at")),
    )


def with_health(rows: QuerySet[Activity], silence_days: int) -> QuerySet[Activity]:
    """Return the activities with `heard_at` and `health` as of now.

    After `silence_days` without a sign of life a running activity is unknown. Before, a blocked one is off track, one
    at risk no better than at risk; for the rest the latest check-in since the last move speaks, and without one it is
    on track.
    """
    unheard = clock.now() - timedelta(days=silence_days)
    said = Q(checked_at__gte=F("moved_at"))
    off = Q(state=ActivityState.BLOCKED) | said & Q(latest_status=CheckInStatus.OFF_TRACK)
    risky = Q(state=ActivityState.AT_RISK) | said & Q(latest_status=CheckInStatus.AT_RISK)
    return with_heard(rows).annotate(
        health=Case(
            When(~Q(state__in=[state.value for state in RUNNING]), then=Value("")),
            When(Q(heard_at=None) | Q(heard_at__lte=unheard), then=Value(Health.UNKNOWN.value)),
            When(off, then=Value(Health.OFF_TRACK.value)),
            When(risky, then=Value(Health.AT_RISK.value)),
            default=Value(Health.ON_TRACK.value),
            output_field=CharField(),
        )
    )


def activity(actor: Actor, public_id: UUID) -> Activity:
    """Return an activity. Raises NotFound."""
    found = activities(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def activities_matching(
    actor: Actor,
    *,
    search: str = "",
    state: str = "",
    health: str = "",
    strategy: str = "",
    partner: str = "",
    part: str = "",
    place: str = "",
    population: str = "",
    kind: str = "",
    approach: str = "",
    indicator: str = "",
) -> QuerySet[Activity]:
    """Return the activities that fit: ids of a strategy, codes of partner, place, population and indicator.

    `state` may be "open": whatever is not over. A place takes in those that lie within it; `strategy` may be "none".
    """
    rows = activities(actor)
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(about__icontains=search))
    if state == OPEN:
        rows = rows.exclude(state__in=[one.value for one in OVER])
    elif state:
        rows = rows.filter(state=state)
    plain = {"health": health, "kind": kind, "approach": approach}
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    if strategy:
        rows = rows.filter(strategy=None) if strategy == "none" else rows.filter(strategy__public_id=strategy)
    if partner or part:
        asked = {key: value for key, value in (("partner__code", partner), ("part", part)) if value}
        rows = rows.filter(pk__in=ActivityPartner.objects.filter(until=None, **asked).values("activity_id"))
    if place:
        rows = rows.filter(
            pk__in=ActivityPlace.objects.filter(place_id__in=_within(actor, place)).values("activity_id")
        )
    if population:
        asked_for = ActivityPopulation.objects.filter(population__code=population)
        rows = rows.filter(pk__in=asked_for.values("activity_id"))
    if indicator:
        bearing = ActivityMeasure.objects.filter(indicator__code=indicator)
        rows = rows.filter(pk__in=bearing.values("activity_id"))
    return rows


def _within(actor: Actor, code: str) -> list[int]:
    """Return the ids of a place and of all that lies within it; of an unknown one, none."""
    top = places(actor).filter(code=code).values_list("pk", flat=True).first()
    if top is None:
        return []
    parents = place_parents()
    inside, grew = {top}, True
    while grew:
        more = {pk for pk, parent in parents.items() if parent in inside} - inside
        inside |= more
        grew = bool(more)
    return sorted(inside)


def moves(activity: Activity) -> list[ActivityMove]:
    """Return how an activity came to its state, the latest first."""
    rows = ActivityMove.objects.filter(activity=activity).select_related("moved_by")
    return list(rows.order_by("-moved_at", "-id"))


def former_parts(activity: Activity) -> list[ActivityPartner]:
    """Return who played a part once, the latest first."""
    rows = ActivityPartner.objects.filter(activity=activity, until__isnull=False).select_related("partner")
    return list(rows.order_by("-until", "-id"))


def lead_of(activity: Activity) -> Any:
    """Return the partner that leads an activity of `activities` now, None when none does."""
    parts = activity.parts  # type: ignore[attr-defined]
    return next((row.partner for row in parts if row.part == Part.LEAD), None)


def lead_partner_id(activity: Activity) -> int | None:
    """Return the id of the partner that leads an activity now, None when none does."""
    rows = ActivityPartner.objects.filter(activity=activity, until=None, part=Part.LEAD)
    return rows.values_list("partner_id", flat=True).first()


def may_plan_for(actor: Actor, strategy: Strategy | None, partner_id: int | None) -> bool:
    """Whether the actor may put a partner's activity into the plan as its lead.

    The backbone may, a partner's own people, and the co-chairs of the group that leads the strategy (without a
    strategy: of any group).
    """
    if actor.link is not None or not actor.may(Capability.TAKE_PART):
        return False
    if actor.is_staff or (partner_id is not None and partner_id == actor.partner_id):
        return True
    mine = chaired(actor)
    return bool(mine) if strategy is None else strategy.group_id in mine


def changeable(actor: Actor) -> QuerySet[Activity]:
    """Return the activities that the actor may change and say how they stand.

    The backbone may, the people of the partners that do the work, the co-chairs of the group that leads its strategy,
    and while it is proposed whoever proposed it.
    """
    if actor.link is not None or not actor.may(Capability.TAKE_PART):
        return Activity.objects.none()
    if actor.is_staff:
        return Activity.objects.all()
    worked = ActivityPartner.objects.filter(
        until=None, part__in=sorted(DOING), partner_id=actor.partner_id or 0
    )
    own = Q(state=ActivityState.PROPOSED, proposed_by_id=actor.membership_id)
    led = Q(strategy__group_id__in=chaired(actor))
    return Activity.objects.filter(own | led | Q(pk__in=worked.values("activity_id")))


def may_change(actor: Actor, activity: Activity) -> bool:
    """Whether an activity is one of the `changeable`."""
    if actor.is_staff:
        return actor.link is None and actor.may(Capability.TAKE_PART)
    return changeable(actor).filter(pk=activity.pk).exists()


def programmes_only(actor: Actor) -> bool:
    """Whether all that is not over is programmes: nothing goes at policies, practices or the system."""
    found = set(
        Activity.objects.exclude(state__in=[one.value for one in OVER])
        .values_list("approach", flat=True)
        .distinct()
    )
    require(actor, Capability.VIEW)
    return found == {StrategyKind.PROGRAM.value}
