"""The database's own share of tenancy: row-level security, composite keys, rights of the application role.

`EnableTenantRLS` and `TenantForeignKeys` are migration operations. Rights are declared on the models
(`rights = ...`) and applied as a whole after each migrate by `apply_rights`, so that none can be forgotten
and nothing is inherited from default privileges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.operations.base import Operation


@dataclass(frozen=True)
class Rights:
    """What the application role may do with a table: verbs, and columns it may UPDATE besides."""

    verbs: tuple[str, ...]
    closing: tuple[str, ...] = ()


READ_ONLY = Rights(("SELECT",))
READ_WRITE = Rights(("SELECT", "INSERT", "UPDATE", "DELETE"))


def append_only(*closing: str) -> Rights:
    """Rights of a table whose rows are never changed, save for the columns that close them."""
    return Rights(("SELECT", "INSERT"), closing)


# Tables of installed packages, by app label; a package that is not listed gets no rights at all.
PACKAGES = {
    "auth": READ_ONLY,
    "contenttypes": READ_ONLY,
    "sessions": READ_WRITE,
    "account": READ_WRITE,
    "mfa": READ_WRITE,
    "usersessions": READ_WRITE,
    "socialaccount": READ_WRITE,
}


def rights_of(model: type[models.Model]) -> Rights | None:
    """Return the declared rights of the application role on the model's table, None for none."""
    declared: Rights | None = getattr(model, "rights", None)
    if declared is not None:
        return declared
    if any(field.name == "initiative" for field in model._meta.fields):
        return READ_WRITE
    return PACKAGES.get(model._meta.app_label)


def apply_rights(connection: Any) -> None:
    """Set the application role's rights on every table to exactly what the models declare.

    After a way back tables and columns of the models may be gone: rights are given on what there is.
    """
    quote = connection.ops.quote_name
    role = quote(settings.APP_ROLE)
    with connection.cursor() as cursor:
        there = columns_there(cursor)
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}, PUBLIC")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}, PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public, app TO {role}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO {role}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        if "initiatives_initiative" in there:
            cursor.execute(f"GRANT USAGE ON SEQUENCE initiatives_initiative_id_seq TO {role}")
        for model in apps.get_models(include_auto_created=True):
            rights = rights_of(model)
            columns = there.get(model._meta.db_table)
            if rights is None or columns is None or not model._meta.managed:
                continue
            table = quote(model._meta.db_table)
            cursor.execute(f"GRANT {', '.join(rights.verbs)} ON {table} TO {role}")
            closing = [name for name in (_column(model, name) for name in rights.closing) if name in columns]
            if closing:
                cursor.execute(f"GRANT UPDATE ({', '.join(map(quote, closing))}) ON {table} TO {role}")


def columns_there(cursor: Any) -> dict[str, set[str]]:
    """Return the tables that stand now, each with the names of its columns."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    found: dict[str, set[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.column)


class _TableOperation(Operation):
    """An operation on one model's table, with the SQL of both directions given by a subclass."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def forwards(self, model: Any) -> Iterator[str]:
        """Yield the statements that apply the operation."""
        yield from ()

    def backwards(self, model: Any) -> Iterator[str]:
        """Yield the statements that undo it."""
        yield from ()

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.forwards(to_state.apps.get_model(app_label, self.model)):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.backwards(from_state.apps.get_model(app_label, self.model)):
            editor.execute(statement)


class EnableTenantRLS(_TableOperation):
    """Protect a tenant table: row-level security, forced, with the one policy; UNIQUE (initiative_id, id)."""

    def describe(self) -> str:
        return f"Protect {self.model} by row-level security"

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        # Foreign keys of tables made in the same migration wait for its end, and their check then runs as the
        # owner, whom the policy refuses: they are made before it.
        for statement in editor.deferred_sql:
            editor.execute(statement, None)
        editor.deferred_sql.clear()
        super().database_forwards(app_label, editor, from_state, to_state)

    def forwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_uniq" UNIQUE (initiative_id, id)'
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield (
            f'CREATE POLICY tenant ON "{table}" '
            "USING (initiative_id = (SELECT app.current_initiative())) "
            "WITH CHECK (initiative_id = (SELECT app.current_initiative()))"
        )

    def backwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        yield f'DROP POLICY tenant ON "{table}"'
        yield f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_tenant_uniq" CASCADE'


def tenant_foreign_keys(model: Any) -> list[Any]:
    """Return the model's foreign keys that point at rows of a tenant (from models or migration state)."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and any(other.name == "initiative" for other in field.related_model._meta.local_fields)
    ]


class TenantForeignKeys(_TableOperation):
    """Give every tenant foreign key of the model its composite constraint (initiative_id, x_id)."""

    def __init__(self, model: str, fields: list[str] | None = None) -> None:
        super().__init__(model)
        self.fields = fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {"fields": self.fields} if self.fields else {}

    def describe(self) -> str:
        return f"Bind the foreign keys of {self.model} to one initiative"

    def _keys(self, model: Any) -> list[Any]:
        keys = tenant_foreign_keys(model)
        return [key for key in keys if not self.fields or key.name in self.fields]

    def forwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        for key in self._keys(model):
            target = key.related_model._meta.db_table
            # The check of existing rows runs as the owner, who sees none of them while security is forced.
            for name in sorted({table, target}):
                yield f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY'
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{key.column}_tenant_fk" '
                f'FOREIGN KEY (initiative_id, "{key.column}") '
                f'REFERENCES "{target}" (initiative_id, id)'
            )
            for name in sorted({table, target}):
                yield f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'

    def backwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        for key in self._keys(model):
            yield f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_{key.column}_tenant_fk"'


class SecretDoor(_TableOperation):
    """Let a row of a protected table be found by the hash of its secret before any initiative is known.

    Makes `app.<function>(hash)`, which gives back (initiative_id, row_id) and nothing else.
    """

    def __init__(self, model: str, function: str) -> None:
        super().__init__(model)
        self.function = function

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, self.function], {}

    def describe(self) -> str:
        return f"Let {self.model} be found by the hash of its secret"

    def forwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        yield f'ALTER POLICY tenant ON "{table}" TO "{settings.APP_ROLE}"'
        yield f'CREATE POLICY door ON "{table}" FOR SELECT TO CURRENT_USER USING (true)'
        body = f'SELECT t.initiative_id, t.id FROM "{table}" t WHERE t.secret_hash = hash'  # noqa: S608
        yield (
            f"CREATE FUNCTION app.{self.function}(hash bytea) RETURNS TABLE (initiative_id bigint, row_id bigint) "
            f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ {body} $$"
        )
        yield f"REVOKE EXECUTE ON FUNCTION app.{self.function} FROM PUBLIC"
        yield f'CREATE INDEX "{table}_secret" ON "{table}" (secret_hash)'

    def backwards(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        yield f'DROP INDEX "{table}_secret"'
        yield f"DROP FUNCTION app.{self.function}"
        yield f'DROP POLICY door ON "{table}"'
        yield f'ALTER POLICY tenant ON "{table}" TO PUBLIC'
