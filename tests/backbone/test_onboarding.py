"""Settling in: what records tell, what is ticked by hand, what is left out; and what begins by itself."""

from datetime import date

import pytest
from django.test import Client

from agenda.services import commit
from backbone import settling
from backbone.models import Checklist, Onboarding, OnboardingItem
from backbone.queries import queue
from backbone.queries.onboarding import SettlingIn, checklist, onboarding, onboardings, settling_in, to_tick
from backbone.queries.record import record_of
from backbone.services.onboarding import (
    LINES,
    add_item,
    begin_onboarding,
    change_item,
    end_onboarding,
    keep_checklist,
    tick,
    untick,
)
from backbone.words.onboarding import Newcomer
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, Membership
from initiatives.services import end_membership, part_with
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"


@pytest.fixture
def scene() -> Scene:
    """Library and school, of which the library is asked for figures."""
    with clock.at(moment("2026-01-10")):
        scene = Scene("riverside")
        scene.partners("library", "school")
        scene.indicator("books")
        scene.assign("books", "library")
    return scene


def begin(actor: Actor, code: str = "library") -> Onboarding:
    return begin_onboarding(actor, partner=core.partner(actor, code))


def told(actor: Actor, row: Onboarding) -> SettlingIn:
    [found] = settling_in(actor, [onboarding(actor, row.public_id)])
    return found


def seen(found: SettlingIn) -> set[str]:
    return {line.ref for line in found.lines if line.seen and line.done}


