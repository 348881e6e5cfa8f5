"""Durable work: rows with a lease. Celery is only a wake-up; a sweep finds what a lost wake-up left.

A handler is registered with `@handler("app.verb")` in an engine module and must be idempotent. `enqueue` adds a
row in the caller's transaction and wakes a worker after commit; a broker that is down is logged, not raised.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from initiatives.kernel import clock, tenancy
from initiatives.models import Job

log = structlog.get_logger(__name__)

# Long enough from the claim to the lock that `run` holds; a worker that was killed loses that lock at once.
LEASE = timedelta(seconds=30)
ATTEMPTS = 8

# Which partners belong to which sector or place has changed: whoever keeps figures by group computes them again.
GROUPS_CHANGED = "initiatives.groups_changed"
# A partner has left (key: its id, a colon, the day): whoever asks something of it stops asking.
PARTNER_LEFT = "initiatives.partner_left"

Handler = Callable[[int, str], object]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: run the function as `f(initiative_id, key)` for jobs of this kind, inside the tenant."""

    def register(function: Handler) -> Handler:
        if HANDLERS.setdefault(kind, function) is not function:
            raise ValueError(f"two handlers for {kind}")
        return function

    return register


def enqueue(kind: str, key: str = "", delay: timedelta = timedelta()) -> None:
    """Add a job for the active initiative in the caller's transaction; wake a worker on commit."""
    now = clock.now()
    Job.objects.create(
        initiative_id=tenancy.active(), kind=kind, key=key, created_at=now, run_after=now + delay
    )
    if not delay:
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to look for due jobs. A broker that is down is not an error: the sweep will find them."""
    try:
        current_app.send_task("initiatives.run_jobs", retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError) as problem:
        log.warning("broker_down", error=type(problem).__name__)


@dataclass(frozen=True)
class Claim:
    """All due rows of one (initiative, kind, key), held under one lease."""

    lease: uuid.UUID
    initiative_id: int
    kind: str
    key: str
    ids: tuple[int, ...]
    attempts: int


def claim() -> Claim | None:
    """Take a lease on the longest-waiting group of due jobs, or return None when nothing is due."""
    now = clock.now()
    lease = uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH first AS (
                SELECT initiative_id, kind, key FROM initiatives_job
                WHERE dead_at IS NULL AND run_after <= %(now)s
                  AND (lease_until IS NULL OR lease_until < %(now)s)
                ORDER BY run_after, id LIMIT 1 FOR UPDATE SKIP LOCKED
            ), due AS (
                SELECT j.id FROM initiatives_job j JOIN first USING (initiative_id, kind, key)
                WHERE j.dead_at IS NULL AND j.run_after <= %(now)s
                  AND (j.lease_until IS NULL OR j.lease_until < %(now)s)
                FOR UPDATE OF j SKIP LOCKED
            )
            UPDATE initiatives_job j
            SET lease = %(lease)s, lease_until = %(until)s, attempts = j.attempts + 1
            FROM due WHERE j.id = due.id
            RETURNING j.id, j.initiative_id, j.kind, j.key, j.attempts
            """,
            {"now": now, "lease": lease, "until": now + LEASE},
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return Claim(
        lease, rows[0][1], rows[0][2], rows[0][3], tuple(row[0] for row in rows), max(row[4] for row in rows)
    )


def run(taken: Claim) -> bool:
    """Run the claimed work and mark it done; on failure release it with back-off, or bury it.

    Returns whether it succeeded. Effect and "done" commit together. The rows stay locked meanwhile, so that nobody
    else takes them while the work lasts, however long; rows that others took before the lock are left to them.
    """
    try:
        function = HANDLERS[taken.kind]
        with tenancy.tenant(taken.initiative_id):
            held = Job.objects.filter(id__in=taken.ids, lease=taken.lease).select_for_update(skip_locked=True)
            ids = list(held.values_list("id", flat=True))
            if not ids:
                return False
            function(taken.initiative_id, taken.key)
            Job.objects.filter(id__in=ids).delete()
    except Exception as problem:  # noqa: BLE001 - whatever went wrong is written on the row and tried again
        _release(taken, problem)
        return False
    return True


def _release(taken: Claim, problem: Exception) -> None:
    buried = taken.attempts >= ATTEMPTS
    pause = timedelta(seconds=min(3600, 2**taken.attempts) * random.uniform(0.5, 1.5))  # noqa: S311
    now = clock.now()
    Job.objects.filter(id__in=taken.ids, lease=taken.lease).update(
        lease=None,
        lease_until=None,
        run_after=now + pause,
        dead_at=now if buried else None,
        last_error=f"{type(problem).__name__}: {problem}"[:500],
    )
    log.error("job_buried" if buried else "job_failed", kind=taken.kind, exc_info=problem)


def run_due(until: datetime | None = None, limit: int = 1000) -> int:
    """Run due jobs one group after another; return how many groups were run. The worker's whole life."""
    done = 0
    while done < limit and (until is None or clock.now() < until):
        taken = claim()
        if taken is None:
            break
        run(taken)
        done += 1
    return done


def waiting() -> int:
    """Return how many jobs are still to be done."""
    return Job.objects.filter(dead_at=None).count()


def buried() -> list[Job]:
    """Return the jobs that failed too often and were put aside, the earliest first."""
    return list(Job.objects.exclude(dead_at=None).order_by("dead_at", "id"))


def retry(job_ids: list[int]) -> int:
    """Give buried jobs another life; returns how many."""
    return Job.objects.filter(id__in=job_ids, dead_at__isnull=False).update(
        dead_at=None, attempts=0, run_after=clock.now(), lease=None, lease_until=None
    )
