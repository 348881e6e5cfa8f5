"""Links that need no account: what their holder may do, and everything that they may not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core import mail

from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership, User
from measurement import letters, queries, services
from measurement.models import HandInLink, Request, Submission
from measurement.periods import parse
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db

FIGURE = {"indicator": "n", "value": 7}


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B report one figure; two quarters are open."""
    made = Scene()
    made.partners("A", "B")
    made.indicator("n")
    made.assign("n", "A", "B")
    made.cycle("2024-Q1")
    made.cycle("2024-Q2")
    return made


def request(scene: Scene, partner: str = "A", period: str = "2024-Q1") -> Request:
    with scene.acting() as actor:
        return queries.requests(actor).get(partner__code=partner, cycle__period_start=parse(period).start)


@pytest.fixture
def secret(scene: Scene) -> str:
    """The secret of a link for A's first quarter."""
    with scene.acting() as actor:
        return services.make_link(actor, request_in(actor))[1]


def request_in(actor: Actor, partner: str = "A", period: str = "2024-Q1") -> Request:
    return queries.requests(actor).get(partner__code=partner, cycle__period_start=parse(period).start)


@contextmanager
def holding(secret: str, name: str = "Kim") -> Iterator[Actor]:
    pointer = queries.link_pointer(secret)
    assert pointer is not None
    with queries.entered_by_link(pointer, name) as actor:
        yield actor


def hand_in(secret: str, partner: str = "A", period: str = "2024-Q1", name: str = "Kim") -> Submission:
    with holding(secret, name) as actor:
        with tenant(actor.initiative):
            whose = core_partner(partner)
        draft = services.start(actor, partner=whose, period=parse(period))
        draft = services.save_draft(actor, draft, [FIGURE])
        return services.submit(actor, draft)


def core_partner(code: str) -> Any:
    return Request.objects.filter(partner__code=code).select_related("partner")[0].partner


def test_its_holder_hands_in_this_one_request_and_is_named_for_it(scene: Scene, secret: str) -> None:
    with holding(secret) as actor:
        services.open_link(actor)
    sent = hand_in(secret)

    assert (sent.state, sent.submitted_by, sent.created_by, sent.holder) == ("submitted", None, None, "Kim")
    assert sent.on_behalf is False
    with scene.acting() as actor:
        [found] = queries.submissions(actor)
        assert (found.sender, found.link_id) == ("Kim", sent.link_id)
        told = [event.text for event in core.told(core.events(actor)[:3])]
    assert any("(by a link)" in line for line in told), told
    assert "Kim" not in str(told)
    scene.accept(sent)
    assert scene.point("n").value == 7


def test_only_a_hash_of_the_secret_is_kept(scene: Scene, secret: str) -> None:
    with tenant(scene.where):
        row = HandInLink.objects.get()
    assert secret not in str(dict(vars(row)))
    assert (bytes(row.secret_hash) != secret.encode(), row.sealed_secret) == (True, "")
    assert len(secret) >= 43


class TestWhatItDoesNotOpen:
    def test_another_request_of_the_partner(self, scene: Scene, secret: str) -> None:
        with pytest.raises(NotFound):
            hand_in(secret, period="2024-Q2")
        with holding(secret) as actor:
            assert [row.cycle.period_start for row in queries.requests(actor)] == [date(2024, 1, 1)]

    def test_another_partners_request(self, scene: Scene, secret: str) -> None:
        with pytest.raises((Forbidden, NotFound)):
            hand_in(secret, partner="B")
        theirs = request(scene, "B").public_id
        with holding(secret) as actor, pytest.raises(NotFound):
            queries.request(actor, theirs)

    def test_a_hand_in_of_another_period_or_partner(self, scene: Scene, secret: str) -> None:
        theirs = scene.hand_in(scene.person("contributor", "B"), "B", "2024-Q1", [FIGURE])
        ours = scene.hand_in(scene.person("contributor", "A"), "A", "2024-Q2", [FIGURE], submit=False)
        with holding(secret) as actor:
            assert not queries.submissions(actor).exists()
            for row in (theirs, ours):
                with pytest.raises(NotFound):
                    queries.submission(actor, row.public_id)
                with pytest.raises((Forbidden, NotFound)):
                    services.save_draft(actor, row, [FIGURE])
                with pytest.raises((Forbidden, NotFound)):
                    services.submit(actor, row)

    def test_anything_but_handing_in(self, scene: Scene, secret: str) -> None:
        with holding(secret) as actor:
            allowed = {found for found in Capability if actor.may(found)}
            assert allowed == {Capability.VIEW_HAND_INS, Capability.HAND_IN}
            with pytest.raises(Forbidden):
                core.events(actor)
            with pytest.raises(Forbidden):
                core.people(actor)
            with pytest.raises(Forbidden):
                queries.links(actor)
            with pytest.raises(Forbidden):
                services.make_link(actor, Request.objects.all()[0])

    def test_a_revision_and_an_acceptance(self, scene: Scene, secret: str) -> None:
        sent = hand_in(secret)
        with holding(secret) as actor, pytest.raises(Forbidden):
            services.accept(actor, sent)
        scene.accept(sent)
        with holding(secret) as actor, pytest.raises(Forbidden):
            services.revise(actor, sent, reason="x", rows=[FIGURE])

    def test_another_initiative(self, scene: Scene, secret: str) -> None:
        other = Scene()
        pointer = queries.link_pointer(secret)
        assert pointer is not None
        forged = queries.LinkPointer(other.where.pk, pointer.link_id)
        with pytest.raises(NotFound), queries.entered_by_link(forged, "Kim"):
            pass

    def test_what_waits_for_review_is_not_changed_by_a_replay(self, scene: Scene, secret: str) -> None:
        hand_in(secret)
        with pytest.raises(Conflict):
            hand_in(secret)


