"""What is said about a version, who was heard, and who agreed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from agenda import queries, services
from agenda.serializers.consent import (
    AskNew,
    CommentNew,
    CommentRow,
    ConsultationChange,
    ConsultationNew,
    ConsultationRow,
    PositionNew,
    PositionQuery,
    PositionRow,
    ReplyNew,
    Settlement,
    StandOut,
    ThemeAnswer,
    ThemeNew,
)
from agenda.serializers.versions import Why
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import cleared, partner_named
from initiatives.rest.views import InitiativeView, operation


class Comments(InitiativeView):
    """What is said about a version."""

    @operation(Capability.VIEW, answer=CommentRow, many=True)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """List comments and replies, the earliest first."""
        rows = queries.comment_rows(actor, queries.agenda(actor, number))
        return self.page(CommentRow, rows, ("id",))

    @operation(Capability.TAKE_PART, body=CommentNew, answer=CommentRow, status=201)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Comment on a part of a version, at the paragraph that reads `quote`."""
        version = queries.agenda(actor, number)
        made = services.comment(actor, version, **self.body)
        rows = queries.comment_rows(actor, version).filter(pk=made.pk)
        return self.created(CommentRow, rows, f"{self.plain_request.path}{made.public_id}/")


class CommentView(InitiativeView):
    """What the operations on one comment share."""

    def rows(self, actor: Actor, number: int, id: UUID) -> Any:
        """Return the comment's row."""
        return queries.comment_rows(actor, queries.agenda(actor, number)).filter(public_id=id)

    def opening(self, actor: Actor, number: int, id: UUID) -> Any:
        """Return the comment that opens a conversation, locked. Raises NotFound for a reply."""
        found = self.locked(CommentRow, self.rows(actor, number, id))
        if found.answers_id is not None:
            raise NotFound
        return found


