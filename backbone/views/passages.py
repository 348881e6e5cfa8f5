"""Stories and texts that stand beside figures: the list, writing, changing, removing."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.forms.shown import PassageForm
from backbone.models import Passage
from backbone.queries import passage, passages
from backbone.services import change_passage, remove_passage, take_back_consent, write_passage
from backbone.services.shown import CONSENT
from backbone.views.gathering import GatheringView
from backbone.words import Audience, PassageKind, StoryUse
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import FormView, Needs, paginate
from measurement.queries import indicators
from measurement.words import State


class Passages(GatheringView):
    """Every story and text, and where each stands."""

    section = "home"
    capability = Capability.DEFINE
    template_name = "backbone/passages.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        page = paginate(request, passages(self.actor))
        for row in page.object_list:
            today = clock.today(self.actor.initiative.timezone)
            row.ended = row.is_story and not any(row.agreed_for(use, today) for use in StoryUse)  # type: ignore[attr-defined]
            row.where = [Audience(item.audience).label for item in row.shown.all()]  # type: ignore[attr-defined]
        return self.page({"page": page, "breadcrumbs": self.crumbs((_("Stories and texts"), ""))})


class PassageView(FormView, GatheringView):
    """A form about a story or text."""

    section = "home"
    capability: ClassVar[Needs | None] = Capability.DEFINE
    template_name = "backbone/passage.html"
    kind: PassageKind
    found: Passage | None = None

    def form(self, data: Any = None) -> PassageForm:
        rows = list(indicators(self.actor).exclude(state=State.RETIRED))
        return PassageForm(self.actor, self.kind, rows, data, initial=self.stands())

    def stands(self) -> dict[str, Any]:
        """Return what stands there now."""
        if self.found is None:
            return {}
        names = ("title", "body", "told_by", *CONSENT)
        values = {name: getattr(self.found, name) for name in names}
        return {**values, "about": self.found.about.code if self.found.about else ""}

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:passages"), _("Kept."))

    def crumbs_of(self, last: str) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list."""
        return self.crumbs((_("Stories and texts"), self.url("backbone:passages")), (last, ""))


class WritePassage(PassageView):
    """Write a story or a text."""

    submit = gettext_lazy("Keep it")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["kind"] not in PassageKind.values:
            raise NotFound
        self.kind = PassageKind(kwargs["kind"])

    def act(self, form: Any) -> Passage:
        return write_passage(self.actor, self.kind, **form.values())

    def told(self) -> dict[str, Any]:
        story = self.kind == PassageKind.STORY
        title = _("Write down a story") if story else _("Write a text")
        lead = (
            _("What somebody lived through, in their words, passed on because they agreed to it.")
            if story
            else _("A few sentences of your own that stand beside the figures.")
        )
        return {
            "title": title,
            "lead": lead,
            "back": self.url("backbone:passages"),
            "breadcrumbs": self.crumbs_of(title),
        }


class ChangePassage(PassageView):
    """Change a story or text wherever it stands."""

    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.found = passage(self.actor, kwargs["public_id"])
        self.kind = PassageKind(self.found.kind)

    def act(self, form: Any) -> Passage:
        assert self.found is not None
        return change_passage(self.actor, self.found, **form.values())

    def told(self) -> dict[str, Any]:
        assert self.found is not None
        return {
            "title": str(self.found),
            "lead": _("What you change here changes wherever it stands; reports keep what they said."),
            "back": self.url("backbone:passages"),
            "take_back": self.url("backbone:take_back_consent", self.found.public_id)
            if self.found.is_story
            else "",
            "taken_back": self.found.taken_back_at,
            "remove": self.url("backbone:remove_passage", self.found.public_id),
            "breadcrumbs": self.crumbs_of(str(self.found)),
        }


class TakeBackConsent(GatheringView):
    """Whoever told a story took their word back."""

    section = "home"
    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        take_back_consent(self.actor, passage(self.actor, public_id))
        message = _("It is on no page and in no report any more.")
        return self.go(self.url("backbone:passages"), message)


class RemovePassage(GatheringView):
    """Remove a story or text from wherever it stands."""

    section = "home"
    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponseBase:
        remove_passage(self.actor, passage(self.actor, public_id))
        return self.go(self.url("backbone:passages"), _("It is removed from everywhere."))
