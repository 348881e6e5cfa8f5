"""The community's form under attack: floods, forged addresses, hidden letters, files, other initiatives' ids, leaks.

What a program or a spiteful hand may send without an account, and where what nobody has read yet could come out.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from communications.models import FeedbackContact, FeedbackItem
from communications.queries.queue import feedback_overdue
from communications.services import voice, voice_form
from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.digests import parts_for
from initiatives.kernel.tenancy import tenant
from initiatives.models import User
from initiatives.services import add_place
from tests import factories
from tests.api import Api
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
BUS = "The bus comes after the bell"
CANARY = "canary5e2d"
SAY = "/p/valley/say/"


def opened(slug: str) -> Scene:
    """An initiative with an open page and an open form."""
    made = Scene(slug)
    make.opened(made.where)
    with made.acting() as actor:
        voice_form.set_voice_form(
            actor, is_open=True, safeguarding_name="Child helpline", safeguarding_contact="555 0100"
        )
    return made


@pytest.fixture
def scene(db: None) -> Scene:
    made = opened("valley")
    made.partners("library")
    return made


def stamp_of(client: Client, url: str = SAY) -> str:
    return str(client.get(url).context["stamp"])


def send(client: Client, url: str = SAY, stamp: str | None = None, headers: Any = None, **values: Any) -> Any:
    """What is sent ten seconds after the form was drawn."""
    given = stamp_of(client, url) if stamp is None else stamp
    with clock.at(clock.now() + timedelta(seconds=10)):
        return client.post(url, {"said": BUS, "stamp": given, **values}, headers=headers)


def kept(scene: Scene) -> list[FeedbackItem]:
    with tenant(scene.where):
        return list(FeedbackItem.objects.order_by("id"))


# Floods ------------------------------------------------------------------------------------------------------


def test_a_flood_from_one_address_ends_at_its_limit_whatever_addresses_it_makes_up(
    scene: Scene, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.VERB_LIMITS = {**settings.VERB_LIMITS, "say": {"address": 3, "initiative": 99}}
    client = Client(REMOTE_ADDR=f"2001:db8:{scene.where.pk:x}:a::1")
    stamp, found = stamp_of(client), []
    for number in range(8):
        with django_capture_on_commit_callbacks(execute=True):
            made_up = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"}
            found.append(send(client, stamp=stamp, said=f"{BUS} {number}", headers=made_up).status_code)
    assert found == [303] * 3 + [429] * 5
    assert len(kept(scene)) == 3


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(
    scene: Scene, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PROXIES = 1
    settings.VERB_LIMITS = {**settings.VERB_LIMITS, "say": {"address": 2, "initiative": 99}}
    client, seen = Client(), f"2001:db8:{scene.where.pk:x}:b::1"
    stamp, found = stamp_of(client), []
    for number in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            chain = {"X-Forwarded-For": f"198.51.100.{number}, {seen}"}
            found.append(send(client, stamp=stamp, said=f"{BUS} {number}", headers=chain).status_code)
    assert found == [303, 303, 429, 429]


@pytest.mark.parametrize(
    ("proxies", "remote", "chain", "wanted"),
    [
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "10.0.0.1", "203.0.113.7", "203.0.113.7"),
        (1, "203.0.113.7", "", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1, <script>", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:0db8:0001:0002"),
        # A server that listens on both kinds tells IPv4 so: all of those would share one limit.
        (0, "::ffff:203.0.113.7", "", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1, ::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_an_address_is_told_by_our_own_proxies_alone(
    settings: Any, proxies: int, remote: str, chain: str, wanted: str
) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": chain} if chain else {}
    asked = RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers)
    assert limits.address_of(asked) == wanted


def test_what_is_refused_is_stored_nowhere_and_opens_no_letter(scene: Scene, client: Client) -> None:
    stamp = stamp_of(client)
    for values in (
        {"website": "https://spam.example"},
        {"said": "[buy](https://spam.example)"},
        {"said": "<a href=//spam.example>buy</a>"},
        {"said": BUS, "signed": "www.spam.example"},
        {"stamp": stamp[:-2] + "xx"},
        {"stamp": "x" * 50_000},
        {"stamp": ""},
        {"said": BUS, "contact": "5" * 201},
    ):
        answer = send(client, **{"stamp": stamp, **values})
        assert answer.status_code == 422, values
    assert kept(scene) == []
    with tenant(scene.where):
        assert not FeedbackContact.objects.exists()


# What is sent ------------------------------------------------------------------------------------------------


def test_a_stamp_that_is_sent_again_receives_the_same_once_and_loses_no_other_words(
    scene: Scene, client: Client
) -> None:
    stamp = stamp_of(client)
    for said in (BUS, BUS, "And the bell is too early"):
        assert send(client, stamp=stamp, said=said).status_code == 303
    assert [row.said for row in kept(scene)] == [BUS, "And the bell is too early"]


@pytest.mark.parametrize(
    ("sent", "stands"),
    [
        ("Bus\u202e late \u2066now\u2069", "Bus late now"),
        ("Bell\x07 and\x1b[31m red\x9b0m", "Bell and[31m red0m"),
        ("One\r\ntwo\tthree", "One\ntwo\tthree"),
        # Marks that write Arabic and join emoji are no attack.
        ("\u200fالحافلة متأخرة 👩\u200d👧", "\u200fالحافلة متأخرة 👩\u200d👧"),
    ],
)
def test_letters_that_turn_or_command_others_are_taken_out_and_the_rest_stays(
    scene: Scene, client: Client, sent: str, stands: str
) -> None:
    assert send(client, said=sent, signed="\u202eA father").status_code == 303
    [row] = kept(scene)
    assert (row.said, row.signed) == (stands, "A father")


@pytest.mark.parametrize("sent", ["\u200b\u200b", "\u2066\u2069", "\x00", " \u3000 ", "\u200d\ufeff"])
def test_nothing_that_can_be_read_is_nothing_said(scene: Scene, client: Client, sent: str) -> None:
    assert send(client, said=sent).status_code == 422
    assert kept(scene) == []


def test_scripts_stand_as_words_wherever_the_backbone_reads_them(scene: Scene, client: Client) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"
    assert (
        send(client, said=script, signed="<b>A father</b>", contact="'><svg onload=alert(3)>").status_code
        == 303
    )
    [row] = kept(scene)
    with scene.acting() as actor:
        voice.answer_feedback(actor, row, answer="It was moved", outcome="done")
    client.force_login(scene.lead)
    for name, args in (
        ("communications:feedback", []),
        ("communications:said", [row.public_id]),
        ("communications:answer_said", [row.public_id]),
        ("communications:show_said", [row.public_id]),
        ("initiatives:search", []),
    ):
        page = client.get(
            reverse(name, args=["valley", *args]), {"q": "alert"} if name.endswith("search") else {}
        )
        html = page.content.decode()
        assert page.status_code == 200 and "alert" in html, name
        for live in ("<script>alert", "<img src=x", "<svg onload", "<b>A father"):
            assert live not in html, (name, live)


def test_a_body_that_is_too_big_is_not_read_and_a_file_is_not_stored(scene: Scene, client: Client) -> None:
    stamp = stamp_of(client)
    assert send(client, stamp=stamp, said="x" * 70_000).status_code == 413
    big = SimpleUploadedFile("photo.jpg", b"x" * 70_000)
    assert send(client, stamp=stamp, photo=big).status_code == 413
    small = SimpleUploadedFile("photo.html", b"<script>alert(1)</script>")
    assert send(client, stamp=stamp, photo=small).status_code == 303, "what nobody asked for is left out"
    assert [row.said for row in kept(scene)] == [BUS]


def test_no_page_reads_a_body_larger_than_the_largest_file(settings: Any, client: Client) -> None:
    settings.LARGEST_BODY = 1000
    big = SimpleUploadedFile("photo.jpg", b"x" * 2000)
    assert client.post("/accounts/login/", {"login": "a@b.example", "photo": big}).status_code == 413
    # A length that is no number is nobody's limit to get round: nothing is read then.
    assert client.get("/accounts/login/", CONTENT_LENGTH="many").status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_nothing(scene: Scene, client: Client, method: str) -> None:
    assert getattr(client, method)(SAY, {"said": BUS}).status_code == 405
    assert kept(scene) == []


def test_another_site_cannot_send_it_with_a_stamp_it_fetched_itself(scene: Scene) -> None:
    strict, own = Client(enforce_csrf_checks=True), Client()
    stamp = stamp_of(own)
    own.cookies.clear()
    for headers in (None, {"Origin": "https://evil.example", "X-CSRFToken": "x" * 32}):
        assert send(strict, stamp=stamp, headers=headers).status_code == 403
    assert kept(scene) == []
    page = own.get(SAY)
    assert page["Cache-Control"] == "private, no-cache", "a cache in between hands a stamp to nobody else"


# Other initiatives -------------------------------------------------------------------------------------------


def test_questions_places_and_forms_of_another_initiative_are_nothing_here(
    scene: Scene, client: Client
) -> None:
    other = opened("harbor")
    with other.acting() as actor:
        asked = voice_form.put_question(
            actor, asks="What keeps you?", closes_on=clock.today(actor.initiative.timezone)
        )
        add_place(actor, code="docks", name="The docks", parent="")
    with scene.acting() as actor:
        add_place(actor, code="centre", name="The centre", parent="")
    url = reverse("public_say_to", args=["valley", asked.public_id])
    assert client.get(url).status_code == 404
    assert send(client, url, stamp=stamp_of(client)).status_code == 404
    assert send(client, place="docks").status_code == 422
    assert client.get(f"/p/valley/say/{uuid4()}/").status_code == 404
    for slug in ("nowhere", "valley%00", "VALLEY"):
        assert client.get(f"/p/{slug}/say/").status_code == 404, slug
    assert (kept(scene), kept(other)) == ([], [])


# What nobody has read yet ------------------------------------------------------------------------------------

OPEN_PAGES = [
    "/p/valley/",
    "/p/valley/said/",
    "/p/valley/say/",
    "/p/valley/voice.json",
    "/p/valley/say/thanks/",
]
INSIDE = [
    "/i/valley/",
    "/i/valley/communications/",
    "/i/valley/communications/you-said/",
    "/i/valley/search/?q=bell",
    "/i/valley/activity/",
    "/i/valley/calendar/",
    "/i/valley/dashboard/",
    "/api/v1/initiatives/valley/you-said/",
    "/api/v1/initiatives/valley/search/?q=bell",
    "/api/v1/initiatives/valley/events/",
]
FOR_STAFF = ["/i/valley/communications/voice/", "/i/valley/queue/", "/api/v1/initiatives/valley/feedback/"]


def digested(scene: Scene, who: User) -> str:
    with scene.acting(who) as actor:
        parts = parts_for(actor, clock.now() - timedelta(days=30))
        return " ".join(f"{line.title} {line}" for part in parts for line in part.lines)


def planted(scene: Scene, client: Client) -> FeedbackItem:
    """Something that waits for longer than was promised, with the canary wherever one may write."""
    with clock.at(clock.now() - timedelta(days=60)):
        send(client, said=f"{BUS} {CANARY}", signed=f"{CANARY} father", contact=f"555 {CANARY}")
    [row] = kept(scene)
    return row


@pytest.mark.parametrize("role", ["contributor", "partner_lead", "funder", "community"])
def test_what_nobody_has_read_comes_out_nowhere(scene: Scene, client: Client, role: str) -> None:
    row = planted(scene, client)
    who = scene.person(role, "library" if role in ("contributor", "partner_lead") else "")
    for url in OPEN_PAGES:
        assert CANARY not in client.get(url).content.decode(), url
    client.force_login(who)
    for url in [*OPEN_PAGES, *INSIDE]:
        assert CANARY not in client.get(url).content.decode(), url
    for url in [*FOR_STAFF, f"/i/valley/communications/voice/{row.public_id}/"]:
        page = client.get(url)
        assert page.status_code == 403 and CANARY not in page.content.decode(), url
    assert CANARY not in digested(scene, who)
    token = Api(factories.token(who, ["read", "submit"], initiative="valley"))
    answer = token.get(f"/api/v1/initiatives/valley/feedback/{row.public_id}/")
    assert answer.status == 403 and CANARY.encode() not in answer.content


def test_a_concern_is_the_leads_alone_in_search_queue_digest_and_program(
    scene: Scene, client: Client
) -> None:
    row, sam = planted(scene, client), scene.person("backbone_staff")
    with scene.acting(sam) as actor:
        assert len(feedback_overdue(actor)) == 1
        voice.raise_concern(actor, row)
        assert feedback_overdue(actor) == []
    client.force_login(sam)
    for url in [*INSIDE, "/i/valley/queue/", "/i/valley/communications/voice/"]:
        assert CANARY not in client.get(url).content.decode(), url
    assert client.get(f"/i/valley/communications/voice/{row.public_id}/").status_code == 404
    assert CANARY not in digested(scene, sam)
    token = Api(factories.token(sam, ["read", "submit"], initiative="valley"))
    assert CANARY.encode() not in token.get("/api/v1/initiatives/valley/feedback/").content
    assert token.get(f"/api/v1/initiatives/valley/feedback/{row.public_id}/").status == 404
    with scene.acting() as actor:
        assert len(feedback_overdue(actor)) == 1
