"""The pages behind a hand-in link, over HTTP: looking uses nothing up, the one form opens, nothing else does."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.kernel.errors import Forbidden
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event
from measurement import queries, services
from measurement.models import Evidence, HandInLink, Submission
from measurement.periods import parse
from measurement.queries.explain import explain
from measurement.queries.passing import waiting_hand_ins
from measurement.views import linked
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Partner A is asked for one figure in two quarters."""
    made = Scene()
    made.partners("A", "B")
    made.indicator("n")
    made.assign("n", "A", "B")
    made.cycle("2024-Q1")
    made.cycle("2024-Q2")
    return made


def link(scene: Scene, partner: str = "A") -> tuple[HandInLink, str]:
    with scene.acting() as actor:
        asked = queries.requests(actor).get(partner__code=partner, cycle__period_start="2024-01-01")
        made, secret = services.make_link(actor, asked)
    return made, reverse("hand_in_link", args=[secret])


def begun(client: Client, address: str, name: str = "Kim") -> str:
    answer = client.post(address, {"name": name})
    assert answer.status_code == 303, answer.content
    return str(answer["Location"])


def facts(scene: Scene) -> tuple[int, int]:
    with tenant(scene.where):
        return Event.objects.count(), Submission.objects.count()


def test_looking_changes_nothing_and_shows_no_figure(scene: Scene, client: Client) -> None:
    made, address = link(scene)
    before = facts(scene)
    for ask in (client.get, client.head):
        answer = ask(address)
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
    assert facts(scene) == before
    with tenant(scene.where):
        assert HandInLink.objects.get().opened_at is None
    assert linked.SESSION_KEY not in client.session
    form = reverse("linked_request", args=[made.public_id])
    assert client.get(form).status_code == 410


def test_the_form_opens_after_the_button_and_hands_in(scene: Scene, client: Client) -> None:
    _made, address = link(scene)
    form = begun(client, address)
    secret = address.split("/")[-2]
    page = client.get(form)
    assert page.status_code == 200
    assert secret not in page.content.decode() and secret not in form

    key = page.context["form"].rows[0].key
    box = page.context["form"].rows[0].boxes[0].name
    saved = client.post(form, {box: "12", "version": "", "do": "check"})
    assert saved["Location"] == f"{form}check/", (key, saved)
    check = client.get(saved["Location"])
    sent = client.post(saved["Location"], {"version": check.context["version"]})
    assert sent["Location"] == form
    with tenant(scene.where):
        row = Submission.objects.get()
        assert (row.state, row.holder, row.submitted_by_id, row.on_behalf) == (
            "submitted",
            "Kim",
            None,
            False,
        )
    told = client.get(form)
    assert "Kim" in told.content.decode()
    assert f"/i/{scene.where.slug}/" not in told.content.decode(), (
        "it leads to pages that are not for its holder"
    )


def test_a_name_is_asked_for(scene: Scene, client: Client) -> None:
    _made, address = link(scene)
    for name in ("", "   ", "x" * 201, "a\x00b"):
        assert client.post(address, {"name": name}).status_code == 422
    assert linked.SESSION_KEY not in client.session


def test_a_revoked_link_says_so_at_every_step(scene: Scene, client: Client) -> None:
    made, address = link(scene)
    form = begun(client, address)
    with scene.acting() as actor:
        services.revoke_link(actor, made)
    for ask in (
        client.get(address),
        client.post(address, {"name": "Kim"}),
        client.get(form),
        client.post(form, {"do": "save"}),
        client.get(f"{form}check/"),
        client.post(f"{form}check/", {"version": "1"}),
    ):
        assert ask.status_code == 410
        assert "withdrawn" in ask.content.decode() and "for a new one" in ask.content.decode()
    with tenant(scene.where):
        assert not Submission.objects.exists()


def test_one_link_does_not_open_anothers_form(scene: Scene, client: Client) -> None:
    _mine, address = link(scene)
    theirs, _their_address = link(scene, "B")
    begun(client, address)
    assert client.get(reverse("linked_request", args=[theirs.public_id])).status_code == 410


def test_it_opens_no_page_of_the_initiative(scene: Scene, client: Client) -> None:
    _made, address = link(scene)
    begun(client, address)
    for path in ("", "measurement/", "measurement/requests/", "measurement/cycles/", "people/"):
        answer = client.get(f"/i/{scene.where.slug}/{path}")
        assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")
    assert client.get(f"/api/v1/initiatives/{scene.where.slug}/").status_code == 401


