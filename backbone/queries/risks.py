"""What endangers working together: how likely the staff think it is, and the signs that records give by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda.queries import strategies
from agenda.words import CHOSEN, StrategyState
from backbone.models import RiskRating
from backbone.words.health import Risk
from communications.queries import held
from communications.queries.decisions import with_state
from communications.queries.suppliers import source_of
from communications.queries.taken import stand_ins_since, taken_since
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import Forbidden
from initiatives.queries import OPEN_STATES, actions, actions_from, groups

YEAR, HALF_YEAR = timedelta(days=365), timedelta(days=183)
# From how many on a share says anything.
FEWEST = 4
# So many hundredths of a share make a sign.
HALF, TWO_FIFTHS, QUARTER = 50, 40, 25
MEETINGS = 2

Counted = tuple[int, int]


@dataclass(frozen=True)
class Sign:
    """What records tell of a risk: `have` of `of`. It is `given` when that is too many; `page` shows where."""

    key: str
    risk: Risk
    have: int
    of: int
    given: bool
    says: Any
    rule: Any
    page: str

    @property
    def told(self) -> str:
        """The sign with its numbers, in a sentence."""
        return str(self.says % {"have": self.have, "of": self.of})


@dataclass(frozen=True)
class RiskTold:
    """One risk: the latest word of the staff on it (None: nobody has said), and its signs."""

    risk: Risk
    rating: RiskRating | None
    signs: tuple[Sign, ...]

    @property
    def given(self) -> bool:
        """Whether one of its signs is given."""
        return any(sign.given for sign in self.signs)


def risks(actor: Actor) -> tuple[RiskTold, ...]:
    """Return the ten risks in their order. Raises Forbidden for those below staff."""
    found = signs(actor)
    latest = {row.risk: row for row in latest_ratings(actor)}
    return tuple(
        RiskTold(risk, latest.get(risk.value), tuple(sign for sign in found if sign.risk == risk))
        for risk in Risk
    )


def ratings(actor: Actor) -> Any:
    """Return every rating of every risk, the latest first. Raises Forbidden for those below staff."""
    _staff(actor)
    return RiskRating.objects.select_related("rated_by")


def latest_ratings(actor: Actor) -> Any:
    """Return the latest rating of each risk that was rated. Raises Forbidden for those below staff."""
    return ratings(actor).order_by("risk", "-rated_at", "-id").distinct("risk")


def signs(actor: Actor) -> tuple[Sign, ...]:
    """Return the six signs with their numbers, given or not. Raises Forbidden for those below staff."""
    _staff(actor)
    today = clock.today(actor.initiative.timezone)
    found = []
    for key, risk, count, given, says, rule, page in SIGNS:
        have, of = count(actor, today)
        found.append(Sign(key, risk, have, of, given(have, of), says, rule, page))
    return tuple(found)


def unreviewed(actor: Actor, today: date) -> Counted:
    """Count the strategies at work that nobody reviewed in the last year."""
    at_work = [state.value for state in CHOSEN if state != StrategyState.COMPLETED]
    rows = strategies(actor).prefetch_related(None).filter(state__in=at_work)
    fresh = sum(row.reviewed_on is not None and row.reviewed_on >= today - YEAR for row in rows)
    return len(rows) - fresh, len(rows)


def only_talk(actor: Actor, today: date) -> Counted:
    """Count the groups that met twice or more in half a year without giving one task, of those that met so often."""
    met: dict[int, list[str]] = {}
    open_groups = set(groups(actor).values_list("pk", flat=True))
    for row in held(actor).filter(starts_at__date__gte=today - HALF_YEAR, group__in=open_groups):
        met.setdefault(row.group_id, []).append(source_of(row))
    often = {pk: sources for pk, sources in met.items() if len(sources) >= MEETINGS}
    every = [source for sources in often.values() for source in sources]
    given = set(actions_from(actor, every).order_by().values_list("source", flat=True))
    return sum(not given.intersection(sources) for sources in often.values()), len(often)


def groundless(actor: Actor, today: date) -> Counted:
    """Count the decisions of the last year that rest on nothing."""
    taken = taken_since(actor, today - YEAR)
    return sum(not one.rests for one in taken), len(taken)


def of_backbone(actor: Actor, today: date) -> Counted:
    """Count the open tasks that people of the backbone hold."""
    theirs = Count("pk", filter=Q(owner__role__in=sorted(STAFF)))
    found = actions(actor).filter(state__in=OPEN_STATES).aggregate(theirs=theirs, every=Count("pk"))
    return found["theirs"], found["every"]


def of_one(actor: Actor, today: date) -> Counted:
    """Count the decisions of the last year that one organisation raised, the backbone being one, of those of all."""
    rows: Any = with_state(actor).filter(raised_at__date__gte=today - YEAR)
    by: Counter[Any] = Counter(
        "backbone" if role in STAFF else partner_id
        for role, partner_id in rows.values_list("raised_by__role", "raised_by__partner_id")
        if role in STAFF or partner_id
    )
    return max(by.values(), default=0), sum(by.values())


def stand_ins(actor: Actor, today: date) -> Counted:
    """Count those who came to the steering committee of the last year in somebody else's place."""
    steering = set(groups(actor).filter(kind="steering_committee").values_list("pk", flat=True))
    return stand_ins_since(actor, steering, today - YEAR)


