"""What the tests of the look share: the files they read, a page as a browser gets it."""

import shutil
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tests import databases

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: requests are not what these tests are about."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def until(page: Any, expression: str, value: Any) -> None:
    """Wait, ten seconds at most, until the page says so; the policy forbids waiting inside the page."""
    for _ in range(100):
        if page.evaluate(expression) == value:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(expression) == value


@pytest.fixture(scope="module")
def served(django_db_setup: None, database_template: str, django_db_blocker: Any) -> Iterator[str]:
    """Concert served from this process on a database of its own, the style guide included; gives its address."""
    where = override_settings(ROOT_URLCONF="tests.look.urls", ALLOWED_HOSTS=["127.0.0.1"])
    clone = databases.clone(database_template)
    with where, django_db_blocker.unblock(), clone as name, databases.pointed(name):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(served: str) -> Iterator[Any]:
    """A Chromium; without one the walks are skipped, with the line that installs it.

    It lives for one module: while it runs, this thread may not ask the database, so what is served stands first.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium found: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
