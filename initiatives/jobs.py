"""Durable work: rows with a lease. Celery is only a wake-up; a sweep finds what a lost wake-up left.

A handler is registered with `@handler("app.verb")` in an engine module and must be idempotent. `enqueue` adds a
row in the caller's transaction and wakes a worker after commit; a broker that is down is logged, not raised.
What fails too often is buried: kept, listed, and done no more until somebody asks for it.
"""

import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.db import connection, transaction
from django.db.models import Count, F, Min, Q
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from initiatives.kernel import clock, faults, tenancy
from initiatives.models import Job

log = structlog.get_logger(__name__)

# Long enough from the claim to the lock that `run` holds; a worker that was killed loses that lock at once.
LEASE = timedelta(seconds=30)
# Work outside any transaction holds no lock: for so long nobody else does it. Mail servers and the like are asked
# with time limits far below it.
OUTSIDE_LEASE = timedelta(minutes=5)
ATTEMPTS = 8
# The world outside may be away for hours.
OUTSIDE_ATTEMPTS = 20
BUSY_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = 3600
# Daily work of all initiatives does not come at one moment.
HOUR = timedelta(hours=1)
WORKER_LOST = "the worker was lost"

# Which partners belong to which sector or place has changed, or how few people may be seen: whoever keeps figures
# by group computes and decides on them again.
GROUPS_CHANGED = "initiatives.groups_changed"
# A partner has left (key: its id, a colon, the day): whoever asks something of it stops asking.
PARTNER_LEFT = "initiatives.partner_left"
# It takes part again (key: its id): they ask again.
PARTNER_RETURNED = "initiatives.partner_returned"

Handler = Callable[[int, str], object]
HANDLERS: dict[str, Handler] = {}
OUTSIDE: set[str] = set()


class Busy(Exception):
    """Raised by a handler when somebody else holds what it needs: it is tried again soon, and none has failed.

    A lock that was not to be had within the session's lock_timeout is taken for the same.
    """


def handler(kind: str, *, outside: bool = False) -> Callable[[Handler], Handler]:
    """Decorator: run the function as `f(initiative_id, key)` for jobs of this kind.

    It runs inside the tenant, and its effect commits together with the end of the job. One that reaches `outside`
    (mail, other servers) runs in no transaction and no tenant: it opens its own, and may be repeated after it
    has done its work.
    """

    def register(function: Handler) -> Handler:
        if HANDLERS.setdefault(kind, function) is not function:
            raise ValueError(f"two handlers for {kind}")
        if outside:
            OUTSIDE.add(kind)
        return function

    return register


def _after(kind: str) -> str:
    return f"{kind}.buried"


def on_buried(*kinds: str) -> Callable[[Handler], Handler]:
    """Decorator: run the function as `f(initiative_id, key)`, inside the tenant, once a job of a kind was buried.

    It is a job of its own, enqueued together with the burial: durable, and idempotent like every handler.
    """

    def register(function: Handler) -> Handler:
        for kind in kinds:
            handler(_after(kind))(function)
        return function

    return register


def enqueue(kind: str, key: str = "", delay: timedelta = timedelta()) -> None:
    """Add a job for the active initiative in the caller's transaction; wake a worker on commit."""
    _add(tenancy.active(), kind, key, delay)
    if not delay:
        transaction.on_commit(wake, robust=True)


def enqueue_for_all(kind: str, *, spread: timedelta = timedelta()) -> None:
    """Add a job for every initiative, spread evenly over this time so that they do not come all at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.initiative_ids()")
        identifiers = [row[0] for row in cursor.fetchall()]
    for number, identifier in enumerate(identifiers):
        with tenancy.tenant(identifier):
            enqueue(kind, delay=spread * number / len(identifiers))


def _add(initiative_id: int, kind: str, key: str, delay: timedelta = timedelta()) -> None:
    now = clock.now()
    Job.objects.create(initiative_id=initiative_id, kind=kind, key=key, created_at=now, run_after=now + delay)


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
    """Take a lease on the longest-waiting group of due jobs, or return None when nothing is due.

    A group whose attempts all ended with the death of their worker is buried on the way.
    """
    while (taken := _lease()) is not None:
        if taken.attempts <= _attempts(taken.kind):
            return taken
        _bury(taken, WORKER_LOST, attempts=F("attempts") - 1)
    return None


def _attempts(kind: str) -> int:
    return OUTSIDE_ATTEMPTS if kind in OUTSIDE else ATTEMPTS


def _lease() -> Claim | None:
    """Lease a group of due jobs and count an attempt. Whoever takes it after a killed worker waits longer each time."""
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
            SET lease = %(lease)s, lease_until = %(until)s, attempts = j.attempts + 1,
                run_after = %(now)s + make_interval(secs => least(%(longest)s, power(2, least(j.attempts, 20))))
            FROM due WHERE j.id = due.id
            RETURNING j.id, j.initiative_id, j.kind, j.key, j.attempts
            """,
            {"now": now, "lease": lease, "until": now + LEASE, "longest": LONGEST_PAUSE},
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return Claim(
        lease, rows[0][1], rows[0][2], rows[0][3], tuple(row[0] for row in rows), max(row[4] for row in rows)
    )


