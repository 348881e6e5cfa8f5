"""A worker that is killed, a broker that is gone: the roll-up is right in the end, exactly once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from config.celery import app
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from measurement import services
from measurement.models import DirtyKey, Observation, Rollup
from tests.databases import ClonedDatabase
from tests.factories.scene import Scene

FIGURE = {"indicator": "n", "value": 7}


@pytest.fixture
def scene(cloned_database: ClonedDatabase) -> Scene:
    """Three partners, one figure, the cycle open."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C")
    made.indicator("n")
    made.cycle("2024-Q1")
    made.work()
    return made


@contextlib.contextmanager
def worker(cloned_database: ClonedDatabase) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker with its sweep, on the test's database."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--pool=solo"]
    process = subprocess.Popen(
        [
            *command,
            "--loglevel=ERROR",
            "--without-gossip",
            "--without-mingle",
            "-B",
            "--schedule=" + _schedule(),
        ],
        cwd=settings.BASE_DIR,
        env=cloned_database.environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def _schedule() -> str:
    return f"/tmp/concert-beat-{os.getpid()}-{time.monotonic_ns()}"


def eventually(true: Callable[[], object], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return bool(true())


def waiting_backends() -> int:
    """How many connections wait for an advisory lock in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.slow
@pytest.mark.alone
def test_a_worker_killed_in_the_middle_leaves_its_work_to_the_next(
    cloned_database: ClonedDatabase, scene: Scene
) -> None:
    made = scene.hand_in(scene.lead, "A", "2024-Q1", [FIGURE])
    with worker(cloned_database) as first, tenant(scene.where):
        # The roll-up cannot begin, however quick the worker is: so it is killed right after the acceptance.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('measurement.recompute', %s))",
                [scene.where.pk],
            )
        scene_accept(cloned_database, scene, made)
        assert eventually(waiting_backends), "the worker never came to the roll-up"
        first.kill()
        first.wait(20)
        assert not Rollup.objects.exists()
        assert DirtyKey.objects.exists()
    assert jobs.Job.objects.exists()

    assert eventually(lambda: not waiting_backends())
    jobs.Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    with worker(cloned_database):
        assert eventually(lambda: not jobs.Job.objects.exists()), "the work was left lying"

    assert scene.point("n").value == 7
    assert scene.stale() == []
    with tenant(scene.where):
        assert [(o.revision, o.superseded_at) for o in Observation.objects.all()] == [(1, None)]
        assert not DirtyKey.objects.exists()


def scene_accept(cloned_database: ClonedDatabase, scene: Scene, made: object) -> None:
    """Accept in another thread, whose transaction commits while this one stays open."""

    def accept(_number: int) -> str:
        with scene.acting() as actor:
            return str(services.accept(actor, made).state)  # type: ignore[arg-type]

    assert cloned_database.race(1, accept) == ["accepted"]


def test_a_broker_that_is_gone_stops_no_acceptance_and_the_sweep_finds_the_work(
    cloned_database: ClonedDatabase, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Celery("gone", broker="redis://127.0.0.1:1/0", set_as_current=False)
    gone.conf.update({name: app.conf[name] for name in ("task_publish_retry", "broker_transport_options")})
    monkeypatch.setattr(jobs, "current_app", gone)
    made = scene.hand_in(scene.lead, "A", "2024-Q1", [FIGURE])
    began = time.monotonic()
    with scene.acting() as actor:
        done = services.accept(actor, made)
    assert done.state == "accepted"
    assert time.monotonic() - began < 10
    assert scene.points("n") == []
    assert jobs.Job.objects.exists()

    monkeypatch.undo()
    app.loader.import_default_modules()
    app.tasks["initiatives.run_jobs"]()

    assert scene.point("n").value == 7
    assert not jobs.Job.objects.exists()
    with tenant(scene.where):
        assert Observation.objects.count() == 1
