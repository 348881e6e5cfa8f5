#!/usr/bin/env python
"""Runs Concert's commands: `python manage.py help` lists them."""

import os
import sys

# Commands that read only code: they must not start a database to do so.
WITHOUT_SERVICES = {
    "check",
    "collectstatic",
    "compilemessages",
    "findstatic",
    "help",
    "makemessages",
    "spectacular",
    "startapp",
    "version",
}


def main() -> None:
    """Hand the command line to Django, with the embedded services up where a command needs them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "help")
    asks_for_help = "--help" in sys.argv or "-h" in sys.argv
    if command not in WITHOUT_SERVICES and not asks_for_help:
        from config import services

        services.hold()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
