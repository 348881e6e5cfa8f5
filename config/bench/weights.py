"""Row 10: what a page weighs until it is painted: HTML, styles and scripts, each compressed as it is served.

A chart's library is fetched after the first paint and weighed apart; its page must have a still drawing and the same
figures as a table by then.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from config.bench.figures import Size, addresses, gathered
from config.bench.measure import Result
from config.bench.requests import Visitor
from config.bench.scratch import Scratch
from config.bench.world import World
from config.static import QuickCompressor

ROWS = {10}
SIZE = Size(50)
LIMIT = 45
SERVED = re.compile(
    rf'<(?:link rel="stylesheet" href|script[^>]* src)="{re.escape(settings.STATIC_URL)}([^"?]+)'
)
# Pages that people open every week, by the name of their address.
PAGES = (
    "backbone:home",
    "initiatives:partners",
    "initiatives:people",
    "initiatives:activity",
    "measurement:home",
    "measurement:cycles",
    "measurement:review",
    "agenda:home",
    "activities:home",
    "communications:home",
)
WITH_CHART = ("indicator", "indicator by sector", "indicator by partner")


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the weight of each page, and of charted pages what stands there before the chart."""
    world = gathered(scratch, SIZE)
    visitor = Visitor(world.lead)
    for name, address in _addresses(world).items():
        html = visitor.reading(address).content
        weight = round(_weight(html), 1)
        if name not in WITH_CHART:
            yield Result(10, f"page {name}", weight, LIMIT, unit=" kB")
            continue
        lacking = sum(part not in html for part in (b'class="still"', b"<table"))
        what = f"page {name}, {weight} kB before its chart: still drawing and table that lack"
        yield Result(10, what, lacking, 0, unit="")


def _addresses(world: World) -> dict[str, str]:
    plain = {name.replace(":", " "): reverse(name, args=[world.initiative.slug]) for name in PAGES}
    return plain | addresses(world)


def _weight(html: bytes) -> float:
    """Return the kilobytes of a page and of all that it names to be painted."""
    names = dict.fromkeys(SERVED.findall(html.decode()))
    if not names:
        raise RuntimeError("The page names no styles: there is nothing to weigh.")
    return (len(brotli.compress(html, quality=9)) + sum(map(_served, names))) / 1000


@cache
def _served(name: str) -> int:
    found = finders.find(name)
    if not isinstance(found, str):
        raise RuntimeError(f"{name} is not served.")
    return len(QuickCompressor.compress_brotli(Path(found).read_bytes()))
