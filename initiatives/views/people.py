"""The people of an initiative: the list, one person, leaving."""

from itertools import groupby
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.handing_over import GoesAlongForm
from initiatives.forms.people import (
    ROLE_HINTS,
    DetailsForm,
    HandOverForm,
    PeopleFilter,
    RoleForm,
)
from initiatives.kernel import clock
from initiatives.kernel.access import ROLE_NAMES, STAFF, Capability, Role
from initiatives.models import Membership
from initiatives.queries import (
    about_people,
    duties_of,
    myself,
    people_by_group,
    person,
    to_invite,
    told,
    waiting_invitations,
)
from initiatives.services import (
    change_person,
    change_role,
    end_membership,
    say_what_goes_along,
)
from initiatives.web import Needs, PageView, errors_in, held, paginate

GROUPS = {
    Role.BACKBONE_LEAD: gettext_lazy("Backbone"),
    Role.BACKBONE_STAFF: gettext_lazy("Backbone"),
    Role.PARTNER_LEAD: gettext_lazy("Partners"),
    Role.CONTRIBUTOR: gettext_lazy("Partners"),
    Role.FUNDER: gettext_lazy("Funders"),
    Role.COMMUNITY: gettext_lazy("Community"),
}
# The hue of a person's mark, which tells the groups apart before a word is read.
HUES = {
    Role.BACKBONE_LEAD: "backbone",
    Role.BACKBONE_STAFF: "backbone",
    Role.PARTNER_LEAD: "measurement",
    Role.CONTRIBUTOR: "measurement",
    Role.FUNDER: "agenda",
    Role.COMMUNITY: "communication",
}
STATES = [
    ("", gettext_lazy("All")),
    ("invited", gettext_lazy("Invited")),
    ("no_account", gettext_lazy("Without an account")),
    ("quiet", gettext_lazy("Not seen in 90 days")),
]


def group_of(role: str) -> tuple[str, str]:
    """Return the name and the hue of the group a role belongs to."""
    return str(GROUPS[Role(role)]), HUES[Role(role)]


class PeopleView(PageView):
    """What the pages about people share."""

    section = "people"
    condition = "backbone"

    @property
    def manages(self) -> bool:
        """Whether the actor may invite and change people."""
        return self.actor.may(Capability.MANAGE_PEOPLE)

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs, through the list of people for those who may see it."""
        if not self.actor.may(Capability.VIEW_PEOPLE):
            return self.crumbs(*items)
        return self.crumbs((_("People"), self.url("initiatives:people") if items else ""), *items)

    def person_url(self, membership: Membership) -> str:
        """Return the address of a person's page."""
        return self.url("initiatives:person", membership.public_id)