def test_guessed_secrets_are_nothing(scene: Scene, client: Client) -> None:
    for secret in ("x" * 43, "a", "%00", "..."):
        assert client.get(f"/hand-in/{secret}/").status_code == 404
        assert client.post(f"/hand-in/{secret}/", {"name": "Kim"}).status_code == 404


def test_it_is_limited_by_address(scene: Scene, client: Client, settings: Any) -> None:
    settings.API_LIMITS = {**settings.API_LIMITS, "address": 2}
    _made, address = link(scene)
    assert [client.get(address, REMOTE_ADDR="192.0.2.77").status_code for _n in range(3)][-1] == 429


def test_files_are_added_fetched_and_taken_away_behind_the_link_alone(
    scene: Scene, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    _made, address = link(scene)
    form = begun(client, address)
    file = BytesIO(b"%PDF-1.7")
    file.name = "report.pdf"
    assert client.post(f"{form}evidence/", {"indicator": "n", "file": file}).status_code == 303
    with tenant(scene.where):
        row = Evidence.objects.get()
    got = client.get(f"{form}evidence/{row.public_id}/")
    assert b"".join(got.streaming_content) == b"%PDF-1.7"
    assert got["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert (got["X-Content-Type-Options"], got["Content-Type"]) == ("nosniff", "application/octet-stream")

    other, their_address = link(scene, "B")
    stranger = Client()
    their_form = begun(stranger, their_address)
    assert stranger.get(f"{their_form}evidence/{row.public_id}/").status_code == 404
    assert stranger.post(f"{their_form}evidence/{row.public_id}/remove/").status_code == 404
    assert client.get(f"{form}evidence/{row.public_id}/remove/").status_code == 405
    assert client.post(f"{form}evidence/{row.public_id}/remove/").status_code == 303
    with tenant(scene.where):
        assert not Evidence.objects.exists()


def test_a_bad_file_is_told_at_the_field_and_nothing_is_lost(
    scene: Scene, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    _made, address = link(scene)
    form = begun(client, address)
    file = BytesIO(b"<script>")
    file.name = "a.pdf"
    answer = client.post(f"{form}evidence/", {"indicator": "n", "file": file})
    assert answer.status_code == 422 and "not what its name says" in answer.content.decode()
    assert client.post(f"{form}evidence/", {"indicator": "absent"}).status_code == 422


def test_what_staff_enter_by_a_partners_link_is_their_own(scene: Scene, client: Client) -> None:
    """Signed in beside the link or not at the end: figures that its maker typed are not the maker's to accept."""
    _made, address = link(scene)
    client.force_login(scene.lead)
    form = begun(client, address)
    box = client.get(form).context["form"].rows[0].boxes[0].name
    client.post(form, {box: "12", "version": "", "do": "check"})
    client.logout()
    form = begun(client, address)
    check = client.get(f"{form}check/")
    client.post(f"{form}check/", {"version": check.context["version"]})

    with scene.acting() as actor:
        row = queries.submissions(actor).get()
        assert (row.state, row.submitted_by_id, row.holder) == ("submitted", None, "Kim")
        assert [waiting.passes for waiting in waiting_hand_ins(actor)] == [False]
        with pytest.raises(Forbidden) as refused:
            services.accept(actor, row)
    assert refused.value.code == "own_submission"
    other = scene.person("backbone_staff")
    assert scene.accept(row, other).state == "accepted"


def test_an_explained_figure_names_the_holder_of_its_link(scene: Scene, client: Client) -> None:
    _made, address = link(scene)
    form = begun(client, address, "Kim of the clinic")
    box = client.get(form).context["form"].rows[0].boxes[0].name
    client.post(form, {box: "12", "version": "", "do": "check"})
    check = client.get(f"{form}check/")
    client.post(f"{form}check/", {"version": check.context["version"]})
    with scene.acting() as actor:
        row = queries.submissions(actor).get()
    scene.accept(row)
    with scene.acting() as actor:
        found = explain(actor, queries.indicator(actor, "n"), period=parse("2024-Q1"))
    told = {row.partner: row.submitted_by for row in found.behind}
    assert told == {"A": "Kim of the clinic, by a link", "B": ""}
    pia = scene.person("partner_lead", "B")
    with scene.acting(pia) as actor:
        found = explain(actor, queries.indicator(actor, "n"), period=parse("2024-Q1"))
    assert "Kim" not in str(found.behind)
