"""Surveys as an actor may read them: rounds, whether one is asked oneself, results above the floor, their trend.

Nobody is shown what fewer than FEWEST_PEOPLE people or fewer than FEWEST_VOICES voices said: not the backbone, not in
a breakdown, not by taking one figure from another. While a round is open its results are shown to nobody at all: what
changes from one look to the next is what one person has said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from communications.kinds.surveys import Statement, survey_type
from communications.models import Survey, SurveyInvitation, SurveyRemark, SurveySheet
from communications.queries.signing import behind, signed
from communications.words.surveys import Side, SurveyState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, Scope, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import everybody
from initiatives.voices import Tally, tally

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEWEST_PEOPLE = 5
FEWEST_VOICES = 3
# So many rounds back a trend reaches.
ROUNDS = 8
PURPOSE = "communications.survey"
STATES: dict[str, Q] = {
    SurveyState.PLANNED: Q(opened_at=None),
    SurveyState.OPEN: Q(opened_at__isnull=False, closed_at=None),
    SurveyState.CLOSED: Q(closed_at__isnull=False, released_at=None),
    SurveyState.RELEASED: Q(released_at__isnull=False),
}
# The link in a letter may look, and answer: no more.
BY_LINK = frozenset({Scope.READ, Scope.SUBMIT})


def surveys(actor: Actor) -> QuerySet[Survey]:
    """Return the rounds, the latest first, with `asked_me` and `answered_me`; planned ones are for the backbone."""
    require(actor, Capability.VIEW)
    mine = _asking(actor).filter(survey=OuterRef("pk"))
    rows = Survey.objects.annotate(asked_me=Exists(mine), answered_me=Exists(mine.filter(answered=True)))
    return rows if actor.is_staff else rows.exclude(opened_at=None)


def surveys_matching(actor: Actor, *, kind: str = "", state: str = "") -> QuerySet[Survey]:
    """Return the rounds of a kind, in a state."""
    rows = surveys(actor)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(STATES[state]) if state else rows


def survey(actor: Actor, public_id: UUID) -> Survey:
    """Return a round by its id. Raises NotFound."""
    found = surveys(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def surveys_to_answer(actor: Actor) -> QuerySet[Survey]:
    """Return the open rounds in which the actor is asked and has not answered, the first to close first."""
    today = clock.today(actor.initiative.timezone)
    waiting = _asking(actor).filter(answered=False).values("survey_id")
    return (
        surveys(actor)
        .filter(pk__in=waiting, closed_at=None, closes_on__gte=today)
        .order_by("closes_on", "id")
    )


def surveys_asking(actor: Actor) -> QuerySet[Survey]:
    """Return the open rounds in which the actor is asked, answered or not."""
    return surveys(actor).filter(pk__in=_asking(actor).values("survey_id"), closed_at=None)


def _asking(actor: Actor) -> QuerySet[SurveyInvitation]:
    return SurveyInvitation.objects.filter(membership_id=actor.membership_id)


@dataclass(frozen=True)
class Turnout:
    """How many were asked, and how many of them answered."""

    asked: int
    answered: int

    @property
    def share(self) -> Decimal | None:
        """The share of those asked who answered, None where nobody was asked."""
        return Decimal(self.answered) / self.asked if self.asked else None


def turnout(actor: Actor, row: Survey) -> Turnout:
    """Return how many were asked and answered; for all once the round is closed, before for the backbone."""
    require(actor, Capability.VIEW)
    if row.closed_at is not None:
        return Turnout(row.asked_n, row.answered_n)
    if not actor.is_staff:
        return Turnout(0, 0)
    rows = SurveyInvitation.objects.filter(survey=row)
    return Turnout(rows.count(), rows.filter(answered=True).count())


def may_read_results(actor: Actor, row: Survey) -> bool:
    """Whether the actor may read what a round showed: the backbone once it is closed, others once it is shared."""
    return row.closed_at is not None and (actor.is_staff or row.released_at is not None)


@dataclass(frozen=True)
class Reading:
    """What a statement's answers show. Below the floor `shown` is false and every figure None; the counts stay 0.

    `mean` gives each organisation one voice, `plain` each person; `spread` is the standard deviation of the voices.
    `unknown_share` is of the voices that said anything.
    """

    shown: bool = False
    people: int = 0
    voices: int = 0
    mean: Decimal | None = None
    plain: Decimal | None = None
    spread: Decimal | None = None
    unknown_share: Decimal | None = None
    not_applicable: int = 0


@dataclass(frozen=True)
class StatementResult:
    """A statement, what its answers show, and what they show by side where that can be told."""

    statement: Statement
    reading: Reading
    sides: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True)
class SurveyResults:
    """What a round showed. `kept_back`: fewer people or voices answered than the floor asks for."""

    statements: tuple[StatementResult, ...]
    people: int
    voices: int
    kept_back: bool
    remarks: tuple[SurveyRemark, ...] = ()


def results(actor: Actor, row: Survey) -> SurveyResults:
    """Return what a closed round showed. Raises NotFound for who may not read it (yet). Two queries."""
    require(actor, Capability.VIEW)
    if not may_read_results(actor, row):
        raise NotFound
    sheets = list(SurveySheet.objects.filter(survey=row))
    voices = len({sheet.voice for sheet in sheets})
    statements = survey_type(row.kind).statements
    if len(sheets) < FEWEST_PEOPLE or voices < FEWEST_VOICES:
        bare = tuple(StatementResult(one, Reading()) for one in statements)
        return SurveyResults(bare, people=len(sheets), voices=voices, kept_back=True)
    remarks = SurveyRemark.objects.filter(survey=row)
    if not actor.is_staff:
        remarks = remarks.filter(withheld=False)
    return SurveyResults(
        tuple(
            StatementResult(one, reading_of(sheets, one.code), _by_side(sheets, one.code))
            for one in statements
        ),
        people=len(sheets),
        voices=voices,
        kept_back=False,
        remarks=tuple(remarks),
    )


def readings_by_round(
    actor: Actor, kind: str, until: Survey | None = None
) -> list[tuple[Survey, dict[str, Reading]]]:
    """Return the latest rounds of a kind that the actor may read, the earliest first, with a Reading per statement.

    With `until` none that closed later. Two queries.
    """
    rows = surveys(actor).filter(kind=kind).exclude(closed_at=None)
    if until is not None:
        rows = rows.filter(closed_at__lte=until.closed_at)
    if not actor.is_staff:
        rows = rows.exclude(released_at=None)
    rounds = list(reversed(rows.order_by("-closed_at", "-id")[:ROUNDS]))
    sheets: dict[int, list[SurveySheet]] = {row.pk: [] for row in rounds}
    for sheet in SurveySheet.objects.filter(survey__in=rounds):
        sheets[sheet.survey_id].append(sheet)
    codes = [one.code for one in survey_type(kind).statements]
    return [(row, {code: reading_of(sheets[row.pk], code) for code in codes}) for row in rounds]


def latest_readings(actor: Actor, kind: str) -> dict[str, Reading]:
    """Return what the latest round of a kind that the actor may read showed, by statement; empty without one."""
    rounds = readings_by_round(actor, kind)
    return rounds[-1][1] if rounds else {}


def latest_means(actor: Actor, kind: str) -> dict[str, tuple[Decimal | None, int]]:
    """Return mean (1 to 5, None below the floor) and number of people per statement of the latest round to be read."""
    return {code: (one.mean, one.people) for code, one in latest_readings(actor, kind).items()}


def reading_of(sheets: Sequence[SurveySheet], code: str) -> Reading:
    """Return what sheets say to a statement, kept back below the floor."""
    found = _tally(sheets, code)
    if not _enough(found.people, found.voices):
        return Reading()
    asked = found.voices + found.unknown + found.not_applicable
    return Reading(
        shown=True,
        people=found.people,
        voices=found.voices,
        mean=found.mean,
        plain=found.plain,
        spread=found.spread,
        unknown_share=Decimal(found.unknown) / asked,
        not_applicable=found.not_applicable,
    )


def _tally(sheets: Sequence[SurveySheet], code: str) -> Tally:
    return tally((sheet.voice, sheet.ratings[code]) for sheet in sheets if code in sheet.ratings)


def _enough(people: int, voices: int) -> bool:
    return people >= FEWEST_PEOPLE and voices >= FEWEST_VOICES


def _by_side(sheets: Sequence[SurveySheet], code: str) -> dict[str, Reading]:
    """Return what each side said to a statement; only sides above the floor, whose rest is above it too (or nobody)."""
    rated = [sheet for sheet in sheets if sheet.ratings.get(code, "").isdigit()]
    groups = {side: [sheet for sheet in rated if sheet.side == side] for side in Side.values}
    told = [side for side, given in groups.items() if _stands(given)]
    told.sort(key=lambda side: len(groups[side]), reverse=True)
    while told:
        rest = [sheet for sheet in rated if sheet.side not in told]
        if not rest or _stands(rest):
            break
        told.pop()
    return {
        side: reading_of([sheet for sheet in sheets if sheet.side == side], code)
        for side in Side.values
        if side in told
    }


def _stands(sheets: Sequence[SurveySheet]) -> bool:
    return _enough(len(sheets), len({sheet.voice for sheet in sheets}))


def survey_token(invitation: SurveyInvitation) -> str:
    """Return the token with which the person who is asked answers, and nothing else."""
    ids: tuple[Any, ...] = (invitation.initiative_id, invitation.membership_id, invitation.survey_id)
    return signed(PURPOSE, *ids)


def token_for(actor: Actor, row: Survey) -> str:
    """Return the actor's own token for a round in which they are asked."""
    return signed(PURPOSE, actor.initiative.pk, actor.membership_id, row.pk)


@contextmanager
def entered_by_survey(token: str) -> Iterator[tuple[Actor, Survey]]:
    """Open the initiative's scope for somebody who is asked, also without an account; yield them and the round.

    Raises NotFound for a token that nobody was given, and when the person takes part no more.
    """
    initiative_id, membership_id, survey_id = behind(PURPOSE, token, 3)
    with tenant(initiative_id):
        person = everybody().select_related("initiative", "user").filter(pk=membership_id).first()
        if person is None:
            raise NotFound
        actor = Actor(person.user, person.initiative, Role(person.role), person.pk, scopes=BY_LINK)
        found = surveys(actor).filter(pk=survey_id).exclude(opened_at=None).first()
        if found is None:
            raise NotFound
        yield actor, found
