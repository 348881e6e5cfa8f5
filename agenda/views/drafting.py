"""Writing a version: its text, which saves itself, its charts and its causes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.charts import course
from agenda.forms.versions import CauseForm, ChartForm, DraftForm
from agenda.models import Cause, CommonAgenda
from agenda.queries import Section, agenda, cause_tree, charts, contents, is_writable, sections
from agenda.services import (
    add_cause,
    change_cause,
    place_chart,
    remove_cause,
    remove_chart,
    write,
)
from agenda.views.base import AgendaView, VersionForm, belongs
from agenda.words import BOUNDARIES, SectionKey
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Stale
from measurement.queries import indicator


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves by itself."""
    return request.headers.get("X-Autosave") == "1"


class Draft(AgendaView):
    """Write a version. It saves by itself; where two write the same part, both texts are shown."""

    capability = Capability.SHAPE_AGENDA
    template_name = "agenda/draft.html"

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        if not is_writable(version):
            return self.go(self.version_url(version), _("This version is no draft any more."))
        parts = sections(version)
        return self.show(version, parts, DraftForm(version, parts))

    def post(self, request: HttpRequest, number: int) -> HttpResponseBase:
        version = agenda(self.actor, number)
        parts = sections(version)
        form = DraftForm(version, parts, request.POST)
        if not form.is_valid():
            return self.refused(version, parts, form, _("Not saved: look at the parts marked below."))
        try:
            write(self.actor, version, form.texts(), form.tokens())
        except Stale as error:
            return self.conflicting(version, parts, form, error)
        except DomainError as error:
            for fault in error.errors:
                form.add_error(fault.field if fault.field in form.fields else None, fault.message)
            return self.refused(version, parts, form, error.message, error.status)
        return self.saved(agenda(self.actor, number))

    def saved(self, version: CommonAgenda) -> HttpResponseBase:
        """Answer once all is kept: to the page itself with the new wordings' tokens, or with the next page."""
        form = DraftForm(version, sections(version))
        if is_autosave(self.request):
            tokens = {f"{name}.token": form.initial[f"{name}.token"] for name in form.parts}
            return JsonResponse({"at": time_format(localtime(clock.now()), "H:i"), "tokens": tokens})
        if self.request.POST.get("do") == "read":
            return self.go(self.version_url(version), _("Saved."))
        return self.go(self.url("agenda:draft", version.number), _("Saved."))

    def conflicting(
        self, version: CommonAgenda, parts: Mapping[SectionKey, Section], form: DraftForm, error: Stale
    ) -> HttpResponseBase:
        """Show both texts where somebody else wrote meanwhile; nothing is saved or lost."""
        names = [fault.field for fault in error.errors]
        if is_autosave(self.request):
            return JsonResponse({"code": "stale", "parts": names}, status=error.status)
        theirs = [
            {
                "name": name,
                "label": form.fields[name].label,
                "who": parts[SectionKey(name)].saved_by if name in SectionKey.values else "",
                "text": form.take_up(name),
            }
            for name in names
        ]
        return self.show(version, dict(parts), form, error.status, theirs=theirs)

    def refused(
        self,
        version: CommonAgenda,
        parts: Mapping[SectionKey, Section],
        form: DraftForm,
        message: str,
        status: int = 422,
    ) -> HttpResponseBase:
        """Say why it is not saved, with everything that was typed still there."""
        if is_autosave(self.request):
            return JsonResponse({"code": "invalid", "message": message}, status=status)
        return self.show(version, dict(parts), form, status, problem=message)

    def show(
        self,
        version: CommonAgenda,
        parts: dict[SectionKey, Section],
        form: DraftForm,
        status: int = 200,
        **more: Any,
    ) -> HttpResponseBase:
        """Draw the form, and beside it what is kept in lists: charts and causes."""
        saved = [part.saved_at for part in parts.values() if part.saved_at]
        fields = {name: form[name] for name in form.parts}
        context = {
            "version": version,
            "form": form,
            "first": [fields["title"], fields["problem"]],
            "boundaries": [fields[key.value] for key in BOUNDARIES],
            "rest": [fields[name] for name in form.parts if name not in {"title", "problem", *BOUNDARIES}],
            "tokens": [form[f"{name}.token"] for name in form.parts],
            "saved_at": max(saved, default=None),
            "charts": [course(chart) for chart in charts(self.actor, version)],
            "causes": contents(self.actor, version).causes,
            "goals_url": self.url("agenda:goals"),
            "breadcrumbs": self.trail(
                (self.version_name(version), self.version_url(version)), (_("Write"), "")
            ),
            **more,
        }
        return self.page(context, status=status)


