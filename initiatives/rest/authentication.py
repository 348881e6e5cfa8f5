"""Who is asking: a bearer token or a signed-in session."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from initiatives.models import ApiToken, User
from initiatives.services.tokens import use_token


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`. A token that does not work is refused, never taken for a stranger."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not secret.strip():
            raise AuthenticationFailed(_("Send “Authorization: Bearer” and a token."), "bad_authorization")
        token = use_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or no longer."), "invalid_token")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        failed = request.headers.get("Authorization")
        return 'Bearer realm="Concert", error="invalid_token"' if failed else 'Bearer realm="Concert"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A person signed in on the pages; whatever changes something needs the CSRF token too."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found: tuple[Any, None] | None = super().authenticate(request)
        return found
