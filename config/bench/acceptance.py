"""Row 5: an acceptance over HTTP, and when it is seen, with a real web server and a real worker."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from uuid import UUID

import redis
from celery import current_app
from django.conf import settings

from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, ratio
from config.bench.rollup_statements import READY
from config.bench.scratch import Scratch
from config.bench.worker import ECHO, echoes
from config.bench.world import World
from config.processes import die_with_parent, end
from config.services import BASE_DIR
from initiatives.services.tokens import mint_token
from measurement import queries as measured
from measurement import services as measuring

ROWS = {5}
PARTNERS, INDICATORS, MONTHS = 100, 10, 11
ACCEPTED_WHILE_DOWN = 1000
KEYS = 100
ROWS_PER_KEY = 1 + len(worlds.SECTORS) + len(worlds.DISTRICTS) + 1
START_SECONDS = 60

# What the acceptance of ten figures must do at least: decide, make observations, roll them up; then commit.
DECIDE = """
UPDATE measurement_submission
SET state = 'accepted', version = version + 1, decided_at = now(), decided_by_id = %(user)s
WHERE initiative_id = %(initiative)s AND id = %(submission)s AND state = 'submitted'
"""
OBSERVE = """
INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end, cell_id, revision,
    status, numerator, entered_value, note, explanation, submission_id, accepted_at, accepted_by_id)
SELECT e.initiative_id, e.version_id, s.partner_id, c.period_start, c.period_end, e.cell_id, 1,
       e.status, e.value, e.value, e.note, e.explanation, s.id, now(), %(user)s
FROM measurement_entry e
JOIN measurement_submission s ON s.initiative_id = e.initiative_id AND s.id = e.submission_id
JOIN measurement_cycle c ON c.initiative_id = e.initiative_id AND c.id = s.cycle_id
WHERE e.initiative_id = %(initiative)s AND e.submission_id = %(submission)s
"""
CLEAR = """
DELETE FROM measurement_rollup
WHERE initiative_id = %(initiative)s AND version_id = ANY(%(versions)s) AND period_start = %(start)s
"""
SUM = """
INSERT INTO measurement_rollup (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id, numerator,
    value, reported, expected, left_out, coverage, coverage_basis, status, computed_at)
SELECT o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, o.cell_id,
       sum(o.numerator), sum(o.numerator), count(*), count(*), 0, 1, 'count', 'provisional', now()
FROM measurement_observation o JOIN bench_group g ON g.partner_id = o.partner_id
WHERE o.initiative_id = %(initiative)s AND o.version_id = ANY(%(versions)s) AND o.period_start = %(start)s
  AND o.superseded_at IS NULL AND o.status = 'reported'
GROUP BY o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, o.cell_id
"""

# One partner's hand-ins went through the door; the others' are copies of them.
COPIES = """
WITH copied AS (
    INSERT INTO measurement_submission (initiative_id, public_id, cycle_id, partner_id, state, version, reason, source,
        on_behalf, created_by_id, created_at, saved_at, submitted_by_id, submitted_at, self_accepted, return_reason)
    SELECT s.initiative_id, gen_random_uuid(), s.cycle_id, p.id, s.state, s.version, s.reason, s.source,
           s.on_behalf, s.created_by_id, s.created_at, s.saved_at, s.submitted_by_id, s.submitted_at, false, ''
    FROM measurement_submission s JOIN initiatives_partner p ON p.initiative_id = s.initiative_id
    WHERE s.initiative_id = %(initiative)s AND p.id <> s.partner_id
    RETURNING id, cycle_id
)
INSERT INTO measurement_entry (initiative_id, submission_id, version_id, cell_id, status, value, typed, note,
    explanation)
