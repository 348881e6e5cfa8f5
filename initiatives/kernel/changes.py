"""What was made of an initiative's rows, kept for as long as none of them changes.

The database notes by itself which transactions changed something (`NOTE`, as a trigger of every table whose rows are
told): one row of `initiatives_change` for each, committed with what it changed. What is kept says which transactions
it has seen (a snapshot); it holds while no other has left a note. So nothing is missed, whichever commits first, and no
verb has to remember to throw anything away. The cache may be lost at any moment: then things are made again.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import connection, models
from django.utils.translation import get_language

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.rls import columns_there

HOUR = 3600

# Under 0 stands what concerns every initiative: people's names, and what the owner does outside of any.
NOTE = """
CREATE FUNCTION app.note_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place text := coalesce(nullif(current_setting('app.initiative', true), ''), '0');
    note text;
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        place := '0';
    END IF;
    note := place || ' ' || pg_current_xact_id()::text;
    -- Once for each transaction and initiative; a savepoint that is rolled back takes note and setting with it.
    IF current_setting('app.noted', true) IS DISTINCT FROM note THEN
        INSERT INTO initiatives_change (initiative_id, number, noted_at)
        VALUES (place::bigint, pg_current_xact_id()::text::bigint, clock_timestamp()) ON CONFLICT DO NOTHING;
        PERFORM set_config('app.noted', note, true);
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.note_change FROM PUBLIC;
"""

NOTE_BACK = "DROP FUNCTION app.note_change CASCADE;"

# Which transactions are seen by now; whether this one has changed nothing itself; whether what saw `seen` still holds.
# A snapshot from the future is that of another database.
ASK = """
SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NULL,
       %(seen)s::text IS NOT NULL
       AND pg_snapshot_xmax(%(seen)s::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
       AND NOT EXISTS (
           SELECT 1 FROM initiatives_change
           WHERE initiative_id IN (0, %(initiative)s)
             AND number >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
             AND NOT pg_visible_in_snapshot(number::text::xid8, %(seen)s::pg_snapshot))
"""


def kept(actor: Actor, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes for this actor, or what it made of the same rows within the last hour. One query.

    Kept for this membership alone, with its rights of this moment, in one language, for one day of the initiative:
    `make` must depend on nothing else besides its rows. `name` tells apart what is made for one actor.
    """
    place = _place(actor, name)
    seen, made = caches["default"].get(place) or (None, b"")
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"seen": seen, "initiative": actor.initiative.pk})
        now, unwritten, holds = cursor.fetchone()
    if holds:
        return bytes(made)
    made = make()
    # What rests on changes that may yet be taken back is for whoever makes them alone.
    if unwritten:
        caches["default"].set(place, (now, made), HOUR)
    return made


def _place(actor: Actor, name: str) -> str:
    initiative = actor.initiative
    scopes = None if actor.scopes is None else sorted(actor.scopes)
    rights = (actor.user_id, actor.membership_id, actor.role, actor.partner_id, scopes, actor.link)
    what = (initiative.public_id, name, rights, clock.today(initiative.timezone), get_language())
    return f"kept:{sha256(repr(what).encode()).hexdigest()}"


def note_changes(over: Any) -> None:
    """Let every table note its changes, as its model declares (`noted`): each statement, or new values of columns.

    After a way back tables and columns of the models may be gone: what there is notes its changes.
    """
    quote = over.ops.quote_name
    with over.cursor() as cursor:
        cursor.execute("SELECT to_regproc('app.note_change') IS NOT NULL")
        there = columns_there(cursor) if cursor.fetchone()[0] else {}
        for model, noted in _noting():
            columns_of = there.get(model._meta.db_table, set())
            if not columns_of or (noted is not True and not columns_of.issuperset(noted)):
                continue
            table = quote(model._meta.db_table)
            if noted is True:
                when = "INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT"
            else:
                columns = [f"OLD.{quote(name)} IS DISTINCT FROM NEW.{quote(name)}" for name in noted]
                when = f"UPDATE ON {{table}} FOR EACH ROW WHEN ({' OR '.join(columns)})"
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER noted AFTER {when.format(table=table)} "
                "EXECUTE FUNCTION app.note_change()"
            )


def _noting() -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models(include_auto_created=True):
        noted = getattr(model, "noted", False)
        if noted and model._meta.managed:
            yield model, noted
