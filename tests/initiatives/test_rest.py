"""The ground of the API: who is let in, in which order things are checked, how answers and faults look."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from initiatives import limits, queries, services
from initiatives.forgetting import ANSWERS_KEPT, forget_answers
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import ApiToken, IdempotentAnswer, Initiative, Membership, Partner, Place, User
from initiatives.rest import answers, bodies
from initiatives.rest.problems import Problem
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import ExactDecimal, Row
from tests import factories
from tests.api import Api
from tests.databases import ClonedDatabase

AsApi = Callable[..., Api]
HOME = "/initiatives/riverbend"
PLACES = f"{HOME}/places/"


# Who is let in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "concert_x"])
def test_a_credential_that_does_not_work_is_refused(db: None, riverbend: Initiative, header: str) -> None:
    answer = Api().get(f"{HOME}/", Authorization=header)

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Concert", error="invalid_token"'
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_nobody_is_asked_who_they_are(db: None) -> None:
    answer = Api().get("/initiatives/")

    assert (answer.status, answer.code) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Concert"'


def test_a_token_ends_by_time_revocation_and_with_its_account(ana: User, riverbend: Initiative) -> None:
    secret = factories.token(ana)
    api = Api(secret)
    assert api.get(f"{HOME}/").status == 200

    with clock.at(clock.now() + timedelta(days=91)):
        assert api.get(f"{HOME}/").status == 401
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert api.get(f"{HOME}/").status == 401
    User.objects.filter(pk=ana.pk).update(is_active=True)
    assert api.get(f"{HOME}/").status == 200
    services.tokens.revoke_all_tokens(ana)
    assert api.get(f"{HOME}/").status == 401


def test_the_use_of_a_token_is_noted_at_most_once_a_minute(ana: User, riverbend: Initiative) -> None:
    api = Api(factories.token(ana))

    def used() -> Any:
        with person(ana):
            return ApiToken.objects.get().last_used_at

    start = clock.now()
    for seconds, expected in [(0, 0), (59, 0), (61, 61)]:
        with clock.at(start + timedelta(seconds=seconds)):
            api.get(f"{HOME}/")
        assert used() == start + timedelta(seconds=expected)


def test_the_secret_is_kept_nowhere(ana: User, riverbend: Initiative) -> None:
    secret = factories.token(ana)

    with person(ana):
        token = ApiToken.objects.get()
    assert secret not in repr(vars(token)) and len(bytes(token.secret_hash)) == 32


@pytest.mark.parametrize(
    ("scopes", "reads", "adds_place", "changes_settings"),
    [
        (["read"], 200, 403, 403),
        (["write"], 200, 201, 403),
        (["submit"], 200, 403, 403),
        (["read", "admin"], 200, 403, 200),
    ],
)
def test_scopes_narrow_the_role(
    riverbend: Initiative,
    ana: User,
    as_api: AsApi,
    scopes: list[str],
    reads: int,
    adds_place: int,
    changes_settings: int,
) -> None:
    api = as_api(ana, scopes)

    assert api.get(f"{HOME}/").status == reads
    assert api.post(PLACES, {"code": "hill", "name": "Hill"}).status == adds_place
    assert api.patch(f"{HOME}/", {"name": "R"}, If_Match="*").status == changes_settings


def test_a_session_needs_the_csrf_token_for_what_changes_something(riverbend: Initiative, ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    assert client.get(f"/api/v1{HOME}/").status_code == 200
    refused = client.post(
        f"/api/v1{PLACES}", {"code": "hill", "name": "Hill"}, content_type="application/json"
    )

    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    with tenant(riverbend):
        assert not Place.objects.filter(code="hill").exists()


def test_a_membership_that_ended_ends_access_at_once(riverbend: Initiative, ben: User, as_api: AsApi) -> None:
    api = as_api(ben)
    assert api.get(f"{HOME}/").status == 200

    with tenant(riverbend):
        ben.memberships.update(ended_on="2024-02-01")

    assert api.get(f"{HOME}/").status == 404
    assert api.get("/initiatives/").json["results"] == []


# Outside: nothing, word for word ----------------------------------------------------------------------------


def without_id(body: bytes) -> dict[str, Any]:
    return {name: value for name, value in json.loads(body).items() if name != "request_id"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/places/", "/partners/food-bank/", "/events/", "/nothing/"])
def test_a_stranger_sees_what_anybody_sees_of_nothing(
    riverbend: Initiative, zoe: User, as_api: AsApi, method: str, path: str
) -> None:
    api = as_api(zoe)

    theirs = api.ask(method, f"{HOME}{path}", raw=b"\xff{", content_type="text/plain")
    absent = api.ask(method, f"/initiatives/absent{path}", raw=b"\xff{", content_type="text/plain")

    assert (theirs.status, absent.status) == (404, 404)
    assert without_id(theirs.content) == without_id(absent.content)
    assert set(theirs.headers) == set(absent.headers)


def test_what_is_absent_inside_reads_the_same(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    answers_ = [
        api.get("/initiatives/absent/"),
        api.get(f"{HOME}/partners/absent/"),
        api.get(f"{HOME}/partners/a%00b/"),
        api.get(f"{HOME}/nothing/"),
        api.get("/nothing"),
    ]

    assert [answer.status for answer in answers_] == [404] * 5
    assert len({json.dumps(without_id(answer.content)) for answer in answers_}) == 1


# The order of the checks, and the shape of requests ---------------------------------------------------------


def test_a_role_is_looked_at_before_the_body(riverbend: Initiative, dora: User, as_api: AsApi) -> None:
    answer = as_api(dora).ask("POST", PLACES, raw="{", content_type="text/plain")

    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize(
    ("raw", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "parse_error"),
        (b"\xff", "application/json", 400, "not_utf8"),
        (b"[" * 100_000, "application/json", 400, "parse_error"),
        (b'{"code": NaN}', "application/json", 400, "parse_error"),
        (b'{"code": ' + b"9" * 5000 + b"}", "application/json", 400, "parse_error"),
        (b"[1]", "application/json", 400, "invalid"),
        (b'{"code": "\\ud800", "name": "x"}', "application/json", 400, "invalid"),
        (b"a,b", "text/csv", 415, "unsupported_media_type"),
        (b"{}", "application/json; charset=utf-16", 415, "unsupported_charset"),
        (b"{}", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'"' + b"x" * (11 * 1024 * 1024) + b'"', "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    riverbend: Initiative, ana: User, as_api: AsApi, raw: bytes, content_type: str, status: int, code: str
) -> None:
    answer = as_api(ana).ask("POST", PLACES, raw=raw, content_type=content_type)

    assert (answer.status, answer.code) == (status, code)


def test_methods_and_types_that_are_not_there(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    put = api.ask("PUT", PLACES, {})
    assert (put.status, put.code, put.headers["Allow"]) == (405, "method_not_allowed", "GET, HEAD, POST")
    assert api.get(PLACES, Accept="application/xml").code == "not_acceptable"
    assert api.get(PLACES, Accept="text/html, */*;q=0.1").status == 200
    assert api.get(f"{PLACES}?format=xml").faults == {"format": "invalid_choice"}
    assert api.ask("HEAD", PLACES).status == 200


def test_every_answer_names_its_request(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    answer = as_api(ana).get("/initiatives/absent/", X_Request_ID="abcdef-123456")

    assert answer.json["request_id"] == answer.headers["X-Request-ID"] == "abcdef-123456"
    assert set(answer.json) == {"type", "title", "status", "code", "detail", "errors", "request_id"}


def test_what_nobody_foresaw_is_opaque_and_undone(
    riverbend: Initiative, ana: User, as_api: AsApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(actor: Actor, **values: Any) -> None:
        Place.objects.create(code="half", name="Half")
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(services, "add_place", broken)
    api = as_api(ana)
    api.client.raise_request_exception = False
    seen: list[Any] = []
    got_request_exception.connect(lambda **known: seen.append(known["sender"]), weak=False, dispatch_uid="t")
    try:
        answer = api.post(PLACES, {"code": "half", "name": "Half"}, Idempotency_Key="k")
    finally:
        got_request_exception.disconnect(dispatch_uid="t")

    assert (answer.status, answer.code) == (500, "error")
    assert b"secret" not in answer.content and len(seen) == 1
    with tenant(riverbend):
        assert not Place.objects.filter(code="half").exists()


def test_an_operation_without_declaration_is_refused(riverbend: Initiative, ana: User) -> None:
    class Forgotten(InitiativeView):
        def get(self, actor: Actor) -> HttpResponse:
            return HttpResponse("open to all")

    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {factories.token(ana)}"})

    assert Forgotten.as_view()(request, slug="riverbend").status_code == 500


# Numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("12.50", "12.50"),
        ("-3", "-3"),
        ("0.1", "0.1"),
        (7, "7"),
        (Decimal("0.30000000000000004"), None),
        (Decimal("1E+5"), "100000"),
        ("123456789012345678.123456789012", "123456789012345678.123456789012"),
        ("1234567890123456789", None),
        ("1e5", None),
        ("NaN", None),
        ("1,5", None),
        ("١٢", None),
        (True, None),
        ([1], None),
        (Decimal("1E+999999"), None),
        ("1" * 70, None),
    ],
)
def test_numbers_are_exact_or_refused(given: Any, kept: str | None) -> None:
    class Probe(Row):
        number = ExactDecimal()

    shape = Probe(data={"number": given})

    assert shape.is_valid() is (kept is not None)
    if kept is not None:
        assert format(shape.validated_data["number"], "f") == kept


def test_json_fractions_are_read_to_the_digit() -> None:
    request = RequestFactory().post(
        "/", b'{"a": 0.1, "b": 123456789012345678.123456789012}', content_type="application/json"
    )

    assert bodies.json_of(request) == {"a": Decimal("0.1"), "b": Decimal("123456789012345678.123456789012")}


def test_decimals_leave_as_plain_text() -> None:
    assert answers.dumps({"a": Decimal("1E+3"), "b": Decimal("0.10")}) == b'{"a":"1000","b":"0.10"}'


# Pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def nine_places(riverbend: Initiative) -> list[str]:
    """Seven more places: with north and south there are nine."""
    for number in range(1, 8):
        factories.place(riverbend, f"p{number}", name="=SUM(A1)" if number == 1 else "Same name")
    return ["north", *[f"p{number}" for number in range(1, 8)], "south"]


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json["results"]]


def test_pages_tile_a_list_forwards_and_backwards(nine_places: list[str], ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    page = api.get(f"{PLACES}?page_size=4")
    assert page.json["previous"] is None
    forwards, pages = codes(page), [codes(page)]
    while page.json["next"]:
        page = api.get(page.json["next"])
        pages.append(codes(page))
        forwards += codes(page)
    assert forwards == nine_places and [len(one) for one in pages] == [4, 4, 1]

    backwards = codes(page)
    while page.json["previous"]:
        page = api.get(page.json["previous"])
        backwards = codes(page) + backwards
    assert backwards == nine_places


def test_a_row_that_comes_in_between_shifts_no_page(
    nine_places: list[str], riverbend: Initiative, ana: User, as_api: AsApi
) -> None:
    api = as_api(ana)
    first = api.get(f"{PLACES}?page_size=5")

    factories.place(riverbend, "aaa")

    assert codes(api.get(first.json["next"])) == nine_places[5:]


@pytest.mark.parametrize("size", ["0", "1001", "-1", "x", "²", "9" * 30])
def test_page_sizes_have_their_bounds(riverbend: Initiative, ana: User, as_api: AsApi, size: str) -> None:
    assert as_api(ana).get(f"{PLACES}?page_size={size}").faults == {"page_size": "out_of_range"}


@pytest.mark.parametrize("cursor", ["x", "WzAsMV0", "WzAsImEiLCJiIl0", "e30", "WzAsbnVsbF0", "____"])
def test_a_forged_cursor_is_refused(riverbend: Initiative, ana: User, as_api: AsApi, cursor: str) -> None:
    answer = as_api(ana).get(f"{HOME}/events/?cursor={cursor}")

    assert (answer.status in (200, 400)) and (answer.status == 200) == (cursor == "WzAsMV0")


def test_csv_is_one_page_safe_for_spreadsheets(nine_places: list[str], ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    page = api.get(f"{PLACES}?format=csv&page_size=2")

    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.content.decode().splitlines() == ["code,name,parent", "north,North side,", "p1,'=SUM(A1),"]
    following = page.headers["Link"].removeprefix("<").removesuffix('>; rel="next"')
    assert api.get(following).content.decode().splitlines()[1] == "p2,Same name,"
    assert api.get(f"{PLACES}?format=csv&page_size=x").code == "invalid"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "|x", "%x"])
def test_no_cell_begins_a_formula(text: str) -> None:
    sheet = answers.csv_answer([{"a": text, "b": Decimal("-5.5"), "c": [text]}], ["a", "b", "c"], "x")

    body = sheet.content.decode()
    assert body.split("\r\n", 1)[1].startswith(("'", "\"'"))
    assert ",-5.5," in body


def test_no_heading_begins_a_formula() -> None:
    """The columns of Open SDG carry the names that staff gave to dimensions."""
    sheet = answers.csv_answer([{"=1+1": "x"}], ["Year", "=1+1"], "x")
    assert sheet.content.decode() == "Year,'=1+1\r\n,x\r\n"


# Entity tags ------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    first = api.get(PLACES)

    again = api.get(PLACES, If_None_Match=f'"other", W/{first.etag}')
    assert (again.status, again.content, again.etag) == (304, b"", first.etag)
    api.post(PLACES, {"code": "hill", "name": "Hill"})
    assert api.get(PLACES, If_None_Match=first.etag).status == 200


def test_a_change_needs_the_state_it_was_made_from(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    path = f"{PLACES}north/"
    tag = api.get(path).etag

    assert api.patch(path, {"name": "N"}).code == "if_match_required"
    assert api.patch(f"{PLACES}absent/", {"name": "N"}, If_Match="*").status == 404
    assert api.patch(path, {"name": "N"}, If_Match=f"W/{tag}").status == 412
    assert api.patch(path, {"name": "N"}, If_Match=f'"x", {tag}').status == 200
    stale = api.delete(path, If_Match=tag)
    assert (stale.status, stale.code) == (412, "stale")
    assert api.patch(path, {}, If_Match="*").json["name"] == "N"


# Repeated requests ----------------------------------------------------------------------------------------


def test_a_repeated_post_has_one_effect(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    body = {"code": "hill", "name": "Hill"}

    first = api.post(PLACES, body, Idempotency_Key="k1")
    again = api.post(PLACES, body, Idempotency_Key="k1")
    other = api.post(PLACES, {**body, "name": "Dale"}, Idempotency_Key="k1")
    elsewhere = api.post(f"{HOME}/partners/", body, Idempotency_Key="k1")

    assert (first.status, again.status) == (201, 201)
    assert again.content == first.content and again.etag == first.etag
    assert again.headers["Location"] == first.headers["Location"]
    assert ("Idempotent-Replayed" in again.headers, "Idempotent-Replayed" in first.headers) == (True, False)
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert elsewhere.code == "idempotency_key_reused"


def test_keys_are_each_persons_own(riverbend: Initiative, ana: User, sam: User, as_api: AsApi) -> None:
    assert as_api(ana).post(PLACES, {"code": "a", "name": "A"}, Idempotency_Key="k").status == 201
    assert as_api(sam).post(PLACES, {"code": "b", "name": "B"}, Idempotency_Key="k").status == 201


def test_what_failed_may_be_tried_again_with_its_key(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)

    assert api.post(PLACES, {"code": "total", "name": "T"}, Idempotency_Key="k").status == 422
    assert api.post(PLACES, {"code": "t", "name": "T"}, Idempotency_Key="k").status == 201


def test_a_remembered_answer_is_not_given_to_who_lost_the_right(
    riverbend: Initiative, sam: User, as_api: AsApi
) -> None:
    api = as_api(sam)
    body = {"code": "hill", "name": "Hill"}
    assert api.post(PLACES, body, Idempotency_Key="k").status == 201

    with tenant(riverbend):
        sam.memberships.update(role="community")
    assert api.post(PLACES, body, Idempotency_Key="k").status == 403


def test_a_key_that_is_no_key(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    assert as_api(ana).post(PLACES, {}, Idempotency_Key="x" * 201).code == "invalid"


def test_a_key_belongs_to_its_token(ana: User, riverbend: Initiative) -> None:
    one, other = Api(factories.token(ana)), Api(factories.token(ana, scopes=["read"]))
    body = {"code": "hill", "name": "Hill"}
    assert one.post(PLACES, body, Idempotency_Key="k").status == 201
    assert other.post(PLACES, body, Idempotency_Key="k").status == 403
    third = Api(factories.token(ana)).post(PLACES, body, Idempotency_Key="k")
    assert (third.status, third.code) == (422, "code_taken")


def test_racers_with_one_key_make_one_thing(cloned_database: ClonedDatabase) -> None:
    ana = factories.user("ana@riverbend.example")
    where = factories.initiative("riverbend", lead=ana)
    secret = factories.token(ana)

    found = cloned_database.race(
        6, lambda _number: Api(secret).post(PLACES, {"code": "hill", "name": "Hill"}, Idempotency_Key="k")
    )

    assert {answer.status for answer in found} == {201}, found
    assert len({answer.content for answer in found}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in found) == 1
    with tenant(where):
        assert Place.objects.count() == 1


def test_racers_without_a_key_meet_the_rule(cloned_database: ClonedDatabase) -> None:
    ana = factories.user("ana@riverbend.example")
    factories.initiative("riverbend", lead=ana)
    secret = factories.token(ana)

    found = cloned_database.race(6, lambda _n: Api(secret).post(PLACES, {"code": "hill", "name": "Hill"}))

    assert sorted(answer.status for answer in found) == [201, 422, 422, 422, 422, 422], found


def test_of_many_who_change_the_same_state_one_wins(cloned_database: ClonedDatabase) -> None:
    ana = factories.user("ana@riverbend.example")
    where = factories.initiative("riverbend", lead=ana)
    factories.partner(where, "clinic", lead=ana)
    secret = factories.token(ana)
    path = f"{HOME}/partners/clinic/"
    tag = Api(secret).get(path).etag

    found = cloned_database.race(
        8, lambda number: Api(secret).patch(path, {"name": f"Name {number}"}, If_Match=tag)
    )

    assert sorted(answer.status for answer in found) == [200] + [412] * 7, found
    with tenant(where):
        [winner] = [answer for answer in found if answer.status == 200]
        assert Partner.objects.get().name == winner.json["name"]


# Limits -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["caller", "address", "initiative"])
def test_too_many_requests_are_told_when_to_come_back(
    riverbend: Initiative, ana: User, as_api: AsApi, settings: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: dict[str, int] = {}

    def count(keys: list[str]) -> list[int]:
        for key in keys:
            counted[key] = counted.get(key, 0) + 1
        return [counted[key] for key in keys]

    monkeypatch.setattr(limits, "_count", count)
    settings.API_LIMITS = {**settings.API_LIMITS, kind: 2}
    api = as_api(ana)

    statuses = [api.post(PLACES, {}).status for _ in range(3)]
    limited = api.post(PLACES, {})

    assert statuses == [400, 400, 429]
    assert (limited.code, 1 <= int(limited.headers["Retry-After"]) <= 60) == ("too_many_requests", True)


def test_counts_are_kept_in_redis_and_end(
    riverbend: Initiative, ana: User, as_api: AsApi, settings: Any
) -> None:
    settings.API_LIMITS = {**settings.API_LIMITS, "caller": 3}
    api = as_api(ana, name="limited")
    api_of_another = as_api(ana, name="other")

    statuses = [api.get(f"{HOME}/").status for _ in range(8)]

    assert 429 in statuses and statuses[:3] == [200, 200, 200]
    assert api_of_another.get(f"{HOME}/").status == 200


def test_everything_passes_while_redis_is_away(
    riverbend: Initiative, ana: User, as_api: AsApi, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis import Redis

    asked: list[int] = []

    def away() -> Redis:
        asked.append(1)
        return Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.2)

    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 0)
    monkeypatch.setattr(limits, "_redis", away)
    api = as_api(ana)
    try:
        assert [api.get(f"{HOME}/").status for _ in range(3)] == [200, 200, 200]
        assert len(asked) == 1, "each request waited for Redis"
    finally:
        limits._away.until = 0.0


def test_strangers_who_try_slugs_are_limited_too(
    riverbend: Initiative, zoe: User, as_api: AsApi, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_count", lambda keys: [3] * len(keys))
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 2)
    api = as_api(zoe)

    theirs, absent = api.get(f"{HOME}/"), api.get("/initiatives/absent/")

    assert (theirs.status, absent.status) == (429, 429)
    assert without_id(theirs.content) == without_id(absent.content)


def test_the_address_is_the_one_our_proxies_vouch_for(settings: Any) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 7.7.7.7")

    settings.PROXIES = 0
    assert limits.address_of(request) == "10.0.0.1"
    settings.PROXIES = 1
    assert limits.address_of(request) == "7.7.7.7"
    six = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3::4", HTTP_X_FORWARDED_FOR="")
    settings.PROXIES = 0
    assert limits.address_of(six) == "2001:0db8:0001:0002"


# The description --------------------------------------------------------------------------------------------


def test_the_description_is_valid_and_complete() -> None:
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(document)
    assert not GENERATOR_STATS._warn_cache and not GENERATOR_STATS._error_cache
    assert document["openapi"].startswith("3.1")
    change = document["paths"]["/api/v1/initiatives/{slug}/partners/{code}/"]["patch"]
    assert {"400", "401", "403", "404", "409", "412", "422", "428", "429"} <= set(change["responses"])
    assert "application/problem+json" in change["responses"]["412"]["content"]
    headers = {p["name"]: p["required"] for p in change["parameters"] if p["in"] == "header"}
    assert headers == {"If-Match": True}
    listed = document["paths"]["/api/v1/initiatives/{slug}/partners/"]["get"]
    names = {parameter["name"] for parameter in listed["parameters"]}
    assert {"sector", "place", "state", "cursor", "page_size", "format"} <= names
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}


def test_description_and_documentation_are_open(db: None) -> None:
    described = Api().get("/schema/")
    page = Client().get("/api/v1/docs/")
    script = Client().get("/api/v1/docs/?script")

    assert (described.status, described.json["info"]["title"]) == (200, "Concert")
    assert page.status_code == script.status_code == 200
    assert b"<script>" not in page.content
    assert "script-src 'self'" in page["Content-Security-Policy"]


# Cost -------------------------------------------------------------------------------------------------------


def test_actor_tenancy_and_permission_cost_few_queries(
    riverbend: Initiative, ana: User, as_api: AsApi
) -> None:
    api = as_api(ana)
    api.get(PLACES)

    with CaptureQueriesContext(connection) as queries:
        api.get(PLACES)

    # token, its person (and, within a test's outer transaction, back), the token's row; enter, membership and
    # (back twice); the rows
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 9, asked


def test_a_list_costs_the_same_whatever_its_length(nine_places: list[str], ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    api.get(PLACES)

    def cost(size: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(codes(api.get(f"{PLACES}?page_size={size}"))) == size
        return len(queries)

    assert cost(1) == cost(9)


def test_a_problem_raised_anywhere_is_told(riverbend: Initiative, ana: User) -> None:
    class Teapot(InitiativeView):
        @operation(Capability.VIEW)
        def get(self, actor: Actor) -> HttpResponse:
            raise Problem(418, "teapot", "short and stout", headers={"X-Spout": "here"})

    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {factories.token(ana)}"})
    answer = Teapot.as_view()(request, slug="riverbend")

    assert (answer.status_code, answer["X-Spout"]) == (418, "here")


def test_guessed_keys_are_counted_by_address(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def count(keys: list[str]) -> list[int]:
        asked.extend(keys)
        return [len(asked)] * len(keys)

    monkeypatch.setattr(limits, "_count", count)
    settings.API_LIMITS = {**settings.API_LIMITS, "address": 3}
    guesser = Api("concert_" + "x" * 43)

    assert [guesser.get("/initiatives/").status for _ in range(5)] == [401, 401, 401, 429, 429]
    assert all(":address:" in key for key in asked)


def test_an_old_answer_is_not_given_again(riverbend: Initiative, ana: User, as_api: AsApi) -> None:
    api = as_api(ana)
    place = {"code": "far-north", "name": "Far North"}
    assert api.post(PLACES, place, Idempotency_Key="once").status == 201
    with person(ana):
        IdempotentAnswer.objects.update(created_at=clock.now() - ANSWERS_KEPT - timedelta(hours=1))

    assert api.post(PLACES, place, Idempotency_Key="once").code == "code_taken"


def test_old_answers_of_all_persons_are_forgotten_and_young_ones_kept(
    riverbend: Initiative, ana: User, sam: User, zoe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ages = {ana: [1, 3, 3, 3], sam: [3, 1], zoe: [400]}
    for who, days in ages.items():
        with person(who):
            for number, age in enumerate(days):
                IdempotentAnswer.objects.create(
                    user=who,
                    key=f"{number}-{age}",
                    fingerprint=b"",
                    created_at=clock.now() - timedelta(days=age),
                )
    monkeypatch.setattr("initiatives.forgetting.BATCH", 2)

    assert forget_answers() == 5
    assert forget_answers() == 0

    left = {}
    for who in ages:
        with person(who):
            left[who] = list(IdempotentAnswer.objects.values_list("key", flat=True))
    assert left == {ana: ["0-1"], sam: ["1-1"], zoe: []}


def test_a_funder_does_not_speak_for_the_partner_they_belong_to(
    riverbend: Initiative, ana: User, cleo: User
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        partner = services.add_partner(actor, code="theirs", name="Theirs", sector="philanthropy")
        Membership.objects.filter(user=cleo).update(partner=partner)
    with queries.enter(cleo, "riverbend") as actor:
        assert actor.partner_id is None


def test_an_address_that_does_not_exist_is_told_so_whatever_is_sent(riverbend: Initiative, zoe: User) -> None:
    """Somebody signed in posts without the mark of a form: still an answer of the API."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(zoe)
    answer = client.post("/api/v1/initiatives/riverbend/phases/-342/enter/", "{}", "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
