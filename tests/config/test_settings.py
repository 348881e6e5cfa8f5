"""What settings refuse, seen as an operator sees it: by starting the program."""

import os
import subprocess
import sys

import pytest

from config.production import PRODUCTION
from config.services import BASE_DIR

SHOW = "from django.conf import settings as s; print(({what}))"


def start(
    what: str = "s.PRODUCTION", before: str = "", **changes: str | None
) -> "subprocess.CompletedProcess[str]":
    """Read the settings of a sound production installation with these changes; None takes a variable away.

    `before` is what the program does first.
    """
    plain = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "CONCERT_HOME"}}
    given = {**plain, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings", **changes}
    return subprocess.run(
        [sys.executable, "-c", before + SHOW.format(what=what)],
        cwd=BASE_DIR,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_production_installation_starts() -> None:
    run = start("s.PRODUCTION, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.APP_ROLE")
    assert run.stdout.strip() == "(True, True, True, 'concert_app')", run.stderr


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SECRET_KEY", None, "missing"),
        ("SECRET_KEY", "short", "shorter than 50"),
        ("SECRET_KEY", "django-insecure-" + "x" * 60, "missing or"),
        ("ALLOWED_HOSTS", None, "missing"),
        ("ALLOWED_HOSTS", "*", "not *"),
        ("BASE_URL", None, "missing"),
        ("BASE_URL", "http://concert.example.org", "https://"),
        ("EMAIL_URL", None, "missing"),
        ("DATABASE_URL", "sqlite:///concert.db", "PostgreSQL only"),
        ("CONCERT_DEMO", "1", "opens the demo's accounts"),
        ("DEBUG", "maybe", "neither true nor false"),
    ],
)
def test_an_unsafe_installation_is_refused_by_name(name: str, value: str | None, why: str) -> None:
    run = start(**{name: value})
    assert run.returncode != 0
    assert f"  - {name}: " in run.stderr
    assert why in run.stderr


def test_all_faults_are_named_together() -> None:
    run = start(SECRET_KEY=None, ALLOWED_HOSTS="*", BASE_URL=None)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"):
        assert f"  - {name}: " in run.stderr


def test_without_the_embedded_services_a_secret_key_is_never_made() -> None:
    """Two web servers with keys of their own would not know each other's sessions."""
    run = start(SECRET_KEY=None, DEBUG="true")
    assert "  - SECRET_KEY: " in run.stderr


def test_the_owner_is_the_application_where_no_other_is_named() -> None:
    run = start("s.DATABASES['owner']['USER']", DATABASE_ADMIN_URL=None)
    assert run.stdout.strip() == "concert_app", run.stderr


def test_embedded_settings_need_nothing() -> None:
    nothing = dict.fromkeys(PRODUCTION)
    run = start("s.PRODUCTION, len(s.SECRET_KEY) > 50, s.DATABASES['default']['USER']", **nothing)
    assert run.stdout.strip() == "(False, True, 'concert_app')", run.stderr


def test_the_secure_cookie_names_go_with_https_only() -> None:
    assert start("s.SESSION_COOKIE_NAME").stdout.strip() == "__Host-session"
    assert start("s.SESSION_COOKIE_NAME", BASE_URL="http://localhost:8000").stdout.strip() == "sessionid"


def test_production_hashes_passwords_with_argon2() -> None:
    assert "Argon2" in start("s.PASSWORD_HASHERS[0]").stdout


def test_a_worker_has_time_for_whole_files_and_a_page_has_not() -> None:
    sessions = "s.DATABASES['default']['OPTIONS']['options'].split(' -c ')"
    page, work = (start(sessions, CONCERT_PROCESS=process).stdout for process in ("web", "worker"))
    assert "statement_timeout=30s" in page and "idle_in_transaction_session_timeout=60s" in page
    assert "statement_timeout=15min" in work and "idle_in_transaction_session_timeout=15min" in work
    assert "lock_timeout=10s" in page and "lock_timeout=10s" in work


@pytest.mark.parametrize(("program", "known"), [("worker", "worker"), ("beat", "command")])
def test_a_worker_started_by_hand_knows_that_it_is_one(program: str, known: str) -> None:
    argv = f"import sys; sys.argv = ['celery', '-A', 'config', '{program}']; import config.celery; "
    run = start("s.DATABASES['default']['OPTIONS']['application_name']", before=argv)
    assert run.stdout.strip() == f"concert-{known}", run.stderr
