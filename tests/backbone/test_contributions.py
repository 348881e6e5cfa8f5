"""What partners put in besides figures: promises by kind and state, and whose money pays for what."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agenda import services as agenda
from backbone import queries
from backbone.queries.contributions import contributions
from backbone.words import Audience
from initiatives import queries as core
from initiatives.kernel import clock
from tests.factories import activities as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    made = Scene()
    made.partners("a", "b", "c")
    return made


def promise(actor: Any, partner: str, kind: str, *, signed: bool = True, **values: Any) -> Any:
    """A commitment that began a year ago."""
    since = clock.today(actor.initiative.timezone) - timedelta(days=365)
    word = {"signer": "Al", "signed_on": since} if signed else {}
    given = {"kind": kind, "promise": f"{partner} gives {kind}", "starts_on": since, **word, **values}
    return agenda.commit(actor, partner=core.partner(actor, partner), **given)


def test_promises_are_counted_by_kind_as_far_as_they_hold(scene: Scene) -> None:
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        promise(actor, "a", "money")
        promise(actor, "a", "money", ends_on=today + timedelta(days=30))
        promise(actor, "b", "money", ends_on=today - timedelta(days=1))
        promise(actor, "c", "money", signed=False)
        promise(actor, "b", "data")
        over = promise(actor, "c", "data")
        agenda.end_commitment(actor, over, reason="Closed its doors")
        found = contributions(actor)
    told = [(row.kind.value, row.holds, row.partners, row.to_sign, row.run_out) for row in found.promised]
    assert told == [("data", 1, 1, 0, 0), ("money", 2, 1, 1, 1)]
    assert found.most == 4


def test_whoever_pays_for_most_comes_first_and_nothing_that_is_over_or_was_paid_once(scene: Scene) -> None:
    with scene.acting() as actor:
        make.activity(actor, "Tutoring", lead="c", parts=make.played(actor, fund="a b"))
        make.activity(actor, "Home visits", lead="c", parts=make.played(actor, fund="b"))
        make.activity(actor, "Camp", lead="c", parts=make.played(actor, fund="a"), state="done")
        make.activity(actor, "Books", lead="a")
        found = contributions(actor)
    paid = [(row.partner.code, sorted(one.title for one in row.activities)) for row in found.paid]
    assert paid == [("b", ["Home visits", "Tutoring"]), ("a", ["Tutoring"])]


def test_funders_are_told_and_nobody_else(scene: Scene) -> None:
    with scene.acting() as actor:
        promise(actor, "a", "money")
        for audience in Audience:
            told = bool(queries.dashboard(actor, audience).contributions)
            assert told == (audience == Audience.FUNDERS), audience
    funder, staff = scene.person("funder"), scene.lead
    scene.indicator("r", headline=True)
    for who, says in ((funder, True), (staff, False)):
        client = Client()
        client.force_login(who)
        page = client.get(f"/i/{scene.where.slug}/dashboard/").content.decode()
        assert ("What partners put in" in page) is says
