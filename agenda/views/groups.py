"""Groups: the steering committee and the working groups, their charters, seats, and what they lead."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries import led_by
from agenda.views.base import AgendaView, FormPage
from initiatives.forms.groups import CloseGroupForm, GroupForm, SeatForm
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Forbidden, NotFound
from initiatives.queries import former_seats, group, runs, seated
from initiatives.services import change_group, close_group, found_group, seat, unseat
from initiatives.web import Needs

if TYPE_CHECKING:
    from initiatives.models import Group, GroupMember


class Groups(AgendaView):
    """Who does the work together: every group with what it is for, its co-chairs and how many sit in it."""

    capability = Capability.VIEW_PARTNERS
    template_name = "agenda/groups.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        known = sorted(seated(self.actor), key=lambda row: row.kind != "steering_committee")
        led = led_by(self.actor)
        context = {
            "rows": [
                {
                    "group": row,
                    "chairs": [place.membership.name for place in row.sitting if place.co_chair],  # type: ignore[attr-defined]
                    "partners": partners_in(row),
                    "leads": len(led.get(row.pk, ((), ()))[1]),
                }
                for row in known
                if row.closed_on is None
            ],
            "closed": [row for row in known if row.closed_on is not None],
            "manages": self.actor.may(Capability.MANAGE_PARTNERS),
            "tabs": self.tabs("groups"),
            "breadcrumbs": self.trail((_("Groups"), "")),
        }
        return self.page(context)


def partners_in(row: "Group") -> int:
    """Return how many partners have somebody in a group of `seated`."""
    return len({place.membership.partner_id for place in row.sitting if place.membership.partner_id})  # type: ignore[attr-defined]


class GroupPage(AgendaView):
    """One group: its charter, who sits in it and sat in it, the goals it owns and the strategies it leads."""

    capability = Capability.VIEW_PARTNERS
    template_name = "agenda/group.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = group(self.actor, public_id)
        goals, strategies = led_by(self.actor).get(found.pk, ((), ()))
        open_still = found.closed_on is None
        context = {
            "group": found,
            "partners": partners_in(found),
            "former": former_seats(self.actor, found),
            "goals": goals,
            "strategies": strategies,
            "runs": open_still and runs(self.actor, found),
            "manages": open_still and self.actor.may(Capability.MANAGE_PARTNERS),
            "breadcrumbs": self.trail((_("Groups"), self.url("agenda:groups")), (found.name, "")),
        }
        return self.page(context)


class GroupForms(FormPage):
    """What the forms about groups share."""

    capability: ClassVar[Needs | None] = Capability.MANAGE_PARTNERS
    submit = gettext_lazy("Save")
    heading: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    row: "Group | None" = None

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        if "public_id" in kwargs:
            self.row = group(self.actor, kwargs["public_id"])

    @property
    def found(self) -> "Group":
        """The group that the address names."""
        assert self.row is not None
        return self.row

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.url("agenda:group", (self.row or result).public_id), _("Saved."))

    def told(self) -> Mapping[str, Any]:
        trail = [(_("Groups"), self.url("agenda:groups"))]
        if self.row is not None:
            trail.append((self.row.name, self.url("agenda:group", self.row.public_id)))
        return {
            "title": self.heading,
            "lead": self.lead,
            "back": trail[-1][1],
            "breadcrumbs": self.trail(*trail, (self.heading, "")),
        }


class FoundGroup(GroupForms):
    """Found a group."""

    heading = gettext_lazy("Found a group")
    lead = gettext_lazy(
        "A name and what it is for are enough. The group writes the rest of its charter itself."
    )

    def form(self, data: Any = None) -> GroupForm:
        return GroupForm(data, initial={"kind": "working_group"})

    def act(self, form: Any) -> "Group":
        return found_group(self.actor, **form.cleaned_data)


class ChangeGroup(GroupForms):
    """Change a group: the backbone all of it, its co-chairs the charter."""

    capability = Capability.TAKE_PART
    heading = gettext_lazy("Write the charter")
    lead = gettext_lazy(
        "How the group works, so that nobody has to guess. Leave open what is not agreed yet."
    )

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        super().prepare(*args, **kwargs)
        if not runs(self.actor, self.found):
            raise Forbidden(_("The backbone changes a group, and its co-chairs its charter."))

    def form(self, data: Any = None) -> GroupForm:
        named = self.actor.may(Capability.MANAGE_PARTNERS)
        return GroupForm(data, named=named, initial=GroupForm.initial_of(self.found))

    def act(self, form: Any) -> "Group":
        form.require_unchanged(f"group:{self.found.public_id}")
        return change_group(self.actor, self.found, **form.cleaned_data)


class CloseGroup(GroupForms):
    """Close a group."""

    heading = gettext_lazy("Close the group?")
    submit = gettext_lazy("Close it")

    def form(self, data: Any = None) -> CloseGroupForm:
        return CloseGroupForm(data)

    def act(self, form: Any) -> "Group":
        return close_group(self.actor, self.found, **form.cleaned_data)

    def told(self) -> Mapping[str, Any]:
        goals, strategies = led_by(self.actor).get(self.found.pk, ((), ()))
        left = [row.statement for row in goals] + [row.name for row in strategies]
        lead = _("It is kept with its charter and with those who sat in it.")
        notes = [_("It leads, and somebody else will have to: %s.") % "; ".join(left)] if left else []
        return {**super().told(), "lead": lead, "notes": notes}


class GiveSeat(GroupForms):
    """Give a person a seat."""

    heading = gettext_lazy("Give a seat")
    lead = gettext_lazy(
        "Whoever takes part in the initiative can sit in a group, with an account or without."
    )

    def form(self, data: Any = None) -> SeatForm:
        return SeatForm(self.actor, {place.membership_id for place in self.found.sitting}, data)  # type: ignore[attr-defined]

    def act(self, form: Any) -> "GroupMember":
        return seat(self.actor, self.found, **form.values())


class SeatView(AgendaView):
    """A verb about one seat, by the id of the person who holds it."""

    capability = {"POST": Capability.MANAGE_PARTNERS}

    def post(self, request: HttpRequest, public_id: UUID, person: UUID) -> HttpResponseBase:
        found = group(self.actor, public_id)
        held = next((one for one in found.sitting if one.membership.public_id == person), None)  # type: ignore[attr-defined]
        if held is None:
            raise NotFound
        return self.go(self.url("agenda:group", public_id), self.act(held))

    def act(self, held: "GroupMember") -> str:
        """End the seat; return what is said of it."""
        unseat(self.actor, held)
        return _("%s has left the group.") % held.membership.name


class EndSeat(SeatView):
    """End a seat."""


class TurnSeat(SeatView):
    """Make a member a co-chair, or a co-chair a member."""

    def act(self, held: "GroupMember") -> str:
        seat(self.actor, held.group, held.membership, co_chair=not held.co_chair)
        words = _("%s is a member now.") if held.co_chair else _("%s is a co-chair now.")
        return words % held.membership.name
