"""Lessons: sharing what was learned, applying it, saying that it no longer holds; looking back after an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agenda.queries.goals import seen_indicators
from communications.events.lessons import (
    AfterActionReviewed,
    LessonApplied,
    LessonChanged,
    LessonRetired,
    LessonShared,
)
from communications.models import AfterActionReview, Lesson, LessonUse
from communications.queries.lessons import may_change_lesson
from communications.words.lessons import Confidence, LessonVisibility, UseResult
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.writing import changeable, needed, one_of
from initiatives.outbox import record

CHANGEABLE = frozenset(
    {
        *("claim", "context", "evidence", "confidence", "so_what", "applies_to", "visibility", "partner"),
        *("nameless", "review", "indicator", "strategy", "activity", "decision"),
    }
)
LENGTHS = {"claim": 300, "applies_to": 300}
REVIEW_TEXTS = ("why", "keep", "change")
REVIEW_LINKS = frozenset({"group", "activity", "strategy", "decision"})


def share_lesson(actor: Actor, *, claim: str, so_what: str, **values: Any) -> Lesson:
    """Share what was learned (CHANGEABLE): the claim and what follows from it; whoever takes part may.

    For a partner only its own people and the backbone speak. Raises DomainError at the field, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    given = _clean(actor, {"claim": claim, "so_what": so_what, **values})
    row = Lesson.objects.create(written_by_id=actor.membership_id, written_at=clock.now(), **given)
    record(actor, LessonShared(**_told(row)))
    return row


def change_lesson(actor: Actor, lesson: Lesson, /, **values: Any) -> Lesson:
    """Write a lesson anew (CHANGEABLE): who wrote it, and the backbone. Raises DomainError at the field, Conflict."""
    lesson = _changeable(actor, lesson)
    given = _clean(actor, values)
    changed = tuple(sorted(name for name, value in given.items() if getattr(lesson, name) != value))
    for name in changed:
        setattr(lesson, name, given[name])
    if changed:
        lesson.save(update_fields=changed)
        record(actor, LessonChanged(fields=changed, **_told(lesson)))
    return lesson


def apply_lesson(
    actor: Actor,
    lesson: Lesson,
    *,
    what: str,
    used_on: date | None = None,
    result: str = UseResult.TOO_EARLY,
    **where: Any,
) -> LessonUse:
    """Note that a lesson was applied: what was done, where (activity, strategy, decision), and what came of it.

    What somebody of a partner notes is that partner's use. Raises DomainError at the field, Conflict once it no longer
    holds.
    """
    require(actor, Capability.TAKE_PART)
    if lesson.retired_at is not None:
        raise Conflict("retired", _("This lesson no longer holds."))
    unknown = sorted(set(where) - {"activity", "strategy", "decision"})
    if unknown:
        raise DomainError("unknown_field", _("This cannot be said here."), unknown[0])
    one_of(result, UseResult.values, "result")
    row = LessonUse.objects.create(
        lesson=lesson,
        what=needed(what, "what", _("Say what was done."))[:500],
        result=result,
        used_on=_past(actor, used_on, "used_on"),
        partner_id=actor.partner_id,
        noted_by_id=actor.membership_id,
        noted_at=clock.now(),
        **where,
    )
    record(actor, LessonApplied(what=row.what, **_told(lesson)))
    return row


def retire_lesson(actor: Actor, lesson: Lesson, *, reason: str) -> Lesson:
    """Say that a lesson no longer holds, and why; it stays on file with its uses. Raises DomainError, Conflict."""
    lesson = _changeable(actor, lesson)
    lesson.retire_reason = needed(reason, "reason", _("Say why it no longer holds."))[:500]
    lesson.retired_at = clock.now()
    lesson.save(update_fields=["retire_reason", "retired_at"])
    record(actor, LessonRetired(**_told(lesson)))
    return lesson


def look_back(
    actor: Actor, *, title: str, expected: str, happened: str, held_on: date | None = None, **values: Any
) -> AfterActionReview:
    """Write down a look back: expected, happened, `why`, what to `keep` and to `change`, and about what (REVIEW_LINKS).

    Lessons are drawn from it with `share_lesson(review=...)`. Raises DomainError at the field.
    """
    require(actor, Capability.TAKE_PART)
    unknown = sorted(set(values) - set(REVIEW_TEXTS) - REVIEW_LINKS)
    if unknown:
        raise DomainError("unknown_field", _("This cannot be said here."), unknown[0])
    row = AfterActionReview.objects.create(
        title=needed(title, "title", _("Say what you look back at."))[:200],
        expected=needed(expected, "expected", _("Say what was expected.")),
        happened=needed(happened, "happened", _("Say what happened.")),
        held_on=_past(actor, held_on, "held_on"),
        written_by_id=actor.membership_id,
        written_at=clock.now(),
        **_stripped(values),
    )
    record(actor, AfterActionReviewed(f"after_action_review:{row.public_id}", title=row.title))
    return row


def _changeable(actor: Actor, lesson: Lesson) -> Lesson:
    require(actor, Capability.TAKE_PART)
    lesson = Lesson.objects.select_for_update(of=("self",), no_key=True).get(pk=lesson.pk)
    if not may_change_lesson(actor, lesson):
        raise Forbidden(_("Only who wrote it and the backbone can do this."))
    if lesson.retired_at is not None:
        raise Conflict("retired", _("This lesson no longer holds."))
    return lesson


def _clean(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    changeable(values, CHANGEABLE)
    clean = _stripped(values)
    if "claim" in clean:
        needed(clean["claim"], "claim", _("Say what you learned, in a sentence."))
    if "so_what" in clean:
        needed(clean["so_what"], "so_what", _("Say what follows from it."))
    for name, most in LENGTHS.items():
        if len(clean.get(name, "")) > most:
            raise DomainError("too_long", _("Say it in at most %d letters.") % most, name)
    for name, choices in (("confidence", Confidence), ("visibility", LessonVisibility)):
        if name in clean:
            one_of(clean[name], choices.values, name)
    partner, indicator = clean.get("partner"), clean.get("indicator")
    if partner is not None and not actor.is_staff and partner.pk != actor.partner_id:
        raise Forbidden(_("You can share what your own partner has learned."))
    if indicator is not None and not seen_indicators(actor).filter(pk=indicator.pk).exists():
        raise NotFound
    return clean


def _stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _past(actor: Actor, day: date | None, field: str) -> date:
    today = clock.today(actor.initiative.timezone)
    if day is not None and day > today:
        raise DomainError("in_future", _("This day is still to come."), field)
    return day or today


def _told(lesson: Lesson) -> dict[str, Any]:
    """What every fact about a lesson says; nothing of one that is for partners, and never whose it is."""
    everybody = lesson.visibility == LessonVisibility.ALL
    return {"subject": f"lesson:{lesson.public_id}", "claim": lesson.claim if everybody else ""}
