"""`manage.py migrate` as the owner of the schema."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from psycopg import sql

# Apps that are not ours: their tables hold no tenant's data, and the application may change their rows.
OTHERS = ("auth", "sessions", "account", "mfa", "usersessions", "socialaccount")
READ_ONLY = ("contenttypes",)


class Command(Migrate):
    """Django's migrate on the owner's connection, then the application role's rights on tables not ours."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant(options["database"])


def grant(alias: str) -> None:
    """Let the application role use the tables of Django's and allauth's apps. Our own say it in their migrations."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for labels, rights in ((OTHERS, "SELECT, INSERT, UPDATE, DELETE"), (READ_ONLY, "SELECT")):
            for model in (m for label in labels for m in apps.get_app_config(label).get_models(True)):
                if model._meta.db_table in present and model._meta.managed and not model._meta.proxy:
                    _grant(cursor, rights, model._meta.db_table)
        if "django_migrations" in present:
            _grant(cursor, "SELECT", "django_migrations")


def _grant(cursor: Any, rights: str, table: str) -> None:
    names = {"table": sql.Identifier(table), "role": sql.Identifier(settings.APP_ROLE)}
    statement = sql.SQL("GRANT " + rights + " ON {table} TO {role}")  # type: ignore[arg-type]
    cursor.execute(statement.format(**names))
