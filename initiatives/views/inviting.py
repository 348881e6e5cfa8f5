"""Bringing people in: inviting them, adding those without an account, invitations that wait."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.forms.people import ROLE_HINTS, AddPersonForm, InviteForm
from initiatives.kernel.access import ROLE_NAMES, Capability, Role
from initiatives.kernel.errors import DomainError
from initiatives.models import Membership
from initiatives.queries import person
from initiatives.services import add_person, invite, invite_all, invite_person, withdraw_invitation
from initiatives.views.people import PeopleView
from initiatives.web import errors_in


class Invite(PeopleView):
    """Invite people by e-mail. Giving a role asks for a fresh sign-in."""

    capability = Capability.MANAGE_PEOPLE
    template_name = "initiatives/invite.html"
    fresh = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        start = {"role": Role.CONTRIBUTOR, "partner": request.GET.get("partner", "")}
        return self.show(InviteForm(self.actor, initial=start))

    def show(self, form: InviteForm, status: int = 200) -> HttpResponseBase:
        """Draw the form with what each role may do."""
        crumbs = self.trail((_("Invite"), ""))
        roles = [(ROLE_NAMES[role], hint) for role, hint in ROLE_HINTS.items()]
        return self.page({"form": form, "roles": roles, "breadcrumbs": crumbs}, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = InviteForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                invited = self.invite_all(form)
            if form.is_valid():
                message = ngettext(
                    "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", invited
                )
                return self.go(self.url("initiatives:people"), message % {"count": invited})
        return self.show(form, status=422)

    def invite_all(self, form: InviteForm) -> int:
        """Invite everybody on the list, or nobody; returns how many."""
        rows = form.people()
        for name, email in rows:
            try:
                invite(self.actor, email=email, name=name, **form.place())
            except DomainError as error:
                if error.field == "email":
                    raise DomainError(error.code, f"{email}: {error.message}", "emails") from error
                raise
        return len(rows)


class AddPerson(PeopleView):
    """Add somebody who takes part without an account: by telephone, by post."""

    capability = Capability.MANAGE_PEOPLE
    template_name = "initiatives/add_person.html"
    fresh = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        start: dict[str, Any] = {"role": Role.COMMUNITY, "preferred_contact": Membership.Contact.PHONE}
        if of := request.GET.get("partner"):
            start = {
                "role": Role.CONTRIBUTOR,
                "partner": of,
                "preferred_contact": Membership.Contact.EMAIL,
            }
        return self.show(AddPersonForm(self.actor, initial=start))

    def show(self, form: AddPersonForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        crumbs = self.trail((_("Add somebody"), ""))
        return self.page({"form": form, "breadcrumbs": crumbs}, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = AddPersonForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                added = add_person(self.actor, **form.place(), **form.details())
            if form.is_valid():
                return self.go(self.person_url(added), _("%s is on the list.") % added.name)
        return self.show(form, status=422)


class SendInvitation(PeopleView):
    """Invite somebody on the list, or send their invitation again."""

    capability = {"POST": Capability.MANAGE_PEOPLE}
    fresh = True

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        membership = person(self.actor, public_id)
        invite_person(self.actor, membership)
        message = _("An invitation to %s is on its way; a former link works no longer.") % membership.email
        return self.go(self.person_url(membership), message)


class InviteAll(PeopleView):
    """Invite everybody on the list who has an address and no account."""

    capability = {"POST": Capability.MANAGE_PEOPLE}
    fresh = True

    def post(self, request: HttpRequest) -> HttpResponseBase:
        count = len(invite_all(self.actor))
        message = ngettext("%d invitation is on its way.", "%d invitations are on their way.", count) % count
        if not count:
            message = _("Everybody with an e-mail address has an account or an invitation already.")
        return self.go(self.url("initiatives:people"), message)


class WithdrawInvitation(PeopleView):
    """Withdraw an invitation."""

    capability = {"POST": Capability.MANAGE_PEOPLE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        membership = person(self.actor, public_id)
        withdraw_invitation(self.actor, membership)
        return self.go(self.person_url(membership), _("The invitation is withdrawn; its link is dead."))
