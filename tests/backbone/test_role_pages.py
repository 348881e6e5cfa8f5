"""The pages and the API of the six roles: what a form keeps, who is shown amounts, one way in for both faces."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from backbone.queries import roles as queries
from backbone.words.roles import BackboneRole
from initiatives.models import Initiative, User
from initiatives.queries import enter
from tests.api import Api
from tests.factories import roles as make

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

    assert client.post(f"{HERE}/posts/new/", {**typed, "share_vision": "40"}).status_code == 303
    with enter(ana, "riverbend") as actor:
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
