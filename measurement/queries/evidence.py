"""The files behind figures, as an actor may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import NotFound
from measurement.models import Evidence, Submission
from measurement.queries.collection import submissions

if TYPE_CHECKING:
    from django.db.models import QuerySet


def evidence_of(actor: Actor, submission: Submission) -> QuerySet[Evidence]:
    """Return the files of a hand-in, and of the accepted one that it revises, by indicator."""
    seen = submissions(actor).filter(pk__in=[submission.pk, submission.revises_id or 0])
    return (
        Evidence.objects.filter(submission__in=seen.values("pk"))
        .select_related("indicator", "submission", "uploaded_by")
        .order_by("indicator__position", "indicator__name", "id")
    )


def evidence(actor: Actor, public_id: UUID) -> Evidence:
    """Return a file's row by its public id. Raises NotFound, also where the hand-in may not be seen."""
    found = (
        Evidence.objects.filter(public_id=public_id, submission__in=submissions(actor).values("pk"))
        .select_related("indicator", "submission__cycle", "submission__partner")
        .first()
    )
    if found is None:
        raise NotFound
    return found