class TestItsEnd:
    def closed(self, secret: str) -> str:
        with pytest.raises(Conflict) as fault, holding(secret):
            pass
        assert fault.value.code == "link_closed"
        return fault.value.message

    def test_revoked_it_is_dead_at_once(self, scene: Scene, secret: str) -> None:
        with scene.acting() as actor:
            services.revoke_link(actor, queries.links(actor).get())
        assert "withdrawn" in self.closed(secret) and "for a new one" in self.closed(secret)

    def test_it_expires(self, scene: Scene) -> None:
        with clock.at(moment("2024-05-01 12:00")), scene.acting() as actor:
            _link, secret = services.make_link(actor, request_in(actor), days=3)
        with clock.at(moment("2024-05-04 11:59")), holding(secret):
            pass
        with clock.at(moment("2024-05-04 12:00")):
            assert "out of date" in self.closed(secret)

    def test_a_copied_one_dies_with_the_right_of_who_copied_it(self, scene: Scene) -> None:
        sam = scene.person("backbone_staff")
        with scene.acting(sam) as actor:
            _link, secret = services.make_link(actor, request_in(actor))
        with holding(secret):
            pass
        with tenant(scene.where):
            Membership.objects.filter(user=sam).update(role="community")
        self.closed(secret)

    def test_the_link_of_one_who_left_is_dead(self, scene: Scene) -> None:
        who = scene.person("contributor", "A")
        link_secret = mailed(scene, who)
        with tenant(scene.where):
            Membership.objects.filter(user=who).update(ended_on=date(2024, 4, 1))
        self.closed(link_secret)

    def test_the_link_of_one_who_speaks_for_another_partner_now_is_dead(self, scene: Scene) -> None:
        who = scene.person("contributor", "A")
        link_secret = mailed(scene, who)
        with scene.acting() as actor:
            membership, partner = core.people(actor).get(user=who), core.partner(actor, "B")
            core_services.change_role(actor, membership, role="contributor", partner=partner)
        self.closed(link_secret)

    def test_a_secret_that_leads_nowhere(self, scene: Scene) -> None:
        assert queries.link_pointer("x" * 43) is None

    def test_it_may_not_last_for_ever(self, scene: Scene) -> None:
        with scene.acting() as actor, pytest.raises(DomainError) as fault:
            services.make_link(actor, request_in(actor), days=61)
        assert fault.value.errors[0].field == "days"


def mailed(scene: Scene, who: User) -> str:
    """The secret of a link that was mailed to somebody of A."""
    with scene.acting() as actor:
        to = core.people(actor).get(user=who)
        assert services.make_link(actor, request_in(actor), to=to)[1] == ""
    scene.work()
    return secret_in(mail.outbox[-1])


def secret_in(letter: Any) -> str:
    found = re.search(r"/hand-in/([\w-]{40,})/", str(letter.body))
    assert found, letter.body
    return found[1]


class TestByLetter:
    def test_the_letter_alone_holds_the_secret_and_a_new_one_replaces_it(self, scene: Scene) -> None:
        who = scene.person("contributor", "A")
        first = mailed(scene, who)
        with tenant(scene.where):
            row = HandInLink.objects.get()
            assert (row.sealed_secret, row.sent_at is not None, row.email) == ("", True, who.email)
        second = mailed(scene, who)
        with holding(second):
            pass
        with pytest.raises(Conflict), holding(first):
            pass

    def test_a_letter_that_left_is_not_sent_again(self, scene: Scene) -> None:
        mailed(scene, scene.person("contributor", "A"))
        with tenant(scene.where):
            row = HandInLink.objects.get()
        letters.send_link(scene.where.pk, str(row.pk))
        assert len(mail.outbox) == 1

    def test_it_goes_to_nobody_of_another_partner(self, scene: Scene) -> None:
        who = scene.person("contributor", "B")
        with scene.acting() as actor, pytest.raises(DomainError) as fault:
            services.make_link(actor, request_in(actor), to=core.people(actor).get(user=who))
        assert fault.value.errors[0].field == "to"


def test_who_may_not_run_cycles_makes_none(scene: Scene) -> None:
    with scene.acting(scene.person("partner_lead", "A")) as actor, pytest.raises(Forbidden):
        services.make_link(actor, request_in(actor))
    with tenant(scene.where):
        assert not Event.objects.filter(key="measurement.hand_in_link_made").exists()
