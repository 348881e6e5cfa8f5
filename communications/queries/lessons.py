"""Lessons as an actor may read them, and the looks back they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from agenda.queries.goals import seen_indicators
from communications.models import AfterActionReview, Lesson, LessonUse
from communications.words.lessons import LessonVisibility
from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.words import with_words
from measurement import queries as measured

if TYPE_CHECKING:
    from communications.models import Decision
    from initiatives.models import Partner
    from measurement.models import Indicator

TEXTS = ("claim", "so_what", "context", "evidence", "applies_to")


def lessons(actor: Actor) -> QuerySet[Lesson]:
    """Return the lessons that the actor may read and that hold, the latest first, with `uses_n`: how often applied."""
    return all_lessons(actor).filter(retired_at=None)


def all_lessons(actor: Actor) -> QuerySet[Lesson]:
    """Return the lessons that the actor may read, those that no longer hold too."""
    require(actor, Capability.VIEW)
    rows = Lesson.objects.select_related("partner", "strategy", "activity", "decision", "review")
    if not actor.is_staff and actor.role not in PARTNER_ROLES:
        rows = rows.filter(visibility=LessonVisibility.ALL)
    uses = LessonUse.objects.filter(lesson=OuterRef("pk")).order_by().values("lesson")
    return rows.annotate(uses_n=Coalesce(Subquery(uses.values(n=Count("id"))), 0))


def lesson_rows(actor: Actor) -> QuerySet[Lesson]:
    """Return the lessons as rows of the API, with `told_code` (as `told_partner`) and `indicator_code` where seen."""
    named = Q(nameless=False) | Q(partner=actor.partner_id)
    if actor.is_staff:
        named = ~Q(partner=None)
    return all_lessons(actor).annotate(
        told_code=Case(When(named, then=F("partner__code"))),
        indicator_code=Case(When(indicator__in=seen_indicators(actor), then=F("indicator__code"))),
    )


def lesson(actor: Actor, public_id: UUID) -> Lesson:
    """Return a lesson by its id, with `applied` (its uses, the latest first). Raises NotFound."""
    uses = LessonUse.objects.select_related("partner", "activity", "strategy", "decision", "noted_by")
    found = (
        all_lessons(actor)
        .prefetch_related(Prefetch("uses", uses, to_attr="applied"))
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lessons_matching(
    actor: Actor, *, search: str = "", confidence: str = "", applied: bool = False
) -> QuerySet[Lesson]:
    """Return the lessons that hold whose text has the words, of a confidence, that were applied somewhere."""
    rows = lessons(actor)
    if search:
        rows = with_words(rows, search, *TEXTS)
    if confidence:
        rows = rows.filter(confidence=confidence)
    used = LessonUse.objects.filter(lesson=OuterRef("pk"))
    return rows.filter(Exists(used)) if applied else rows


def lessons_from(actor: Actor, decision: Decision) -> QuerySet[Lesson]:
    """Return the lessons that came from a decision."""
    return lessons(actor).filter(decision=decision)


def indicator_of(actor: Actor, row: Lesson) -> Indicator | None:
    """Return what a lesson is measured by, None without an indicator that the actor may see."""
    return measured.indicators(actor).filter(pk=row.indicator_id or 0).first()


def uses(actor: Actor, row: Lesson) -> QuerySet[LessonUse]:
    """Return where a lesson was applied."""
    require(actor, Capability.VIEW)
    return LessonUse.objects.filter(lesson=row)


def told_partner(actor: Actor, row: Lesson) -> Partner | None:
    """Return whose lesson it is, as far as the actor is told: a nameless one only staff and the partner itself are."""
    own = row.partner_id is not None and row.partner_id == actor.partner_id
    return row.partner if not row.nameless or actor.is_staff or own else None


def may_change_lesson(actor: Actor, row: Lesson) -> bool:
    """Whether the actor may change a lesson: who wrote it, and the backbone."""
    own = bool(actor.membership_id) and row.written_by_id == actor.membership_id
    return actor.may(Capability.TAKE_PART) and (actor.is_staff or own)


def after_action_reviews(actor: Actor) -> QuerySet[AfterActionReview]:
    """Return the looks back, the latest first, each with `drawn`: the lessons from it that the actor may read."""
    require(actor, Capability.VIEW)
    rows = AfterActionReview.objects.select_related("group", "activity", "strategy", "decision", "written_by")
    return rows.prefetch_related(Prefetch("lessons", lessons(actor), to_attr="drawn"))


def after_action_review(actor: Actor, public_id: UUID) -> AfterActionReview:
    """Return a look back by its id. Raises NotFound."""
    found = after_action_reviews(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
