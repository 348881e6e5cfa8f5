"""Accounts: who may make one, what proves an address, what follows a sign-in or a new password."""

import time
import unicodedata
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from initiatives import mail
from initiatives.events import SignedIn
from initiatives.kernel.errors import NotFound
from initiatives.kernel.sealing import seal, unseal
from initiatives.models import Invitation
from initiatives.outbox import record
from initiatives.queries import enter, my_memberships
from initiatives.services.invitations import standing_of
from initiatives.services.people import follow_address
from initiatives.services.tokens import revoke_all_tokens

log = structlog.get_logger(__name__)


def folded(login: str) -> str:
    """Return a login as its limits count it: without case, accents, width and outer space."""
    plain = unicodedata.normalize("NFKD", login.strip()).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def freshly_signed_in(request: HttpRequest) -> bool:
    """Whether the person signed in, or proved again who they are, within ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT


def wanted_page(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """Return name and parts of the page of ours that follows the sign-up (`next`), empty without one."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return "", {}
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "", {}
    return match.view_name, match.kwargs


def invitation_of(request: HttpRequest) -> Invitation | None:
    """Return the invitation that the sign-up comes from while it may be taken up: its link is held, which proves
    the address. One that is used, withdrawn or out of date proves nothing.
    """
    name, parts = wanted_page(request)
    if name != "initiatives:invitation":
        return None
    try:
        found, fault = standing_of(parts["secret"])
    except NotFound:
        return None
    return None if fault else found


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth's accounts behave here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether an account may be made: from an invitation, or to start an initiative."""
        return wanted_page(request)[0] == "initiatives:new" or invitation_of(request) is not None

    def clean_email(self, email: str) -> str:
        """Return the address in lower case; who comes by an invitation takes the invited one."""
        invitation = invitation_of(self.request) if self.request is not None else None
        return invitation.email if invitation is not None else super().clean_email(email).lower()

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Say whether the address is proved already: by the invitation that was mailed to it."""
        invitation = invitation_of(request)
        return invitation is not None and invitation.email == email.lower()

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the address of the letter; whoever opens it, anywhere, comes to the page they had made for."""
        address = str(super().get_email_confirmation_url(request, emailconfirmation))
        if request is None or not wanted_page(request)[0]:
            return address
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        back = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
        return f"{address}?{urlencode({'next': back})}"

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Mark an address as proved; the person's initiatives learn of it."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            user = email_address.user
            user.refresh_from_db(fields=["email"])
            follow_address(user)
        return confirmed

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the name and the language of the page the account was made on."""
        user.name = form.cleaned_data.get("name", "").strip()
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password; other sessions and all tokens end with the former one."""
        super().set_password(user, password)
        revoke_all_tokens(user)
        log.info("password_set", user_id=user.pk)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Write the sign-in into the person's initiatives and go on in the person's language."""
        response = super().post_login(request, user, **kwargs)
        log.info("signed_in", user_id=user.pk)
        for membership in my_memberships(user):
            try:
                with enter(user, membership.initiative.slug) as actor:
                    record(actor, SignedIn(f"person:{membership.public_id}"))
            except NotFound:
                continue
        remember_language(response, user.language)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("sign_in_failed")

    def render_mail(
        self, template_prefix: str, email: str, context: Any, headers: Any = None
    ) -> EmailMessage:
        """Return allauth's letter with an HTML part in our look: the page that it asks to open is a button there."""
        message = super().render_mail(template_prefix, email, context, headers)
        text = str(message.body)
        pages = [str(context.get(name) or "") for name in ("activate_url", "password_reset_url")]
        link = next((page for page in pages if page and page in text), "")
        before, _link, after = text.partition(link) if link else (text, "", "")
        told = {"subject": message.subject, "text": before, "link": link, "after": after}
        html = render_to_string("email/account/body.html", told)
        message.attach_alternative(mail.inlined(html), "text/html")
        return message

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return folded(credentials.get("email", ""))


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of two-step sign-in and recovery codes enciphered, so that a copy of the database opens
    no door.
    """

    def encrypt(self, text: str) -> str:
        return seal(text, "two-step")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, "two-step")


def remember_language(response: HttpResponse, language: str) -> None:
    """Show the pages that follow in this language, when it is one of ours."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
