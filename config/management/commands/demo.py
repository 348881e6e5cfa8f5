"""`manage.py demo`: a filled Concert on this machine, with one command."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from backbone import demo
from config import services, supervisor


class Command(BaseCommand):
    help = "Starts Concert with its demo: services, migrations, three initiatives, web, worker and scheduler."
    # `migrate` runs the checks.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="start over: drop everything and load anew")
        parser.add_argument("--no-serve", action="store_true", help="load only")
        parser.add_argument("--json", action="store_true", help="print address and sign-ins as JSON")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        port, serve = options["port"], not options["no_serve"]
        url = os.environ.get("BASE_URL") or f"http://127.0.0.1:{port}"
        if serve:
            supervisor.require_free_port(port)
        if options["reset"]:
            _start_over()
        kept = settings.CONCERT_HOME / "demo.json"
        beside = not serve and not options["reset"] and services.serving() and kept.exists()
        if serve:
            services.begin_serving()
        call_command("migrate", verbosity=0)
        if beside:  # the running demo's token and address stay good
            told = json.loads(kept.read_text())
        else:
            settings.BASE_URL = url  # letters that leave while it loads lead to this port too
            loaded = demo.load(reset=options["reset"])
            told = {"url": url, "password": loaded.password, "users": loaded.users, "token": loaded.token}
            _keep(kept, told)
        if options["json"]:
            self.stdout.write(json.dumps(told))
            self.stdout.flush()
        connections.close_all()
        if serve:
            environment = {**os.environ, "BASE_URL": url, "CONCERT_DEMO": "1"}
            supervisor.serve(port, environment, lambda: self.stderr.write(_signs(told)))
        elif not options["json"]:
            self.stdout.write(_signs(told))


def _signs(told: dict[str, Any]) -> str:
    lines = ["", f"Concert is at {told['url']}", ""]
    if told["users"]:
        lines += [f"Sign in (password {told['password']}) as", *(f"  {user}" for user in told["users"])]
    if told["token"]:
        lines += ["", f"API token of ana@riverbend.example: {told['token']}"]
    return "\n".join([*lines, "", "Ctrl-C stops it; its data stays."])


def _start_over() -> None:
    """Empty the embedded database, broker, mail and files."""
    if settings.EMBEDDED != {"postgres", "valkey"}:
        raise CommandError("--reset is for the embedded services; else give DATABASE_URL an empty database.")
    connections.close_all()
    services.start_over()
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    client.close()
    for folder in (settings.CONCERT_HOME / "mail", settings.MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


def _keep(path: Path, told: dict[str, Any]) -> None:
    """Write the file whole and for its owner's eyes only."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(told))
    draft.replace(path)