def test_what_records_tell_ticks_itself_and_opens_again_when_they_no_longer_do(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row, other = begin(actor), begin(actor, "school")
        # Nine lines that records tell, and five to tick.
        assert (told(actor, row).done, told(actor, row).wanted) == (1, 14)
        assert seen(told(actor, row)) == {"assigned"}
        assert seen(told(actor, other)) == set()
        commit(
            actor,
            partner=core.partner(actor, "library"),
            kind="data",
            promise="Figures",
            starts_on=date(2026, 3, 1),
            signer="Ida Holm",
            signed_on=date(2026, 3, 1),
        )
        assert seen(told(actor, row)) == {"assigned", "commitment"}
        assert seen(told(actor, other)) == set()
        # Nothing of it is stored: it is told anew each time.
        assert not OnboardingItem.objects.exclude(key="").exists()
        with pytest.raises(Conflict):
            tick(actor, row, "people")
    scene.person("partner_lead", "library"), scene.person("contributor", "library")
    with scene.acting() as actor:
        assert seen(told(actor, row)) == {"assigned", "commitment", "people"}
        Membership.objects.filter(partner__code="library", role="contributor").update(
            ended_on=date(2026, 3, 2)
        )
        assert seen(told(actor, row)) == {"assigned", "commitment"}


def test_a_line_is_ticked_unticked_left_out_with_a_reason_and_given_to_a_colleague(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row, me = begin(actor), core.myself(actor)
        made = add_item(actor, row, text=" Visit them ", owner=me)
        ref = str(made.public_id)
        assert (made.text, told(actor, row).wanted) == ("Visit them", 15)
        ticked = tick(actor, row, ref)
        assert (ticked.done_on, ticked.done_by) == (date(2026, 3, 2), me)
        assert told(actor, row).done == 2
        with pytest.raises(DomainError) as error:
            change_item(actor, row, ref, left_out="No need")
        assert error.value.field == "left_out"
        untick(actor, row, ref)
        change_item(actor, row, ref, left_out="They are next door")
        with pytest.raises(Conflict):
            tick(actor, row, ref)
        change_item(actor, row, "handed_in", owner=me, left_out="They report from May")
        found = told(actor, row)
        assert (found.done, found.wanted) == (1, 13)
        [line] = [one for one in found.lines if one.ref == "handed_in"]
        assert (line.left_out, line.owner, line.is_open) == ("They report from May", me, False)
        change_item(actor, row, "handed_in")
        assert told(actor, row).wanted == 14
        with pytest.raises(NotFound):
            change_item(actor, row, "nothing")
        for wrong in ("", "x" * 301):
            with pytest.raises(DomainError) as error:
                add_item(actor, row, text=wrong)
            assert error.value.field == "text"
        keys = set(Event.objects.values_list("key", flat=True))
        assert {"backbone.onboarding_begun", "backbone.onboarding_item_ticked"} <= keys


def test_who_leaves_hands_on_the_lines_that_are_still_to_be_done(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        heir, leaving = core.myself(actor), Membership.objects.get(user=sam)
        row, closed = begin(actor), begin(actor, "school")
        add_item(actor, row, text="Visit them", owner=leaving)
        change_item(actor, row, "handed_in", owner=leaving)
        done = add_item(actor, row, text="Call them", owner=leaving)
        tick(actor, row, str(done.public_id))
        add_item(actor, closed, text="Write to them", owner=leaving)
        end_onboarding(actor, closed)
        name = core.partner(actor, "library").name
        expected = [f"{name}: Visit them", f"{name}: Its first figures are accepted"]
        assert LINES.held(actor, leaving) == expected
        LINES.pass_on(actor, leaving, heir)
        assert (LINES.held(actor, leaving), LINES.held(actor, heir)) == ([], expected)
        assert OnboardingItem.objects.get(pk=done.pk).owner == leaving
        LINES.pass_on(actor, heir, None)
        assert not [line.owner for line in told(actor, row).lines if line.is_open and line.owner]


def test_the_record_of_a_partner_holds_its_checklist_and_no_others(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        change_item(actor, begin(actor), "handed_in", left_out="They report from May")
        begin(actor, "school")
        rows = record_of(actor, core.partner(actor, "library"))["settling_in"]
        assert (len(rows), [row["line"] for row in rows if row["done"]]) == (
            14,
            ["It is agreed what it reports"],
        )
        assert [row["left_out"] for row in rows if row["left_out"]] == ["They report from May"]


def test_nobody_has_two_at_once_and_a_closed_one_stays_as_it_was(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = begin(actor)
        with pytest.raises(Conflict):
            begin(actor)
        end_onboarding(actor, row)
        assert onboarding(actor, row.public_id).ended_on == date(2026, 3, 2)
        for verb in (lambda: end_onboarding(actor, row), lambda: add_item(actor, row, text="Late")):
            with pytest.raises(Conflict):
                verb()
        assert begin(actor).pk != row.pk


def test_a_partners_lead_reads_its_own_and_ticks_and_others_find_nothing(
    scene: Scene, client: Client
) -> None:
    pia, ben = scene.person("partner_lead", "library"), scene.person("contributor", "library")
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            own, other = begin(actor), begin(actor, "school")
            colleague = begin_onboarding(actor, person=Membership.objects.get(user=sam))
            ref = str(own.items.filter(key="").first().public_id)  # type: ignore[union-attr]
            with pytest.raises(DomainError):
                begin_onboarding(actor, person=Membership.objects.get(user=pia))
            with pytest.raises(DomainError):
                begin_onboarding(actor)
        with scene.acting(pia) as actor:
            assert [row.pk for row in onboardings(actor)] == [own.pk]
            for hidden in (other, colleague):
                with pytest.raises(NotFound):
                    onboarding(actor, hidden.public_id)
            tick(actor, own, ref)
            for forbidden in (
                lambda: add_item(actor, own, text="More"),
                lambda: end_onboarding(actor, own),
                lambda: change_item(actor, own, ref, left_out="No"),
                lambda: tick(actor, other, ref),
            ):
                with pytest.raises(Forbidden):
                    forbidden()
        with scene.acting(ben) as actor, pytest.raises(Forbidden):
            onboardings(actor)
        client.force_login(pia)
        page = client.get(f"/i/riverside/onboarding/{own.public_id}/").content.decode()
        assert "Seen from use" in page
        assert "Add a line" not in page
        assert client.get(f"/i/riverside/onboarding/{other.public_id}/").status_code == 404


def test_a_colleagues_signs_are_read_from_what_they_did(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = begin_onboarding(actor, person=Membership.objects.get(user=sam))
        assert seen(told(actor, row)) == set()
        Membership.objects.filter(user=sam).update(last_seen_on=date(2026, 3, 1))
        assert seen(told(actor, row)) == {"sign_in"}


def test_checklists_begin_by_themselves_once_for_those_who_came_since_that_was_wanted(scene: Scene) -> None:
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            assert len(checklist(actor, Newcomer.PARTNER).texts) == 5
            keep_checklist(actor, Newcomer.PARTNER, texts=["Say hello", " "], begins_itself=True)
            with pytest.raises(DomainError) as error:
                keep_checklist(actor, Newcomer.PARTNER, texts=["x" * 301])
            assert error.value.field == "texts"
        settling.enqueue_newcomers()
        scene.work()
    with clock.at(moment("2026-03-04 12:00")):
        scene.partners("clinic")
        for _night in range(2):
            settling.enqueue_newcomers()
        scene.work()
    with clock.at(moment("2026-03-05 12:00")):
        scene.work()
        settling.enqueue_newcomers()
    with clock.at(moment("2026-03-06 12:00")):
        scene.work()
        with scene.acting() as actor:
            [row] = onboardings(actor)
            assert row.partner is not None
            assert (row.partner.code, [item.text for item in row.items.all()]) == ("clinic", ["Say hello"])
            assert Checklist.objects.get().since == date(2026, 3, 2)


def test_the_queue_tells_what_comes_next_until_the_checklist_is_closed(scene: Scene) -> None:
    with clock.at(moment(TODAY)), scene.acting() as actor:
        row = begin(actor)

        def waiting() -> list[str]:
            found = queue(actor)
            return [
                one.item.note
                for kind, rows in found.sections
                for one in rows
                if kind.key == "backbone.onboarding"
            ]

        found = told(actor, row)
        first, *others = [line.ref for line in found.lines if not line.seen]
        assert waiting() == [
            "5 lines to tick. Next: Explain the common agenda and why the short list of indicators is short"
        ]
        change_item(actor, row, first, left_out="They wrote it")
        for ref in others:
            assert waiting()[0].startswith("4 lines") == (ref == others[0])
            tick(actor, row, ref)
        assert waiting() == ["Everything is ticked: the checklist can be closed."]
        end_onboarding(actor, row)
        assert waiting() == []


def test_nothing_waits_to_be_ticked_for_those_who_left(scene: Scene) -> None:
    sam = scene.person("backbone_staff")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        person, library = Membership.objects.get(user=sam), core.partner(actor, "library")
        rows = [begin(actor), begin_onboarding(actor, person=person), begin(actor, "school")]
        assert list(to_tick(actor)) == rows
        end_membership(actor, person)
        part_with(actor, library)
        assert list(to_tick(actor)) == rows[2:]
        assert set(onboardings(actor).filter(ended_on=None)) == set(rows), "they stay to be read and closed"


def test_the_pages_and_the_api_do_the_same(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    api = Api(factories.token(scene.lead))
    with clock.at(moment(TODAY)):
        made = api.post("/initiatives/riverside/onboardings/", {"partner": "library"})
        assert (made.status, made.json["done"], made.json["wanted"]) == (201, 1, 14)
        home = f"/initiatives/riverside/onboardings/{made.json['id']}"
        page = f"/i/riverside/onboarding/{made.json['id']}/"
        ref = next(line["ref"] for line in made.json["lines"] if not line["seen"])
        assert api.post(f"{home}/lines/{ref}/tick/", {}).json["done"] == 2
        assert "Done by" in client.get(page).content.decode()
        assert client.post(f"{page}{ref}/untick/").status_code == 303
        assert api.get(f"{home}/").json["done"] == 1
        assert api.post(f"{home}/lines/people/tick/", {}).status == 409
        assert api.post(f"{home}/lines/people/change/", {"left_out": "One is enough"}).json["wanted"] == 13
        assert "Left out: One is enough" in client.get(page).content.decode()
        refused = client.post(f"{page}add/", {"text": "", "owner": ""})
        assert refused.status_code == 422
        assert client.post(f"{page}add/", {"text": "Call them"}).status_code == 303
        assert api.post("/initiatives/riverside/onboardings/", {"partner": "none"}).faults == {
            "partner": "not_found"
        }
        kept = api.get("/initiatives/riverside/checklists/staff/")
        body = {"texts": ["Read the agenda"], "begins_itself": True}
        changed = api.ask("PUT", "/initiatives/riverside/checklists/staff/", body, If_Match=kept.etag)
        assert changed.json["texts"] == ["Read the agenda"]
        assert "Read the agenda" in client.get("/i/riverside/onboarding/begins/staff/").content.decode()
        assert client.get("/i/riverside/onboarding/begins/nobody/").status_code == 404
        assert client.post(f"{page}end/").status_code == 303
        assert "Settled in" in client.get("/i/riverside/onboarding/").content.decode()
