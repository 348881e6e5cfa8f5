"""What is said about a version: writing, answering, settling."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.versions import CommentForm, ReplyForm, SettleForm
from agenda.models import CommonAgenda
from agenda.queries import agenda, comments, sections
from agenda.queries import comment as comment_of
from agenda.services import comment, reopen, reply, settle
from agenda.views.base import AgendaView, FormPage, VersionForm
from agenda.words import SectionKey
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import Needs, paginate

OTHER_PARTS: dict[str, Any] = {
    "goals": gettext_lazy("Goals"),
    "strategies": gettext_lazy("Strategies"),
    "causes": gettext_lazy("Causes"),
}


def part_name(about: str) -> str:
    """Return what the part is called that a comment is about."""
    return str(SectionKey(about).label if about in SectionKey.values else OTHER_PARTS.get(about, about))


class Comments(AgendaView):
    """All that is said about a version, the open ones first."""

    capability = Capability.VIEW
    template_name = "agenda/comments.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        rows = comments(self.actor, version).order_by("resolved_at", "-written_at", "-id")
        page = paginate(request, rows)
        for row in page.object_list:
            row.part = part_name(row.about)
        context = {
            "version": version,
            "page": page,
            "shapes": self.shapes,
            "takes_part": self.actor.may(Capability.TAKE_PART),
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)), (_("Comments"), "")
            ),
        }
        return self.page(context)


class CommentAt(VersionForm):
    """Choose a paragraph and comment on it."""

    capability = Capability.TAKE_PART
    template_name = "agenda/comment.html"
    submit = gettext_lazy("Comment")

    def prepare(self, number: int, about: str, **kwargs: Any) -> None:
        super().prepare(number=number)
        if about not in OTHER_PARTS and about not in SectionKey.values:
            raise NotFound
        self.part = about

    def form(self, data: Any = None) -> CommentForm:
        return CommentForm(data, initial={"about": self.part, "quote": self.quote()})

    def quote(self) -> str:
        """Return the paragraph that the address names, empty for the whole part."""
        wanted = self.request.GET.get("paragraph", "")
        paragraphs = self.paragraphs()
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else -1
        return paragraphs[number] if 0 <= number < len(paragraphs) else ""

    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the part."""
        parts = sections(self.version)
        return parts[SectionKey(self.part)].paragraphs if self.part in SectionKey.values else []

    def act(self, form: Any) -> Any:
        return comment(self.actor, self.version, **form.cleaned_data)

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            f"{self.version_url(self.version)}#comment-{result.public_id}", _("Your comment is there.")
        )

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Comment on “%s”") % part_name(self.part),
            "lead": _("Everybody here reads it. It stays at its paragraph, also when that is reworded."),
            "quote": self.quote(),
            "back": self.version_url(self.version),
            "breadcrumbs": self.crumbs_of((_("Comment"), "")),
        }


class CommentForms(FormPage):
    """What the pages of one comment share."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    template_name = "agenda/comment.html"

    def prepare(self, public_id: UUID, **kwargs: Any) -> None:
        self.comment = comment_of(self.actor, public_id)
        self.version: CommonAgenda = self.comment.agenda

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(f"{self.version_url(self.version)}#comment-{self.comment.public_id}")

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title(),
            "lead": "",
            "about": self.comment,
            "back": self.version_url(self.version),
            "breadcrumbs": self.trail(
                (self.version_name(self.version), self.version_url(self.version)), (self.title(), "")
            ),
        }

    @abstractmethod
    def title(self) -> str:
        """Return what the page is called."""


class Reply(CommentForms):
    """Answer a comment."""

    submit = gettext_lazy("Reply")

    def form(self, data: Any = None) -> ReplyForm:
        return ReplyForm(data)

    def act(self, form: Any) -> Any:
        return reply(self.actor, self.comment, **form.cleaned_data)

    def title(self) -> str:
        return _("Reply")


class Settle(CommentForms):
    """Mark a comment as settled, saying what came of it."""

    submit = gettext_lazy("Mark as settled")

    def form(self, data: Any = None) -> SettleForm:
        return SettleForm(data)

    def act(self, form: Any) -> Any:
        return settle(self.actor, self.comment, **form.cleaned_data)

    def title(self) -> str:
        return _("Settle a comment")


class Reopen(CommentForms):
    """Open a settled comment again."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        reopen(self.actor, self.comment)
        return self.done(None)
