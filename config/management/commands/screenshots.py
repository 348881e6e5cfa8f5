"""`manage.py screenshots`: pictures of the pages as the demo's people see them, for looking at them side by side."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import NoReverseMatch, reverse

from config.management.pages import ABSENT, PAGES, Page
from config.processes import end
from config.services import BASE_DIR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

WIDTHS = {390: 844, 820: 1180, 1360: 900}
SCHEMES = ("light", "dark")
# Both widths and both schemes of every page with the least work: the components stand in all four in the style guide.
CROSSED = {390: ("light",), 1360: ("dark",)}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 600
BESIDE = 2  # browsers at work
PATIENCE = 120_000  # milliseconds: a machine that is busy with other work is no fault of a page
HEAVIEST = 200_000

# What the README shows: (page, width), light, the first screen only.
README = (("home-backbone", 1360), ("indicator", 1360), ("hand-in", 390))

# The widths to take, with the schemes of each.
Looks = Mapping[int, Sequence[str]]

HEIGHT = "() => document.documentElement.scrollHeight"
# What a page does that it should not: measured where it stands.
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Command(BaseCommand):
    help = "Takes pictures of the demo's pages at three widths, in light and dark, into build/screenshots."
    requires_system_checks: list[str] = []
    faults = 0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--page", action="append", choices=[page.name for page in PAGES], metavar="NAME")
        parser.add_argument("--out", type=Path, default=BASE_DIR / "build" / "screenshots", metavar="DIR")
        parser.add_argument(
            "--url", default="", help="a demo that runs already; else one is started for this"
        )
        parser.add_argument("--width", type=int, action="append", choices=sorted(WIDTHS))
        parser.add_argument("--scheme", action="append", choices=SCHEMES)
        parser.add_argument(
            "--crossed", action="store_true", help="each page on a phone in light and on a desk in dark only"
        )
        parser.add_argument(
            "--readme", action="store_true", help="only what the README shows, into docs/pictures"
        )
        parser.add_argument(
            "--audit",
            action="store_true",
            help="let axe look at each as well, and fail when anything is wrong",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["url"].rstrip("/")
        with contextlib.nullcontext(given) if given else _demo() as url:
            if options["readme"]:
                self._for_the_readme(url)
                return
            pages = [page for page in PAGES if not options["page"] or page.name in options["page"]]
            looks = dict.fromkeys(options["width"] or WIDTHS, options["scheme"] or SCHEMES)

            def take(some: Sequence[Page]) -> int:
                with _browser() as browser:
                    photographer = Photographer(browser, url, self._tell, audits=options["audit"])
                    return len(
                        photographer.take(some, CROSSED if options["crossed"] else looks, options["out"])
                    )

            # While one waits for a page to be at rest, the other looks at one.
            with ThreadPoolExecutor(BESIDE) as pool:
                taken = sum(pool.map(take, [pages[number::BESIDE] for number in range(BESIDE)]))
        self.stdout.write(f"{taken} pictures: {options['out']}")
        if options["audit"] and self.faults:
            raise CommandError(f"{self.faults} faults.")

    def _tell(self, fault: str) -> None:
        self.faults += 1
        self.stderr.write(fault)

    def _for_the_readme(self, url: str) -> None:
        out = settings.BASE_DIR / "docs" / "pictures"
        made = []
        with _browser() as browser:
            photographer = Photographer(browser, url, self._tell)
            for name, width in README:
                page = next(page for page in PAGES if page.name == name)
                made += photographer.take([page], {width: ["light"]}, out, whole=False)
        for path in made:
            size = path.stat().st_size
            if size > HEAVIEST:
                raise CommandError(f"{path} weighs {size:,} bytes, more than {HEAVIEST:,}.")
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}  {size:,} bytes")
        if self.faults:
            raise CommandError("The pictures show faults: do not keep them.")


class Photographer:
    """Goes through the pages as each of the demo's people and takes them."""

    def __init__(self, browser: "Browser", url: str, tell: Any, *, audits: bool = False) -> None:
        self.browser, self.url, self.tell, self.audits = browser, url, tell, audits
        self._found: dict[Page, str] = {}

    def take(
        self,
        pages: Sequence[Page],
        looks: Looks,
        out: Path,
        *,
        whole: bool = True,
    ) -> list[Path]:
        """Take every page in these looks; tell what overflows, fails or complains. Returns the files."""
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for who in dict.fromkeys(page.who for page in pages):
            with self._come_in(who) as context:
                for page in pages:
                    if page.who == who:
                        made += self._page(context, page, looks, out, whole)
        return made

    @contextlib.contextmanager
    def _come_in(self, who: str) -> "Iterator[BrowserContext]":
        context = self.browser.new_context(base_url=self.url, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        if who:
            asked = context.request.get(reverse("account_login"), timeout=PATIENCE)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.text())
            answer = context.request.post(
                reverse("demo_sign_in"),
                form={"email": who, "csrfmiddlewaretoken": token[1] if token else ""},
                max_redirects=0,
                timeout=PATIENCE,
            )
            if answer.status != 302:
                raise CommandError(f"{who} cannot come in: {answer.status}.")
            # The welcome is said here, and not on the first picture.
            context.request.get(reverse("initiatives:mine"), timeout=PATIENCE)
        yield context
        context.close()

    def _page(
        self,
        context: "BrowserContext",
        page: Page,
        looks: Looks,
        out: Path,
        whole: bool,
    ) -> list[Path]:
        tab = context.new_page()
        complaints: set[str] = set()
        tab.on(
            "console", lambda told: complaints.add(told.text) if told.type in ("error", "warning") else None
        )
        tab.on("pageerror", lambda fault: complaints.add(str(fault)))
        made = []
        try:
            for width, schemes in looks.items():
                tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
                # What is drawn by colours is drawn in the right ones from the first.
                tab.emulate_media(color_scheme=_scheme(schemes[0]))
                if not self._open(tab, page):
                    return []
                if whole:  # a taller window, so that what is fixed to its edges stands where it belongs
                    height = max(WIDTHS[width], int(tab.evaluate(HEIGHT)))
                    tab.set_viewport_size({"width": width, "height": height})
                for scheme in schemes:
                    tab.emulate_media(color_scheme=_scheme(scheme))
                    path = out / f"{page.name}-{width}-{scheme}.png"
                    tab.screenshot(path=path, animations="disabled")
                    made.append(path)
                    if self.audits:
                        self._audit(tab, f"{page.name} at {width}, {scheme}")
                beyond = tab.evaluate(OVERFLOW)
                if beyond > 0:
                    self.tell(f"{page.name}: {beyond} pixels wider than {width}")
        finally:
            tab.close()
        for complaint in sorted(complaints):
            if page.name == ABSENT and "404" in complaint:
                continue
            self.tell(f"{page.name}: {complaint[:200]}")
        return made

    def _audit(self, tab: "Tab", where: str) -> None:
        from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # a development need

        for found in Axe().run(tab).response["violations"]:
            for node in found["nodes"]:
                self.tell(f"{where}: {found['id']}: {node['html'][:160]}")

    def _open(self, tab: "Tab", page: Page) -> bool:
        """Go to the page; False, and told, when it cannot be reached."""
        if page not in self._found:
            address = self._follow(tab, page)
            if address is None:
                return False
            self._found[page] = address
        answer = tab.goto(self._found[page], wait_until="networkidle")
        if answer is None or (not answer.ok and page.name != ABSENT):
            self.tell(f"{page.name}: {tab.url} answers {answer.status if answer else 'nothing'}")
        return True

    def _follow(self, tab: "Tab", page: Page) -> str | None:
        """Return the address of the page, by the links that lead to it if any do; None, and told, for none."""
        try:
            address: str | None = reverse(page.url, args=page.args) + page.query
        except NoReverseMatch:
            self.tell(f"{page.name}: there is no page {page.url}")
            return None
        for follow in page.follow.split():
            assert address is not None
            answer = tab.goto(address, wait_until="domcontentloaded")
            if answer is None or not answer.ok:
                break
            links = tab.locator("main a[href]").evaluate_all(
                "links => links.map(link => [link.getAttribute('href'), link.textContent.trim()])"
            )
            address = next(
                (
                    urljoin(tab.url, link[0])
                    for link in links
                    if any(re.search(follow, told) for told in link)
                ),
                None,
            )
            if address is None:
                self.tell(f"{page.name}: no link on {tab.url} matches {follow}")
                break
        return address


def _scheme(name: str) -> Literal["light", "dark"]:
    return "dark" if name == "dark" else "light"


@contextlib.contextmanager
def _browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        raise CommandError("Pictures need a Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@contextlib.contextmanager
def _demo() -> Iterator[str]:
    """The demo, loaded and served on a free port of this machine for as long as this lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "BASE_URL": url, "LOG_LEVEL": "WARNING"}
    command = [sys.executable, str(BASE_DIR / "manage.py"), "demo", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise CommandError("The demo does not start; try `manage.py demo`.")
            time.sleep(0.3)
        yield url
    finally:
        end(process, signal.SIGTERM, signal.SIGKILL, seconds=40)


def _answers(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    except (URLError, OSError):
        return False
    return True
