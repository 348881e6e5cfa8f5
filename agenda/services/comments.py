"""Saying something about a version, at a paragraph, and settling what was said."""

from django.utils.translation import gettext as _

from agenda.events import Commented, CommentSettled
from agenda.models import Comment, CommonAgenda
from agenda.queries import is_section
from agenda.services.versions import subject_of
from agenda.words import AgendaState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed
from initiatives.outbox import record

LONGEST = 4000
SHORT = 80


def comment(
    actor: Actor, version: CommonAgenda, *, text: str, about: str = "problem", quote: str = ""
) -> Comment:
    """Say something about a section (`about`: its key), at the paragraph that reads `quote`.

    Goals and strategies are met by "goals" and "strategies". Raises DomainError at the field, Conflict when the version
    has been superseded.
    """
    require(actor, Capability.TAKE_PART)
    if version.state == AgendaState.SUPERSEDED:
        raise Conflict("superseded", _("This version is superseded; comment on the present one."))
    if not is_section(about) and about not in ("goals", "strategies", "causes"):
        raise DomainError("unknown_section", _("The agenda has no part “%s”.") % about, "about")
    row = Comment.objects.create(
        agenda=version,
        about=about,
        quote=quote.strip()[:LONGEST],
        text=_clean(text),
        author_id=actor.membership_id,
        written_at=clock.now(),
    )
    _record(actor, version, row)
    return row


def reply(actor: Actor, comment: Comment, *, text: str) -> Comment:
    """Answer a comment. One that was settled stays settled."""
    require(actor, Capability.TAKE_PART)
    row = Comment.objects.create(
        agenda=comment.agenda,
        about=comment.about,
        answers=comment,
        text=_clean(text),
        author_id=actor.membership_id,
        written_at=clock.now(),
    )
    _record(actor, comment.agenda, row)
    return row


def settle(actor: Actor, comment: Comment, *, resolution: str = "") -> Comment:
    """Mark a comment as settled, saying how. Who wrote it may, and who shapes the agenda. Twice is the same as once."""
    _may_settle(actor, comment)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_id = clock.now(), actor.membership_id
        comment.resolution = resolution.strip()[:500]
        comment.save(update_fields=["resolved_at", "resolved_by", "resolution"])
        _record_settled(actor, comment)
    return comment


def reopen(actor: Actor, comment: Comment) -> Comment:
    """Open a settled comment again."""
    _may_settle(actor, comment)
    if comment.resolved_at is not None:
        comment.resolved_at, comment.resolved_by, comment.resolution = None, None, ""
        comment.save(update_fields=["resolved_at", "resolved_by", "resolution"])
        _record_settled(actor, comment)
    return comment


def _clean(text: str) -> str:
    said = needed(text, "text", _("Write what you want to say."))
    if len(said) > LONGEST:
        raise DomainError("too_long", _("Keep it below 4,000 characters."), "text")
    return said


def _may_settle(actor: Actor, comment: Comment) -> None:
    require(actor, Capability.TAKE_PART)
    if comment.author_id != actor.membership_id and not actor.may(Capability.SHAPE_AGENDA):
        raise Forbidden(_("Who wrote a comment settles it, or the backbone."))


def _record(actor: Actor, version: CommonAgenda, row: Comment) -> None:
    record(
        actor,
        Commented(subject_of(version), title=version.title, number=version.number, text=row.text[:SHORT]),
    )


def _record_settled(actor: Actor, row: Comment) -> None:
    record(
        actor,
        CommentSettled(
            subject_of(row.agenda),
            title=row.agenda.title,
            number=row.agenda.number,
            text=row.text[:SHORT],
            resolved=row.resolved_at is not None,
        ),
    )
