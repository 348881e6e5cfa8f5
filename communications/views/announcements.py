"""Announcements: the list, one with its comments and who has acknowledged it, publishing, changing, withdrawing."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communications.forms import announcements as forms
from communications.models import Announcement
from communications.queries import announcements as queries
from communications.services import announcements as services
from communications.views.base import CommunicationView, FormPage, TitledForm
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import Needs, SeeOther, errors_in, paginate


class OneAnnouncement(CommunicationView):
    """A page about one announcement."""

    found: Any

    def find(self, public_id: UUID) -> Any:
        """Look the announcement up. Raises NotFound."""
        self.found = queries.announcement(self.actor, public_id)
        return self.found

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Look the announcement up before anything else."""
        self.find(kwargs["public_id"])

    def here(self) -> str:
        """Return the announcement's own address."""
        return self.url("communications:announcement", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the announcement, and below it."""
        board = (_("Announcements"), self.url("communications:announcements"))
        return self.trail(board, (self.found.title, self.here() if items else ""), *items)


class Announcements(CommunicationView):
    """What people were told, pinned things on top."""

    capability = Capability.VIEW
    template_name = "communications/announcements.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = forms.AnnouncementFilter(request.GET)
        page = paginate(request, queries.announcements_matching(self.actor, **form.asked()), 20)
        context = {
            "page": page,
            "rows": list(page.object_list),
            "form": form,
            "filtered": bool(form.asked()),
            "publishes": bool(queries.may_address(self.actor)[0]),
            "tabs": self.tabs("announcements"),
            "breadcrumbs": self.trail((_("Announcements"), "")),
        }
        return self.page(context)


class AnnouncementPage(OneAnnouncement):
    """One announcement, what was said about it, and for its author and staff who has acknowledged it."""

    capability = {"GET": Capability.VIEW, "POST": Capability.TAKE_PART}
    template_name = "communications/announcement.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        return self.show(forms.CommentForm())

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        form = forms.CommentForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                services.comment_on(self.actor, self.found, text=form.cleaned_data["text"])
            if form.is_valid():
                return self.go(self.here(), _("Your comment stands there."))
        return self.show(form, 422)

    def show(self, form: forms.CommentForm, status: int = 200) -> HttpResponseBase:
        """Draw the page."""
        row = self.found
        leads = queries.may_change_announcement(self.actor, row)
        for comment in row.said:
            comment.own = self.actor.is_staff or comment.written_by_id == self.actor.membership_id
        context = {
            "row": row,
            "form": form,
            "stands": row.withdrawn_at is None,
            "may_change": leads and row.withdrawn_at is None,
            "words": queries.words_on(self.actor, row) if leads and row.asks_word else None,
            "asked": row.asks_word and row.for_me and not row.given and row.withdrawn_at is None,
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context, status=status)


class Publish(FormPage):
    """Tell people something."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Publish it")

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD") and not queries.may_address(self.actor)[0]:
            messages.warning(
                self.request, _("The backbone announces to everybody, co-chairs to their group.")
            )
            return SeeOther(self.url("communications:announcements"))
        return super().handle(**kwargs)

    def form(self, data: Any = None) -> forms.PublishForm:
        return forms.PublishForm(self.actor, data)

    def act(self, form: Any) -> Announcement:
        return services.publish_announcement(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("communications:announcement", result.public_id),
            _("Published. Those it speaks to find it at the bell and in their digest."),
        )

    def told(self) -> Mapping[str, Any]:
        board = self.url("communications:announcements")
        return {
            "title": _("Announce something"),
            "lead": _("It reaches those it is for at the bell and in their next digest."),
            "back": board,
            "breadcrumbs": self.trail((_("Announcements"), board), (_("Announce something"), "")),
        }


class AnnouncementForm(OneAnnouncement, TitledForm, FormPage):
    """A form about one announcement, for its author and staff."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART

    def allowed(self) -> bool:
        return self.found.withdrawn_at is None and queries.may_change_announcement(self.actor, self.found)

    def refusal(self) -> str:
        return _("Only who wrote it and the backbone can do this, until it is withdrawn.")


class ChangeAnnouncement(AnnouncementForm):
    """Change what it says; that it was changed is told beside it."""

    title = gettext_lazy("Change the announcement")
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> forms.ChangeAnnouncementForm:
        return forms.ChangeAnnouncementForm(self.found, data)

    def act(self, form: Any) -> Any:
        form.require_unchanged(f"announcement:{self.found.public_id}")
        return services.change_announcement(self.actor, self.found, **form.cleaned_data)


class WithdrawAnnouncement(AnnouncementForm):
    """Take it back; it stays on file."""

    title = gettext_lazy("Withdraw the announcement")
    submit = gettext_lazy("Withdraw it")

    def form(self, data: Any = None) -> forms.ReasonForm:
        return forms.ReasonForm(data)

    def act(self, form: Any) -> Any:
        return services.withdraw_announcement(self.actor, self.found, **form.cleaned_data)


class Acknowledge(OneAnnouncement):
    """Say that one has read it."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        services.acknowledge(self.actor, self.find(public_id))
        return self.go(self.here(), _("Thank you. They know that you have read it."))


class Remind(OneAnnouncement):
    """Remind those whose word is open."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        left = services.remind_of_announcement(self.actor, self.find(public_id))
        told = ngettext("%d person is reminded.", "%d people are reminded.", left) % left
        return self.go(self.here(), told)


class TakeBackComment(OneAnnouncement):
    """Take a comment back."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID, comment_id: UUID) -> HttpResponseBase:
        row = self.find(public_id)
        comment = next((one for one in row.said if one.public_id == comment_id), None)
        if comment is None:
            raise NotFound
        services.take_back_comment(self.actor, comment)
        return self.go(self.here(), _("It is taken back."))
