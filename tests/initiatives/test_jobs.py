"""Durable work: claimed under a lease, done together with its effect, tried again, at last put aside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.tenancy import NoTenant, active, tenant
from initiatives.models import Event, Initiative, Job
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
        assert job.last_error == "ValueError: no luck"
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
