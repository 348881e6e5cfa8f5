"""Durable work: claimed under a lease, done together with its effect, tried again, at last put aside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from structlog.testing import capture_logs

from initiatives import jobs, tasks
from initiatives.kernel import clock
from initiatives.kernel.tenancy import NoTenant, active, tenant
from initiatives.models import Event, Initiative, Job, User
from tests import factories

pytestmark = pytest.mark.django_db
Ran = list[tuple[int, str]]


@pytest.fixture
def where() -> Initiative:
    """An initiative without open work."""
    made = factories.initiative()
    Job.objects.all().delete()
    return made


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    """What the handler of "test.note" was called with."""
    calls: Ran = []
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda initiative_id, key: calls.append((active(), key)))
    return calls


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, where: Initiative) -> Callable[[], Any]:
    """Enqueues a job whose handler writes an event and then fails."""

    def fail(initiative_id: int, key: str) -> None:
        Event.objects.create(key="test.half", happened_at=clock.now(), subject="test:1")
        raise ValueError("no luck")

    monkeypatch.setitem(jobs.HANDLERS, "test.fail", fail)

    def enqueue() -> Job:
        with tenant(where):
            jobs.enqueue("test.fail")
        return Job.objects.get(kind="test.fail")

    return enqueue


def test_work_runs_inside_its_initiative_once_for_all_that_ask_the_same(where: Initiative, ran: Ran) -> None:
    with tenant(where):
        for key in ("a", "a", "b"):
            jobs.enqueue("test.note", key)

    assert jobs.run_due() == 2

    assert sorted(ran) == [(where.pk, "a"), (where.pk, "b")]
    assert not Job.objects.exists()
    assert jobs.run_due() == 0


def test_work_is_asked_for_only_within_an_initiative() -> None:
    with pytest.raises(NoTenant):
        jobs.enqueue("test.note")


def test_what_is_for_later_waits(where: Initiative, ran: Ran) -> None:
    with tenant(where):
        jobs.enqueue("test.note", delay=timedelta(hours=1))
    assert jobs.run_due() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        assert jobs.run_due() == 1
    assert len(ran) == 1


def test_a_failure_leaves_no_effect_and_waits_longer_each_time(
    where: Initiative, failing: Callable[[], Job]
) -> None:
    job = failing()
    moment, pauses = clock.now(), []
    for _attempt in range(4):
        with clock.at(moment):
            assert jobs.run_due() == 1
        job.refresh_from_db()
        assert (job.lease, job.dead_at) == (None, None)
        assert job.last_error == "ValueError"
        pauses.append((job.run_after - moment).total_seconds())
        with clock.at(moment):
            assert jobs.run_due() == 0
        moment = job.run_after
    assert [0.5 * 2**n <= pause <= 1.5 * 2**n for n, pause in enumerate(pauses, start=1)] == [True] * 4
    with tenant(where):
        assert not Event.objects.filter(key="test.half").exists()


def test_what_fails_too_often_is_put_aside_and_can_be_tried_again(
    where: Initiative, failing: Callable[[], Job], ran: Ran
) -> None:
    job = failing()
    for _attempt in range(jobs.ATTEMPTS):
        with clock.at(Job.objects.get().run_after):
            jobs.run_due()
    with clock.at(clock.now() + timedelta(days=2)):
        assert jobs.run_due() == 0
    job.refresh_from_db()
    assert (job.attempts, job.dead_at is not None) == (jobs.ATTEMPTS, True)

    Job.objects.update(kind="test.note")
    assert jobs.retry([job.pk, 0]) == 1
    assert jobs.run_due() == 1
    assert ran and not Job.objects.exists()


def test_an_unknown_kind_of_work_is_kept(where: Initiative) -> None:
    with tenant(where):
        jobs.enqueue("test.unheard_of")
    assert jobs.run_due() == 1
    assert Job.objects.get().last_error.startswith("KeyError")


def test_a_lease_that_ran_out_is_taken_over_and_the_late_one_does_nothing(
    where: Initiative, ran: Ran
) -> None:
    with tenant(where):
        jobs.enqueue("test.note")
    late = jobs.claim()
    assert late is not None
    assert jobs.claim() is None
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        taken = jobs.claim()
    assert taken is not None
    assert (taken.ids, taken.attempts) == (late.ids, 2)

    assert jobs.run(late) is False
    assert ran == []
    assert jobs.run(taken) is True
    assert len(ran) == 1


def test_two_initiatives_work_is_never_mixed(where: Initiative, ran: Ran) -> None:
    other = factories.initiative()
    for each in (where, other):
        with tenant(each):
            jobs.enqueue("test.note", "same")
    assert jobs.run_due() == 2
    assert {initiative_id for initiative_id, _key in ran} == {where.pk, other.pk}


def test_what_was_put_aside_is_listed_and_tried_again_by_a_command(
    where: Initiative, failing: Callable[[], Job], capsys: pytest.CaptureFixture[str]
) -> None:
    job = failing()
    call_command("jobs")
    assert "1 waiting, 0 put aside" in capsys.readouterr().out
    Job.objects.update(dead_at=clock.now(), last_error="ValueError: no luck")

    call_command("jobs")
    told = capsys.readouterr().out
    assert f"{job.pk}  test.fail" in told
    assert "ValueError: no luck" in told
    call_command("jobs", "--retry", str(job.pk))
    assert Job.objects.get().dead_at is None


def kill_workers(times: int) -> None:
    """Claim the due work so often, and each time never come back."""
    for _time in range(times):
        taken = jobs.claim()
        assert taken is not None
        Job.objects.update(lease_until=clock.now() - timedelta(seconds=1), run_after=clock.now())


def test_what_kills_its_worker_each_time_is_put_aside_and_the_next_is_taken(
    where: Initiative, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(jobs.HANDLERS, "test.kill", lambda initiative_id, key: ran.append((0, "killer")))
    with tenant(where):
        jobs.enqueue("test.kill")
    kill_workers(jobs.ATTEMPTS)
    with tenant(where):
        jobs.enqueue("test.note", "innocent")

    assert jobs.run_due() == 1

    assert ran == [(where.pk, "innocent")]
    [job] = jobs.buried()
    assert (job.kind, job.attempts, job.last_error) == ("test.kill", jobs.ATTEMPTS, jobs.WORKER_LOST)
    assert jobs.claim() is None


def test_after_a_killed_worker_the_work_waits_longer_each_time(where: Initiative, ran: Ran) -> None:
    with tenant(where):
        jobs.enqueue("test.note")
    pauses = []
    with clock.at(clock.now()):
        for _attempt in range(4):
            assert jobs.claim() is not None
            pauses.append((Job.objects.get().run_after - clock.now()).total_seconds())
            Job.objects.update(lease_until=clock.now() - timedelta(seconds=1), run_after=clock.now())
    assert pauses == [1, 2, 4, 8]


def test_who_finds_it_busy_gives_the_work_back_however_often(
    where: Initiative, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(initiative_id: int, key: str) -> None:
        Event.objects.create(key="test.half", happened_at=clock.now(), subject="test:1")
        raise jobs.Busy

    monkeypatch.setitem(jobs.HANDLERS, "test.busy", busy)
    with tenant(where):
        jobs.enqueue("test.busy")
    for _time in range(2 * jobs.ATTEMPTS):
        before = clock.now()
        assert jobs.run_due() == 1
        job = Job.objects.get()
        assert (job.attempts, job.lease, job.dead_at, job.last_error) == (0, None, None, "")
        assert before < job.run_after < clock.now() + 2 * jobs.BUSY_PAUSE
        Job.objects.update(run_after=clock.now())
    with tenant(where):
        assert not Event.objects.filter(key="test.half").exists()

    monkeypatch.setitem(jobs.HANDLERS, "test.busy", jobs.HANDLERS["test.note"])
    assert jobs.run_due() == 1
    assert ran and not Job.objects.exists()


def test_who_asked_learns_of_the_burial_once(
    where: Initiative, failing: Callable[[], Job], ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Ran = []

    def tell(initiative_id: int, key: str) -> None:
        told.append((active(), key))

    monkeypatch.setattr(jobs, "HANDLERS", dict(jobs.HANDLERS))
    jobs.on_buried("test.fail", "test.kill")(tell)
    monkeypatch.setitem(jobs.HANDLERS, "test.kill", lambda initiative_id, key: None)
    failing()
    for _attempt in range(jobs.ATTEMPTS):
        assert told == []
        Job.objects.update(run_after=clock.now())
        jobs.run_due()
    jobs.run_due()
    assert told == [(where.pk, "")]

    with tenant(where):
        jobs.enqueue("test.kill", "k")
    kill_workers(jobs.ATTEMPTS)
    jobs.run_due()
    assert told == [(where.pk, ""), (where.pk, "k")]
    assert {job.kind for job in Job.objects.all()} == {"test.fail", "test.kill"}


def test_neither_row_nor_log_holds_what_a_person_wrote(
    where: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = factories.user(f"{'x' * 3}secret@riverbend.example").email

    def twice(initiative_id: int, key: str) -> None:
        try:
            once(initiative_id, key)
        except Exception as problem:
            raise ValueError(f"{address} is not new") from problem

    def once(initiative_id: int, key: str) -> None:
        User.objects.create(email=address)

    monkeypatch.setitem(jobs.HANDLERS, "test.once", once)
    monkeypatch.setitem(jobs.HANDLERS, "test.twice", twice)
    with tenant(where):
        jobs.enqueue("test.once")
        jobs.enqueue("test.twice")
    with capture_logs() as logged:
        assert jobs.run_due() == 2

    kept = dict(Job.objects.values_list("kind", "last_error"))
    assert kept == {
        "test.once": "IntegrityError 23505 initiatives_user_email_key",
        "test.twice": "ValueError",
    }
    assert address not in str(logged)
    assert "in once" in logged[0]["trace"]
    assert "in once" in logged[1]["trace"] and "in twice" in logged[1]["trace"]
    assert "UniqueViolation 23505 initiatives_user_email_key" in str(logged)


def test_what_reaches_outside_runs_in_no_tenant_and_is_taken_by_nobody_else_meanwhile(
    where: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def send(initiative_id: int, key: str) -> None:
        with pytest.raises(NoTenant):
            active()
        with clock.at(clock.now() + 2 * jobs.LEASE):
            seen.append((initiative_id, key, jobs.claim()))
        if len(seen) == 1:
            raise OSError("no route")

    monkeypatch.setattr(jobs, "OUTSIDE", {"test.send"})
    monkeypatch.setitem(jobs.HANDLERS, "test.send", send)
    with tenant(where):
        jobs.enqueue("test.send", "5")
    assert jobs.run_due() == 1
    assert Job.objects.get().last_error == "OSError"
    Job.objects.update(run_after=clock.now())
    assert jobs.run_due() == 1
    assert seen == [(where.pk, "5", None)] * 2
    assert not Job.objects.exists()


def test_a_busy_queue_ends_the_task_in_time_and_wakes_another(
    where: Initiative, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    start = clock.now()
    moment = [start]

    def work(initiative_id: int, key: str) -> None:
        ran.append((initiative_id, key))
        moment[0] += timedelta(seconds=50)

    monkeypatch.setattr(jobs.clock, "now", lambda: moment[0])
    monkeypatch.setattr(jobs, "wake", lambda: woken.append(1))
    monkeypatch.setitem(jobs.HANDLERS, "test.note", work)
    with tenant(where):
        for key in "abcde":
            jobs.enqueue("test.note", key)

    tasks.run_jobs()
    assert (len(ran), len(woken)) == (3, 1)

    tasks.run_jobs()
    assert (len(ran), len(woken)) == (5, 1)
