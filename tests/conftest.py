"""What every test stands on: a database as the application's role sees it, and no tenant left behind."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import settings as given_settings
from psycopg.pq import TransactionStatus

from config import services
from initiatives import quiet
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Partner, User
from tests import databases, factories
from tests.api import Api

services.hold()
# A property is not a promise about time: the first of its examples also loads what it works with.
given_settings.register_profile("concert", deadline=None)
given_settings.load_profile("concert")


@pytest.fixture(scope="session")
def database_template(django_db_blocker: Any) -> str:
    """The name of the migrated database that tests are cloned from."""
    with django_db_blocker.unblock():
        return databases.template()


@pytest.fixture(scope="session")
def django_db_setup(database_template: str, django_db_blocker: Any) -> Iterator[None]:
    """Tests run on a clone of the template, logged in as the application's role."""
    with databases.clone(database_template) as name, django_db_blocker.unblock(), databases.pointed(name):
        django_db_blocker.block()
        yield
        django_db_blocker.restore()


@pytest.fixture
def cloned_database(
    request: pytest.FixtureRequest, database_template: str, django_db_blocker: Any
) -> Iterator[databases.ClonedDatabase]:
    """A database of the test's own, where commits are real. Not together with the `db` fixture."""
    if "db" in request.fixturenames:
        pytest.fail("cloned_database stands in place of db: its transactions are real.")
    with django_db_blocker.unblock(), databases.clone(database_template) as name, databases.pointed(name):
        yield databases.ClonedDatabase(name)


@pytest.fixture(scope="module")
def module_database(database_template: str, django_db_blocker: Any) -> Iterator[databases.ClonedDatabase]:
    """A database of the module's own, where commits are real and stay until its last test. Not together with `db`."""
    with django_db_blocker.unblock(), databases.clone(database_template) as name, databases.pointed(name):
        yield databases.ClonedDatabase(name)


@pytest.fixture(autouse=True)
def no_tenant_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No tenant and no person is active before a test or after it."""
    marked = request.node.get_closest_marker("django_db") is not None
    if not marked and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    assert tenant_settings() == ("", "")
    yield
    if not broken_transaction():
        assert tenant_settings() == ("", ""), "the test left a tenant or a person active"


def broken_transaction() -> bool:
    """Whether nothing can be asked before the rollback that ends the test (which drops the settings too)."""
    connection = connections["default"]
    status = connection.connection.info.transaction_status if connection.connection else None
    return connection.needs_rollback or status == TransactionStatus.INERROR


def tenant_settings() -> tuple[str, str]:
    """The transaction-local settings that row-level security reads, empty when nothing is active."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.initiative', true), ''),"
            " coalesce(current_setting('app.person', true), '')"
        )
        row: tuple[str, str] = cursor.fetchone()
    return row


@pytest.fixture(autouse=True)
def letters_at_any_hour(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters leave whatever the hour at which the tests run, save in those marked `quiet_hours`."""
    if request.node.get_closest_marker("quiet_hours") is None:
        monkeypatch.setattr(quiet, "ASKED", [])


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Passwords are hashed with what is quick; one test of the accounts checks what production uses."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def own_corner_of_the_broker() -> None:
    """Keys of tests stand apart from those of a running Concert, and of tests that run beside these."""
    from config.celery import app

    corner = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    app.conf.broker_transport_options["global_keyprefix"] = f"{corner}:"
    settings.CACHES["default"]["KEY_PREFIX"] = corner


@pytest.fixture(autouse=True)
def wide_limits(settings: Any) -> None:
    """All tests come from one address; tests of the limits set their own."""
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 1_000_000)
    settings.VERB_LIMITS = {
        verb: dict.fromkeys(kinds, 1_000_000) for verb, kinds in settings.VERB_LIMITS.items()
    }


# The cast ---------------------------------------------------------------------------------------------------
# riverbend is ana's; ben hands in for its partner "school-board"; cleo funds it; dora lives there.
# harbor is zoe's.


@pytest.fixture
def ana(db: None) -> User:
    """The backbone lead of riverbend."""
    return factories.user("ana@riverbend.example", name="Ana")


@pytest.fixture
def riverbend(ana: User) -> Initiative:
    """The initiative of the tests, with two partners in two places."""
    where = factories.initiative("riverbend", lead=ana, name="Riverbend", timezone="America/Chicago")
    factories.place(where, "north", name="North side")
    factories.place(where, "south", name="South side")
    factories.partner(where, "school-board", name="School board", sector="education", place="north")
    factories.partner(where, "food-bank", name="Food bank", sector="nonprofit", place="south")
    return where


def _member(where: Initiative, email: str, role: str, partner: str = "") -> User:
    who = factories.user(email)
    with tenant(where):
        of = Partner.objects.get(code=partner) if partner else None
    factories.member(where, who, role, of=of)
    return who


@pytest.fixture
def sam(riverbend: Initiative) -> User:
    """Backbone staff of riverbend."""
    return _member(riverbend, "sam@riverbend.example", "backbone_staff")


@pytest.fixture
def pia(riverbend: Initiative) -> User:
    """The lead of the partner food-bank."""
    return _member(riverbend, "pia@riverbend.example", "partner_lead", "food-bank")


@pytest.fixture
def ben(riverbend: Initiative) -> User:
    """A contributor of the partner school-board."""
    return _member(riverbend, "ben@riverbend.example", "contributor", "school-board")


@pytest.fixture
def cleo(riverbend: Initiative) -> User:
    """A funder of riverbend."""
    return _member(riverbend, "cleo@riverbend.example", "funder")


@pytest.fixture
def dora(riverbend: Initiative) -> User:
    """A community member of riverbend."""
    return _member(riverbend, "dora@riverbend.example", "community")


@pytest.fixture
def zoe(db: None) -> User:
    """The backbone lead of harbor, and a stranger to riverbend."""
    who = factories.user("zoe@harbor.example", name="Zoe")
    factories.initiative("harbor", lead=who, name="Harbor")
    return who


@pytest.fixture
def as_api() -> Callable[..., Api]:
    """Makes a client of the API: `as_api(ana)`, `as_api(ana, ["read"])`."""

    def make(who: User, scopes: Any = None, **values: Any) -> Api:
        given = {} if scopes is None else {"scopes": scopes}
        return Api(factories.token(who, **given, **values))

    return make
