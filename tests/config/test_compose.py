"""The compose file: what it says of itself, and that every program of it starts from the same settings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import services
from config.services import BASE_DIR

GIVEN = {"SECRET_KEY": "k" * 60, "APP_PASSWORD": "a", "OWNER_PASSWORD": "o", "POSTGRES_PASSWORD": "p"}
OURS = ("migrate", "web", "worker", "beat")
GAP = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def fill(text: str) -> str:
    """A value with its gaps filled as compose fills them."""

    def value(gap: "re.Match[str]") -> str:
        name, kind, default = gap.groups()
        assert kind == "-" or name in GIVEN, f"{name} has no default and is not said to be needed"
        return GIVEN.get(name, default or "")

    return GAP.sub(value, text)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
    return loaded


def started(service: dict[str, Any], *words: str) -> "subprocess.CompletedProcess[str]":
    programs = {name: [sys.executable, "-m", name] for name in ("gunicorn", "celery")}
    head, *rest = words
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "CONCERT_HOME") if name in os.environ}
    given = {name: fill(str(value)) for name, value in service["environment"].items()}
    return subprocess.run(
        [*programs.get(head, [sys.executable]), *rest],
        cwd=BASE_DIR,
        env={**plain, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_services_are_those_promised(compose: dict[str, Any]) -> None:
    assert set(compose) == {"postgres", "valkey", "web", "worker", "beat", "migrate", "mail"}


def test_ours_share_one_image_and_one_environment(compose: dict[str, Any]) -> None:
    shared = []
    for name in OURS:
        assert compose[name]["image"] == "concert"
        shared.append({k: v for k, v in compose[name]["environment"].items() if k != "CONCERT_PROCESS"})
    assert all(each == shared[0] for each in shared)


@pytest.mark.parametrize(
    ("name", "checking"), [("web", ["--check-config"]), ("worker", ["--help"]), ("beat", ["--help"])]
)
def test_each_command_starts_from_these_settings(
    compose: dict[str, Any], name: str, checking: list[str]
) -> None:
    run = started(compose[name], *compose[name]["command"], *checking)
    assert run.returncode == 0, run.stderr


def test_the_settings_are_production_and_the_broker_is_the_composed_one(compose: dict[str, Any]) -> None:
    show = (
        "import django; django.setup(); from django.conf import settings as s; from config.celery import app;"
        "print(s.PRODUCTION, s.APP_ROLE, s.DATABASES['owner']['USER'], app.conf.broker_url)"
    )
    compose["worker"]["environment"]["DJANGO_SETTINGS_MODULE"] = "config.settings"
    run = started(compose["worker"], "python", "-c", show)
    assert run.stdout.split() == ["True", "concert_app", "concert_owner", "redis://valkey:6379/0"], run.stderr


def test_the_web_waits_for_migrations_and_workers_can_be_many(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert compose[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "container_name" not in compose["worker"] and "ports" not in compose["worker"]


def test_the_database_is_made_with_both_roles_below_the_wall(compose: dict[str, Any]) -> None:
    script = (BASE_DIR / "docker" / "roles.sh").read_text()
    for role in (services.OWNER_ROLE, services.APP_ROLE):
        assert re.search(rf"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS", script)
    assert f"OWNER {services.OWNER_ROLE}" in script
    mounted = [Path(volume.split(":")[0]) for volume in compose["postgres"]["volumes"]]
    assert (BASE_DIR / mounted[0]).is_file() and os.access(BASE_DIR / mounted[0], os.X_OK)


def test_compose_itself_accepts_the_file() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("docker compose is not installed: the file is checked as YAML only")
    run = subprocess.run(
        [docker, "compose", "--file", "docker-compose.yml", "config", "--quiet"],
        cwd=BASE_DIR,
        env={**os.environ, **GIVEN},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
