"""What the pages of one's own post have in common, signed in or by the link in a letter."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from initiatives import limits
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import myself
from initiatives.section_pages import SectionView, Tab
from initiatives.web import drawn, error_page, private


class OwnPage(SectionView):
    """A page of what concerns its reader alone."""

    namespace = "communications"

    def entries(self) -> list[Tab]:
        """Return what there is of one's own."""
        return [Tab("notices", _("Notices")), Tab("tasks", _("Your tasks")), Tab("digest", _("Your digest"))]


class ByToken(View):
    """A page for whoever holds a letter: of the person to whom it went, and of nothing else of theirs."""

    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.check(request, caller="", initiative=None)
            with self.entered(kwargs["token"]) as actor:
                me = myself(actor)
                with override(me.language or actor.initiative.language):
                    return private(drawn(self.handle(request, actor, kwargs["token"])))
        except DomainError as error:
            return private(error_page(request, error.status, "" if error.status == 404 else error.message))

    @abstractmethod
    def entered(self, token: str) -> AbstractContextManager[Actor]:
        """Open the scope of the person whose letter it is."""

    @abstractmethod
    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        """Answer, inside the scope."""

    def draw(
        self, request: HttpRequest, actor: Actor, context: dict[str, Any], status: int = 200
    ) -> HttpResponseBase:
        """Draw the page; it names the initiative, never the reader."""
        given = {"initiative": actor.initiative, **context}
        return drawn(TemplateResponse(request, self.template_name, given, status=status))
