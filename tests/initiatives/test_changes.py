"""What was made of an initiative's rows is given again until one of them changes, and to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.utils import translation

from initiatives.forgetting import CHANGES_KEPT, forget_changes
from initiatives.kernel import clock
from initiatives.kernel.access import Role, Scope
from initiatives.kernel.changes import kept
from initiatives.kernel.tenancy import TenantModel, tenant
from initiatives.models import Change, Place, User
from initiatives.queries import enter
from tests import factories
from tests.factories.scene import Scene

pytestmark = pytest.mark.usefixtures("module_database")


class Making:
    """Makes something else each time it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return str(self.times).encode()


@pytest.fixture
def scene() -> Scene:
    return Scene(timezone="America/Chicago")


def ask(scene: Scene, make: Making, name: str = "thing", **as_another: Any) -> bytes:
    """What the lead is given, in a transaction of its own."""
    with scene.acting() as actor:
        return kept(replace(actor, **as_another), name, make)


def elsewhere(work: Any) -> None:
    """Do it on another connection, to the end."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_the_same_is_given_again_while_nothing_changes(scene: Scene) -> None:
    make = Making()

    assert [ask(scene, make), ask(scene, make), ask(scene, make)] == [b"1"] * 3


def test_a_change_of_any_row_is_seen_at_once(scene: Scene) -> None:
    make = Making()
    ask(scene, make)
    factories.place(scene.where, "north")
    assert ask(scene, make) == b"2"
    with tenant(scene.where):
        Place.objects.update(name="North")
    assert ask(scene, make) == b"3"
    with tenant(scene.where):
        Place.objects.all().delete()

    assert [ask(scene, make), ask(scene, make)] == [b"4", b"4"]


def test_a_change_elsewhere_leaves_what_is_kept(scene: Scene) -> None:
    make, other = Making(), Scene()
    ask(scene, make)
    factories.place(other.where, "north")

    assert ask(scene, make) == b"1"


def test_a_new_name_of_a_person_is_seen_and_their_signing_in_is_none(scene: Scene) -> None:
    make = Making()
    ask(scene, make)
    User.objects.filter(pk=scene.lead.pk).update(last_login=datetime(2024, 1, 1, tzinfo=UTC))
    assert ask(scene, make) == b"1"
    User.objects.filter(pk=scene.lead.pk).update(name="Another")

    assert ask(scene, make) == b"2"


def test_a_transaction_that_began_before_and_ends_after_is_seen(scene: Scene) -> None:
    """Its number is lower than what was seen: the order of the ends decides, not that of the beginnings."""
    make = Making()
    with tenant(scene.where):
        Place.objects.create(code="early", name="Early")
        # Meanwhile others change something, end, and keep what they make of it.
        elsewhere(lambda: factories.place(scene.where, "late"))
        elsewhere(lambda: ask(scene, make))
        elsewhere(lambda: ask(scene, make))
        assert make.times == 1, "what is under way in another transaction changes nothing yet"

    assert ask(scene, make) == b"2"


def test_what_rests_on_a_change_that_is_taken_back_is_not_kept(scene: Scene) -> None:
    make = Making()
    with scene.acting() as actor:
        Place.objects.create(code="never", name="Never")
        assert kept(actor, "thing", make) == b"1"
        transaction.set_rollback(True)

    assert ask(scene, make) == b"2"


def test_a_change_after_a_savepoint_was_taken_back_is_noted(scene: Scene) -> None:
    make = Making()
    ask(scene, make)
    with tenant(scene.where):
        with transaction.atomic():
            Place.objects.create(code="never", name="Never")
            transaction.set_rollback(True)
        Place.objects.create(code="ever", name="Ever")

    assert ask(scene, make) == b"2"


@pytest.mark.parametrize(
    "another",
    [
        {"membership_id": 999_999},
        {"role": Role.BACKBONE_STAFF},
        {"role": Role.FUNDER},
        {"partner_id": 7},
        {"scopes": frozenset({Scope.READ})},
        {"scopes": frozenset()},
    ],
    ids=str,
)
def test_nobody_is_given_what_was_made_for_other_rights(scene: Scene, another: dict[str, Any]) -> None:
    make = Making()
    ask(scene, make)

    assert ask(scene, make, **another) == b"2"
    assert ask(scene, make) == b"1"


def test_nobody_is_given_what_was_made_for_another_member(scene: Scene) -> None:
    make, funders = Making(), [scene.person("funder"), scene.person("funder")]
    answers = []
    for who in funders:
        with enter(who, scene.where.slug) as actor:
            answers.append(kept(actor, "thing", make))

    assert answers == [b"1", b"2"]


def test_each_language_day_and_name_has_its_own(scene: Scene) -> None:
    make = Making()
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    with clock.at(noon):
        ask(scene, make)
        with translation.override("es"):
            assert ask(scene, make) == b"2"
        assert ask(scene, make, "other thing") == b"3"
    with clock.at(noon + timedelta(hours=16)):  # still the first of May in Chicago
        assert ask(scene, make) == b"1"
    with clock.at(noon + timedelta(hours=18)):
        assert ask(scene, make) == b"4"


def test_what_is_kept_of_another_database_is_not_taken(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup is put back: its transactions begin again below those that the cache has seen."""
    make = Making()
    ask(scene, make)
    cache = caches["default"]
    whole = cache.get

    def later(key: str, *args: Any) -> Any:
        found = whole(key, *args)
        return ("9000000000:9000000000:", found[1]) if found else found

    monkeypatch.setattr(type(cache), "get", lambda self, key, *args: later(key, *args))

    assert ask(scene, make) == b"2"


def test_a_cache_that_is_down_means_that_things_are_made_again(scene: Scene, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    make = Making()

    assert [ask(scene, make), ask(scene, make)] == [b"1", b"2"]


def test_notes_are_forgotten_after_days(scene: Scene) -> None:
    factories.place(scene.where, "north")
    assert forget_changes() == 0
    with clock.at(clock.now() + CHANGES_KEPT + timedelta(minutes=1)):
        assert forget_changes() > 0

    assert not Change.objects.exists()


def test_every_table_of_a_tenant_notes_its_changes_unless_its_model_says_otherwise() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'noted'")
        noting = {name for (name,) in cursor.fetchall()}
    declared = {model._meta.db_table for model in _tenant_models() if model.noted}

    assert noting == declared | {"initiatives_initiative", "initiatives_user"}
    assert {model._meta.label for model in _tenant_models() if not model.noted} == {
        "initiatives.Event",
        "measurement.DirtyKey",
    }


def _tenant_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]
