"""The dashboard as data is made once and given again: what it shows changes at once, and each reader has their own."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda import services as agenda
from backbone import queries, services
from backbone.serializers.shown import dashboard_out
from backbone.words import Audience, PassageKind
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.models import ActionItem, Membership, User
from initiatives.queries import partner
from initiatives.rest.answers import dumps
from initiatives.services import change_role, change_settings
from measurement import queries as measured
from measurement import services as measuring
from tests import factories
from tests.api import Answer, Api
from tests.factories import activities as doing
from tests.factories import agenda as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.usefixtures("module_database")

# What no row of an initiative says and what never changes.
FIXED = {"initiatives_sector"}


class Readers(Scene):
    """An initiative with a goal, figures about people of which one is still unpublished, and somebody of every role."""

    def __init__(self) -> None:
        super().__init__(self_acceptance=True)
        self.partners("a", "b", "c")
        self.dimension("age", "young", "old")
        self.indicator("books", headline=True, decimals=0)
        self.indicator("readers", headline=True, about_people=True, dimensions=["age"])
        self.assign("books", "a")
        self.give("books", "2024-Q1", {"a": {"value": 40}, "b": {"value": 2}})
        self.give("readers", "2023-Q4", {code: {"value": 40} for code in "abc"})
        self.lock("2023-Q4")
        self.give("readers", "2024-Q1", {code: {"value": 50} for code in "abc"})
        self.cycle("2024-Q2")
        with self.acting() as actor:
            books = measured.indicator(actor, "books")
            aim = make.goal(actor, "Every child reads", indicators=[books])
            make.equity_target(actor, aim)
            steward = Membership.objects.get(pk=actor.membership_id)
            measuring.change_indicator(actor, books, steward=steward)
            session = measuring.start_session(actor, books, result="Every child reads")
            measuring.tell_session(actor, session, story=[{"push": "down", "text": "Monday absence"}])
            due = clock.today(actor.initiative.timezone) + timedelta(days=9)
            measuring.add_session_action(actor, session, what="Move the bus", owner=steward, due=due)
            story = services.write_passage(
                actor,
                PassageKind.STORY,
                body="The bus came after the bell.",
                told_by="A grandmother",
                agreed_on=clock.today(actor.initiative.timezone),
                uses=["public"],
            )
            chosen = [measured.indicator(actor, code) for code in ("books", "readers", "first-jobs")]
            for audience in Audience:
                services.choose_shown(actor, audience, indicators=chosen, passages=[story])
        self.readers: dict[str, User] = {
            "backbone_lead": self.lead,
            **{role: self.person(role) for role in ("backbone_staff", "funder", "community")},
            **{role: self.person(role, "a") for role in ("partner_lead", "contributor")},
        }
        self.apis = {
            role: Api(factories.token(who, scopes=["read", "write", "submit"]))
            for role, who in self.readers.items()
        }

    def ask(self, role: str, audience: str = "") -> Answer:
        """The answer of the API, the reader's own dashboard unless another's is named."""
        place = f"/api/v1/initiatives/{self.where.slug}/"
        return self.apis[role].get(f"{place}dashboards/{audience}/" if audience else f"{place}dashboard/")

    def made(self, role: str, audience: Audience | None = None) -> bytes:
        """What the API would answer had it kept nothing."""
        with self.acting(self.readers[role]) as actor:
            return dumps(dashboard_out(queries.dashboard(actor, audience)))

    def given(self) -> dict[str, bytes]:
        """What each of three audiences is given by the API."""
        return {role: self.ask(role).content for role in ("backbone_lead", "funder", "community")}


@pytest.fixture(scope="module")
def scene(module_database: Any) -> Readers:
    return Readers()


# What changes what dashboards show, each by the service, and who must see it (besides others).


def accept_a_figure(scene: Readers) -> None:
    who = scene.readers["partner_lead"]
    rows = [{"indicator": "books", "value": 55}]
    scene.accept(scene.hand_in(who, "a", "2024-Q2", rows))


def set_a_target(scene: Readers) -> None:
    with scene.acting() as actor:
        measuring.set_target(
            actor,
            measured.indicator(actor, "books"),
            baseline_value=Decimal(40),
            baseline_date=date(2023, 12, 31),
            value=Decimal(900),
            date=date(2029, 12, 31),
            reason="Agreed by all",
        )


def rename_an_indicator(scene: Readers) -> None:
    with scene.acting() as actor:
        measuring.change_indicator(actor, measured.indicator(actor, "books"), name="Books lent")


def publish_what_was_hidden(scene: Readers) -> None:
    scene.lock("2024-Q1")


def take_a_story_back(scene: Readers) -> None:
    with scene.acting() as actor:
        services.take_back_consent(actor, queries.passages(actor).get(kind=PassageKind.STORY))


def choose_something_else(scene: Readers) -> None:
    with scene.acting() as actor:
        books = measured.indicator(actor, "books")
        services.choose_shown(actor, Audience.FUNDERS, indicators=[books], passages=[])


def enter_a_phase(scene: Readers) -> None:
    with scene.acting() as actor:
        agenda.enter_phase(actor, 1)


def hide_more(scene: Readers) -> None:
    with scene.acting() as actor:
        change_settings(actor, suppression_threshold=500)


def promise_money(scene: Readers) -> None:
    with scene.acting() as actor:
        values = {"signer": "Al", "signed_on": date(2024, 1, 1), "starts_on": date(2024, 1, 1)}
        agenda.commit(actor, partner=partner(actor, "a"), kind="money", promise="Gives", **values)


def pay_for_an_activity(scene: Readers) -> None:
    with scene.acting() as actor:
        doing.activity(actor, "Tutoring", lead="c", parts=doing.played(actor, fund="b"))


def rename_the_steward(scene: Readers) -> None:
    with scene.acting() as actor:
        me = Membership.objects.get(pk=actor.membership_id)
        core_services.change_person(actor, me, name="Somebody of another name")


def close_an_action(scene: Readers) -> None:
    with scene.acting() as actor:
        action = ActionItem.objects.get(what="Move the bus")
        core_services.change_action(actor, action, state="done", outcome="It moved")


def retire_an_indicator(scene: Readers) -> None:
    with scene.acting() as actor:
        measuring.retire(actor, measured.indicator(actor, "readers"), reason="Nobody counts them any more")


ALL = {"backbone_lead", "funder", "community"}
VERBS: dict[Callable[[Readers], None], set[str]] = {
    accept_a_figure: ALL,
    set_a_target: ALL,
    rename_an_indicator: ALL,
    publish_what_was_hidden: {"funder", "community"},
    rename_the_steward: ALL,
    close_an_action: ALL,
    take_a_story_back: {"community"},
    hide_more: {"funder", "community"},
    enter_a_phase: ALL,
    promise_money: {"funder"},
    pay_for_an_activity: {"funder"},
    choose_something_else: {"funder"},
    retire_an_indicator: {"backbone_lead", "community"},
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_what_changes_is_seen_at_once(scene: Readers, verb: Callable[[Readers], None]) -> None:
    before = scene.given()
    verb(scene)
    after = scene.given()

    assert VERBS[verb] <= {role for role in after if after[role] != before[role]}
    for role, answer in after.items():
        assert json.loads(answer) == json.loads(scene.made(role)), role


def test_a_new_role_is_answered_with_its_own_dashboard_at_once(scene: Readers) -> None:
    api = scene.apis["funder"]
    place = f"/api/v1/initiatives/{scene.where.slug}/dashboard/"
    assert api.get(place).json["audience"] == "funders"
    with scene.acting() as actor:
        found = Membership.objects.get(user=scene.readers["funder"])
        change_role(actor, found, role="community")
    assert api.get(place).json["audience"] == "public"
    with scene.acting() as actor:
        change_role(actor, Membership.objects.get(user=scene.readers["funder"]), role="funder")
    assert api.get(place).json["audience"] == "funders"


def test_what_staff_asked_for_is_not_given_to_those_who_may_not(scene: Readers) -> None:
    """The rights are asked before anything that is kept is looked for."""
    assert scene.ask("backbone_staff", "backbone").status == 200
    for role in ("funder", "community", "partner_lead", "contributor"):
        assert scene.ask(role, "backbone").status == 403
    assert (
        Api(factories.token(factories.user()))
        .get(f"/api/v1/initiatives/{scene.where.slug}/dashboard/")
        .status
        == 404
    )


def test_given_again_it_asks_for_nothing_but_whether_something_changed(scene: Readers) -> None:
    scene.ask("funder")
    with CaptureQueriesContext(connection) as asked:
        scene.ask("funder")
    inside = [
        row["sql"]
        for row in asked.captured_queries
        if not re.match(r"BEGIN|COMMIT|SAVEPOINT|RELEASE", row["sql"])
    ]

    # The token, its person, its row; the initiative, the membership; the one question.
    assert len(inside) == 6, inside
    assert "initiatives_change" in inside[-1]


def test_unchanged_it_is_not_sent_again(scene: Readers) -> None:
    first = scene.ask("funder")
    place = f"/api/v1/initiatives/{scene.where.slug}/dashboard/"
    again = scene.apis["funder"].get(place, If_None_Match=first.etag)

    assert (again.status, again.content) == (304, b"")


def test_everything_a_dashboard_reads_notes_its_changes(scene: Readers) -> None:
    """Whoever lets a dashboard read a table that notes nothing would show old figures: this names the table."""
    read: set[str] = set()
    for role in scene.readers:
        with CaptureQueriesContext(connection) as asked:
            scene.made(role)
            for audience in Audience if role == "backbone_staff" else ():
                scene.made(role, audience)
        for row in asked.captured_queries:
            read |= set(re.findall(r'"?\b((?:[a-z]+)_[a-z]+)\b"?', row["sql"]))
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'noted'")
        noting = {name for (name,) in cursor.fetchall()}
    read &= tables

    assert {"measurement_rollup", "backbone_passage", "agenda_goal", "activities_activity"} <= read
    assert read - noting - FIXED == set()