def run(taken: Claim) -> bool:
    """Run the claimed work and mark it done; on failure release it with back-off, or bury it.

    Returns whether it was done. Effect and "done" commit together (save for what reaches outside). The rows stay
    locked meanwhile, so that nobody else takes them while the work lasts, however long; rows that others took
    before the lock are left to them.
    """
    try:
        function = HANDLERS[taken.kind]
        return (_run_outside if taken.kind in OUTSIDE else _run_inside)(taken, function)
    except Exception as problem:  # noqa: BLE001 - whatever went wrong is written on the row and tried again
        if isinstance(problem, Busy) or faults.sqlstate(problem) == faults.LOCK_NOT_AVAILABLE:
            _give_back(taken)
        else:
            _release(taken, problem)
        return False


def _run_inside(taken: Claim, function: Handler) -> bool:
    with tenancy.tenant(taken.initiative_id):
        # Waited for, not skipped: whoever looks for work holds a row for a moment, and it would stay leased, not done.
        held = Job.objects.filter(id__in=taken.ids, lease=taken.lease).select_for_update()
        ids = list(held.values_list("id", flat=True))
        if not ids:
            return False
        function(taken.initiative_id, taken.key)
        Job.objects.filter(id__in=ids).delete()
    return True


def _run_outside(taken: Claim, function: Handler) -> bool:
    held = Job.objects.filter(id__in=taken.ids, lease=taken.lease)
    if not held.update(lease_until=clock.now() + OUTSIDE_LEASE):
        return False
    function(taken.initiative_id, taken.key)
    held.delete()
    return True


def _pause(seconds: float) -> timedelta:
    return timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311


def _give_back(taken: Claim) -> None:
    """Release the work as if it had not been taken."""
    Job.objects.filter(id__in=taken.ids, lease=taken.lease).update(
        lease=None,
        lease_until=None,
        run_after=clock.now() + _pause(BUSY_PAUSE.total_seconds()),
        attempts=F("attempts") - 1,
    )
    log.info("job_waits", kind=taken.kind)


def _release(taken: Claim, problem: Exception) -> None:
    """Give the work back for another attempt, or bury it after the last. Only `described` is kept of the problem."""
    told = faults.described(problem)
    if taken.attempts >= _attempts(taken.kind):
        _bury(taken, told)
    else:
        Job.objects.filter(id__in=taken.ids, lease=taken.lease).update(
            lease=None,
            lease_until=None,
            run_after=clock.now() + _pause(min(LONGEST_PAUSE, 2**taken.attempts)),
            last_error=told[:500],
        )
    log.error("job_failed", kind=taken.kind, fault=told, trace=faults.traced(problem))


def _bury(taken: Claim, told: str, **columns: object) -> None:
    """Put the work aside, and ask for what is to follow on it, in one transaction."""
    with transaction.atomic():
        rows = Job.objects.filter(id__in=taken.ids, lease=taken.lease)
        now = clock.now()
        if not rows.update(dead_at=now, lease=None, lease_until=None, last_error=told[:500], **columns):
            return
        if _after(taken.kind) in HANDLERS:
            _add(taken.initiative_id, _after(taken.kind), taken.key)
    log.error("job_buried", kind=taken.kind, fault=told)


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


def buried(initiative_id: int | None = None) -> list[Job]:
    """Return the jobs (of one initiative) that failed too often and were put aside, the earliest first."""
    rows = Job.objects.exclude(dead_at=None).order_by("dead_at", "id")
    return list(rows if initiative_id is None else rows.filter(initiative_id=initiative_id))


@dataclass(frozen=True)
class Load:
    """How much work of one kind there is for an initiative: how many pieces wait, of which so many were tried and
    failed; how many were put aside; when the next one that is for later is to be done.
    """

    kind: str
    waits: int
    troubled: int
    failed: int
    due: datetime | None


def loads(initiative_id: int, kinds: Iterable[str]) -> list[Load]:
    """Return the work of some kinds that an initiative has, kind by kind. One query."""
    alive = Q(dead_at=None)
    rows = Job.objects.filter(initiative_id=initiative_id, kind__in=list(kinds)).order_by().values("kind")
    found = rows.annotate(
        waits=Count("id", filter=alive),
        troubled=Count("id", filter=alive & ~Q(last_error="")),
        failed=Count("id", filter=~alive),
        due=Min("run_after", filter=alive & Q(run_after__gt=clock.now())),
    )
    return [Load(**row) for row in found]


def retry(job_ids: list[int]) -> int:
    """Give buried jobs another life; returns how many."""
    return Job.objects.filter(id__in=job_ids, dead_at__isnull=False).update(
        dead_at=None, attempts=0, run_after=clock.now(), lease=None, lease_until=None
    )