def _staff(actor: Actor) -> None:
    require(actor, Capability.VIEW_EVENTS)
    if not actor.is_staff:
        raise Forbidden(str(_("The risks of working together are the backbone's to look at.")))


def _over(hundredths: int) -> Callable[[int, int], bool]:
    return lambda have, of: of >= FEWEST and 100 * have > hundredths * of


def _all(have: int, of: int) -> bool:
    return of > 0 and have == of


def _any(have: int, of: int) -> bool:
    return have > 0


# key, risk, what is counted, when that is a sign, the sentence, the rule in words, where to look.
SIGNS: tuple[tuple[str, Risk, Callable[[Actor, date], Counted], Callable[[int, int], bool], Any, Any, str], ...] = (
    (
        "unreviewed",
        Risk.STRATEGY,
        unreviewed,
        _all,
        ngettext_lazy(
            "%(have)s of %(of)s strategy at work was not reviewed in twelve months.",
            "%(have)s of %(of)s strategies at work were not reviewed in twelve months.",
            "of",
        ),
        _("A sign when that is all of them."),
        "agenda:strategies",
    ),
    (
        "only_talk",
        Risk.COMMITTEES,
        only_talk,
        _any,
        ngettext_lazy(
            "%(have)s of %(of)s group that met at least twice in half a year gave itself no task there.",
            "%(have)s of %(of)s groups that met at least twice in half a year gave themselves no task there.",
            "of",
        ),
        _("A sign from one group on."),
        "communications:meetings",
    ),
    (
        "groundless",
        Risk.OPENNESS,
        groundless,
        _over(QUARTER),
        ngettext_lazy(
            "%(have)s of %(of)s decision of the last year names nothing it rests on.",
            "%(have)s of %(of)s decisions of the last year name nothing they rest on.",
            "of",
        ),
        _("A sign above a quarter, from four decisions on."),
        "communications:decisions",
    ),
    (
        "of_backbone",
        Risk.ONE_BODY,
        of_backbone,
        _over(HALF),
        ngettext_lazy(
            "People of the backbone hold %(have)s of %(of)s open task.",
            "People of the backbone hold %(have)s of %(of)s open tasks.",
            "of",
        ),
        _("A sign above a half, from four tasks on."),
        "communications:tasks",
    ),
    (
        "of_one",
        Risk.CAPTURE,
        of_one,
        _over(TWO_FIFTHS),
        ngettext_lazy(
            "One organisation raised %(have)s of %(of)s decision of the last year.",
            "One organisation raised %(have)s of %(of)s decisions of the last year.",
            "of",
        ),
        _("A sign above two fifths, from four decisions on. The backbone counts as one organisation."),
        "communications:decisions",
    ),
    (
        "stand_ins",
        Risk.LEADERS,
        stand_ins,
        _over(QUARTER),
        ngettext_lazy(
            "%(have)s of %(of)s who came to the steering committee in the last year stood in for somebody else.",
            "%(have)s of %(of)s who came to the steering committee in the last year stood in for somebody else.",
            "of",
        ),
        _("A sign above a quarter, from four who came."),
        "communications:meetings",
    ),
)  # fmt: skip
