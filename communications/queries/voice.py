"""The community's voice: what people told the initiative, for those who read it, and what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communications.models import FeedbackContact, FeedbackItem, OpenQuestion, VoiceForm
from communications.words.voice import WAITING, VoiceState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import NotFound


def voice_form(actor: Actor) -> VoiceForm:
    """Return the form's settings; an unsaved, closed one where nothing was said of it yet."""
    require(actor, Capability.VIEW)
    return VoiceForm.objects.first() or VoiceForm()


# --- what was said, for those who read it ------------------------------------------------------------------


def reads_concerns(actor: Actor) -> bool:
    """Whether the actor reads what was marked as a concern for somebody's safety: the lead alone."""
    return actor.role == Role.BACKBONE_LEAD


def feedback(actor: Actor) -> QuerySet[FeedbackItem]:
    """Return what people said, the latest first, for staff; concerns for the lead alone. Raises Forbidden."""
    require(actor, Capability.REVIEW)
    rows = FeedbackItem.objects.select_related("place", "question", "noted_by", "answered_by")
    return rows if reads_concerns(actor) else rows.filter(concern=False)


def feedback_matching(
    actor: Actor,
    *,
    state: str = "",
    theme: str = "",
    heard: str = "",
    question: Any = None,
    place: str = "",
    search: str = "",
) -> QuerySet[FeedbackItem]:
    """Return what people said: of a state (`waiting`: without an answer), a theme, a question (by id), a place (code).

    What waits for an answer comes oldest first, everything else latest first.
    """
    rows = feedback(actor)
    if state == "waiting":
        rows = rows.filter(state__in=WAITING).order_by("received_at", "id")
    elif state == "concern":
        rows = rows.filter(concern=True)
    elif state == "set_aside":
        rows = rows.filter(set_aside=True)
    elif state:
        rows = rows.filter(state=state, set_aside=False)
    given = {"theme": theme, "heard": heard, "question__public_id": question, "place__code": place}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if search:
        rows = rows.filter(Q(said__icontains=search) | Q(answer__icontains=search))
    return rows


def feedback_item(actor: Actor, public_id: UUID) -> FeedbackItem:
    """Return one thing that was said. Raises NotFound, for a concern to all but the lead too."""
    found = feedback(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def contact_of(actor: Actor, item: FeedbackItem) -> str:
    """Return how whoever said it wishes to be answered; empty when they left nothing, and once it is closed."""
    require(actor, Capability.REVIEW)
    found = FeedbackContact.objects.filter(item=item).first()
    return found.contact if found else ""


def themes(actor: Actor) -> list[str]:
    """Return the themes that were given so far, by name."""
    require(actor, Capability.REVIEW)
    rows = FeedbackItem.objects.exclude(theme="").order_by("theme")
    return list(rows.values_list("theme", flat=True).distinct())


def overdue_feedback(actor: Actor) -> QuerySet[FeedbackItem]:
    """Return what waits for an answer longer than the initiative allows itself, the longest waiting first."""
    days = voice_form(actor).answer_within
    return (
        feedback(actor)
        .filter(state__in=WAITING, received_at__lt=clock.now() - timedelta(days=days))
        .order_by("received_at", "id")
    )


# --- what everybody may read -------------------------------------------------------------------------------


def you_said(actor: Actor, *, since: datetime | None = None, theme: str = "") -> QuerySet[FeedbackItem]:
    """Return what is shown of what people said, with the answers, the latest shown first (“You said, we did”).

    Of these rows only `shown_as`, `signed`, `theme`, `place`, `answer`, `outcome`, `answered_at` and `shown_at` may
    leave the initiative.
    """
    require(actor, Capability.VIEW)
    rows = FeedbackItem.objects.filter(shown_at__isnull=False, concern=False, set_aside=False)
    if since is not None:
        rows = rows.filter(shown_at__gte=since)
    if theme:
        rows = rows.filter(theme=theme)
    return rows.select_related("place", "question").order_by("-shown_at", "-id")


@dataclass(frozen=True)
class VoiceFigures:
    """How many things were said from a day to a day, how many of them have an answer now, and how many are closed.

    What was set aside counts nowhere.
    """

    received: int
    answered: int
    closed: int

    @property
    def waiting(self) -> int:
        """How many wait for an answer."""
        return self.received - self.answered

    @property
    def closed_share(self) -> float | None:
        """The closed as a share of the received, from 0 to 1; None where nothing was said."""
        return self.closed / self.received if self.received else None


def voice_figures(actor: Actor, first: date, last: date) -> VoiceFigures:
    """Return the figures of what was said from the first day to the last, by the initiative's clock."""
    require(actor, Capability.VIEW)
    zone = ZoneInfo(actor.initiative.timezone)
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    found = FeedbackItem.objects.filter(
        set_aside=False, received_at__gte=since, received_at__lt=until
    ).aggregate(
        received=Count("id"),
        answered=Count("id", filter=~Q(state__in=WAITING)),
        closed=Count("id", filter=Q(state=VoiceState.CLOSED)),
    )
    return VoiceFigures(**found)


# --- questions put to everybody ----------------------------------------------------------------------------


def questions(actor: Actor) -> QuerySet[OpenQuestion]:
    """Return the questions put to everybody, the latest first, with `answers_n`: how many answers came."""
    require(actor, Capability.VIEW)
    given = FeedbackItem.objects.filter(question=OuterRef("pk"), set_aside=False).order_by()
    counted = Subquery(given.values("question").annotate(n=Count("id")).values("n"))
    return OpenQuestion.objects.select_related("asked_by").annotate(answers_n=Coalesce(counted, 0))


def open_questions(actor: Actor) -> QuerySet[OpenQuestion]:
    """Return the questions that can be answered today, the one that closes first on top."""
    today = clock.today(actor.initiative.timezone)
    rows = questions(actor).filter(ended_at=None, opens_on__lte=today, closes_on__gte=today)
    return rows.order_by("closes_on", "id")


def told_questions(actor: Actor) -> QuerySet[OpenQuestion]:
    """Return the questions of which it was told what was heard, the latest first."""
    return questions(actor).filter(heard_at__isnull=False).order_by("-heard_at", "-id")


def question(actor: Actor, public_id: UUID) -> OpenQuestion:
    """Return a question by its id. Raises NotFound."""
    found = questions(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
