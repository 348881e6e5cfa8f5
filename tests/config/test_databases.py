"""The tests' own ground: who they are logged in as, and what a clone is."""

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from config import guard
from tests.databases import ClonedDatabase


@pytest.mark.django_db
def test_tests_are_logged_in_as_the_application() -> None:
    assert guard.role_fault() == ""
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE intruder (id int)")


def test_commits_in_a_clone_are_real_and_seen_by_other_threads(cloned_database: ClonedDatabase) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE ring (runner int)")
        cursor.execute("GRANT INSERT, SELECT ON ring TO concert_app")

    def run(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ring VALUES (%s) RETURNING pg_backend_pid()", [number])
            return int(cursor.fetchone()[0])

    sessions = cloned_database.race(5, run)

    assert len(set(sessions)) == 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(runner ORDER BY runner) FROM ring")
        assert cursor.fetchone()[0] == [0, 1, 2, 3, 4]


def test_a_race_returns_faults_in_the_runners_places(cloned_database: ClonedDatabase) -> None:
    def run(number: int) -> int:
        if number == 1:
            raise ValueError("stumbled")
        return number

    first, second, third = cloned_database.race(3, run)

    assert (first, third) == (0, 2)
    assert isinstance(second, ValueError)


@pytest.mark.slow
def test_a_way_back_ends_without_an_error_and_the_way_forth_gives_the_rights_again(
    cloned_database: ClonedDatabase,
) -> None:
    call_command("migrate", "backbone", "zero", verbosity=0)
    with connections["owner"].cursor() as cursor:
        assert "backbone_queuemark" not in connections["owner"].introspection.table_names(cursor)
    call_command("migrate", "measurement", "0021", verbosity=0)
    with connection.cursor() as cursor:  # whose tables stand is read as before
        cursor.execute("SELECT has_table_privilege('initiatives_event', 'INSERT')")
        assert cursor.fetchone()[0]
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('backbone_queuemark', 'INSERT')")
        assert cursor.fetchone()[0]
