"""The role Concert serves as must stand below the tenant wall."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import OperationalError

QUESTION = """
SELECT role.rolsuper,
       role.rolbypassrls,
       pg_has_role(current_user, base.datdba, 'MEMBER')
           OR EXISTS (SELECT 1 FROM pg_class item JOIN pg_namespace room ON room.oid = item.relnamespace
                      WHERE room.nspname IN ('public', 'app')
                        AND pg_has_role(current_user, item.relowner, 'MEMBER'))
FROM pg_roles role, pg_database base
WHERE role.rolname = current_user AND base.datname = current_database()
"""


def role_fault(alias: str = "default") -> str:
    """Why the role of this connection must not serve, or an empty string.

    Superusers, roles that bypass row-level security and owners of the tables would pass every tenant's wall.
    Raises OperationalError when the database cannot be reached.
    """
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        superuser, bypasses, owns = cursor.fetchone()
    role = connection.settings_dict["USER"]
    if superuser:
        return f"The database role {role} is a superuser."
    if bypasses:
        return f"The database role {role} bypasses row-level security."
    if owns:
        return (
            f"The database role {role} owns the database or its tables. Give DATABASE_URL a role of its own "
            "and keep the owner in DATABASE_ADMIN_URL."
        )
    return ""


def refuse_unsafe_role() -> None:
    """Raise ImproperlyConfigured when Concert must not serve as this role.

    A database that cannot be reached yet is no reason to refuse: /readyz asks again.
    """
    try:
        fault = role_fault()
    except OperationalError:
        return
    finally:
        connections["default"].close()
    if fault:
        raise ImproperlyConfigured(f"Concert does not serve with this role: {fault}")
