"""Takes in an initiative that was packed on another installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from initiatives.kernel.errors import DomainError
from initiatives.queries.people import account_named
from initiatives.services import take_in


class Command(BaseCommand):
    """`manage.py import_initiative FILE --lead ADDRESS`: all of the package or nothing; twice is once."""

    help = "Takes in an initiative that was packed on another installation (docs/handover.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--lead", required=True, metavar="ADDRESS", help="the account that becomes its lead"
        )
        parser.add_argument("--slug", default="", help="its address here; without it the one it had")

    def handle(self, *args: Any, **options: Any) -> None:
        lead = account_named(options["lead"])
        if lead is None:
            raise CommandError(f"There is no account for {options['lead']}.")
        try:
            with options["file"].open("rb") as file:
                came = take_in(lead, file, slug=options["slug"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read.") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        told = "was taken in" if came.new else "is here already; nothing was changed"
        self.stdout.write(f"{came.initiative.name} {told}: /i/{came.initiative.slug}/")
