"""`manage.py bench`: how Concert's speed stands beside what the machine can do (docs/benchmarks.md)."""

import json
import os
import platform
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import redis
import structlog
from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from config.bench import acceptance, access, attack, bulk, digests, figures, lists, rollup, security, weights
from config.bench.measure import Result
from config.bench.scratch import scratch

FAMILIES = (rollup, acceptance, security, bulk, lists, figures, weights, access, digests, attack)
HEAD = ("row", "what", "goal", "measured", "holds")


def _numbers(text: str) -> set[int]:
    known = set().union(*(family.ROWS for family in FAMILIES))
    numbers = {int(word) for word in text.split(",") if word.strip().isdigit()}
    if not numbers or not numbers <= known:
        raise ArgumentTypeError(f"rows are of {', '.join(map(str, sorted(known)))}")
    return numbers


class Command(BaseCommand):
    help = "Measures Concert against the bare work, in databases of its own, and prints one table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=("small", "full"), default="small")
        parser.add_argument("--json", type=Path, default=settings.BASE_DIR / "bench.json", metavar="FILE")
        parser.add_argument("--rows", type=_numbers, default=None, metavar="1,2,...", help="these rows only")

    def handle(self, *args: Any, **options: Any) -> None:
        results: list[Result] = []
        begun = perf_counter()
        _quieten()
        for family in FAMILIES:
            wanted = family.ROWS & (options["rows"] or family.ROWS)
            if not wanted:
                continue
            with scratch() as base, _own_corner_of_the_broker(base.name):
                for result in family.measure(base, wanted, full=options["size"] == "full"):
                    results.append(result)
                    self.stderr.write(f"{result.row:>3}  {result.what}: {result.shown}")
        self.stdout.write(_table(results))
        took = perf_counter() - begun
        options["json"].write_text(_told(results, size=options["size"], seconds=took))
        missed = sum(not result.holds for result in results)
        self.stdout.write(
            f"\n{len(results)} measured in {took:.0f} s, {missed} beyond their goal: {options['json']}"
        )


def _quieten() -> None:
    """Say nothing of the work itself: what is logged is not what is measured."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


@contextmanager
def _own_corner_of_the_broker(name: str) -> Iterator[None]:
    """Wake-ups and cached things of the benchmarks stand apart from those of a running Concert."""
    options, cache = current_app.conf.broker_transport_options, settings.CACHES["default"]
    former = options["global_keyprefix"], cache["KEY_PREFIX"]
    options["global_keyprefix"], cache["KEY_PREFIX"] = f"{name}:", name
    client = redis.Redis.from_url(settings.REDIS_URL)
    try:
        yield
    finally:
        options["global_keyprefix"], cache["KEY_PREFIX"] = former
        for key in client.scan_iter(f"{name}*"):
            client.delete(key)
        client.close()


def _table(results: Sequence[Result]) -> str:
    lines = [(str(r.row), r.what, r.goal, r.shown, "yes" if r.holds else "NO") for r in results]
    widths = [max(len(line[column]) for line in [HEAD, *lines]) for column in range(len(HEAD))]
    told = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [HEAD, *lines]
    ]
    return "\n".join(
        [told[0].rstrip(), "  ".join("-" * width for width in widths), *(row.rstrip() for row in told[1:])]
    )


def _told(results: Sequence[Result], *, size: str, seconds: float) -> str:
    """The whole measurement as JSON: where it ran, and each line with the medians behind it in ms."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    told = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "size": size,
        "seconds": round(seconds, 1),
        "machine": {
            "processors": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "postgres": {"version": version, "fsync": fsync, "embedded": "postgres" in settings.EMBEDDED},
        "results": [result.as_json() for result in results],
    }
    return json.dumps(told, indent=2) + "\n"
