"""From proposal to retirement: consultation, sign-off by partners, objections, what is wanted."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import User
from measurement import queries, services
from measurement.forms.cycles import OpenCycleForm
from measurement.models import Assignment, IndicatorStep, SignOff
from measurement.words import State
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B, and a proposal."""
    made = Scene()
    made.partners("A", "B", sector="education")
    made.indicator("n", state="proposed")
    return made


@pytest.fixture
def head(scene: Scene) -> User:
    """The lead of partner A."""
    return scene.person("partner_lead", "A")


def asked(scene: Scene, who: User | None = None, partner: str = "A") -> SignOff:
    with scene.acting(who) as actor:
        return queries.sign_offs(actor).get(partner__code=partner)


def say(scene: Scene, who: User, **said: str) -> None:
    mine = asked(scene, who)
    with scene.acting(who) as actor:
        services.sign_off(actor, mine, **said)


def consult(scene: Scene) -> None:
    with scene.acting() as actor:
        services.consult(actor, queries.indicator(actor, "n"), answer_by=date(2024, 5, 1))


def state(scene: Scene) -> str:
    with scene.acting() as actor:
        return queries.indicator(actor, "n").state


def test_a_proposal_is_for_staff_and_consulting_asks_every_partner_that_reports_or_could(
    scene: Scene, head: User
) -> None:
    with scene.acting(head) as actor, pytest.raises(NotFound):
        queries.indicator(actor, "n")
    consult(scene)

    with scene.acting(head) as actor:
        assert queries.indicator(actor, "n").state == State.CONSULTED
        [mine] = queries.waiting_sign_offs(actor)
        assert (mine.partner.code, mine.answer_by) == ("A", date(2024, 5, 1))
    with scene.acting() as actor:
        assert sorted(queries.sign_offs(actor).values_list("partner__code", flat=True)) == ["A", "B"]


def test_only_those_who_report_are_asked_where_somebody_does(scene: Scene) -> None:
    scene.assign("n", "B")
    consult(scene)
    with scene.acting() as actor:
        assert [row.partner.code for row in queries.sign_offs(actor)] == ["B"]


def test_a_partner_answers_for_itself_with_words_where_they_are_due(scene: Scene, head: User) -> None:
    consult(scene)
    mine, theirs = asked(scene, head), asked(scene, partner="B")
    contributor = scene.person("contributor", "A")
    with scene.acting(contributor) as actor, pytest.raises(Forbidden):
        services.sign_off(actor, mine, position="agrees")
    with scene.acting(head) as actor:
        with pytest.raises(Forbidden):
            services.sign_off(actor, theirs, position="agrees")
        with pytest.raises(DomainError) as wordless:
            services.sign_off(actor, mine, position="objects")
        assert wordless.value.field == "comment"
        done = services.sign_off(actor, mine, position="agrees", how_given="ignored")
        assert (done.position, done.how_given) == ("agrees", "")
        assert not queries.waiting_sign_offs(actor).exists()
    with scene.acting() as actor:
        with pytest.raises(DomainError) as unsaid:
            services.sign_off(actor, theirs, position="agrees")
        assert unsaid.value.field == "how_given"
        assert services.sign_off(actor, theirs, position="agrees", how_given="by telephone").how_given


def test_an_open_objection_holds_the_agreement_until_it_is_answered(scene: Scene, head: User) -> None:
    consult(scene)
    say(scene, head, position="objects", comment="We cannot count siblings.")
    theirs = asked(scene)
    with scene.acting() as actor:
        found = queries.indicator(actor, "n")
        with pytest.raises(Conflict) as held:
            services.agree(actor, found)
        assert (held.value.code, held.value.field) == ("open_objections", "reason")
        services.answer_objection(actor, theirs, answer="Siblings are left out.")
        assert services.agree(actor, found).state == State.AGREED
        services.activate(actor, found)
        told = [(s.former, s.state, s.overridden) for s in queries.steps(actor, found)]
    assert told == [("proposed", "consulted", 0), ("consulted", "agreed", 0), ("agreed", "active", 0)]


def test_an_objection_is_overridden_for_a_reason_that_is_kept(scene: Scene, head: User) -> None:
    consult(scene)
    say(scene, head, position="objects", comment="Too much work.")
    with scene.acting() as actor:
        services.agree(actor, queries.indicator(actor, "n"), reason="The law asks for it.")
        step = IndicatorStep.objects.get(state=State.AGREED)
    assert (step.overridden, step.reason) == (1, "The law asks for it.")


def test_steps_that_skip_one_are_refused(scene: Scene) -> None:
    with scene.acting() as actor:
        found = queries.indicator(actor, "n")
        for verb in (services.agree, services.activate):
            with pytest.raises(Conflict) as refused:
                verb(actor, found)
            assert refused.value.code == "not_allowed"
        with pytest.raises(Conflict):
            services.change_indicator(actor, found, state="active")
        with pytest.raises(DomainError) as unsaid:
            services.change_indicator(actor, found, state="retired")
        assert unsaid.value.field == "reason"
    assert state(scene) == State.PROPOSED


def test_what_was_agreed_to_is_asked_again_when_the_words_change(scene: Scene, head: User) -> None:
    consult(scene)
    say(scene, head, position="agrees")
    with scene.acting() as actor:
        services.change_indicator(actor, queries.indicator(actor, "n"), definition="Something else")
    with scene.acting(head) as actor:
        assert queries.waiting_sign_offs(actor).count() == 1


