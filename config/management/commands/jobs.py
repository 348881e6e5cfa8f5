"""Lists the work that was put aside after failing too often, and gives it another life."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from initiatives import jobs


class Command(BaseCommand):
    """`manage.py jobs`: how much waits, and what was put aside; `--retry ID ...` or `--retry-all` tries again."""

    help = "Lists work that was put aside after failing too often; --retry gives it another life."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", nargs="+", type=int, metavar="ID", default=[])
        parser.add_argument("--retry-all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        buried = jobs.buried()
        chosen = [job.pk for job in buried] if options["retry_all"] else options["retry"]
        if chosen:
            self.stdout.write(f"{jobs.retry(chosen)} tried again")
            jobs.wake()
            return
        self.stdout.write(f"{jobs.waiting()} waiting, {len(buried)} put aside")
        for job in buried:
            self.stdout.write(
                f"{job.pk}  {job.kind} {job.key}  initiative {job.initiative_id}, "
                f"{job.attempts} attempts, {job.dead_at:%Y-%m-%d %H:%M}  {job.last_error}"
            )
