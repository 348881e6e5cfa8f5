"""A letter leaves when what it promises is committed, and no transaction is open."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection

import initiatives.tasks  # noqa: F401 - the worker's handlers
from initiatives import jobs, queries, services
from initiatives.models import Job
from initiatives.services.invitations import standing_of
from tests import factories
from tests.databases import ClonedDatabase
from tests.initiatives.test_invitations import secret_in


def test_the_link_works_already_when_the_letter_leaves(
    cloned_database: ClonedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = factories.user("ana@riverbend.example", name="Ana")
    factories.initiative("riverbend", lead=ana)
    Job.objects.all().delete()
    with queries.enter(ana, "riverbend") as actor:
        services.invite(actor, email="nina@example.org", role="funder")
    seen: list[Any] = []

    def send(letter: Any) -> None:
        seen.append(connection.in_atomic_block)
        seen.extend(cloned_database.race(1, lambda number: standing_of(secret_in(letter))[1]))

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)

    assert jobs.run_due() == 1
    assert seen == [False, ""]
    assert not Job.objects.exists()
