"""Browsers that have come in by the front door."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.test import Client

from initiatives.models import User
from tests.factories.core import PASSWORD


@pytest.fixture(autouse=True)
def limits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of sign-ins count anew for each test, whatever else uses the same Redis."""
    monkeypatch.setattr(caches["default"], "key_prefix", f"tests-{uuid4().hex}")


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Makes a client that signed in with its password, so that the sign-in is fresh."""

    def make(who: User) -> Client:
        EmailAddress.objects.update_or_create(
            user=who, email=who.email, defaults={"verified": True, "primary": True}
        )
        client = Client()
        answer = client.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return make
