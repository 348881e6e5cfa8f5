"""The role that serves, the probes that tell, and the owner that migrates."""

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, connections
from django.test import Client, override_settings

from config import drain, guard, health
from tests import databases
from tests.databases import ClonedDatabase


@pytest.fixture
def serving_as_owner(cloned_database: ClonedDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default connection logs in as the owner of the tables."""
    owner = connections.settings["owner"]
    connections["default"].close()
    for part in ("USER", "PASSWORD"):
        monkeypatch.setitem(connections.settings["default"], part, owner[part])


def test_the_owner_is_refused(serving_as_owner: None) -> None:
    assert "owns the database" in guard.role_fault()
    with pytest.raises(ImproperlyConfigured, match="concert_owner owns"):
        guard.refuse_unsafe_role()
    with pytest.raises(SystemCheckError, match=r"concert\.E001"):
        call_command("check", databases=["default"])


def test_an_owner_makes_the_server_unready(serving_as_owner: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "owns the database" in answer.json()["faults"]["database"]


@pytest.mark.parametrize(
    ("superuser", "bypasses", "owns", "word"),
    [(True, True, True, "superuser"), (False, True, False, "bypasses"), (False, False, True, "owns")],
)
def test_each_fault_of_a_role_is_told(
    monkeypatch: pytest.MonkeyPatch, superuser: bool, bypasses: bool, owns: bool, word: str, db: None
) -> None:
    monkeypatch.setattr(guard, "QUESTION", f"SELECT {superuser}, {bypasses}, {owns}")
    assert word in guard.role_fault()


def test_the_application_role_may_serve(cloned_database: ClonedDatabase) -> None:
    guard.refuse_unsafe_role()
    call_command("check", databases=["default"])


def test_ready_when_role_and_migrations_are_right(cloned_database: ClonedDatabase, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (200, {})
    assert answer["Cache-Control"] == "no-store"


def test_unready_while_a_migration_is_missing(
    cloned_database: ClonedDatabase, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["faults"] == {"database": "1 migrations are not applied."}


def test_unready_without_a_database(cloned_database: ClonedDatabase, client: Client) -> None:
    with databases.pointed("no_such_database"):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["faults"]) == (
            503,
            {"database": "The database does not answer."},
        )
        assert client.get("/healthz").status_code == 200


def test_a_broker_that_is_down_is_reported_and_no_fault(
    cloned_database: ClonedDatabase, client: Client
) -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1"):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["degraded"]) == (200, ["broker"])


def test_unready_once_it_is_told_to_stop(
    cloned_database: ClonedDatabase, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "_shared", bytearray(1))
    assert client.get("/readyz").status_code == 200
    drain.begin()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, {"server": "This server is stopping."})


def test_probes_answer_any_host(cloned_database: ClonedDatabase, client: Client) -> None:
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


def test_metrics_are_for_the_bearer_of_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a-token-of-the-operator"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer another"}).status_code == 401
    told = client.get("/metrics", headers={"authorization": "Bearer a-token-of-the-operator"})
    assert told.status_code == 200
    assert b"concert_request_seconds" in told.content


def test_migrations_made_the_owner_the_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT json_agg(DISTINCT tableowner) FROM pg_tables WHERE schemaname = 'public'",
        )
        owners = cursor.fetchone()[0]
    assert (json.loads(owners) if isinstance(owners, str) else owners) == ["concert_owner"]


def test_migrate_uses_the_owner_unasked(cloned_database: ClonedDatabase) -> None:
    """The application's role may only read what is applied: it could not write what `migrate` writes."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    call_command("migrate", "sessions", fake=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'sessions'")
        assert cursor.fetchone()[0] == 1


def test_every_answer_carries_a_request_id(db: None, client: Client) -> None:
    def answered(given: str) -> str:
        return str(client.get("/accounts/login/", headers={"x-request-id": given})["X-Request-ID"])

    assert len(client.get("/accounts/login/")["X-Request-ID"]) == 36
    assert answered("proxy-12345678") == "proxy-12345678"
    assert "<" not in answered("a\tb<script>")
