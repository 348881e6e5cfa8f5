"""Accounts: making one, coming in, limits, passwords, the demo's door, languages."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils.html import escape

from config import settings as as_shipped
from initiatives import queries, services
from initiatives.accounts import folded
from initiatives.forms.start import StartForm, timezone_choices
from initiatives.kernel.errors import DomainError
from initiatives.kernel.tenancy import person
from initiatives.models import ApiToken, Event, Initiative, Membership, User
from initiatives.services.tokens import mint_token
from initiatives.templatetags.look import with_links
from tests import factories
from tests.factories.core import PASSWORD

pytestmark = pytest.mark.django_db
START = "/accounts/signup/?next=/initiatives/new/"


def sign_up(client: Client, **values: str) -> Any:
    form = {"name": "Noor", "email": "noor@example.org", "password1": PASSWORD, "next": "/initiatives/new/"}
    return client.post("/accounts/signup/", {**form, **values})


def sign_in(client: Client, login: str, password: str = "wrong wrong wrong") -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password})


def test_passwords_are_kept_by_argon2_and_are_long_and_uncommon(client: Client) -> None:
    assert as_shipped.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
    for weak in ("shortish pw", "asdfghjkl123", "noor@example.org", "1234567891011"):
        answer = sign_up(client, password1=weak)
        assert answer.status_code == 200
    assert not User.objects.filter(email="noor@example.org").exists()


def test_an_account_is_made_to_start_an_initiative_or_by_invitation_only(client: Client) -> None:
    closed = client.get("/accounts/signup/").content.decode()
    assert "By invitation only" in closed
    assert 'href="/initiatives/new/"' in closed, "who begins an initiative of their own finds the way"
    assert "By invitation only" in client.get("/accounts/signup/?next=/i/riverbend/").content.decode()
    assert "By invitation only" in client.get("/accounts/signup/?next=/invitations/guessed/").content.decode()
    sign_up(client, next="/")
    assert not User.objects.exists()
    assert "Make my account" in client.get(START).content.decode()


def test_who_starts_without_an_account_makes_one_on_the_way(client: Client) -> None:
    assert client.get("/initiatives/new/")["Location"] == "/accounts/signup/?next=%2Finitiatives%2Fnew%2F"


def test_the_address_must_be_proved_before_one_comes_in(client: Client) -> None:
    answer = sign_up(client, email="NOOR@example.org")
    assert answer["Location"] == "/accounts/confirm-email/"
    assert client.get("/").status_code == 302
    user = User.objects.get()
    assert (user.email, user.name) == ("noor@example.org", "Noor")
    letter = mail.outbox[-1]
    assert letter.to == ["noor@example.org"]
    assert letter.alternatives
    link = next(word for word in letter.body.split() if "/confirm-email/" in word)
    path = link.split("://", 1)[1].split("/", 1)[1]
    [(html, _kind)] = letter.alternatives
    assert f'class="button" href="{link}"' in str(html), "the page to open is no button"
    assert client.get(f"/{path}").status_code == 200
    assert not EmailAddress.objects.get().verified
    client.post(f"/{path}")
    assert EmailAddress.objects.get().verified


def test_who_confirms_elsewhere_comes_to_the_page_the_account_was_made_for(client: Client) -> None:
    sign_up(client, email="noor@example.org")
    link = next(word for word in mail.outbox[-1].body.split() if "/confirm-email/" in word)
    path = f"/{link.split('://', 1)[1].split('/', 1)[1]}"
    elsewhere = Client()
    page = elsewhere.get(path).content.decode()
    hidden = page.split('name="next" value="')[1].split('"')[0]
    answer = elsewhere.post(path.split("?")[0], {"next": hidden})
    assert answer["Location"] == "/accounts/login/?next=%2Finitiatives%2Fnew%2F"


def test_a_confirmation_leads_nowhere_outside(client: Client) -> None:
    sign_up(client, email="noor@example.org")
    link = next(word for word in mail.outbox[-1].body.split() if "/confirm-email/" in word)
    path = f"/{link.split('://', 1)[1].split('/', 1)[1].split('?')[0]}"
    assert Client().post(path, {"next": "https://elsewhere.example/"})["Location"].startswith("/")


def test_a_taken_address_is_answered_like_a_free_one(client: Client) -> None:
    factories.user("taken@example.org")
    free, taken = sign_up(client), sign_up(Client(), email="taken@example.org")
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert mail.outbox[-1].to == ["taken@example.org"]


def test_a_reset_says_the_same_for_every_address(client: Client) -> None:
    factories.user("known@example.org")
    answers = [
        client.post("/accounts/password/reset/", {"email": e})
        for e in ("known@example.org", "no@example.org")
    ]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/accounts/password/reset/done/")}


def test_a_sign_in_says_the_same_and_takes_as_long_for_every_address(client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    factories.user("known@example.org")
    taken: dict[str, float] = {}
    pages: dict[str, str] = {}
    for login in ("known@example.org", "nobody@example.org"):
        start = time.perf_counter()
        text = sign_in(client, login).content.decode()
        taken[login] = time.perf_counter() - start
        pages[login] = text.replace(login, "")
    assert "not correct" in pages["known@example.org"]
    assert len(pages["known@example.org"]) == len(pages["nobody@example.org"])
    assert 0.4 < taken["known@example.org"] / taken["nobody@example.org"] < 2.5


@pytest.mark.parametrize(
    "login", ["ANA@example.org", " ana@example.org", "áná@example.org", "ana@ｅxample.org", "AnÁ@EXAMPLE.org"]
)
def test_one_account_is_one_account_to_the_limits(login: str) -> None:
    assert folded(login) == "ana@example.org"


def test_variants_of_a_login_do_not_pass_the_limit(client: Client) -> None:
    factories.user("ana@example.org")
    for login in (
        "ana@example.org",
        "ANA@example.org",
        "ana@éxample.org",
        "Ana@Example.org",
        "ana@EXÀMPLE.org",
    ):
        assert "Too many" not in sign_in(client, login).content.decode()
    assert "Too many" in sign_in(client, "ana@exämple.org").content.decode()
    EmailAddress.objects.create(user=User.objects.get(), email="ana@example.org", verified=True, primary=True)
    assert "Too many" in sign_in(client, "ana@example.org", PASSWORD).content.decode()


def test_a_sign_in_is_written_into_the_person_s_initiatives(
    ana: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    browser(ana)
    with queries.enter(ana, "riverbend"):
        assert Event.objects.filter(key="initiatives.signed_in").count() == 1


def test_a_new_password_ends_other_sessions_and_all_tokens(
    ana: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    elsewhere, here = browser(ana), browser(ana)
    factories.token(ana)
    new = "another long enough phrase"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    ana.refresh_from_db()
    assert ana.check_password(new)
    assert elsewhere.get("/i/riverbend/").status_code == 302
    assert here.get("/i/riverbend/").status_code == 200
    with person(ana):
        assert all(token.revoked_at for token in ApiToken.objects.all())
    # The letter about it belongs to no initiative: it says by which clock it tells the hour.
    assert "(UTC)" in mail.outbox[-1].body


def test_an_account_that_is_closed_is_out_at_once(
    ana: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    client = browser(ana)
    User.objects.update(is_active=False)
    assert client.get("/i/riverbend/").status_code == 302


def test_sign_in_leads_nowhere_outside(ana: User) -> None:
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    form = {"login": ana.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/accounts/login/", form)["Location"] == "/"


class TestDemo:
    def test_there_is_no_such_door_elsewhere(self, ana: User, client: Client, settings: Any) -> None:
        settings.DEMO = False
        assert client.post("/accounts/demo/", {"email": ana.email}).status_code == 404
        assert "come in as" not in client.get("/accounts/login/").content.decode()

    def test_one_click_and_in(self, ana: User, riverbend: Initiative, client: Client, settings: Any) -> None:
        settings.DEMO = True
        EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
        assert "come in as" in client.get("/accounts/login/").content.decode()
        answer = client.post("/accounts/demo/", {"email": ana.email, "next": "/i/riverbend/"})
        assert answer["Location"] == "/i/riverbend/"
        assert client.get("/i/riverbend/").status_code == 200

    def test_the_demo_opens_for_its_own_people_only(self, client: Client, settings: Any) -> None:
        settings.DEMO = True
        factories.user("real@example.org")
        assert client.post("/accounts/demo/", {"email": "real@example.org"}).status_code == 404
        assert client.get("/accounts/demo/").status_code == 405


class TestLanguage:
    def test_it_is_kept_with_the_account(self, ana: User, browser: Callable[[User], Client]) -> None:
        client = browser(ana)
        client.post("/language/", {"language": "es", "next": "/"})
        ana.refresh_from_db()
        assert ana.language == "es"
        assert 'lang="es"' in browser(ana).get("/").content.decode()

    def test_another_than_ours_changes_nothing(self, ana: User, browser: Callable[[User], Client]) -> None:
        client = browser(ana)
        answer = client.post("/language/", {"language": "xx", "next": "https://elsewhere.example/"})
        assert "elsewhere" not in answer["Location"]
        ana.refresh_from_db()
        assert ana.language == ""


class TestTwoSteps:
    def test_a_lead_sets_up_the_second_step_where_the_initiative_asks_for_it(
        self, ana: User, sam: User, riverbend: Initiative, browser: Callable[[User], Client]
    ) -> None:
        lead, staff = browser(ana), browser(sam)
        with queries.enter(ana, "riverbend") as actor:
            services.change_settings(actor, two_step_for_leads=True)
        assert lead.get("/i/riverbend/people/")["Location"] == "/accounts/2fa/"
        assert staff.get("/i/riverbend/people/").status_code == 200
        session = lead.get("/api/v1/initiatives/riverbend/partners/")
        assert (session.status_code, session.json()["code"]) == (403, "two_step")
        with pytest.raises(DomainError, match="two-step"):
            mint_token(ana, name="around the door", scopes=["read"])
        TOTP.activate(ana, generate_totp_secret())
        assert lead.get("/i/riverbend/people/").status_code == 200

    def test_secrets_and_recovery_codes_are_enciphered(self, ana: User, settings: Any) -> None:
        secret = generate_totp_secret()
        totp = TOTP.activate(ana, secret).instance
        codes = RecoveryCodes.activate(ana)
        kept = str(totp.data) + str(codes.instance.data)
        assert secret not in kept
        first = codes.generate_codes()[0]
        assert first not in kept
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "a new key, long enough to be one, made when the former one was lost"
        assert RecoveryCodes(codes.instance).generate_codes()[0] == first

    def test_a_recovery_code_works_once(self, ana: User) -> None:
        codes = RecoveryCodes.activate(ana)
        first = codes.generate_codes()[0]
        assert codes.validate_code(first)
        assert not codes.validate_code(first)


def test_a_new_address_is_taken_over_once_it_is_proved(
    ana: User, riverbend: Initiative, browser: Callable[[User], Client]
) -> None:
    client = browser(ana)
    mail.outbox.clear()
    client.post("/accounts/email/", {"action_add": "", "email": "Ana.New@riverbend.example"}, follow=True)
    if not mail.outbox:
        client.post(
            "/accounts/reauthenticate/?next=/accounts/email/",
            {"password": PASSWORD, "next": "/accounts/email/"},
        )
    letter = next(m for m in mail.outbox if m.to == ["ana.new@riverbend.example"])
    link = next(word for word in letter.body.split() if "/confirm-email/" in word)
    with queries.enter(ana, "riverbend") as actor:
        assert Membership.objects.get(pk=actor.membership_id).email == "ana@riverbend.example"
    client.post("/" + link.split("://", 1)[1].split("/", 1)[1])
    ana.refresh_from_db()
    assert ana.email == "ana.new@riverbend.example"
    with queries.enter(ana, "riverbend") as actor:
        assert Membership.objects.get(pk=actor.membership_id).email == "ana.new@riverbend.example"
        assert Event.objects.filter(key="initiatives.person_changed").exists()


def test_the_way_to_an_account_from_the_sign_in_is_open(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    address = "/accounts/signup/?next=%2Finitiatives%2Fnew%2F"
    assert address in page
    assert "Make my account" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "page", ["email/", "password/change/", "2fa/", "sessions/", "login/", "reauthenticate/"]
)
def test_pages_of_the_account_are_kept_by_nobody(
    ana: User, browser: Callable[[User], Client], page: str
) -> None:
    answer = browser(ana).get(f"/accounts/{page}")
    assert "no-store" in answer["Cache-Control"] or answer.status_code == 302


def test_a_link_in_a_letter_leads_where_its_text_says() -> None:
    address = "https://c.example/confirm/?next=%2Flogin%2F%3Fnext%3D%252Finitiatives%252Fnew%252F&a=1"
    shown = str(with_links(f"Open <this>: {address}\n\nThanks"))
    assert f'<a href="{escape(address)}">{escape(address)}</a>' in shown and "&lt;this&gt;" in shown


def test_time_zones_are_offered_by_region_and_a_former_name_is_taken() -> None:
    groups = dict(timezone_choices())
    assert ("Europe/Madrid", "Madrid") in groups["Europe"]
    assert not any(zone.startswith("US/") for zones in groups.values() for zone, _label in zones)
    given = {"name": "A", "timezone": "US/Pacific", "language": "en", "fiscal_year_start": "1"}
    form = StartForm(given)
    assert form.is_valid(), form.errors
    assert 'value="US/Pacific" selected' in str(form["timezone"])
    assert not StartForm({**given, "timezone": "Mars/Olympus"}).is_valid()
