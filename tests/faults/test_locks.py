"""A lock that somebody else holds delays work; it is no failure of the work."""

import pytest
from django.db import connection

from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Job
from tests import factories
from tests.databases import ClonedDatabase


def test_work_that_waited_in_vain_for_a_lock_is_given_back(
    cloned_database: ClonedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = factories.initiative()
    Job.objects.all().delete()

    def lock(initiative_id: int, key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            cursor.execute("SELECT pg_advisory_xact_lock(77)")

    monkeypatch.setitem(jobs.HANDLERS, "test.lock", lock)
    with tenant(where):
        jobs.enqueue("test.lock")
    with tenant(where), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(77)")
        assert cloned_database.race(1, lambda number: jobs.run_due()) == [1]
    job = Job.objects.get()
    assert (job.attempts, job.lease, job.last_error) == (0, None, "")

    with clock.at(job.run_after):
        assert jobs.run_due() == 1
    assert not Job.objects.exists()
