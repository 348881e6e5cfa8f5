"""Invitations: hashed, single use under race, 14 days, bound to initiative, address and role."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

import initiatives.tasks  # noqa: F401 - the worker's handlers
from initiatives import jobs, letters, limits, queries, services
from initiatives.forms.people import addresses
from initiatives.kernel import clock
from initiatives.kernel.access import Role
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.sealing import seal
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Invitation, Job, Membership, Partner, User
from tests import databases, factories
from tests.factories.core import PASSWORD


def invited(ana: User, email: str = "nina@example.org", role: str = "contributor", **values: Any) -> str:
    """The secret of an invitation that was mailed."""
    with queries.enter(ana, "riverbend") as actor:
        if role in ("contributor", "partner_lead"):
            values.setdefault("partner", Partner.objects.get(code="school-board"))
        services.invite(actor, email=email, role=role, **values)
    jobs.run_due()
    return secret_in(mail.outbox[-1])


def secret_in(message: Any) -> str:
    found = re.search(r"/invitations/([A-Za-z0-9_-]+)/", message.body)
    assert found is not None, message.body
    return found[1]


def proved(email: str, name: str = "Nina") -> User:
    """An account with a proved address."""
    who = factories.user(email, name=name)
    EmailAddress.objects.create(user=who, email=email, verified=True, primary=True)
    return who


def row(riverbend: Initiative) -> Invitation:
    with tenant(riverbend):
        return Invitation.objects.select_related("membership").order_by("-id")[0]


@pytest.mark.django_db
class TestLetter:
    def test_only_the_letter_holds_the_secret(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        kept = row(riverbend)
        assert bytes(kept.secret_hash) == sha256(secret.encode()).digest()
        assert len(secret) >= 43
        assert kept.expires_at - kept.created_at == timedelta(days=14)
        assert Job.objects.count() == 0

    def test_the_queue_holds_ids_only(self, ana: User, riverbend: Initiative) -> None:
        with queries.enter(ana, "riverbend") as actor:
            services.invite(actor, email="nina@example.org", role="funder", name="Nina Novak")
            job = Job.objects.get()
        assert job.key.isdigit()
        assert mail.outbox == []

    def test_a_letter_that_left_before_a_crash_leaves_again_as_the_same(
        self, ana: User, riverbend: Initiative, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send = mail.EmailMultiAlternatives.send

        def crash(letter: Any) -> int:
            send(letter)
            raise ConnectionResetError

        with monkeypatch.context() as patch:
            patch.setattr(mail.EmailMultiAlternatives, "send", crash)
            first = invited(ana)
        assert row(riverbend).sent_at is None
        assert bytes(row(riverbend).secret_hash) == sha256(first.encode()).digest()
        assert first not in row(riverbend).sealed_secret
        assert "ConnectionResetError" in Job.objects.get().last_error

        Job.objects.update(run_after=clock.now())
        jobs.run_due()
        once, again = mail.outbox
        assert secret_in(again) == first
        assert once.message()["Message-ID"] == again.message()["Message-ID"]
        assert str(row(riverbend).public_id) in again.message()["Message-ID"]
        assert (row(riverbend).sealed_secret, row(riverbend).sent_at is not None) == ("", True)
        services.accept_invitation(proved("nina@example.org"), first)

    def test_a_letter_that_left_is_not_sent_again(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        letters.send_invitation(riverbend.pk, str(row(riverbend).pk))
        assert len(mail.outbox) == 1
        services.accept_invitation(proved("nina@example.org"), secret)

    def test_a_changed_secret_key_costs_no_letter(
        self, ana: User, riverbend: Initiative, settings: Any
    ) -> None:
        with queries.enter(ana, "riverbend") as actor:
            invitation = services.invite(actor, email="nina@example.org", role="funder")
            invitation.sealed_secret = seal("former", letters.InvitationLetter.purpose)
            invitation.save()
        settings.SECRET_KEY = "another" * 10
        jobs.run_due()
        services.accept_invitation(proved("nina@example.org"), secret_in(mail.outbox[0]))

    def test_a_secret_whose_letter_needs_no_sending_is_forgotten(
        self, ana: User, riverbend: Initiative
    ) -> None:
        with queries.enter(ana, "riverbend") as actor:
            invitation = services.invite(actor, email="nina@example.org", role="funder")
            invitation.sealed_secret = seal("former", letters.InvitationLetter.purpose)
            invitation.save()
            services.withdraw_invitation(actor, invitation.membership)
        jobs.run_due()
        assert (mail.outbox, row(riverbend).sealed_secret) == ([], "")

    def test_it_says_who_invites_to_what_in_text_and_in_our_look(
        self, ana: User, riverbend: Initiative
    ) -> None:
        invited(ana, name="Nina")
        letter = mail.outbox[0]
        assert letter.to == ["nina@example.org"]
        assert letter.subject == "Ana invites you to Riverbend"
        assert "Contributor, School board" in letter.body
        html = letter.alternatives[0].content
        assert "style=" in html and "<link" not in html
        assert secret_in(letter) in html
        assert parseaddr(letter.from_email)[1]

    def test_it_is_written_in_the_person_s_language(self, ana: User, riverbend: Initiative) -> None:
        with queries.enter(ana, "riverbend") as actor:
            services.invite(actor, email="ines@example.org", role="funder", language="es")
        jobs.run_due()
        assert '<html lang="es">' in mail.outbox[0].alternatives[0].content

    def test_a_withdrawn_invitation_is_not_mailed(self, ana: User, riverbend: Initiative) -> None:
        with queries.enter(ana, "riverbend") as actor:
            invitation = services.invite(actor, email="nina@example.org", role="funder")
            services.withdraw_invitation(actor, invitation.membership)
        jobs.run_due()
        assert mail.outbox == []

    def test_sent_again_only_the_last_link_works(self, ana: User, riverbend: Initiative) -> None:
        former = invited(ana)
        with queries.enter(ana, "riverbend") as actor:
            services.invite_person(actor, row(riverbend).membership)
        jobs.run_due()
        nina = proved("nina@example.org")
        with pytest.raises((Conflict, NotFound)):
            services.accept_invitation(nina, former)
        services.accept_invitation(nina, secret_in(mail.outbox[-1]))

    def test_a_line_break_in_a_name_cannot_forge_a_header(self, ana: User, riverbend: Initiative) -> None:
        with queries.enter(ana, "riverbend") as actor:
            services.change_settings(actor, name="River\r\nBcc: all@example.org")
            services.invite(actor, email="nina@example.org", role="funder")
        jobs.run_due()
        assert "\n" not in mail.outbox[0].subject
        assert "Bcc" not in mail.outbox[0].message()


@pytest.mark.django_db
class TestAccepting:
    def test_the_account_becomes_the_person(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana, name="Nina Novak")
        nina = proved("nina@example.org")
        services.accept_invitation(nina, secret)
        with queries.enter(nina, "riverbend") as actor:
            member = Membership.objects.get(pk=actor.membership_id)
            assert (actor.role, member.name) == (Role.CONTRIBUTOR, "Nina Novak")
            assert actor.partner_id == Partner.objects.get(code="school-board").pk

    def test_it_works_once(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        services.accept_invitation(proved("nina@example.org"), secret)
        with pytest.raises(Conflict) as error:
            services.accept_invitation(proved("other@example.org"), secret)
        assert error.value.code == "used"

    def test_it_works_for_fourteen_days(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        nina = proved("nina@example.org")
        with clock.at(clock.now() + timedelta(days=14, seconds=1)), pytest.raises(Conflict) as error:
            services.accept_invitation(nina, secret)
        assert error.value.code == "expired"
        with clock.at(clock.now() + timedelta(days=13, hours=23)):
            services.accept_invitation(nina, secret)

    def test_another_address_does_not_open_it(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        with pytest.raises(Forbidden):
            services.accept_invitation(proved("somebody@example.org"), secret)

    def test_an_address_that_is_not_proved_does_not_open_it(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        nina = factories.user("nina@example.org")
        EmailAddress.objects.create(user=nina, email="nina@example.org", verified=False, primary=True)
        with pytest.raises(Forbidden):
            services.accept_invitation(nina, secret)

    def test_a_role_changed_meanwhile_ends_it(self, ana: User, riverbend: Initiative) -> None:
        secret = invited(ana)
        with queries.enter(ana, "riverbend") as actor:
            services.change_role(actor, row(riverbend).membership, role="funder")
        with pytest.raises(Conflict):
            services.accept_invitation(proved("nina@example.org"), secret)

    def test_an_inviter_who_may_no_longer_invite_ends_it(
        self, ana: User, sam: User, riverbend: Initiative
    ) -> None:
        secret = invited(ana)
        with queries.enter(ana, "riverbend") as actor:
            services.change_role(actor, Membership.objects.get(user=sam), role="backbone_lead")
            services.end_membership(actor, Membership.objects.get(user=ana))
        with pytest.raises(Conflict) as error:
            services.accept_invitation(proved("nina@example.org"), secret)
        assert error.value.code == "inviter"

    def test_who_takes_part_already_does_not_twice(
        self, ana: User, dora: User, riverbend: Initiative
    ) -> None:
        secret = invited(ana)
        EmailAddress.objects.create(user=dora, email="nina@example.org", verified=True)
        with pytest.raises(Conflict) as error:
            services.accept_invitation(dora, secret)
        assert error.value.code == "already_member"

    def test_it_opens_its_own_initiative_and_no_other(
        self, ana: User, zoe: User, riverbend: Initiative
    ) -> None:
        nina = proved("nina@example.org")
        services.accept_invitation(nina, invited(ana))
        with pytest.raises(NotFound), queries.enter(nina, "harbor"):
            pass

    def test_a_link_that_leads_nowhere(self, ana: User, riverbend: Initiative) -> None:
        with pytest.raises(NotFound):
            services.accept_invitation(ana, "guessed")

    @pytest.mark.parametrize("state", ["account", "left", "no_email", "member"])
    def test_who_cannot_be_invited(self, ana: User, ben: User, riverbend: Initiative, state: str) -> None:
        with queries.enter(ana, "riverbend") as actor:
            theirs = Membership.objects.get(user=ben)
            if state == "member":
                with pytest.raises(DomainError) as error:
                    services.invite(actor, email="BEN@riverbend.example", role="funder")
                assert error.value.errors[0].field == "email"
                return
            if state == "left":
                theirs = services.add_person(actor, name="Gone", role="funder", email="gone@example.org")
                services.end_membership(actor, theirs)
            elif state == "no_email":
                theirs = services.add_person(actor, name="No mail", role="funder")
            with pytest.raises(DomainError):
                services.invite_person(actor, theirs)


def test_twenty_at_once_and_one_comes_in(cloned_database: databases.ClonedDatabase) -> None:
    ana = factories.user("ana@riverbend.example")
    where = factories.initiative("riverbend", lead=ana)
    factories.partner(where, "school-board")
    secret = invited(ana)
    nina = proved("nina@example.org")
    results = cloned_database.race(20, lambda _number: services.accept_invitation(nina, secret))
    came_in = [result for result in results if isinstance(result, Membership)]
    refused = [result for result in results if isinstance(result, Conflict)]
    assert (len(came_in), len(refused)) == (1, 19)
    assert {error.code for error in refused} == {"used"}


@pytest.mark.django_db
class TestLimits:
    """Nobody mails the world through Concert."""

    @pytest.fixture(autouse=True)
    def narrow(self, settings: Any) -> None:
        settings.VERB_LIMITS = {"invite": {"account": 3, "initiative": 4, "addressee": 2}}

    @pytest.fixture
    def leo(self, riverbend: Initiative) -> User:
        """Another lead of riverbend."""
        who = factories.user("leo@riverbend.example")
        factories.member(riverbend, who, "backbone_lead")
        return who

    @pytest.fixture
    def send(self, django_capture_on_commit_callbacks: Any) -> Callable[..., str]:
        """Invites, commits, and returns the code of what was refused."""

        def invite(who: User, email: str, slug: str = "riverbend") -> str:
            try:
                with django_capture_on_commit_callbacks(execute=True), queries.enter(who, slug) as actor:
                    here = Membership.objects.filter(email=email.lower(), ended_on=None).first()
                    if here is not None:
                        services.invite_person(actor, here)
                    else:
                        services.invite(actor, email=email, role="community")
            except DomainError as error:
                return f"{error.status} {error.code}"
            return ""

        return invite

    def test_an_account_has_its_share_in_all_its_initiatives_together(
        self, ana: User, leo: User, riverbend: Initiative, send: Callable[..., str]
    ) -> None:
        factories.initiative("second", lead=ana)
        sent = [
            send(ana, f"{number}@example.org", ("riverbend", "second")[number % 2]) for number in range(4)
        ]
        assert sent == ["", "", "", "429 too_many_requests"]
        assert send(leo, "other@example.org") == ""

    def test_an_initiative_has_its_share(
        self, ana: User, leo: User, riverbend: Initiative, send: Callable[..., str]
    ) -> None:
        who = [ana, ana, ana, leo, leo]
        sent = [send(each, f"{number}@example.org") for number, each in enumerate(who)]
        assert sent == ["", "", "", "", "429 too_many_requests"]

    def test_a_mailbox_is_left_alone_whoever_writes_under_whatever_label(
        self, ana: User, zoe: User, riverbend: Initiative, send: Callable[..., str]
    ) -> None:
        assert send(ana, "nina@example.org") == ""
        assert send(zoe, "NINA+harbor@example.org", "harbor") == ""
        assert send(ana, "nina@example.org") == "429 too_many_requests"
        assert send(ana, "nora@example.org") == ""

    def test_what_was_undone_does_not_count(
        self, ana: User, riverbend: Initiative, send: Callable[..., str]
    ) -> None:
        for _time in range(5):
            with pytest.raises(ValueError, match="undone"), queries.enter(ana, "riverbend") as actor:
                services.invite(actor, email="nina@example.org", role="community")
                raise ValueError("undone")
        assert send(ana, "nina@example.org") == ""

    def test_tomorrow_is_another_day(
        self, ana: User, riverbend: Initiative, send: Callable[..., str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert [send(ana, "nina@example.org") for _time in range(3)] == ["", "", "429 too_many_requests"]
        tomorrow = limits.time.time() + limits.DAY
        monkeypatch.setattr(limits.time, "time", lambda: tomorrow)
        assert send(ana, "nina@example.org") == ""

    def test_redis_keeps_no_address(
        self, ana: User, riverbend: Initiative, send: Callable[..., str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted: list[str] = []
        monkeypatch.setattr(limits, "_count", lambda keys, window: counted.extend(keys))
        send(ana, "nina@example.org")
        assert len(counted) == 3
        assert "nina" not in str(counted)

    def test_the_page_says_so_and_keeps_the_list(
        self, ana: User, riverbend: Initiative, browser: Callable[[User], Client], settings: Any
    ) -> None:
        client = browser(ana)
        settings.VERB_LIMITS = {"invite": {"account": 0, "initiative": 0, "addressee": 0}}
        given = {"emails": "rosa@example.org", "role": "funder"}
        refused = client.post("/i/riverbend/people/invite/", given)
        assert refused.status_code == 422
        assert "too often today" in refused.content.decode()
        assert "rosa@example.org" in refused.content.decode()
        with tenant(riverbend):
            assert not Invitation.objects.exists()
        with queries.enter(ana, "riverbend") as actor:
            waiting = services.add_person(actor, name="Lou", role="funder", email="lou@example.org")
        again = client.post(f"/i/riverbend/people/{waiting.public_id}/invite/")
        assert (again.status_code, "too often today" in again.content.decode()) == (429, True)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a@x.org, b@x.org;c@x.org\n\n d@x.org ", ["a@x.org", "b@x.org", "c@x.org", "d@x.org"]),
        ("Castillo, Rosa <rosa@x.org>", ["Castillo, Rosa <rosa@x.org>"]),
        ("a@x.org, Rosa <rosa@x.org>", ["a@x.org", "Rosa <rosa@x.org>"]),
        ("Rosa <rosa@x.org>; Ben <ben@x.org>", ["Rosa <rosa@x.org>", "Ben <ben@x.org>"]),
    ],
)
def test_addresses_are_read_as_people_paste_them(text: str, parts: list[str]) -> None:
    assert addresses(text) == parts


@pytest.mark.django_db
class TestPage:
    def test_looking_uses_nothing_up(self, ana: User, riverbend: Initiative, client: Client) -> None:
        secret = invited(ana)
        for _time in range(3):
            answer = client.get(f"/invitations/{secret}/")
            assert answer.status_code == 200
            client.head(f"/invitations/{secret}/")
        text = answer.content.decode()
        assert "Ana invites you to take part" in text and "Riverbend" in text
        assert "no-store" in answer["Cache-Control"]
        assert row(riverbend).accepted_at is None

    def test_a_wrong_link_is_like_any_page_that_is_not_there(self, db: None, client: Client) -> None:
        assert client.get("/invitations/guessed/").status_code == 404
        assert client.post("/invitations/guessed/", {"step": "join"}).status_code == 404

    def test_a_new_person_makes_an_account_and_joins(
        self, ana: User, riverbend: Initiative, client: Client
    ) -> None:
        page = f"/invitations/{invited(ana)}/"
        to_account = client.post(page, {"step": "account"})
        assert to_account["Location"] == f"/accounts/signup/?next={page.replace('/', '%2F')}"
        form = client.get(to_account["Location"])
        assert 'value="nina@example.org"' in form.content.decode()
        answer = client.post(
            "/accounts/signup/",
            {"name": "Nina", "email": "nina@example.org", "password1": PASSWORD, "next": page},
        )
        assert (answer.status_code, answer["Location"]) == (302, page)
        joined = client.post(page, {"step": "join"})
        assert (joined.status_code, joined["Location"]) == (303, "/i/riverbend/")
        assert client.get("/i/riverbend/").status_code == 200
        assert [m.subject for m in mail.outbox if "confirm" in m.subject.lower()] == []

    def test_the_account_gets_the_invited_address_whatever_is_typed(
        self, ana: User, riverbend: Initiative, client: Client
    ) -> None:
        page = f"/invitations/{invited(ana)}/"
        client.post(page, {"step": "account"})
        client.post(
            "/accounts/signup/",
            {"name": "Eve", "email": "victim@example.org", "password1": PASSWORD, "next": page},
        )
        assert not EmailAddress.objects.filter(email="victim@example.org").exists()
        assert EmailAddress.objects.get(email="nina@example.org").verified

    @pytest.mark.parametrize("state", ["expired", "withdrawn"])
    def test_an_invitation_that_works_no_longer_proves_no_address(
        self, ana: User, riverbend: Initiative, client: Client, state: str
    ) -> None:
        secret = invited(ana)
        with tenant(riverbend):
            field = {"expired": "expires_at", "withdrawn": "withdrawn_at"}[state]
            Invitation.objects.update(**{field: clock.now() - timedelta(seconds=1)})
        given = {"name": "Eve", "email": "nina@example.org", "password1": PASSWORD}
        client.post("/accounts/signup/", {**given, "next": f"/invitations/{secret}/"})
        assert not User.objects.filter(email="nina@example.org").exists()
        assert not EmailAddress.objects.filter(verified=True).exists()

    def test_who_is_signed_in_with_the_address_joins_at_once(
        self, ana: User, riverbend: Initiative, client: Client
    ) -> None:
        page = f"/invitations/{invited(ana)}/"
        client.force_login(proved("nina@example.org"))
        assert "Join Riverbend" in client.get(page).content.decode()
        assert client.post(page, {"step": "join"}).status_code == 303

    def test_the_wrong_account_is_told_so_and_can_change(
        self, ana: User, zoe: User, riverbend: Initiative, client: Client
    ) -> None:
        page = f"/invitations/{invited(ana)}/"
        client.force_login(zoe)
        text = client.get(page).content.decode()
        assert "You are signed in as zoe@harbor.example; this invitation is for nina@example.org" in text
        refused = client.post(page, {"step": "join"})
        assert refused.status_code == 403
        client.post(page, {"step": "switch"})
        assert "I have an account" in client.get(page).content.decode()

    def test_one_that_works_no_longer_says_why(
        self, ana: User, riverbend: Initiative, client: Client
    ) -> None:
        secret = invited(ana)
        with queries.enter(ana, "riverbend") as actor:
            services.withdraw_invitation(actor, row(riverbend).membership)
        answer = client.get(f"/invitations/{secret}/")
        assert answer.status_code == 410
        assert "has been withdrawn" in answer.content.decode()

    def test_inviting_several_over_http_tells_each_bad_address(
        self, ana: User, riverbend: Initiative, browser: Callable[[User], Client]
    ) -> None:
        client = browser(ana)
        given = {
            "emails": "Rosa Castillo <rosa@example.org>\nnot an address\nben@example.org",
            "role": "funder",
        }
        refused = client.post("/i/riverbend/people/invite/", given)
        assert refused.status_code == 422
        assert "not an address" in refused.content.decode()
        with tenant(riverbend):
            assert not Invitation.objects.exists()
        given["emails"] = "Rosa Castillo <rosa@example.org>\nben@example.org\nBEN@example.org"
        assert client.post("/i/riverbend/people/invite/", given).status_code == 303
        with tenant(riverbend):
            names = set(Membership.objects.filter(user=None).values_list("name", "email"))
        assert names == {("Rosa Castillo", "rosa@example.org"), ("ben", "ben@example.org")}

    def test_one_bad_person_on_the_list_and_nobody_is_invited(
        self, ana: User, ben: User, riverbend: Initiative, browser: Callable[[User], Client]
    ) -> None:
        given = {"emails": f"first@example.org\n{ben.email}", "role": "funder"}
        refused = browser(ana).post("/i/riverbend/people/invite/", given)
        assert refused.status_code == 422
        assert "ben@riverbend.example" in refused.content.decode()
        with tenant(riverbend):
            assert not Membership.objects.filter(email="first@example.org").exists()