class Comment(CommentView):
    """One comment or reply."""

    @operation(Capability.VIEW, answer=CommentRow)
    def get(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Read a comment."""
        return self.one(CommentRow, self.rows(actor, number, id))


class CommentReply(CommentView):
    """Replying."""

    @operation(Capability.TAKE_PART, body=ReplyNew, answer=CommentRow, status=201)
    def post(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Answer a comment."""
        made = services.reply(actor, self.opening(actor, number, id), **self.body)
        return self.one(CommentRow, self.rows(actor, number, made.public_id), 201)


class CommentSettle(CommentView):
    """Settling."""

    @operation(Capability.TAKE_PART, body=Settlement, answer=CommentRow, match="required")
    def post(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Mark a comment as settled. Who wrote it may, and who shapes the agenda."""
        services.settle(actor, self.opening(actor, number, id), **self.body)
        return self.one(CommentRow, self.rows(actor, number, id))


class CommentReopen(CommentView):
    """Opening again."""

    @operation(Capability.TAKE_PART, answer=CommentRow, match="required")
    def post(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Open a settled comment again."""
        services.reopen(actor, self.opening(actor, number, id))
        return self.one(CommentRow, self.rows(actor, number, id))


# --- consultations -----------------------------------------------------------------------------------------


class Consultations(InitiativeView):
    """Who was heard on a version."""

    @operation(Capability.VIEW, answer=ConsultationRow, many=True)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """List the rounds on a version with what people said and what came of it."""
        version = queries.agenda(actor, number)
        rows = queries.consultation_rows(actor).filter(agenda=version)
        return self.page(ConsultationRow, rows, ("-starts_on", "-id"))

    @operation(Capability.SHAPE_AGENDA, body=ConsultationNew, answer=ConsultationRow, status=201)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Record a round of consultation."""
        version = queries.agenda(actor, number)
        made = services.hold_consultation(actor, version, **self.body)
        rows = queries.consultation_rows(actor).filter(pk=made.pk)
        return self.created(ConsultationRow, rows, f"{self.plain_request.path}{made.public_id}/")


class ConsultationView(InitiativeView):
    """What the operations on one round share."""

    def rows(self, actor: Actor, number: int, id: UUID) -> Any:
        """Return the round's row."""
        version = queries.agenda(actor, number)
        return queries.consultation_rows(actor).filter(agenda=version, public_id=id)


class Consultation(ConsultationView):
    """One round."""

    @operation(Capability.VIEW, answer=ConsultationRow)
    def get(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Read a round."""
        return self.one(ConsultationRow, self.rows(actor, number, id))

    @operation(Capability.SHAPE_AGENDA, body=ConsultationChange, answer=ConsultationRow, match="required")
    def patch(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Change what is known of a round."""
        found = self.locked(ConsultationRow, self.rows(actor, number, id))
        services.change_consultation(actor, found, **cleared(self.body, "note"))
        return self.one(ConsultationRow, self.rows(actor, number, id))


class Themes(ConsultationView):
    """What people said."""

    @operation(Capability.SHAPE_AGENDA, body=ThemeNew, answer=ConsultationRow, status=201)
    def post(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Add what people said in a round."""
        found = self.locked(ConsultationRow, self.rows(actor, number, id))
        services.add_theme(actor, found, **self.body)
        return self.one(ConsultationRow, self.rows(actor, number, id), 201)


class ThemeResponse(ConsultationView):
    """Answering what people said."""

    @operation(Capability.SHAPE_AGENDA, body=ThemeAnswer, answer=ConsultationRow, match="honoured")
    def post(self, actor: Actor, number: int, id: UUID, theme: UUID) -> HttpResponse:
        """Say what was changed because of it, or why nothing was."""
        found = self.locked(ConsultationRow, self.rows(actor, number, id))
        said = next((row for row in found.themes.all() if row.public_id == theme), None)
        if said is None:
            raise NotFound
        services.answer_theme(actor, said, **self.body)
        return self.one(ConsultationRow, self.rows(actor, number, id))


# --- positions ---------------------------------------------------------------------------------------------


class Ratifications(InitiativeView):
    """Who agreed to a version."""

    @operation(Capability.VIEW_PARTNERS, query=PositionQuery, answer=PositionRow, many=True)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """List every position partners took on a version, superseded ones too, the earliest first."""
        rows = queries.ratifications(actor).filter(agenda=queries.agenda(actor, number))
        if "partner" in self.query:
            rows = rows.filter(partner__code=self.query["partner"])
        if "position" in self.query:
            rows = rows.filter(position=self.query["position"])
        if self.query.get("current"):
            rows = rows.filter(superseded_at=None)
        return self.page(PositionRow, rows, ("id",))

    @operation(Capability.SIGN_OFF, body=PositionNew, answer=PositionRow, status=201)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Take a partner's position: its lead signs, or the backbone records what it said and how."""
        version = queries.agenda(actor, number)
        partner = partner_named(actor, self.body.pop("partner"))
        made = services.ratify(actor, version, partner=partner, **self.body)
        return self.one(PositionRow, queries.ratifications(actor).filter(pk=made.pk), 201)


class Ratification(InitiativeView):
    """One position."""

    @operation(Capability.VIEW_PARTNERS, answer=PositionRow)
    def get(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Read a position."""
        rows = queries.ratifications(actor).filter(agenda=queries.agenda(actor, number), public_id=id)
        return self.one(PositionRow, rows)


class RatificationContest(InitiativeView):
    """Contesting."""

    @operation(Capability.SIGN_OFF, body=Why, answer=PositionRow, match="honoured")
    def post(self, actor: Actor, number: int, id: UUID) -> HttpResponse:
        """Contest a position that was recorded on the partner's behalf; the partner's lead may."""
        rows = queries.ratifications(actor).filter(agenda=queries.agenda(actor, number), public_id=id)
        services.contest(actor, self.locked(PositionRow, rows), **self.body)
        return self.one(PositionRow, rows)


class AgendaStand(InitiativeView):
    """How the partners stand."""

    @operation(Capability.VIEW_PARTNERS, answer=StandOut)
    def get(self, actor: Actor, number: int) -> HttpResponse:
        """Read how the partners that take part now stand on a version."""
        return self.json(stand_told(queries.stand(actor, queries.agenda(actor, number))))


class AgendaAsk(InitiativeView):
    """Asking."""

    @operation(Capability.SHAPE_AGENDA, body=AskNew, answer=StandOut)
    def post(self, actor: Actor, number: int) -> HttpResponse:
        """Ask a partner for its position, or all that have none; with a note, write down what is known."""
        version = queries.agenda(actor, number)
        code = self.body.pop("partner", None)
        partner = partner_named(actor, code) if code else None
        services.ask(actor, version, partner=partner, **self.body)
        return self.json(stand_told(queries.stand(actor, version)))


def stand_told(how: queries.Stand) -> dict[str, Any]:
    """Return how partners stand as it is answered."""
    return {
        **how.as_json(),
        "answered": how.answered,
        "to_come": [seat.partner.code for seat in how.to_come],
        "missing_for_quorum": how.missing_for_quorum,
        "rule_is_met": how.rule_is_met,
    }
