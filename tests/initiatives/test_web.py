"""The base view: who gets in, what is drawn, what is undone."""

import re
from typing import Any

import pytest
from django import forms
from django.db import InternalError, connection
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, RequestFactory

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Conflict, DomainError, FieldError
from initiatives.models import Initiative, Membership, Partner, User
from initiatives.queries import enter
from initiatives.services import add_partner, start_initiative
from initiatives.web import PageView, add_errors, errors_in, safe_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return User.objects.create_user("lead@one.example", "a long enough one", name="Lea Lead")


@pytest.fixture
def one(lead: User) -> Initiative:
    return start_initiative(lead, slug="one", name="One")


@pytest.fixture
def inside(lead: User, one: Initiative) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def asked(view: type[PageView], user: User, method: str = "GET", **headers: str) -> HttpResponseBase:
    """The answer of a view that has no address, at /i/one/, to a signed-in user."""
    request = RequestFactory().generic(method, "/i/one/", headers=headers)
    request.user = user
    request.session = {}
    request.htmx = (
        headers.get("HX-Request") and type("Htmx", (), {"boosted": False, "history_restore_request": False})()
    )
    return view.as_view()(request, slug="one")


def comparable(answer: Any) -> str:
    """The body without what differs from request to request: the masked token of the forms."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[A-Za-z0-9]{64}"', "", answer.content.decode())


def test_a_page_without_a_capability_cannot_be_made() -> None:
    from django.core.exceptions import ImproperlyConfigured

    class Bare(PageView):
        pass

    with pytest.raises(ImproperlyConfigured):
        Bare.as_view()


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: Client, one: Initiative) -> None:
    answer = client.get("/i/one/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/i/one/"


def test_an_outsider_sees_what_is_seen_where_nothing_is(client: Client, one: Initiative) -> None:
    stranger = User.objects.create_user("stranger@two.example", "a long enough one")
    client.force_login(stranger)
    theirs, nothing = client.get("/i/one/"), client.get("/i/none/")
    assert theirs.status_code == nothing.status_code == 404
    assert comparable(theirs).replace("/i/one/", "/i/none/") == comparable(nothing)


def test_an_ended_membership_ends_access_at_once(inside: Client, lead: User, one: Initiative) -> None:
    assert inside.get("/i/one/").status_code == 200
    with enter(lead, "one") as actor:
        Membership.objects.filter(pk=actor.membership_id).update(ended_on="2026-01-01")
    assert inside.get("/i/one/").status_code == 404


def test_private_pages_are_kept_by_nobody(inside: Client) -> None:
    answer = inside.get("/i/one/")
    assert "no-store" in answer["Cache-Control"]
    assert "HX-Request" in answer["Vary"]


def test_the_right_is_asked_for_before_the_handler_runs(lead: User, one: Initiative) -> None:
    class Closed(PageView):
        capability = Capability.MANAGE_SETTINGS

        def get(self, request: HttpRequest) -> HttpResponseBase:
            raise AssertionError("reached")

    with enter(lead, "one") as actor:
        Membership.objects.filter(pk=actor.membership_id).update(role="community")
    assert asked(Closed, lead).status_code == 403


def test_a_method_without_a_capability_is_not_allowed(lead: User, one: Initiative) -> None:
    class ReadOnly(PageView):
        capability = {"GET": Capability.VIEW}

        def post(self, request: HttpRequest) -> HttpResponseBase:
            raise AssertionError("reached")

    assert asked(ReadOnly, lead, "POST").status_code == 405


def test_reading_cannot_write(lead: User, one: Initiative) -> None:
    class Sly(PageView):
        capability = Capability.VIEW

        def get(self, request: HttpRequest) -> HttpResponseBase:
            Initiative.objects.update(name="Changed by a GET")
            return self.go("/")

    with pytest.raises(InternalError, match="read-only"):
        asked(Sly, lead)


def test_a_rule_not_met_undoes_the_whole_request(lead: User, one: Initiative) -> None:
    class Half(PageView):
        capability = Capability.MANAGE_PARTNERS

        def post(self, request: HttpRequest) -> HttpResponseBase:
            add_partner(self.actor, code="half", name="Half", sector="health")
            raise Conflict("too_late", "It is too late for this.")

    answer = asked(Half, lead, "POST")
    assert answer.status_code == 409
    assert b"It is too late for this." in answer.content
    with enter(lead, "one"):
        assert not Partner.objects.filter(code="half").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [("55P03", b"Somebody else is changing this"), ("40001", b"Somebody else"), ("40P01", b"Somebody else")],
)
def test_what_somebody_else_is_changing_is_told_and_may_be_tried_again(
    lead: User, one: Initiative, code: str, words: bytes
) -> None:
    class Contended(PageView):
        capability = Capability.MANAGE_PARTNERS

        def post(self, request: HttpRequest) -> HttpResponseBase:
            add_partner(self.actor, code="half", name="Half", sector="health")
            with connection.cursor() as cursor:
                cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = '{code}'; END $$")
            raise AssertionError("reached")

    answer = asked(Contended, lead, "POST")
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert words in answer.content
    assert b"secret" not in answer.content
    with enter(lead, "one"):
        assert not Partner.objects.filter(code="half").exists()


def test_two_who_make_the_same_at_once_are_told_of_each_other(lead: User, one: Initiative) -> None:
    class Twice(PageView):
        capability = Capability.MANAGE_PARTNERS

        def post(self, request: HttpRequest) -> HttpResponseBase:
            for _time in range(2):
                Partner.objects.create(code="same", name="Same")
            raise AssertionError("reached")

    answer = asked(Twice, lead, "POST")
    assert answer.status_code == 409
    assert b"at the same moment" in answer.content


def test_htmx_is_told_of_a_rule_by_a_toast(lead: User, one: Initiative) -> None:
    class Late(PageView):
        capability = Capability.VIEW

        def post(self, request: HttpRequest) -> HttpResponseBase:
            raise Conflict("too_late", "It is too late for this.")

    answer = asked(Late, lead, "POST", **{"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer["HX-Reswap"] == "none"
    assert "It is too late for this." in answer["HX-Trigger"]


class Form(forms.Form):
    name = forms.CharField()


def test_errors_stand_at_their_fields_and_the_rest_above() -> None:
    form = Form({"name": "x"})
    add_errors(
        form,
        DomainError(
            "several",
            "Several",
            errors=[FieldError("name", "bad", "Bad name."), FieldError("code", "bad", "Bad code.")],
        ),
    )
    assert form.errors == {"name": ["Bad name."], "__all__": ["Bad code."]}


def test_a_verb_that_fails_in_a_form_is_undone_alone(lead: User, one: Initiative) -> None:
    form = Form({"name": "x"})
    with enter(lead, "one") as actor:
        add_partner(actor, code="before", name="Before", sector="health")
        with errors_in(form):
            add_partner(actor, code="inside", name="Inside", sector="health")
            raise DomainError("bad", "Bad.", "name")
        assert list(Partner.objects.values_list("code", flat=True)) == ["before"]
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/i/one/?q=1", "/i/one/?q=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        (None, "/"),
        ("/\\elsewhere.example", "/"),
    ],
)
def test_no_redirect_leads_outside(rf: RequestFactory, address: Any, path: str) -> None:
    assert safe_path(rf.get("/"), address) == path


def test_presence_is_noticed_though_reading_cannot_write(inside: Client, lead: User) -> None:
    inside.get("/i/one/")
    with enter(lead, "one") as actor:
        member = Membership.objects.get(pk=actor.membership_id)
        assert member.last_seen_on is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only')")
        assert cursor.fetchone()[0] == "off"
