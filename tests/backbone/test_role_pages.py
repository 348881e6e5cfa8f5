"""The pages and the API of the six roles: what a form keeps, who is shown amounts, one way in for both faces."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from backbone.queries import roles as queries
from backbone.services import roles as services
from backbone.words.roles import BackboneRole
from initiatives.kernel import clock
from initiatives.models import Initiative, User
from initiatives.queries import enter
from tests.api import Api
from tests.factories import roles as make
from tests.factories import surveys

pytestmark = pytest.mark.django_db
HERE = "/i/riverbend"
API = "/initiatives/riverbend"


@pytest.fixture
def made(riverbend: Initiative) -> dict[str, Any]:
    return make.one_of_each(riverbend)


def test_the_funding_page_tells_amounts_to_the_backbone_alone(
    made: dict[str, Any], client: Client, ana: User, cleo: User
) -> None:
    client.force_login(ana)
    assert b"USD 1,000" in client.get(f"{HERE}/roles/funding/").content
    client.force_login(cleo)
    page = client.get(f"{HERE}/roles/funding/")
    assert page.status_code == 200
    assert b"1,000" not in page.content
    assert b"Community Foundation" not in page.content
    assert client.get(f"{HERE}/funding/{made['funding'].public_id}/").status_code == 404


def funded(ana: User, *, cost: str | None) -> None:
    """20,000 committed and 10,000 pledged, free to use, at a cost of a month; eighteen months are wanted."""
    with enter(ana, "riverbend") as actor:
        if cost:
            services.set_backbone_profile(actor, monthly_cost=Decimal(cost), currency="USD", wanted_months=18)
        make.source(actor, "20000")
        make.source(actor, "10000", "pledged", funder_name="County")


def test_the_runway_is_drawn_and_told_in_money_to_the_backbone_and_in_months_to_others(
    riverbend: Initiative, client: Client, ana: User, cleo: User
) -> None:
    """20,000 at 2,000 a month last ten months, with the pledge fifteen: in a year and two months nothing is left."""
    funded(ana, cost="2000")
    with clock.at(datetime(2026, 7, 20, 12, tzinfo=UTC)):
        client.force_login(ana)
        chart = client.get(f"{HERE}/roles/funding/").context["runway"]
        client.force_login(cleo)
        page = client.get(f"{HERE}/roles/funding/")
        others = page.context["runway"]

    assert chart.title == others.title == "Paid for until May 2027; 18 months are wanted"
    assert chart.said == (
        "What is left falls to nothing in May 2027, after 10 months; with what is pledged, after 15 months."
    )
    # A line of 586 from 104 to 690 over 19 months: nothing is left 10 of them on, at 412.4.
    wide = chart.drawings[0]
    assert (wide.end, wide.pledged_end) == ("412.4", "566.6")
    assert [(row.month, row.left, row.with_pledges) for row in chart.rows[:3]] == [
        ("July 2026", "USD 20,000", "USD 30,000"),
        ("October 2026", "USD 14,000", "USD 24,000"),
        ("January 2027", "USD 8,000", "USD 18,000"),
    ]
    assert (others.rows[1].left, others.rows[-1].left) == ("7 months", "0 months")
    assert b"USD" not in page.content


@pytest.mark.parametrize(
    ("cost", "says"), [(None, b"Say what a month costs"), ("900000", b"Paid for less than a month")]
)
def test_without_a_cost_nothing_is_drawn_and_with_a_dear_one_it_is_said(
    riverbend: Initiative, client: Client, ana: User, cost: str | None, says: bytes
) -> None:
    funded(ana, cost=cost)
    client.force_login(ana)
    page = client.get(f"{HERE}/roles/funding/")
    assert says in page.content
    assert (page.context["runway"] is None) == (cost is None)


def test_what_partners_say_stands_on_each_role_and_says_when_nobody_was_asked(
    riverbend: Initiative, client: Client, ana: User
) -> None:
    client.force_login(ana)
    for address in ("roles/", "roles/policy/"):
        page = client.get(f"{HERE}/{address}")
        assert b"Partners have not reviewed the backbone yet" in page.content
        assert page.content.count(b"Not rated by partners") == 6
    with enter(ana, "riverbend") as actor:
        surveys.remarked(actor)
    page = client.get(f"{HERE}/roles/policy/")
    assert page.content.count(b"too few answered") == 3
    assert b"fewer than 5 people or 3 organisations" in page.content


def test_a_form_that_is_refused_keeps_what_was_typed(made: dict[str, Any], client: Client, ana: User) -> None:
    client.force_login(ana)
    typed = {"stage": "lost", "moved_on": "", "reason": " "}
    answer = client.post(f"{HERE}/policy/{made['policy'].public_id}/move/", typed)

    assert answer.status_code == 422
    assert b"Say why. It stays in the history." in answer.content
    assert b'value="lost" required' in answer.content or b"checked" in answer.content


def test_a_post_whose_parts_do_not_come_to_a_hundred_is_refused_at_the_parts(
    made: dict[str, Any], client: Client, ana: User
) -> None:
    client.force_login(ana)
    typed = {"post": "Data", "name": "Sam", "fte": "1", "since": "2024-01-01", "share_policy": "60"}
    answer = client.post(f"{HERE}/posts/new/", typed)
    assert answer.status_code == 422
    assert b"come to 60, not to 100" in answer.content

    whole = {**typed, "share_vision": "40", "languages": "Spanish"}
    assert client.post(f"{HERE}/posts/new/", whole).status_code == 303
    with enter(ana, "riverbend") as actor:
        assert queries.posts(actor).get(post="Data").languages == "Spanish"
        assert queries.roster(actor).by_role["policy"] == Decimal("0.6")


def test_done_in_the_plan_is_done_once(made: dict[str, Any], client: Client, ana: User) -> None:
    client.force_login(ana)
    here = f"{HERE}/work-plan/{made['task'].public_id}/done/"
    assert client.post(here).status_code == 303
    assert client.post(here).status_code == 409


def test_an_unknown_role_is_not_there(riverbend: Initiative, client: Client, ana: User) -> None:
    client.force_login(ana)
    assert client.get(f"{HERE}/roles/marketing/").status_code == 404


def test_the_api_tells_the_same_and_no_amount_to_others(
    made: dict[str, Any], as_api: Callable[..., Api], ana: User, cleo: User
) -> None:
    changed = as_api(ana).ask(
        "PATCH",
        f"{API}/backbone-profile/",
        {"monthly_cost": "100", "currency": "USD", "name": "Alliance"},
        If_Match="*",
    )
    assert changed.status == 200, changed.json
    own, others = as_api(ana).get(f"{API}/runway/").json, as_api(cleo).get(f"{API}/runway/").json
    assert (own["months"], own["free"], own["monthly"]) == ("10.0", "1000.00", "100.00")
    assert (others["months"], others["free"], others["monthly"], others["money"]) == ("10.0", None, None, [])
    assert as_api(cleo).get(f"{API}/funding-sources/").json["results"] == []
    told = {row["role"]: row for row in as_api(cleo).get(f"{API}/backbone-roles/").json["roles"]}
    assert told["policy"]["measures"][0]["of"] == 1


def test_the_api_moves_a_policy_and_keeps_its_way(
    made: dict[str, Any], as_api: Callable[..., Api], ana: User
) -> None:
    api, here = as_api(ana), f"{API}/policy-targets/{made['policy'].public_id}/"
    refused = api.post(f"{here}move/", {"stage": "lost"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "reason")
    assert api.post(f"{here}move/", {"stage": "adopted"}).json["stage"] == "adopted"
    assert [row["stage"] for row in api.get(f"{here}history/").json["results"]] == ["spotted", "adopted"]
    cleared = api.ask("PATCH", here, {"expected_on": None, "strategy": None}, If_Match="*")
    assert cleared.status == 200
    assert api.ask("PATCH", here, {"title": None}, If_Match="*").status == 400


def test_every_page_of_the_roles_opens_for_the_backbone_and_for_others(
    made: dict[str, Any], client: Client, ana: User, cleo: User
) -> None:
    open_to_all = [f"{HERE}/roles/", f"{HERE}/policy/{made['policy'].public_id}/"]
    open_to_all += [f"{HERE}/roles/{role}/" for role in BackboneRole.values]
    forms = [
        *(f"{HERE}/{name}/new/" for name in ("posts", "leading", "work-plan", "policy", "funding")),
        *(f"{HERE}/{name}/new/" for name in ("campaigns", "mentions")),
        *(f"{HERE}/policy/{made['policy'].public_id}/{verb}/" for verb in ("change", "move", "sign-on")),
        *(f"{HERE}/funding/{made['funding'].public_id}/{verb}" for verb in ("", "change/", "move/")),
        f"{HERE}/profile/",
        f"{HERE}/posts/{made['post'].public_id}/",
        f"{HERE}/leading/{made['leader'].public_id}/",
        f"{HERE}/work-plan/{made['task'].public_id}/",
        f"{HERE}/campaigns/{made['campaign'].public_id}/",
        f"{HERE}/mentions/{made['mention'].public_id}/",
    ]
    client.force_login(ana)
    assert {page: client.get(page).status_code for page in [*open_to_all, *forms]} == dict.fromkeys(
        [*open_to_all, *forms], 200
    )
    client.force_login(cleo)
    assert {client.get(page).status_code for page in open_to_all} == {200}
    shut = {client.get(page).status_code for page in forms if "/funding/" not in page or "/new/" in page}
    assert shut == {403}
