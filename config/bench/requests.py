"""Requests to Concert inside this process: through every middleware, without a socket."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import Client
from django.urls import set_urlconf


class Visitor:
    """Somebody who asks: signed in by a session, or with a token."""

    def __init__(self, user: Any = None, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.factory = RequestFactory(headers=headers, SERVER_NAME=settings.ALLOWED_HOSTS[0])
        self.handler = BaseHandler()
        self.handler.load_middleware()
        if user is not None:
            client = Client()
            client.force_login(user)
            self.factory.cookies = client.cookies

    def asking(
        self, address: str, *, urls: str = settings.ROOT_URLCONF, body: bytes = b""
    ) -> Callable[[], int]:
        """What asks for the address (by POST where there is a body) and returns the length of the answer.

        Raises RuntimeError on any other answer than a good one.
        """

        def ask() -> int:
            if body:
                request = self.factory.post(address, body, content_type="application/json")
            else:
                request = self.factory.get(address)
            return len(self._answer(request, urls).content)

        return ask

    def reading(self, address: str, **headers: str) -> HttpResponse:
        """The answer to one request with these headers. Raises RuntimeError unless it is good, or says "unchanged"."""
        return self._answer(self.factory.get(address, headers=headers), settings.ROOT_URLCONF)

    def _answer(self, request: WSGIRequest, urls: str) -> HttpResponse:
        request.urlconf = urls
        try:
            response = self.handler.get_response(request)
        finally:
            set_urlconf(None)
        if not isinstance(response, HttpResponse) or response.status_code not in (200, 201, 202, 304):
            raise RuntimeError(f"{request.path} answers {response.status_code}")
        return response
