"""A person's own data: all of it is theirs to take, and they may be forgotten."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from initiatives import queries as core
from initiatives import services
from initiatives.carrying.mine import own_data
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.tenancy import person, tenant
from initiatives.models import ApiToken, Event, Membership, User
from initiatives.services.forgetting_me import farewells, forget_me, take_own_data
from measurement.models import Observation, Submission
from tests.factories import core as make
from tests.factories.scene import Scene
from tests.initiatives.test_handing_over import packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben() -> User:
    return make.user("ben@example.org", name="Ben Okafor")


@pytest.fixture
def scene(ben: User) -> Scene:
    """An initiative in which Ben handed figures in, was added to a group and holds a token."""
    scene = Scene("upriver")
    scene.partners("library")
    with scene.acting() as actor:
        library = core.partner(actor, "library")
    make.member(scene.where, ben, "contributor", of=library)
    scene.indicator("served")
    scene.assign("served", "library")
    scene.cycle("2024-Q1")
    scene.accept(scene.hand_in(ben, "library", "2024-Q1", [{"indicator": "served", "value": 7}]))
    make.token(ben)
    return scene


def test_what_is_held_about_a_person_is_theirs_and_nobody_elses(scene: Scene, ben: User) -> None:
    other = Scene("elsewhere")
    found = own_data(ben)
    assert found["account"]["email"] == "ben@example.org"
    assert [place["initiative"] for place in found["initiatives"]] == ["Upriver"]
    records = found["initiatives"][0]["records"]
    assert [row["name"] for row in records["membership"]] == ["Ben Okafor"]
    handed_in = records["submission"]
    assert [set(row["you_are"]) for row in handed_in] == [{"created_by", "submitted_by"}]
    text = json.dumps(found, default=str)
    assert other.lead.email not in text
    assert scene.lead.email not in text
    assert "secret" not in text


def test_the_file_is_complete_and_readable_and_noted(scene: Scene, ben: User) -> None:
    out = io.BytesIO()
    take_own_data(ben, out)
    with zipfile.ZipFile(out) as box:
        data = json.loads(box.read("data.json"))
        page = box.read("data.html").decode()
    assert data["account"]["name"] == "Ben Okafor"
    assert "ben@example.org" in page and "Upriver" in page
    with tenant(scene.where):
        assert Event.objects.filter(key="initiatives.own_data_taken").count() == 1


def test_the_page_counts_by_area_in_plain_words(scene: Scene, ben: User, client: Client) -> None:
    client.force_login(ben)
    page = client.get(reverse("initiatives:my_data")).content.decode()
    assert "Shared measurement 1" in page
    assert "submission" not in page


def test_one_who_is_forgotten_leaves_figures_and_no_name(
    scene: Scene, ben: User, django_capture_on_commit_callbacks: object
) -> None:
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        forget_me(ben, confirmation=" Ben@example.org ")
    ben.refresh_from_db()
    assert (ben.is_active, ben.has_usable_password(), ben.email.endswith("@forgotten.invalid")) == (
        False,
        False,
        True,
    )
    assert not EmailAddress.objects.filter(user=ben).exists()
    with person(ben):
        assert not ApiToken.objects.exists()
    with tenant(scene.where):
        gone = Membership.objects.get(user=ben)
        mark = gone.public_id.hex[:6].upper()
        assert (gone.name, gone.email, gone.ended_on is None) == (f"Former member {mark}", "", False)
        assert ben.name == gone.name
        assert Observation.objects.get(superseded_at=None).numerator == 7
        told = set(Event.objects.filter(membership=gone).values_list("key", flat=True))
        assert {"initiatives.person_left", "initiatives.person_forgotten"} <= told
        assert [row.sender for row in Submission.objects.all()] == [gone.name]
    assert [letter.to for letter in mail.outbox][-1] == ["ben@example.org"]


def test_the_address_confirms_it(scene: Scene, ben: User) -> None:
    with pytest.raises(DomainError) as refused:
        forget_me(ben, confirmation="dora@example.org")
    assert refused.value.field == "confirmation"
    ben.refresh_from_db()
    assert ben.is_active


def test_the_last_lead_stays_and_nothing_is_half_done(scene: Scene, ben: User) -> None:
    make.member(scene.where, make.user(), "backbone_staff")
    assert [one.last_lead for one in farewells(scene.lead)] == [True]
    with pytest.raises(Conflict):
        forget_me(scene.lead, confirmation=scene.lead.email)
    scene.lead.refresh_from_db()
    with tenant(scene.where):
        lead = Membership.objects.get(user=scene.lead)
    assert (scene.lead.is_active, lead.ended_on, lead.forgotten_at) == (True, None, None)


def test_who_was_forgotten_goes_nameless_into_a_package(scene: Scene, ben: User) -> None:
    with tenant(scene.where):
        own = Membership.objects.get(user=ben)
    with core.enter(ben, scene.where.slug) as actor:
        services.say_what_goes_along(actor, own, goes_along="address")
    forget_me(ben, confirmation=ben.email)
    with zipfile.ZipFile(packed(scene.where)) as box:
        assert b"Okafor" not in b"".join(box.read(name) for name in box.namelist())
