"""Around the activities: what was raised, the board of offers and needs, the log of changes, one's own calendar."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms import around as forms
from activities.queries import (
    blockers,
    board_matching,
    board_note,
    check_in_rule,
    dependency_warnings,
    help_wanted,
    may_answer,
    may_take_down,
    may_tell_change,
    open_blockers,
    own_feed,
    system_change,
    system_changes_matching,
    to_check_in,
)
from activities.services import (
    change_note,
    change_system_change,
    make_feed,
    match_note,
    note_system_change,
    put_up,
    revoke_feed,
    withdraw_note,
)
from activities.views.base import ActivitiesView, FormPage, with_looks
from initiatives.kernel.access import Capability
from initiatives.queries import groups
from initiatives.section_pages import FormOfOne
from initiatives.web import Needs, SeeOther, paginate

SHOWN = 20


class Attention(ActivitiesView):
    """What wants attention: what was raised, help that is wanted, what waits for what is late, what is silent."""

    capability = Capability.VIEW
    template_name = "activities/attention.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        raised = list(open_blockers(self.actor))
        for row in raised:
            row.may_answer = may_answer(self.actor, row)  # type: ignore[attr-defined]
        silent = to_check_in(self.actor)
        late = dependency_warnings(self.actor)
        helping = help_wanted(self.actor)
        context = {
            "raised": raised,
            "answered": list(blockers(self.actor).exclude(state="raised")[:SHOWN]),
            "helping": list(helping[:SHOWN]),
            "late": late[:SHOWN],
            "late_more": max(0, len(late) - SHOWN),
            "silent": with_looks(list(silent[:SHOWN])),
            "silent_more": max(0, silent.count() - SHOWN),
            "rule": check_in_rule(self.actor),
            "may_set": self.actor.may(Capability.MANAGE_SETTINGS),
            "tabs": self.tabs("attention"),
            "breadcrumbs": self.trail((_("Needs attention"), "")),
        }
        return self.page(context)


class Board(ActivitiesView):
    """What partners offer and need."""

    capability = Capability.VIEW
    template_name = "activities/board.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = forms.BoardFilter(request.GET)
        asked = form.asked()
        filtered = bool(asked)
        asked["search"] = asked.pop("q", "")
        page = paginate(request, board_matching(self.actor, **asked))
        rows = list(page.object_list)
        for row in rows:
            row.may_take_down = may_take_down(self.actor, row)
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "filtered": filtered,
            "may_put_up": self.actor.is_staff or self.actor.partner_id is not None,
            "tabs": self.tabs("board"),
            "breadcrumbs": self.trail((_("Offers and needs"), "")),
        }
        return self.page(context)


class NoteForms(FormOfOne, FormPage):
    """What the forms about an offer or need share."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")
    title: ClassVar[Any] = ""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.note = board_note(self.actor, kwargs["public_id"]) if "public_id" in kwargs else None

    def here(self) -> str:
        return self.url("activities:board")

    def allowed(self) -> bool:
        if self.note is None:
            return self.actor.is_staff or self.actor.partner_id is not None
        return may_take_down(self.actor, self.note)

    def refusal(self) -> str:
        return _("A partner puts up, changes and closes what is its own; the backbone may, too.")

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title,
            "lead": self.note.title
            if self.note
            else _("What you can give, or what you lack: others may have it."),
            "back": self.here(),
            "breadcrumbs": self.trail((_("Offers and needs"), self.here()), (self.title, "")),
        }


class PutUp(NoteForms):
    """Put an offer or need on the board."""

    title = gettext_lazy("Offer or need something")
    submit = gettext_lazy("Put it up")

    def form(self, data: Any = None) -> forms.NoteForm:
        return forms.NoteForm(self.actor, None, data)

    def act(self, form: Any) -> Any:
        return put_up(self.actor, **form.values())


class ChangeNote(NoteForms):
    """Change an offer or need."""

    title = gettext_lazy("Change it")

    def form(self, data: Any = None) -> forms.NoteForm:
        return forms.NoteForm(self.actor, self.note, data)

    def act(self, form: Any) -> Any:
        assert self.note is not None
        form.require_unchanged(f"board_note:{self.note.public_id}")
        return change_note(self.actor, self.note, **form.values())


class MatchNote(NoteForms):
    """An offer or need found its match."""

    title = gettext_lazy("It found its match")

    def form(self, data: Any = None) -> forms.MatchForm:
        return forms.MatchForm(self.actor, data)

    def act(self, form: Any) -> Any:
        assert self.note is not None
        return match_note(self.actor, self.note, **form.values())


class WithdrawNote(ActivitiesView):
    """Take an offer or need from the board."""

    capability = {"POST": Capability.TAKE_PART}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        withdraw_note(self.actor, board_note(self.actor, public_id))
        return self.go(self.url("activities:board"), _("Taken from the board."))


class SystemChanges(ActivitiesView):
    """What has changed in the system."""

    capability = Capability.VIEW
    template_name = "activities/system_changes.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = forms.ChangeFilter(request.GET)
        asked = form.asked()
        filtered = bool(asked)
        asked["search"] = asked.pop("q", "")
        page = paginate(request, system_changes_matching(self.actor, **asked))
        rows = list(page.object_list)
        for row in rows:
            row.may_tell = may_tell_change(self.actor, row)
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "filtered": filtered,
            "tabs": self.tabs("system_changes"),
            "breadcrumbs": self.trail((_("Changes in the system"), "")),
        }
        return self.page(context)


class NoteSystemChange(FormPage):
    """Note a change in the system."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    submit = gettext_lazy("Save")

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.change = system_change(self.actor, kwargs["public_id"]) if "public_id" in kwargs else None

    def form(self, data: Any = None) -> forms.SystemChangeForm:
        return forms.SystemChangeForm(self.actor, self.change, data)

    def act(self, form: Any) -> Any:
        if self.change is None:
            return note_system_change(self.actor, **form.values())
        form.require_unchanged(f"system_change:{self.change.public_id}")
        return change_system_change(self.actor, self.change, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("activities:system_changes"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        title = _("Note a change") if self.change is None else _("Change what is noted")
        return {
            "title": title,
            "lead": _(
                "A policy, a practice, where money flows, who talks to whom, who decides, what is believed."
            ),
            "back": self.url("activities:system_changes"),
            "breadcrumbs": self.trail(
                (_("Changes in the system"), self.url("activities:system_changes")), (title, "")
            ),
        }


class ChangeSystemChange(NoteSystemChange):
    """Change what is noted of a change."""

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if self.change is not None and not may_tell_change(self.actor, self.change):
                messages.warning(self.request, _("Only who noted it and the backbone can change this."))
                return SeeOther(self.url("activities:system_changes"))
        return super().handle(**kwargs)


class Feed(ActivitiesView):
    """One's own calendar address: making, seeing once, revoking."""

    capability = Capability.VIEW
    template_name = "activities/feed.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show()

    def show(self, made: str = "") -> HttpResponseBase:
        """Draw the page; `made` is a new address, shown this once."""
        context = {
            "feed": own_feed(self.actor),
            "made": made,
            "groups": groups(self.actor) if made else [],
            "breadcrumbs": self.trail((_("Calendar"), "")),
        }
        return self.page(context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(request.build_absolute_uri(reverse("calendar_feed", args=[make_feed(self.actor)])))


class RevokeFeed(ActivitiesView):
    """Kill one's own calendar address."""

    capability = {"POST": Capability.VIEW}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        revoke_feed(self.actor)
        return self.go(self.url("activities:feed"), _("The address works no longer."))
