"""The operations of the core over HTTP: what goes in, what comes out, what is refused."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows import login
from django.test import Client

from initiatives import queries, services
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import Affiliation, ApiToken, Event, Initiative, User
from tests import factories
from tests.api import Api
from tests.databases import ClonedDatabase

AsApi = Callable[..., Api]
HOME = "/initiatives/riverbend"


# Initiatives ------------------------------------------------------------------------------------------------


def test_starting_an_initiative_makes_its_starter_the_lead(db: None, as_api: AsApi) -> None:
    api = as_api(factories.user())

    made = api.post(
        "/initiatives/",
        {
            "slug": "mesa",
            "name": "Mesa",
            "coverage_floor": 0.75,
            "suppression_threshold": 5,
            "rounded_to": 5,
            "purpose": "",
        },
    )

    assert made.status == 201, made
    assert made.headers["Location"] == "http://testserver/api/v1/initiatives/mesa/"
    assert (made.json["coverage_floor"], made.json["suppression_threshold"]) == ("0.750", 5)
    assert api.get("/initiatives/").json["results"] == [
        {"slug": "mesa", "name": "Mesa", "timezone": "UTC", "role": "backbone_lead"}
    ]
    assert api.get("/initiatives/mesa/").content == made.content


@pytest.mark.parametrize(
    ("body", "status", "fault"),
    [
        ({"name": "No slug"}, 400, ("slug", "required")),
        ({"slug": "a b", "name": "Space"}, 400, ("slug", "invalid")),
        ({"slug": "ok", "name": ""}, 400, ("name", "required")),
        ({"slug": "ok", "name": "X", "timezone": "Mars/Base"}, 422, ("timezone", "unknown_timezone")),
        ({"slug": "ok", "name": "X", "coverage_floor": "1.5"}, 422, ("coverage_floor", "out_of_range")),
        ({"slug": "ok", "name": "X", "coverage_floor": "half"}, 400, ("coverage_floor", "invalid")),
        ({"slug": "ok", "name": "X", "role": "x"}, 400, ("role", "unknown_field")),
        ({"slug": "riverbend", "name": "X"}, 422, ("slug", "slug_taken")),
    ],
)
def test_a_bad_start_is_told_at_its_field(
    riverbend: Initiative, ana: User, as_api: AsApi, body: Any, status: int, fault: tuple[str, str]
) -> None:
    answer = as_api(ana).post("/initiatives/", body)

    assert (answer.status, answer.faults) == (status, dict([fault]))


def test_a_bound_token_reaches_its_initiative_only(zoe: User, as_api: AsApi) -> None:
    factories.initiative("second", lead=zoe)
    api = as_api(zoe, initiative="harbor")

    assert [row["slug"] for row in api.get("/initiatives/").json["results"]] == ["harbor"]
    assert api.get("/initiatives/harbor/").status == 200
    assert api.get("/initiatives/second/").status == 404
    assert api.post("/initiatives/", {"slug": "third", "name": "Third"}).code == "token_bound"


def test_settings_change_by_those_who_may_and_are_recorded(
    riverbend: Initiative, ana: User, sam: User, as_api: AsApi
) -> None:
    api = as_api(ana)
    read = api.get(f"{HOME}/")

    changed = api.patch(f"{HOME}/", {"self_acceptance": True, "name": "River Bend"}, If_Match=read.etag)

    assert (changed.status, changed.json["self_acceptance"], changed.json["name"]) == (
        200,
        True,
        "River Bend",
    )
    assert changed.etag != read.etag
    with tenant(riverbend):
        assert Event.objects.get(key="initiatives.settings_changed").data == {
            "fields": ["name", "self_acceptance"]
        }
    refused = as_api(sam).patch(f"{HOME}/", {"name": "Mine"}, If_Match=changed.etag)
    assert (refused.status, refused.code) == (403, "forbidden")


# Partners ---------------------------------------------------------------------------------------------------


def test_partners_are_added_listed_and_filtered(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    body = {"code": "clinic", "name": "Clinic", "sector": "health", "place": "north", "roles": ["funder"]}

    made = api.post(f"{HOME}/partners/", {**body, "identifier": ""})

    assert made.status == 201
    assert made.json == {**body, "identifier": "", "about": "", "state": "active"}
    assert api.get(made.headers["Location"]).content == made.content
    listed = api.get(f"{HOME}/partners/").json
    assert [row["code"] for row in listed["results"]] == ["clinic", "food-bank", "school-board"]
    for query, expected in [
        ("place=north", ["clinic", "school-board"]),
        ("sector=nonprofit", ["food-bank"]),
        ("state=left", []),
        ("unknown=1", ["clinic", "food-bank", "school-board"]),
    ]:
        rows = api.get(f"{HOME}/partners/?{query}").json["results"]
        assert [row["code"] for row in rows] == expected, query


@pytest.mark.parametrize(
    ("change", "status", "fault"),
    [
        ({"code": "food-bank"}, 422, ("code", "code_taken")),
        ({"code": "total"}, 422, ("code", "reserved_code")),
        ({"code": "-x"}, 422, ("code", "bad_code")),
        ({"sector": "space"}, 400, ("sector", "invalid_choice")),
        ({"place": "nowhere"}, 422, ("place", "unknown_place")),
        ({"initiative": 1}, 400, ("initiative", "unknown_field")),
        ({"name": ["x"]}, 400, ("name", "invalid")),
        ({"name": "a\x00b"}, 400, ("name", "bad_character")),
        ({"roles": ["x", {"y": 1}]}, 400, ("roles.1", "invalid")),
    ],
)
def test_a_bad_partner_is_told_at_its_field(
    riverbend: Initiative, ana: User, as_api: AsApi, change: Any, status: int, fault: tuple[str, str]
) -> None:
    body = {"code": "clinic", "name": "Clinic", "sector": "health", **change}

    answer = as_api(ana).post(f"{HOME}/partners/", body)

    assert (answer.status, answer.faults) == (status, dict([fault]))


def test_a_partner_moves_from_a_day_on(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    path = f"{HOME}/partners/food-bank/"

    moved = api.patch(path, {"place": "north", "since": "2024-07-01"}, If_Match=api.get(path).etag)

    assert (moved.json["place"], moved.json["sector"]) == ("north", "nonprofit")
    before = api.get(f"{HOME}/partners/?on=2024-06-30&place=south").json["results"]
    after = api.get(f"{HOME}/partners/?on=2024-07-01&place=south").json["results"]
    assert ([row["code"] for row in before], after) == (["food-bank"], [])
    cleared = api.patch(path, {"place": None, "about": None, "name": ""}, If_Match=moved.etag)
    assert (cleared.json["place"], cleared.json["name"]) == (None, "Food bank")
    with tenant(riverbend):
        assert Affiliation.objects.filter(partner__code="food-bank").count() == 3


def test_a_partner_leaves_and_comes_back(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    path = f"{HOME}/partners/food-bank/"

    assert api.delete(path, If_Match=api.get(path).etag).status == 204
    left = api.get(path)
    assert left.json["state"] == "left"
    assert api.patch(path, {"state": "active"}, If_Match=left.etag).json["state"] == "active"
    assert (
        api.post(f"{HOME}/partners/", {"code": "x", "name": "X", "sector": "media", "state": "left"}).json[
            "state"
        ]
        == "left"
    )


# Sectors, places, groups ------------------------------------------------------------------------------------


def test_sectors_are_the_fixed_list_in_its_order(riverbend: Initiative, dora: User, as_api: AsApi) -> None:
    rows = as_api(dora).get(f"{HOME}/sectors/").json["results"]

    assert [row["code"] for row in rows[:5]] == [
        "government",
        "business",
        "nonprofit",
        "philanthropy",
        "community",
    ]
    assert rows[2]["name"] == "Non-profit"


def test_places_form_a_tree(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    made = api.post(f"{HOME}/places/", {"code": "hill", "name": "Hill", "parent": "north"})

    assert made.json == {"code": "hill", "name": "Hill", "parent": "north"}
    assert [row["code"] for row in api.get(f"{HOME}/places/?parent=north").json["results"]] == ["hill"]
    north = api.get(f"{HOME}/places/north/")
    circle = api.patch(f"{HOME}/places/north/", {"parent": "hill"}, If_Match=north.etag)
    assert (circle.status, circle.faults) == (409, {"parent": "circle"})
    used = api.delete(f"{HOME}/places/north/", If_Match=north.etag)
    assert (used.status, used.code) == (409, "in_use")
    top = api.patch(f"{HOME}/places/hill/", {"parent": None}, If_Match=made.etag)
    assert top.json["parent"] is None
    assert api.delete(f"{HOME}/places/hill/", If_Match=top.etag).status == 204
    assert api.get(f"{HOME}/places/hill/").status == 404


# The stream -------------------------------------------------------------------------------------------------


def test_the_stream_is_read_on_from_the_last_event(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    first = api.get(f"{HOME}/events/?key=initiatives.partner_added").json["results"]
    assert [row["headline"] for row in first] == [
        "School board joined as a partner",
        "Food bank joined as a partner",
    ]
    assert first[0]["partner"] == "school-board"
    last = api.get(f"{HOME}/events/").json["results"][-1]["id"]

    api.post(f"{HOME}/places/", {"code": "hill", "name": "Hill"})

    rows = api.get(f"{HOME}/events/?after={last}").json["results"]
    assert [(row["key"], row["who"], row["by_token"]) for row in rows] == [
        ("initiatives.place_added", "Ana", True)
    ]
    assert api.get(f"{HOME}/events/?after={rows[0]['id']}").json["results"] == []


def test_a_partner_reads_its_own_affairs_only(
    riverbend: Initiative, ben: User, cleo: User, as_api: AsApi
) -> None:
    rows = as_api(ben).get(f"{HOME}/events/").json["results"]

    assert {row["partner"] for row in rows} == {"school-board"}
    assert as_api(cleo).get(f"{HOME}/events/").status == 403


def test_an_event_of_elsewhere_is_no_place_to_read_on_from(
    riverbend: Initiative, ana: User, zoe: User, as_api: AsApi
) -> None:
    theirs = as_api(zoe).get("/initiatives/harbor/events/").json["results"][0]["id"]

    assert as_api(ana).get(f"{HOME}/events/?after={theirs}").status == 404


# Tokens -----------------------------------------------------------------------------------------------------


def signed_in(who: User) -> Client:
    """A browser in which the person has signed in with their password a moment ago."""
    client = Client()
    client.force_login(who)
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(who.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def test_a_session_mints_lists_and_revokes_tokens(ana: User, riverbend: Initiative) -> None:
    client = signed_in(ana)
    made = client.post(
        "/api/v1/tokens/",
        {"name": "Loader", "scopes": ["read", "write"]},
        content_type="application/json",
        headers={"Idempotency-Key": "mint-1"},
    )
    assert made.status_code == 201, made.content
    secret = made.json()["token"]
    assert secret.startswith("concert_") and len(secret) >= 8 + 43

    again = client.post(
        "/api/v1/tokens/",
        {"name": "Loader", "scopes": ["read", "write"]},
        content_type="application/json",
        headers={"Idempotency-Key": "mint-1"},
    )
    assert (again.json()["id"], again.json()["token"]) == (made.json()["id"], None)
    listed = client.get("/api/v1/tokens/").json()["results"]
    assert [(row["name"], row["prefix"]) for row in listed] == [("Loader", secret[:12])]
    assert secret not in client.get("/api/v1/tokens/").content.decode()
    assert Api(secret).get(f"{HOME}/").status == 200
    path = f"/api/v1/tokens/{made.json()['id']}/"
    assert client.delete(path, headers={"If-Match": client.get(path)["ETag"]}).status_code == 204
    assert Api(secret).get(f"{HOME}/").status == 401
    with tenant(riverbend):
        keys = list(Event.objects.filter(key__contains="token").order_by("id").values_list("key", flat=True))
    assert keys == ["initiatives.token_minted", "initiatives.token_revoked"]


def test_minting_takes_a_fresh_sign_in(ana: User) -> None:
    client = Client()
    client.force_login(ana)

    answer = client.post(
        "/api/v1/tokens/", {"name": "x", "scopes": ["read"]}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "fresh_sign_in_required")


def test_a_token_lists_and_makes_no_tokens(ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    assert api.get("/tokens/").code == "session_only"
    assert api.post("/tokens/", {"name": "x", "scopes": ["read"]}).code == "session_only"
    with person(ana):
        assert ApiToken.objects.count() == 1


def test_one_persons_token_is_nothing_to_another(ana: User, zoe: User) -> None:
    hers = factories.token(ana)
    with person(ana):
        public_id = ApiToken.objects.get().public_id

    browser = signed_in(zoe)

    assert hers and browser.get(f"/api/v1/tokens/{public_id}/").status_code == 404
    assert browser.delete(f"/api/v1/tokens/{public_id}/", headers={"If-Match": "*"}).status_code == 404
    assert browser.get("/api/v1/tokens/").json()["results"] == []


def test_no_event_appears_behind_the_reader(cloned_database: ClonedDatabase) -> None:
    """One transaction takes its place in the stream, and ends after another that came later."""
    ana = factories.user("ana@riverbend.example")
    where = factories.initiative("riverbend", lead=ana)
    api = Api(factories.token(ana))

    def places() -> list[str]:
        rows = api.get(f"{HOME}/events/?key=initiatives.place_added").json["results"]
        return [row["subject"] for row in rows]

    with queries.enter(ana, where.slug) as actor:
        services.add_place(actor, code="slow", name="Slow")
        [quick] = cloned_database.race(
            1, lambda _n: (api.post(f"{HOME}/places/", {"code": "quick", "name": "Quick"}).status, places())
        )
    assert quick == (201, []), "the later event was told before the earlier one was known"
    assert places() == ["place:slow", "place:quick"]
