"""What walks in a real browser share: Concert served on a database of the test's own, a worker, people signed in."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.conf import settings as concert
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from initiatives import jobs
from tests.look.conftest import ARGUMENTS, Quiet, Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# A form that is refused (422) or that somebody else has changed (412) is no fault of the page.
REFUSED = ("status of 422", "status of 412")
# The two style elements that Plotly writes are let through by their hashes and reported all the same.
PLOTLY = ("sha256-47DEQpj8HBSa", "sha256-ji27qzEtxXZW")


class Stage:
    """Concert in a browser. `sign_in` gives a person's own page; `ask` reaches the database beside it."""

    def __init__(self, browser: Any, address: str, pool: ThreadPoolExecutor) -> None:
        self.browser, self.address, self.pool = browser, address, pool
        self.said: list[str] = []

    def ask(self, question: Callable[[], Any]) -> Any:
        """Ask the database in a thread of its own: the browser holds this one."""
        return self.pool.submit(question).result(60)

    def sign_in(self, who: Any, **options: Any) -> Any:
        """Return a page of the person's own browser; what it complains about is kept in `said`."""

        def session() -> str:
            client = Client()
            client.force_login(who)
            return client.cookies[concert.SESSION_COOKIE_NAME].value

        options = {"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(base_url=self.address, **options)
        context.add_cookies(
            [{"name": concert.SESSION_COOKIE_NAME, "value": self.ask(session), "url": self.address}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", self.listen)
        return page

    def listen(self, message: Any) -> None:
        """Keep what the browser reports as an error: a broken script, a refusal of the policy."""
        if message.type == "error" and not any(known in message.text for known in (*PLOTLY, *REFUSED)):
            self.said.append(message.text)


def within(seconds: float, question: Callable[[], bool]) -> bool:
    """Whether the answer becomes true within so many seconds."""
    until = time.monotonic() + seconds
    while not question():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def audit(page: Any) -> list[str]:
    """Return what axe finds wrong with the page, and whether it is wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state("networkidle")  # axe stumbles over a document that is being replaced
    found = Axe().run(page).response["violations"]
    wrong = [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
        wrong.append("wider than the window")
    return wrong


@pytest.fixture
def stage(scene: Any, settings: Any) -> Iterator[Stage]:
    """Concert served with a worker beside it, on the database that the test's `scene` has filled."""
    if not CHROMIUM:
        pytest.skip("no Chromium found: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.1):
            jobs.run_due()
        connections.close_all()

    threads = [threading.Thread(target=server.serve_forever, daemon=True), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    pool = ThreadPoolExecutor(1)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            yield Stage(browser, f"http://127.0.0.1:{server.server_port}", pool)
            browser.close()
    finally:
        over.set()
        server.shutdown()
        for thread in threads:
            thread.join()
        pool.submit(connections.close_all).result()
        pool.shutdown()
