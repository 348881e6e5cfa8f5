"""The page behind the link of an invitation. Looking uses nothing up; a button acts."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from initiatives.kernel.errors import DomainError, NotFound
from initiatives.services import accept_invitation
from initiatives.services.invitations import has_verified, standing_of
from initiatives.web import SeeOther, drawn, error_page, private


class ShowInvitation(View):
    """Who invites to what, and the way in: a new account, a sign-in, or joining at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return private(drawn(super().dispatch(request, *args, **kwargs)))
        except NotFound:
            return private(error_page(request, 404))

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        return self.show(request, secret)

    def show(self, request: HttpRequest, secret: str, refusal: str = "") -> HttpResponseBase:
        """Draw the invitation, or why it works no longer."""
        invitation, closed = standing_of(secret)
        user: Any = request.user
        context = {
            "invitation": invitation,
            "initiative": invitation.initiative,
            "refusal": refusal or closed,
            "theirs": user.is_authenticated and has_verified(user, invitation.email),
        }
        status = 410 if closed else 403 if refusal else 200
        return TemplateResponse(request, "initiatives/invitation.html", context, status=status)

    def post(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        invitation, closed = standing_of(secret)
        if closed:
            return self.show(request, secret)
        step = request.POST.get("step", "")
        onward = urlencode({"next": request.path})
        if step == "switch":
            logout(request)
            return SeeOther(request.path)
        if step == "account" and not request.user.is_authenticated:
            get_adapter().stash_verified_email(request, invitation.email)
            return SeeOther(f"{reverse('account_signup')}?{onward}")
        if not request.user.is_authenticated:
            return SeeOther(f"{reverse('account_login')}?{onward}")
        try:
            accept_invitation(request.user, secret)
        except NotFound:
            raise
        except DomainError as error:
            return self.show(request, secret, error.message)
        messages.success(request, _("Welcome to %s.") % invitation.initiative.name)
        return SeeOther(reverse("backbone:home", args=[invitation.initiative.slug]))