SELECT e.initiative_id, c.id, e.version_id, e.cell_id, e.status, e.value, e.typed, e.note, e.explanation
FROM copied c
JOIN measurement_submission s ON s.initiative_id = %(initiative)s AND s.cycle_id = c.cycle_id
JOIN measurement_entry e ON e.initiative_id = s.initiative_id AND e.submission_id = s.id
"""


class Hand:
    """The hand-ins that wait, each used once: (id, public id, first day of the period)."""

    def __init__(self, world: World, owner: Any) -> None:
        self.world, self.owner = world, owner
        found = owner.execute(
            "SELECT s.id, s.public_id::text, c.period_start FROM measurement_submission s"
            " JOIN measurement_cycle c ON c.id = s.cycle_id"
            " WHERE s.initiative_id = %s AND s.state = 'submitted' ORDER BY c.period_start, s.partner_id",
            [world.pk],
        )
        self.waiting = found.fetchall()
        self.next: Any = None
        with world.entered():
            self.versions = worlds.versions(world)

    def take(self) -> None:
        """Go on to the next hand-in."""
        self.next = self.waiting.pop(0)

    def seen(self) -> int:
        """How many figures are rolled up in the period of the hand-in taken last."""
        row = self.owner.execute(
            "SELECT coalesce(sum(reported), 0) FROM measurement_rollup WHERE initiative_id = %s"
            " AND version_id = ANY(%s) AND period_start = %s AND axis = 'total'",
            [self.world.pk, self.versions, self.next[2]],
            prepare=True,
        ).fetchone()
        return int(row[0])

    def bare(self) -> None:
        """Accept the hand-in taken last, and roll it up, in one transaction of plain SQL."""
        values = {
            "initiative": self.world.pk,
            "submission": self.next[0],
            "user": self.world.lead.pk,
            "versions": self.versions,
            "start": self.next[2],
        }
        with self.owner.transaction():
            for statement in (DECIDE, OBSERVE, CLEAR, SUM):
                self.owner.execute(statement, values, prepare=True)


class Caller:
    """A client of the API whose connection is open already when it asks."""

    def __init__(self, port: int, token: str, slug: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.slug = slug
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def connect(self) -> None:
        """Open a fresh connection."""
        self.connection.close()
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def accept(self, public_id: str) -> None:
        """Accept a hand-in. Raises RuntimeError when it is not accepted."""
        address = f"/api/v1/initiatives/{self.slug}/submissions/{public_id}/accept/"
        self.connection.request("POST", address, body=b"{}", headers=self.headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answers {answer.status}: {told[:300]!r}")


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    world = worlds.initiative("accept", partners=PARTNERS, indicators=INDICATORS)
    periods = worlds.months(MONTHS)
    with world.entered() as actor:
        first = worlds.rows(world, periods)[: len(periods) * INDICATORS]
        measuring.load(actor, first, submit=True, accept=False)
    owner = scratch.as_tenant(world.initiative)
    owner.execute(COPIES, {"initiative": world.pk})
    worlds.work()
    owner.execute(READY)
    scratch.analyse()
    hand = Hand(world, owner)
    token = mint_token(world.lead, name="bench", scopes=["submit"])[1]
    with _web(scratch) as port:
        caller = Caller(port, token, world.initiative.slug)

        def next_call() -> None:
            hand.take()
            caller.connect()

        sides = alternately(
            Side("over HTTP", lambda: caller.accept(hand.next[1]), next_call),
            Side("bare transaction", hand.bare, hand.take),
            rounds=15,
            warm=5,
        )
        yield ratio(5, "acceptance of ten figures over HTTP", sides, 3)
        with _worker(scratch):
            yield _visible(scratch, caller, hand)
    yield _while_down(scratch, world, hand)


def _visible(scratch: Scratch, caller: Caller, hand: Hand) -> Result:
    """Until an acceptance is seen in the roll-up, beside an empty task's way there and back and the bare work."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=None)
    aim = 0

    def take() -> None:
        nonlocal aim
        _wait(lambda: _idle(hand.owner))
        hand.take()
        aim = hand.seen() + INDICATORS
        caller.connect()

    def accept() -> None:
        caller.accept(hand.next[1])
        _wait(lambda: hand.seen() >= aim)

    def echo() -> None:
        current_app.send_task(ECHO, ["here"], ignore_result=True)
        if client.blpop([echoes(scratch.name)], timeout=10) is None:
            raise RuntimeError("The worker does not answer.")

    # The first acceptance leaves the roll-up of everything accepted before to the worker.
    sides = alternately(
        Side("seen", accept, take),
        Side("no-op task", echo, lambda: _wait(lambda: _idle(hand.owner))),
        Side("bare transaction", hand.bare, take),
        rounds=15,
        warm=3,
    )
    client.close()
    least = {"seen": sides["seen"], "no-op task and bare": sides["no-op task"] + sides["bare transaction"]}
    return ratio(5, "until the worker has rolled it up", least, 3)


