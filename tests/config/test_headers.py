"""The headers every page carries, and the one page with a style policy of its own."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def policy(client: Client, address: str) -> dict[str, str]:
    header = client.get(address)["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/no/such/page/"])
def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(client: Client, address: str) -> None:
    directives = policy(client, address)
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(directives.values())
    assert not re.search(r"https?:|\*", " ".join(directives.values()))


def test_swagger_alone_styles_itself_and_runs_no_inline_script(client: Client) -> None:
    directives = policy(client, "/api/v1/docs/")
    assert directives["style-src"].split() == ["'self'", "'unsafe-inline'"], "a hash would undo unsafe-inline"
    assert directives["script-src"] == "'self'"


def test_swagger_is_served_from_here(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources and all(source.startswith("/") for source in sources)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page), "a script that the policy stops"


def test_other_headers(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
