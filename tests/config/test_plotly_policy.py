"""Plotly within Concert's content security policy, in a real browser."""

import threading
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tests.look.conftest import Quiet, Server, browser, served, until  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser


@override_settings(ROOT_URLCONF="tests.config.plotly_page", ALLOWED_HOSTS=["127.0.0.1"])
def test_plotly_draws_without_a_word_from_the_policy(browser: Any) -> None:  # noqa: F811
    """Fails, with the hash to put into PLOTLY_STYLES, when a new Plotly brings other styles."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        until(page, "document.title", "drawn")
        styled = page.evaluate("getComputedStyle(document.querySelector('.modebar')).position")
    finally:
        page.close()
        server.shutdown()
    assert [text for text in said if "Content Security Policy" in text or "CSP" in text] == []
    assert styled == "absolute"