def test_retiring_ends_what_runs_and_takes_back_what_had_not_begun(scene: Scene) -> None:
    scene.indicator("old", headline=True)
    with clock.at(moment("2024-02-10")):
        scene.assign("old", "A", since="2023-01-01")
        scene.assign("old", "B", since="2024-07-01")
    with clock.at(moment("2024-04-10")), scene.acting() as actor:
        found = services.retire(
            actor, queries.indicator(actor, "old"), reason="Nobody reads it.", last_day=date(2024, 3, 31)
        )
        rows = [(row.partner.code, row.ends_on) for row in Assignment.objects.filter(indicator=found)]
    assert rows == [("A", date(2024, 3, 31))]
    assert (found.state, found.headline) == (State.RETIRED, False)


def test_what_is_collected_from_now_on_is_asked_for_in_cycles_that_are_open(
    scene: Scene, client: Client
) -> None:
    scene.assign("n", "B")
    cycle = scene.cycle("2024-Q1")
    client.force_login(scene.lead)
    home = f"/i/{scene.where.slug}/measurement"
    board = f"{home}/cycles/{cycle.public_id}/"
    assert b"is not agreed yet" in client.get(board).content, "the board says why nobody is asked"
    assert b"is not agreed yet" in client.get(f"{home}/new/cycle/").content
    assert b"begin to collect" not in client.get(f"{home}/sign-offs/").content
    consult(scene)
    with scene.acting() as actor:
        services.agree(actor, queries.indicator(actor, "n"))
    assert b"begin to collect it" in client.get(f"{home}/sign-offs/").content
    with scene.acting() as actor:
        services.activate(actor, queries.indicator(actor, "n"))
        assert [row.partner.code for row in queries.requests(actor)] == ["B"]
    assert b"is not agreed yet" not in client.get(board).content


def test_a_period_that_nobody_reports_for_is_marked_and_not_the_one_chosen_first(scene: Scene) -> None:
    scene.indicator("m")
    scene.assign("m", "A", since="2024-01-01")
    with scene.acting() as actor, time_machine.travel("2024-05-10T10:00Z", tick=False):
        form = OpenCycleForm(actor)
        [(_rhythm, offered)] = form.fields["period"].choices  # type: ignore[attr-defined]
    assert [label for _code, label in offered] == [
        "2024 Q1",
        "2023 Q4 (nobody reports for it)",
        "2023 Q3 (nobody reports for it)",
        "2023 Q2 (nobody reports for it)",
        "2023 Q1 (nobody reports for it)",
        "2024 Q2 (not over yet)",
    ]
    assert form.fields["period"].initial == "2024-Q1"


def test_a_wanted_measure_becomes_a_proposal_and_the_link_is_kept(scene: Scene) -> None:
    with scene.acting() as actor:
        me = core.people(actor).get()
        wanted = services.want(
            actor,
            name="Sleep",
            missing="Nobody asks",
            plan="Add to the survey",
            owner=me,
            by=date(2025, 1, 1),
        )
        services.change_wanted(actor, wanted, state="under_way")
        with pytest.raises(DomainError) as refused:
            services.change_wanted(actor, wanted, state="became")
        assert refused.value.field == "state"
        made = services.define_wanted(actor, wanted, code="sleep", kind="mean")
        assert (made.state, made.name, made.steward) == (State.PROPOSED, "Sleep", me)
        kept = queries.wanted_indicator(actor, wanted.public_id)
        assert (kept.state, kept.indicator) == ("became", made)
        with pytest.raises(Conflict):
            services.drop_wanted(actor, kept, reason="x")
        other = services.want(actor, name="Mood")
        with pytest.raises(DomainError):
            services.drop_wanted(actor, other, reason=" ")
        assert services.drop_wanted(actor, other, reason="Too vague.").state == "dropped"


def test_the_pages_lead_from_proposal_to_agreement(scene: Scene, head: User, client: Client) -> None:
    home = f"/i/{scene.where.slug}/measurement"
    client.force_login(scene.lead)
    page = f"{home}/indicators/n/agreement/"
    assert client.post(page, {"step": "consulted"}).status_code == 303
    mine = asked(scene, head)

    client.force_login(head)
    box = b'id="id_how_given"'
    assert box not in client.get(f"{home}/sign-offs/{mine.public_id}/").content
    client.force_login(scene.lead)
    unsaid = client.get(f"{home}/sign-offs/{mine.public_id}/").content
    assert box in unsaid and b"How was it given? <span" not in unsaid, (
        "needed of staff, and not called optional"
    )
    client.force_login(head)
    assert b"To sign off" in client.get(f"/i/{scene.where.slug}/").content
    answer = f"{home}/sign-offs/{mine.public_id}/"
    wordless = client.post(answer, {"position": "objects", "comment": ""})
    assert (wordless.status_code, b"Say what you note or object to." in wordless.content) == (422, True)
    assert client.post(answer, {"position": "objects", "comment": "Too late."}).status_code == 303

    client.force_login(scene.lead)
    held = client.post(page, {"step": "agreed", "agree-reason": ""})
    assert (held.status_code, b"objections are open" in held.content) == (422, True)
    entered = client.post(
        answer, {"position": "objects", "comment": "Too late.", "how_given": "by telephone"}
    )
    assert entered["Location"] == page, "staff go on with what the others say"
    client.post(f"{answer}answer/", {"answer": "The day is moved."})
    assert client.post(page, {"step": "agreed", "agree-reason": ""}).status_code == 303
    assert state(scene) == State.AGREED
