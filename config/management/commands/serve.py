"""`manage.py serve`: Concert on this machine, without a demo."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from config import supervisor


class Command(BaseCommand):
    help = "Runs web, worker and scheduler together in the foreground; `migrate` comes first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        supervisor.require_free_port(port)
        connections.close_all()
        url = os.environ.get("BASE_URL") or f"http://127.0.0.1:{port}"
        environment = {**os.environ, "BASE_URL": url}
        supervisor.serve(port, environment, lambda: self.stderr.write(f"Concert is at {url}"))
