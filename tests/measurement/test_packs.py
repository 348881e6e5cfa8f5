"""Starter packs: each indicator of each can be taken in as it is, with its sheet."""

from collections.abc import Callable

import pytest
from django.test import Client

from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import queries, services
from measurement.packs import PACKS
from tests.api import Api
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


def test_every_indicator_of_every_pack_has_a_sheet_that_the_rules_accept(db: None) -> None:
    scene = Scene()
    rows = [row for pack in PACKS for row in pack.indicators]
    assert [len(pack.indicators) for pack in PACKS] == [8] * 6
    with scene.acting() as actor:
        for row in rows:
            services.define_indicator(actor, code=row.code, state="proposed", **row.values())
        assert queries.indicators(actor).count() == len(rows)
    for row in rows:
        given = row.values()
        assert given["question"] and given["definition"] and given["source"] and given["decision_informed"]
        assert bool(given["numerator_definition"]) == bool(given["denominator_definition"])


def test_what_is_ticked_comes_in_as_proposals_and_is_not_offered_again(
    riverbend: Initiative, ana: User, client: Client
) -> None:
    client.force_login(ana)
    url = "/i/riverbend/measurement/packs/?pack=health"
    bad = client.post(url, {"state": "proposed"})
    assert bad.status_code == 422

    answer = client.post(url, {"codes": ["health-good", "health-bp"], "state": "proposed"})

    assert answer.status_code == 303
    with core.enter(ana, "riverbend") as actor:
        states = set(queries.indicators(actor).values_list("code", "state"))
    assert states == {("health-good", "proposed"), ("health-bp", "proposed")}
    assert b"in use already" in client.get(url).content


def test_programs_read_packs_and_take_from_them_all_or_none(
    riverbend: Initiative, ana: User, ben: User, as_api: Callable[..., Api]
) -> None:
    lead, home = as_api(ana), "/initiatives/riverbend"
    listed = lead.get(f"{home}/packs/?page_size=4").json
    assert len(listed["results"]) == 4
    assert len(lead.get(f"{home}/packs/?from=health").json["results"][0]["indicators"]) == 8
    assert lead.get(f"{home}/packs/gardening/").status == 404

    wrong = lead.post(f"{home}/packs/take/", {"codes": ["health-bp", "health-luck"]})
    assert (wrong.status, wrong.faults) == (422, {"codes": "unknown_indicator"})
    assert lead.get(f"{home}/indicators/health-bp/").status == 404

    taken = lead.post(f"{home}/packs/take/", {"codes": ["health-bp", "edu-reading"]})
    assert (taken.status, taken.json) == (201, {"indicators": ["health-bp", "edu-reading"]})
    assert lead.get(f"{home}/indicators/health-bp/").json["state"] == "proposed"
    used = [row["code"] for row in lead.get(f"{home}/packs/health/").json["indicators"] if row["in_use"]]
    assert used == ["health-bp"]
    assert lead.post(f"{home}/packs/take/", {"codes": ["health-bp"]}).status == 409
    assert as_api(ben).post(f"{home}/packs/take/", {"codes": ["health-seen"]}).status == 403


def test_indicators_of_several_packs_are_ticked_on_one_page_and_stay_ticked(
    riverbend: Initiative, ana: User, client: Client
) -> None:
    client.force_login(ana)
    url = "/i/riverbend/measurement/packs/"
    page = client.get(url).content.decode()
    assert 'value="edu-reading"' in page and 'value="health-bp"' in page
    wrong = client.post(url, {"codes": ["health-bp", "edu-reading"], "state": "nonsense"})
    assert wrong.status_code == 422 and wrong.content.decode().count('name="codes"') == 48
    assert wrong.content.decode().count(" checked><span>") == 2
    client.post(url, {"codes": ["health-bp", "edu-reading"], "state": "active"})
    with core.enter(ana, "riverbend") as actor:
        assert set(queries.indicators(actor).values_list("code", flat=True)) == {"health-bp", "edu-reading"}