class PlaceChart(VersionForm):
    """Place an indicator's course in the problem statement."""

    submit = gettext_lazy("Place it")

    def form(self, data: Any = None) -> ChartForm:
        return ChartForm(self.actor, data)

    def act(self, form: Any) -> Any:
        return place_chart(
            self.actor,
            self.version,
            indicator=indicator(self.actor, form.cleaned_data["indicator"]),
            caption=form.cleaned_data["caption"],
        )

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:draft", self.version.number) + "#h-charts")

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Place a chart"),
            "lead": _(
                "It shows the figures as they are while you write, and stands still once the agenda is adopted."
            ),
            "back": self.url("agenda:draft", self.version.number),
            "breadcrumbs": self.crumbs_of((_("Place a chart"), "")),
        }


class RemoveChart(AgendaView):
    """Take a chart out of a draft."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def post(self, request: HttpRequest, number: int, public_id: UUID) -> HttpResponseBase:
        version = agenda(self.actor, number)
        found = next((c.placed for c in charts(self.actor, version) if c.placed.public_id == public_id), None)
        remove_chart(self.actor, belongs(found, version))
        return self.go(self.url("agenda:draft", number) + "#h-charts", _("The chart is out."))


class CauseView(VersionForm):
    """What the pages of a cause share."""

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:draft", self.version.number) + "#h-causes")

    def cause(self, public_id: UUID) -> Cause:
        """Return a cause of the version. Raises NotFound."""
        tree = cause_tree(self.version)
        found = next((cause for cause, _depth in tree if cause.public_id == public_id), None)
        result: Cause = belongs(found, self.version)
        return result


class AddCause(CauseView):
    """Add a cause."""

    submit = gettext_lazy("Add")

    def form(self, data: Any = None) -> CauseForm:
        return CauseForm(self.version, data, initial={"parent": self.request.GET.get("below", "")})

    def act(self, form: Any) -> Any:
        return add_cause(self.actor, self.version, **form.values())

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Add a cause"),
            "lead": _(
                "Causes make a tree: each explains another, up to the problem. Strategies go at causes."
            ),
            "back": self.url("agenda:draft", self.version.number),
            "breadcrumbs": self.crumbs_of((_("Add a cause"), "")),
        }


class ChangeCause(CauseView):
    """Reword a cause, put it elsewhere in the tree, or take it out."""

    submit = gettext_lazy("Save")

    def prepare(self, number: int, public_id: UUID, **kwargs: Any) -> None:
        super().prepare(number=number)
        self.found = self.cause(public_id)

    def form(self, data: Any = None) -> CauseForm:
        found = self.found
        parent = str(found.parent.public_id) if found.parent else ""
        initial = {"text": found.text, "evidence": found.evidence, "parent": parent}
        return CauseForm(self.version, data, cause=found, initial=initial)

    def act(self, form: Any) -> Any:
        return change_cause(self.actor, self.found, move=True, **form.values())

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Change a cause"),
            "lead": "",
            "back": self.url("agenda:draft", self.version.number),
            "remove": self.url("agenda:remove_cause", self.version.number, self.found.public_id),
            "remove_words": _("Take it out"),
            "remove_question": _("Take this cause out? What explains it stays, one step higher."),
            "breadcrumbs": self.crumbs_of((_("Change a cause"), "")),
        }


class RemoveCause(CauseView):
    """Take a cause out of a draft."""

    capability = {"POST": Capability.SHAPE_AGENDA}

    def prepare(self, number: int, public_id: UUID, **kwargs: Any) -> None:
        super().prepare(number=number)
        self.found = self.cause(public_id)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        remove_cause(self.actor, self.found)
        return self.done(None)