def _while_down(scratch: Scratch, world: World, hand: Hand) -> Result:
    """Accept a thousand hand-ins without a worker; count what it computes when it is back."""
    waiting = hand.waiting[-ACCEPTED_WHILE_DOWN:]
    for _id, public_id, _start in waiting:
        with world.entered() as actor:
            measuring.accept(actor, measured.submission(actor, UUID(public_id)))
    keys = len({start for _id, _public, start in waiting}) * INDICATORS
    if (len(waiting), keys) != (ACCEPTED_WHILE_DOWN, KEYS):
        raise RuntimeError(
            f"{len(waiting)} hand-ins on {keys} keys were accepted: not what is to be measured."
        )
    before = _inserted(hand.owner)
    with _worker(scratch):
        _wait(lambda: _idle(hand.owner), seconds=START_SECONDS)
    computed = (_inserted(hand.owner) - before) / ROWS_PER_KEY
    return Result(5, "1,000 acceptances on 100 keys, worker down: recomputations", computed, KEYS, unit="")


def _inserted(owner: Any) -> int:
    """How many roll-up rows were ever put in; sessions tell their share as they end, or a second later."""
    time.sleep(2)
    owner.execute("SELECT pg_stat_clear_snapshot()")
    row = owner.execute(
        "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'measurement_rollup'"
    ).fetchone()
    return int(row[0])


def _idle(owner: Any) -> bool:
    row = owner.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM initiatives_job) AND NOT EXISTS (SELECT 1 FROM measurement_dirtykey)"
    ).fetchone()
    return bool(row[0])


def _wait(reached: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise RuntimeError(f"The worker has not done its work within {seconds} seconds.")
        time.sleep(0.0005)


# Processes --------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _program(scratch: Scratch, name: str, words: list[str], **environment: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=BASE_DIR,
        env={**scratch.environment, "CONCERT_PROCESS": name, "LOG_LEVEL": "ERROR", **environment},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        yield
    finally:
        end(process, signal.SIGTERM, signal.SIGKILL, seconds=20)


@contextlib.contextmanager
def _web(scratch: Scratch) -> Iterator[int]:
    """gunicorn as `serve` runs it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    with _program(scratch, "web", words, PORT=str(port)):
        _wait(lambda: _answers(port), seconds=START_SECONDS)
        yield port


def _answers(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
    except (URLError, OSError):
        time.sleep(0.1)
        return False
    return True


@contextlib.contextmanager
def _worker(scratch: Scratch) -> Iterator[None]:
    """Concert's worker as `serve` runs it, with the echo besides."""
    words = [
        "celery",
        "--quiet",
        "-A",
        "config.bench.worker",
        "worker",
        "--loglevel=WARNING",
        "--concurrency=2",
    ]
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=None)
    with _program(scratch, "worker", [*words, "--without-gossip"]):
        current_app.send_task(ECHO, ["up"], ignore_result=True)
        if client.blpop([echoes(scratch.name)], timeout=START_SECONDS) is None:
            raise RuntimeError("The worker does not come up.")
        client.close()
        yield
