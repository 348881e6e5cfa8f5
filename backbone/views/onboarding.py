"""Settling in: the checklists, one of them with its lines, and what they begin with."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.forms.onboarding import BeginForm, ChangeLineForm, ChecklistForm, LineForm
from backbone.models import Onboarding
from backbone.queries import colleagues
from backbone.queries.onboarding import checklist, line, may_settle, onboarding, onboardings, settling_in
from backbone.services.onboarding import (
    add_item,
    begin_onboarding,
    change_item,
    end_onboarding,
    keep_checklist,
    tick,
    untick,
)
from backbone.settling import name_of
from backbone.views.base import BackboneView
from backbone.words.onboarding import SEEN, Newcomer
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import FormView, Needs, errors_in, paginate


class OnboardingView(BackboneView):
    """What the pages of settling in share."""

    capability: ClassVar[Needs | None] = Capability.VIEW_RELATIONS
    row: Onboarding

    def trail_to(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs over the checklists to here."""
        return self.trail((_("Settling in"), self.url("backbone:onboardings") if items else ""), *items)

    def find(self, public_id: UUID) -> Onboarding:
        """Look the checklist up. Raises NotFound."""
        self.row = onboarding(self.actor, public_id)
        return self.row

    def here(self) -> str:
        """Return the address of the checklist's page."""
        return self.url("backbone:onboarding", self.row.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs over one checklist to here."""
        return self.trail_to((name_of(self.row), self.here() if items else ""), *items)


class Onboardings(OnboardingView):
    """Who settles in, and how far each has come; who has settled in is told below."""

    template_name = "backbone/onboardings.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        standing = settling_in(self.actor, onboardings(self.actor).filter(ended_on=None))
        page = paginate(request, onboardings(self.actor).exclude(ended_on=None).order_by("-ended_on", "-id"))
        context = {
            "standing": [(found, name_of(found.onboarding)) for found in standing],
            "page": page,
            "over": [(row, name_of(row)) for row in page.object_list],
            "begins": self.actor.may(Capability.MANAGE_PARTNERS),
            "keeps": self.actor.may(Capability.DEFINE),
            "newcomers": Newcomer,
            "tabs": self.tabs("onboardings"),
            "breadcrumbs": self.trail_to(),
        }
        return self.page(context)


class OnboardingPage(OnboardingView):
    """One checklist: what records tell, what is ticked by hand, what is left."""

    template_name = "backbone/onboarding.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        return self.show()

    def show(self, form: LineForm | None = None, status: int = 200) -> HttpResponseBase:
        """Draw the checklist, with the form that adds a line."""
        [found] = settling_in(self.actor, [self.row])
        changes = self.actor.may(Capability.MANAGE_PARTNERS) and self.row.ended_on is None
        own = self.row.partner_id is not None and self.actor.may(Capability.SIGN_OFF, self.row.partner_id)
        context = {
            "row": self.row,
            "name": name_of(self.row),
            "found": found,
            "seen": [one for one in found.lines if one.seen],
            "by_hand": [one for one in found.lines if not one.seen],
            "changes": changes,
            "ticks": changes or (own and self.row.ended_on is None),
            "form": (form or LineForm(colleagues(self.actor))) if changes else None,
            "breadcrumbs": self.crumbs_of(),
        }
        return self.page(context, status=status)


class AddLine(OnboardingPage):
    """Add a line to a checklist."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        form = LineForm(colleagues(self.actor), request.POST)
        if form.is_valid():
            with errors_in(form):
                add_item(self.actor, self.row, **form.values())
            if form.is_valid():
                return self.go(self.here(), _("Added."))
        return self.show(form, 422)


class TickLine(OnboardingView):
    """Say that a line is done, or is not after all."""

    capability = {"POST": Capability.SIGN_OFF}
    done: ClassVar[bool] = True

    def post(self, request: HttpRequest, public_id: UUID, ref: str) -> HttpResponseBase:
        self.find(public_id)
        (tick if self.done else untick)(self.actor, self.row, ref)
        return self.go(self.here(), _("Ticked.") if self.done else _("It is open again."))


class EndOnboarding(OnboardingView):
    """Close a checklist."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        end_onboarding(self.actor, self.find(public_id))
        return self.go(self.url("backbone:onboardings"), _("The checklist is closed."))


class OnboardingForm(FormView, OnboardingView):
    """A form about checklists."""

    template_name = "initiatives/form.html"
    submit = gettext_lazy("Save")


class BeginOnboarding(OnboardingForm):
    """Begin somebody's checklist."""

    capability = Capability.MANAGE_PARTNERS
    submit = gettext_lazy("Begin")

    def form(self, data: Any = None) -> Form:
        return BeginForm(*may_settle(self.actor), data)

    def act(self, form: Any) -> Onboarding:
        return begin_onboarding(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:onboarding", result.public_id), _("The checklist is begun."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Begin a checklist"),
            "lead": _("Nobody has two at once. What records tell ticks itself from the first day."),
            "back": self.url("backbone:onboardings"),
            "breadcrumbs": self.trail_to((_("Begin"), "")),
        }


class ChangeLine(OnboardingForm):
    """Whose a line is, and whether it is left out."""

    capability = Capability.MANAGE_PARTNERS

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])
        self.line = line(self.actor, self.row, kwargs["ref"])

    def form(self, data: Any = None) -> Form:
        owner = self.line.owner
        now = {"owner": str(owner.public_id) if owner else "", "left_out": self.line.left_out}
        return ChangeLineForm(colleagues(self.actor), data, initial=now)

    def act(self, form: Any) -> None:
        change_item(self.actor, self.row, self.line.ref, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.line.text,
            "lead": _("Give the line to a colleague, or leave it out where it does not apply."),
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((_("A line"), "")),
        }


class KeepChecklist(OnboardingForm):
    """What checklists begin with."""

    capability = Capability.DEFINE

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["newcomer"] not in Newcomer.values:
            raise NotFound
        self.newcomer = Newcomer(kwargs["newcomer"])

    def form(self, data: Any = None) -> Form:
        kept = checklist(self.actor, self.newcomer)
        return ChecklistForm(
            data, initial={"texts": "\n".join(kept.texts), "begins_itself": kept.begins_itself}
        )

    def act(self, form: Any) -> Any:
        return keep_checklist(self.actor, self.newcomer, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("backbone:onboardings"), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        return {
            "title": _("Checklist: %s") % self.newcomer.label,
            "lead": _("What records tell stands on it always, and ticks itself."),
            "back": self.url("backbone:onboardings"),
            "aside_title": _("Seen from use"),
            "aside": list(SEEN[self.newcomer].values()),
            "breadcrumbs": self.trail_to((_("What it begins with"), "")),
        }
