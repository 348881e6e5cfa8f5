"""Lessons, where they were applied, and looks back after an action."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from communications.api.named import with_things
from communications.models import Lesson as Row
from communications.queries import lessons as queries
from communications.serializers import lessons as serializers
from communications.services import lessons as services
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation

TEXTS = ("context", "evidence", "applies_to")
THINGS = ("partner", "review", "indicator", "strategy", "activity", "decision")
WHERE = ("activity", "strategy", "decision")
ABOUT = ("group", *WHERE)


class LessonView(InitiativeView):
    """What the operations on one lesson share."""

    tag = "lessons"

    def found(self, actor: Actor, id: UUID) -> Row:
        """Return the lesson, locked, after comparing If-Match."""
        self.locked(serializers.LessonRow, queries.lesson_rows(actor).filter(public_id=id))
        return queries.lesson(actor, id)

    def told(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer with the lesson as it is now."""
        return self.one(serializers.LessonRow, queries.lesson_rows(actor).filter(public_id=id))


class Lessons(InitiativeView):
    """What was learned."""

    tag = "lessons"

    @operation(Capability.VIEW, query=serializers.LessonQuery, answer=serializers.LessonRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the lessons that hold, the latest first."""
        found = queries.lessons_matching(actor, **self.query).order_by()
        rows = queries.lesson_rows(actor).filter(pk__in=found.values("pk"))
        return self.page(serializers.LessonRow, rows, ("-written_at", "-id"))

    @operation(Capability.TAKE_PART, body=serializers.LessonNew, answer=serializers.LessonRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Share what was learned, and what follows from it."""
        made = services.share_lesson(actor, **with_things(actor, cleared(self.body, *TEXTS), *THINGS))
        rows = queries.lesson_rows(actor).filter(pk=made.pk)
        return self.created(serializers.LessonRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Lesson(LessonView):
    """One lesson."""

    @operation(Capability.VIEW, answer=serializers.LessonRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a lesson, one that no longer holds too."""
        return self.told(actor, id)

    @operation(
        Capability.TAKE_PART, body=serializers.LessonChange, answer=serializers.LessonRow, match="required"
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write a lesson anew: who wrote it may, and the backbone."""
        values = with_things(actor, cleared(self.body, *TEXTS), *THINGS)
        services.change_lesson(actor, self.found(actor, id), **values)
        return self.told(actor, id)


class LessonRetire(LessonView):
    """It no longer holds."""

    @operation(
        Capability.TAKE_PART, body=serializers.RetireNew, answer=serializers.LessonRow, match="honoured"
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that a lesson no longer holds, and why."""
        services.retire_lesson(actor, self.found(actor, id), **self.body)
        return self.told(actor, id)


class LessonUses(LessonView):
    """Where it was applied."""

    @operation(Capability.VIEW, answer=serializers.LessonUseRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List where a lesson was applied and what came of it, the latest first."""
        rows = queries.uses(actor, queries.lesson(actor, id))
        return self.page(serializers.LessonUseRow, rows, ("-used_on", "-id"))

    @operation(
        Capability.TAKE_PART, body=serializers.LessonUseNew, answer=serializers.LessonUseRow, status=201
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Note that a lesson was applied, and what came of it."""
        row = queries.lesson(actor, id)
        made = services.apply_lesson(actor, row, **with_things(actor, self.body, *WHERE))
        return self.one(serializers.LessonUseRow, queries.uses(actor, row).filter(pk=made.pk), 201)


class AfterActionReviews(InitiativeView):
    """Looks back at something done."""

    tag = "lessons"

    @operation(Capability.VIEW, answer=serializers.AfterActionReviewRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the looks back, the latest first."""
        rows: Any = queries.after_action_reviews(actor).prefetch_related(None)
        return self.page(serializers.AfterActionReviewRow, rows, ("-held_on", "-id"))

    @operation(
        Capability.TAKE_PART,
        body=serializers.AfterActionReviewNew,
        answer=serializers.AfterActionReviewRow,
        status=201,
    )
    def post(self, actor: Actor) -> HttpResponse:
        """Write down a look back; lessons are drawn from it with their `review`."""
        made = services.look_back(actor, **with_things(actor, self.body, *ABOUT))
        rows = queries.after_action_reviews(actor).prefetch_related(None).filter(pk=made.pk)
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(serializers.AfterActionReviewRow, rows, address)


class AfterActionReview(InitiativeView):
    """One look back."""

    tag = "lessons"

    @operation(Capability.VIEW, answer=serializers.AfterActionReviewRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a look back."""
        rows = queries.after_action_reviews(actor).prefetch_related(None).filter(public_id=id)
        return self.one(serializers.AfterActionReviewRow, rows)
