"""Assessments: opening a round, answering, ending it with an outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agenda.events import AssessmentAnswered, AssessmentClosed, AssessmentOpened
from agenda.models import Answer, Assessment
from agenda.screens import ITEMS
from agenda.words import OUTCOMES, Rating, Screen
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record
from initiatives.queries import myself


def open_assessment(actor: Actor, *, screen: str) -> Assessment:
    """Open a round of a screen, for all to answer. Raises Conflict while one is open, DomainError at `screen`."""
    require(actor, Capability.SHAPE_AGENDA)
    one_of(screen, Screen.values, "screen")
    try:
        with transaction.atomic():
            row = Assessment.objects.create(screen=screen, opened_on=clock.today(actor.initiative.timezone))
    except IntegrityError as error:
        raise Conflict("open_already", _("A round of this assessment is open already."), "screen") from error
    record(actor, AssessmentOpened(subject_of(row), screen=screen))
    return row


def answer(actor: Actor, assessment: Assessment, *, answers: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Answer items of an open round: {item, rating, comment?, evidence?}; an earlier answer of one's own is replaced.

    An empty rating takes the answer back. A partner's people speak for it, everybody else for themselves. Raises
    DomainError at `answers.<n>.<field>`, Conflict when the round has ended.
    """
    require(actor, Capability.TAKE_PART)
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if assessment.closed_on is not None:
        raise Conflict("closed", _("This round has ended."))
    known = {item.number for item in ITEMS[assessment.screen]}
    partner_id = myself(actor).partner_id
    now, given = clock.now(), []
    for number, row in enumerate(answers):
        if row["item"] not in known:
            raise DomainError("unknown_item", _("There is no such item."), f"answers.{number}.item")
        rating = row.get("rating") or ""
        one_of(rating, Rating.values, f"answers.{number}.rating", empty=True)
        mine = Answer.objects.filter(
            assessment=assessment, item=row["item"], answered_by_id=actor.membership_id
        )
        if not rating:
            mine.delete()
            continue
        found, _created = Answer.objects.update_or_create(
            assessment=assessment,
            item=row["item"],
            answered_by_id=actor.membership_id,
            defaults={
                "rating": rating,
                "comment": str(row.get("comment") or "").strip()[:500],
                "evidence": str(row.get("evidence") or "").strip()[:500],
                "partner_id": partner_id,
                "answered_at": now,
            },
        )
        given.append(found)
    record(
        actor,
        AssessmentAnswered(subject_of(assessment), partner_id=partner_id, screen=assessment.screen),
    )
    return given


def close_assessment(actor: Actor, assessment: Assessment, *, outcome: str, reasons: str) -> Assessment:
    """End a round with an outcome (of OUTCOMES for its screen) and the reasons, which stay on file.

    Raises DomainError at the field, Conflict when it has ended already.
    """
    require(actor, Capability.SHAPE_AGENDA)
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if assessment.closed_on is not None:
        raise Conflict("closed", _("This round has ended."))
    assessment.outcome = one_of(outcome, [one.value for one in OUTCOMES[assessment.screen]], "outcome")
    assessment.reasons = needed(reasons, "reasons", _("Say why: the reasons stay on file."))
    assessment.closed_on = clock.today(actor.initiative.timezone)
    assessment.save(update_fields=["outcome", "reasons", "closed_on"])
    record(
        actor, AssessmentClosed(subject_of(assessment), screen=assessment.screen, outcome=assessment.outcome)
    )
    return assessment


def subject_of(assessment: Assessment) -> str:
    """Return by what a round is named in the stream of events."""
    return f"assessment:{assessment.public_id}"