class People(PeopleView):
    """The list, with filters in the address; above it the invitations that wait for an answer."""

    capability = Capability.VIEW_PEOPLE
    template_name = "initiatives/people.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = PeopleFilter(request.GET)
        asked = form.asked()
        state = request.GET.get("state", "")
        state = state if state in dict(STATES) else ""
        search = {"search": asked.get("q", ""), "role": asked.get("role", "")}
        page = paginate(request, people_by_group(self.actor, state=state, **search))
        counts = {key: people_by_group(self.actor, state=key, **search).count() for key, _label in STATES}
        return self.page(
            {
                "page": page,
                "groups": [
                    (label, hue, list(rows))
                    for (label, hue), rows in groupby(page.object_list, lambda row: group_of(row.role))
                ],
                "sort": "" if page.has_other_pages() else "text",
                "form": form,
                "filtered": bool(asked or state),
                "tabs": self.tabs(state, counts),
                "invitations": waiting_invitations(self.actor) if self.manages else [],
                "now": clock.now(),
                "manages": self.manages,
                "to_invite": to_invite(self.actor).count() if self.manages else 0,
                "roles": [(ROLE_NAMES[role], hint) for role, hint in ROLE_HINTS.items()],
                "lately": told(about_people(self.actor)[:5]),
                "breadcrumbs": self.trail(),
            }
        )

    def tabs(self, state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
        """Return the tabs of the states, each keeping the other filters."""
        tabs = []
        for key, label in STATES:
            query = self.request.GET.copy()
            query.pop("page", None)
            query.pop("state", None)
            if key:
                query["state"] = key
            url = f"?{query.urlencode()}" if query else self.request.path
            tabs.append({"label": label, "url": url, "count": counts[key], "current": key == state})
        return tabs


class Person(PeopleView):
    """One person: how they are reached, their role, their invitation, their leaving."""

    capability: ClassVar[Needs | None] = {"GET": Capability.VIEW_PEOPLE, "POST": Capability.MANAGE_PEOPLE}
    template_name = "initiatives/person.html"

    def asked(self, public_id: UUID | None = None) -> Membership:
        """Return the person the address names. Raises NotFound."""
        assert public_id is not None
        return person(self.actor, public_id)

    def get(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        return self.show(self.asked(**parts))

    def show(
        self,
        membership: Membership,
        details: DetailsForm | None = None,
        role: RoleForm | None = None,
        goes_along: GoesAlongForm | None = None,
        status: int = 200,
    ) -> HttpResponseBase:
        """Draw the person, with one of the two forms as it was sent."""
        mine = membership.pk == self.actor.membership_id
        if (mine or self.manages) and details is None:
            details = self.details_form(membership)
        if self.manages and role is None:
            role = self.role_form(membership)
        here = self.url("initiatives:me") if mine else self.person_url(membership)
        context = {
            "member": membership,
            "mine": mine,
            "manages": self.manages,
            "here": here,
            "leave_url": f"{here}leave/",
            "invitation": next(iter(membership.open_invitations), None),  # type: ignore[attr-defined]
            "now": clock.now(),
            "details": details,
            "role_form": role,
            "settles": self.actor.is_staff and membership.role in STAFF,
            "goes_along": goes_along or self.goes_along_form(membership),
            "duties": [(duty.label, held) for duty, held, _heirs in duties_of(self.actor, membership)],
            "breadcrumbs": self.trail((membership.name, "")),
        }
        return self.page(context, status=status)

    def details_form(self, membership: Membership, data: Any = None) -> DetailsForm:
        """Return the form of the details; the address of an account is not among them."""
        fields = ("name", "email", "phone", "preferred_contact", "language")
        initial = {key: getattr(membership, key) for key in fields}
        return DetailsForm(data, initial=initial, fixed_email=membership.user_id is not None)

    def goes_along_form(self, membership: Membership, data: Any = None) -> GoesAlongForm | None:
        """Return the form of what goes along: the person's own, or a lead's for somebody without an account."""
        own = membership.pk == self.actor.membership_id
        if not own and (membership.user_id is not None or not self.manages):
            return None
        return GoesAlongForm(data, initial={"goes_along": membership.goes_along})

    def role_form(self, membership: Membership, data: Any = None) -> RoleForm:
        """Return the form of the role and the partner spoken for."""
        initial = {"role": membership.role, "partner": membership.partner and membership.partner.code}
        return RoleForm(self.actor, data, initial=initial, prefix="role")

    def post(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        membership = held(lambda: self.asked(**parts))
        form = self.details_form(membership, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"person:{membership.public_id}")
                change_person(self.actor, membership, **form.cleaned_data)
            if form.is_valid():
                return self.go(request.path, _("Saved."))
        return self.show(membership, details=form, status=422)


class Me(Person):
    """One's own place in the initiative, as others see it."""

    capability = Capability.VIEW

    def asked(self, public_id: UUID | None = None) -> Membership:
        return myself(self.actor)


class GoesAlongOf(Person):
    """Note for somebody without an account what of them goes along when the initiative is handed over."""

    capability = {"POST": Capability.MANAGE_PEOPLE}

    def post(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        membership = held(lambda: self.asked(**parts))
        form = GoesAlongForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                say_what_goes_along(self.actor, membership, **form.cleaned_data)
            if form.is_valid():
                mine = membership.pk == self.actor.membership_id
                return self.go(
                    self.url("initiatives:me") if mine else self.person_url(membership), _("Saved.")
                )
        return self.show(membership, goes_along=form, status=422)


class GoesAlong(GoesAlongOf):
    """Say what of oneself goes along."""

    capability = {"POST": Capability.VIEW}

    def asked(self, public_id: UUID | None = None) -> Membership:
        return myself(self.actor)


class ChangeRole(Person):
    """Give a person another role; asks for a fresh sign-in."""

    capability = {"POST": Capability.MANAGE_PEOPLE}
    fresh = True

    def post(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        membership = held(lambda: self.asked(**parts))
        form = self.role_form(membership, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"person:{membership.public_id}")
                change_role(self.actor, membership, **form.place())
            if form.is_valid():
                return self.go(self.person_url(membership), _("The role holds from now on."))
        return self.show(membership, role=form, status=422)


class Leave(Person):
    """Somebody leaves: hand over what has their name on it and end their part, in one step."""

    capability = Capability.MANAGE_PEOPLE
    template_name = "initiatives/leave.html"

    def get(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        membership = self.asked(**parts)
        return self.hand_over(membership, HandOverForm(duties_of(self.actor, membership)))

    def hand_over(self, membership: Membership, form: HandOverForm, status: int = 200) -> HttpResponseBase:
        """Draw what is handed over."""
        mine = membership.pk == self.actor.membership_id
        here = self.url("initiatives:me") if mine else self.person_url(membership)
        crumbs = self.trail((membership.name, here), (_("Leaving"), ""))
        context = {"member": membership, "form": form, "mine": mine, "back": here, "breadcrumbs": crumbs}
        return self.page(context, status=status)

    def post(self, request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        membership = self.asked(**parts)
        form = HandOverForm(duties_of(self.actor, membership), request.POST)
        if form.is_valid():
            with errors_in(form):
                end_membership(self.actor, membership, heirs=form.chosen())
            if form.is_valid():
                if membership.pk == self.actor.membership_id:
                    return self.go("/", _("You have left %s.") % self.actor.initiative.name)
                return self.go(self.url("initiatives:people"), _("%s has left.") % membership.name)
        return self.hand_over(membership, form, status=422)


class LeaveMyself(Leave):
    """Leaving by oneself."""

    capability = Capability.VIEW

    def asked(self, public_id: UUID | None = None) -> Membership:
        return myself(self.actor)
