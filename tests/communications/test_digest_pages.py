"""One's own digest: read and changed on its page, changed and stopped by the link in a letter."""

import pytest
from django.test import Client
from django.urls import reverse

from communications.models import DigestPreference
from communications.queries.digests import token_of
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, User

pytestmark = pytest.mark.django_db
GIVEN = {
    "frequency": "monthly",
    "weekday": "4",
    "hour": "9",
    "timezone": "Europe/Berlin",
    "quiet_from": "21",
    "quiet_until": "7",
    "about": ["measurement", "agenda", "activities", "communications"],
}
KEPT = ("frequency", "weekday", "hour", "timezone", "quiet_from", "quiet_until", "muted")


@pytest.fixture
def token(riverbend: Initiative, ben: User) -> str:
    """What stands in ben's letters."""
    with tenant(riverbend):
        return token_of(riverbend.pk, Membership.objects.get(user=ben).pk)


def kept(where: Initiative) -> dict[str, object]:
    """How ben wants his digest, as it is stored; empty when nothing is."""
    with tenant(where):
        return DigestPreference.objects.filter(membership__name="Ben").values(*KEPT).first() or {}


def test_the_page_keeps_what_is_chosen(riverbend: Initiative, ben: User, client: Client) -> None:
    client.force_login(ben)
    page = reverse("communications:digest", args=["riverbend"])
    assert "Nothing waits for you" in client.get(page).content.decode()
    assert client.post(page, GIVEN).status_code == 303
    assert kept(riverbend) == {
        "frequency": "monthly",
        "weekday": 4,
        "hour": 9,
        "timezone": "Europe/Berlin",
        "quiet_from": 21,
        "quiet_until": 7,
        "muted": [],
    }
    refused = client.post(page, {**GIVEN, "hour": "22"})
    assert refused.status_code == 422
    assert "quiet hours" in refused.content.decode()
    assert '<option value="22" selected>' in refused.content.decode()


def test_one_click_stops_it_without_cookie_or_sign_in(riverbend: Initiative, token: str) -> None:
    client = Client(enforce_csrf_checks=True)
    stop = reverse("stop_digest", args=[token])
    assert client.get(stop).status_code == 200
    assert kept(riverbend) == {}, "looking stopped it"
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert kept(riverbend)["frequency"] == "off"
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert "It is stopped" in client.get(stop).content.decode()
    assert "_auth_user_id" not in client.session


def test_by_the_link_it_is_changed_without_signing_in(
    riverbend: Initiative, token: str, client: Client
) -> None:
    page = reverse("change_digest", args=[token])
    answer = client.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Ben" not in answer.content.decode() and "ben@" not in answer.content.decode()
    assert client.post(page, GIVEN).status_code == 303
    assert kept(riverbend)["frequency"] == "monthly"
    assert client.post(page, {**GIVEN, "frequency": "hourly"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    ["x", "1-1-", "1-1-AAAAAAAAAAAAAAAAAAAA", "--", "9" * 400 + "-1-x", "\u0661-1-x", "1-1-\u00e9", "%00"],
)
def test_a_token_that_nobody_was_given_leads_nowhere(
    riverbend: Initiative, wrong: str, client: Client
) -> None:
    assert client.get(f"/u/{wrong}/").status_code == 404
    assert client.post(f"/u/{wrong}/stop/").status_code == 404


def test_anothers_number_in_ones_own_token_leads_nowhere(
    riverbend: Initiative, token: str, client: Client
) -> None:
    where, who, signature = token.split("-", 2)
    assert client.get(f"/u/{where}-{int(who) + 1}-{signature}/").status_code == 404


def test_who_takes_part_no_more_has_no_link(
    riverbend: Initiative, ben: User, token: str, client: Client
) -> None:
    with tenant(riverbend):
        member = Membership.objects.get(user=ben)
        member.ended_on = member.since
        member.save()
    assert client.get(reverse("change_digest", args=[token])).status_code == 404
